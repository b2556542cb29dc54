package import Record

/// A signed statement that a record begins anew after a break, for all to see: what was signed before, what stands now, and why.
package struct EpochBreak: Sendable, Hashable {
    package let old: Checkpoint
    package let new: Checkpoint
    /// One line, by the person who did it.
    package let reason: String

    private static let heading = "chancery/epoch/v1"

    package init(old: Checkpoint, new: Checkpoint, reason: String) throws(NoteFault) {
        guard !reason.isEmpty, reason.utf8.allSatisfy({ $0 >= 0x20 }), old.origin != new.origin else {
            throw .malformedCheckpoint("a new epoch needs a reason of one line and an origin of its own")
        }
        self.old = old
        self.new = new
        self.reason = reason
    }

    /// The origin of the epoch after one: `NAME`, `NAME/epoch-2`, `NAME/epoch-3`.
    package static func origin(after origin: String) -> String {
        let mark = "/epoch-"
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, let last = parts.last, last.hasPrefix("epoch-"), let number = Int(last.dropFirst(6)) {
            return parts.dropLast().joined(separator: "/") + mark + String(number + 1)
        }
        return origin + mark + "2"
    }

    /// The text that both keys sign.
    package var text: String {
        EpochBreak.heading + "\n" + old.text + new.text + reason + "\n"
    }

    /// Reads the statement out of a note that the key of the old record signed.
    package init(verifying note: SignedNote, signedBy key: NoteKey) throws(NoteFault) {
        _ = try note.verified(by: [key])
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 9, lines[0] == EpochBreak.heading, lines[8].isEmpty else {
            throw .malformedCheckpoint("it is no statement of a new epoch")
        }
        try self.init(
            old: try Checkpoint(text: lines[1...3].map { $0 + "\n" }.joined()),
            new: try Checkpoint(text: lines[4...6].map { $0 + "\n" }.joined()), reason: lines[7])
        guard old.origin == key.name else { throw .otherOrigin(old.origin) }
    }
}
