import Record
import Requests

/// The address of a file of a log: `/tlog/FORUM/checkpoint`, `/tlog/FORUM/tile/0/x001/067`. A later epoch of the record has addresses of its
/// own, `/tlog/FORUM/epoch-2/…`, as it has a name of its own: a tile that somebody kept never stands for another.
struct LogAddress: Equatable {
    static let root = "/tlog"

    enum File: Equatable {
        case checkpoint
        case tile(Tile)
        /// Where other logs have the bytes of their entries.
        case entries
    }

    let log: ForumLog
    let file: File

    /// Nil where it is no file's.
    init?(_ path: Substring) {
        var words = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard words.count > 2, words.removeFirst() == LogAddress.root.dropFirst() else { return nil }
        let forum = String(words.removeFirst())
        // The name of a forum needs no encoding.
        guard !forum.isEmpty, !forum.contains("%") else { return nil }
        var epoch = 1
        if let word = words.first, word.hasPrefix("epoch-") {
            guard let number = Int(word.dropFirst(6)), number > 1, word == "epoch-\(number)" else { return nil }
            epoch = number
            words.removeFirst()
        }
        log = ForumLog(forum: forum, epoch: epoch)
        let rest = words.joined(separator: "/")
        if rest == "checkpoint" {
            file = .checkpoint
        } else if rest.hasPrefix("tile/entries/") {
            file = .entries
        } else if let tile = Tile(path: rest) {
            file = .tile(tile)
        } else {
            return nil
        }
    }
}
