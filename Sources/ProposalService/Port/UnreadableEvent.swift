import CanonicalJSON
import Proposals

/// A stored event that no program can have written as it stands: its place, and what is wrong with it.
package struct UnreadableEvent: Error, Sendable, Hashable, CustomStringConvertible {
    package var forum: String
    package var position: Int64
    /// The stream that it was read with; nil where the record was read by position.
    package var stream: String?
    package var reason: String

    package init(forum: String, position: Int64, stream: String?, reason: String) {
        self.forum = forum
        self.position = position
        self.stream = stream
        self.reason = reason
    }

    package var description: String {
        "the event at position \(position) of the record of \(forum) cannot be read: \(reason)"
    }

    /// What a client is told of it. Other proposals and other forums can be read all the same.
    var failure: ServiceFailure {
        var details: JSONObject = ["forum": .string(forum), "position": .integer(position)]
        if let stream { details["stream"] = .string(stream) }
        return ServiceFailure(.recordDiverged, description, details: details)
    }
}

extension StoredEvent {
    /// Folds this event; what does not follow is named by its place.
    func folded<Value>(_ body: (SealedEvent) throws(EventError) -> Value) throws(StoreError) -> Value {
        do { return try body(sealed) } catch {
            let event = sealed.event
            throw .unreadable(
                UnreadableEvent(
                    forum: event.forum, position: position, stream: event.stream, reason: error.description))
        }
    }
}
