import Proposals
import Record

/// Where a watch stands: `forum:position:prefix of the leaf hash`. The hash notices a database that went back in time. The position
/// before the first event is -1, with zeros for a hash.
struct WatchCursor: Sendable, Hashable, CustomStringConvertible {
    var forum: String
    var position: Int64
    var prefix: String

    var description: String { "\(forum):\(position):\(prefix)" }

    init(forum: String, position: Int64, prefix: String) {
        self.forum = forum
        self.position = position
        self.prefix = prefix
    }

    init(forum: String, _ event: StoredEvent) {
        self.init(
            forum: forum, position: event.position, prefix: String(Hexadecimal.encode(event.leafHash).prefix(16)))
    }

    /// Where a watch stands that begins at the beginning.
    static func beginning(of forum: String) -> WatchCursor {
        WatchCursor(forum: forum, position: -1, prefix: String(repeating: "0", count: 16))
    }

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let position = Int64(parts[1]), position >= -1, parts[2].utf8.count == 16,
            parts[2].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.init(forum: String(parts[0]), position: position, prefix: String(parts[2]))
        // A place has one text: no sign, no leading zero.
        guard description == text else { return nil }
    }
}
