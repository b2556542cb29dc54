import Proposals

/// Where a watch stands: the position that it has passed, and of the one proposal that it follows the version.
struct WatchPlace: Sendable, Hashable {
    private(set) var position: Int64
    var version = 0

    init(position: Int64) { self.position = position }

    mutating func pass(_ event: StoredEvent) {
        pass(upTo: event.position)
        version = event.sealed.event.version
    }

    /// Passes events that are not followed.
    mutating func pass(upTo position: Int64) { self.position = max(self.position, position) }
}
