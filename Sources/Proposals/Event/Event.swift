package import CanonicalJSON
package import CivilTime
import Record

/// One thing that happened in one stream: to a proposal, or to a forum's registry. Immutable; the only source of truth.
package struct Event: Sendable, Hashable {
    /// The number of the layout of ``data``; replay reads every number there ever was.
    package var schema: Int
    package var forum: String
    /// The ref of the proposal, or ``registryStream``.
    package var stream: String
    /// Counts the stream's events from 1 without a gap.
    package var version: Int
    package var kind: EventKind
    /// The states before and after; equal where nothing moved, absent in a registry.
    package var from: String?
    package var to: String?
    /// When the body acted, as the actor gave it.
    package var decidedAt: Instant
    /// The database's clock after the lock.
    package var recordedAt: Instant
    package var actor: Actor
    package var data: JSONObject
    /// The digest of the event before it in its stream, as hex; nil for the first.
    package var previous: String?

    package init(
        schema: Int? = nil, forum: String, stream: String, version: Int, kind: EventKind,
        from: String? = nil, to: String? = nil, decidedAt: Instant, recordedAt: Instant, actor: Actor,
        data: JSONObject = [:], previous: String? = nil
    ) {
        self.schema = schema ?? Event.currentSchema(of: stream)
        self.forum = forum
        self.stream = stream
        self.version = version
        self.kind = kind
        self.from = from
        self.to = to
        self.decidedAt = decidedAt
        self.recordedAt = recordedAt
        self.actor = actor
        self.data = data
        self.previous = previous
    }

    /// By schema 1, deadlines were compared with the time of recording; by schema 2, with the time of the act.
    package static let currentSchema = 2
    /// A registry has no deadlines, and one schema.
    package static let registrySchema = 1

    /// The schema of the events that a stream is given now.
    package static func currentSchema(of stream: String) -> Int {
        stream == registryStream ? registrySchema : currentSchema
    }

    /// Whether there is such a schema of the events of a stream.
    static func knows(schema: Int, of stream: String) -> Bool { (1...currentSchema(of: stream)).contains(schema) }

    /// Whether what it says is judged by when the body acted, not by when that was recorded.
    package var isByBody: Bool { schema >= 2 }
    /// The stream of a forum's own changes.
    package static let registryStream = "registry"
}

/// An event together with its canonical bytes and their digest, as they are stored.
package struct SealedEvent: Sendable, Hashable {
    package let event: Event
    package let bytes: [UInt8]
    /// SHA-256 of the bytes, as hex.
    package let digest: String

    /// Seals an event: writes its canonical bytes once.
    package init(_ event: Event) {
        self.event = event
        bytes = event.canonicalBytes
        digest = Digest.sha256(bytes).hex
    }

    /// An event that was read from these bytes.
    package init(_ event: Event, readFrom bytes: [UInt8]) {
        self.event = event
        self.bytes = bytes
        digest = Digest.sha256(bytes).hex
    }

    /// Opens stored bytes.
    package init(bytes: [UInt8]) throws(EventError) {
        event = try Event(bytes: bytes)
        self.bytes = bytes
        digest = Digest.sha256(bytes).hex
    }
}

/// Why stored bytes are no event, or an event does not follow from those before it.
package struct EventError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
