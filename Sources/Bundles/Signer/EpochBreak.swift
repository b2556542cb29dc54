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
        let (name, number) = parts(of: origin)
        return "\(name)/epoch-\(number + 1)"
    }

    /// The epoch that an origin is of: 1 unless it says another.
    package static func number(ofOrigin origin: String) -> Int { parts(of: origin).number }

    private static func parts(of origin: String) -> (name: String, number: Int) {
        let words = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard words.count > 1, let last = words.last, last.hasPrefix("epoch-") else { return (origin, 1) }
        let digits = last.dropFirst(6)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return (origin, 1) }
        let number = Int(digits).flatMap { String($0) == digits && $0 > 1 ? $0 : nil } ?? 1
        return (words.dropLast().joined(separator: "/"), min(number, 1_000_000))
    }

    /// The text that both keys sign.
    package var text: String {
        EpochBreak.heading + "\n" + old.text + new.text + reason + "\n"
    }

    /// The statement as a note that the keys of both epochs signed.
    package func signed(by old: NoteSigner, and new: NoteSigner) throws(NoteFault) -> SignedNote {
        var note = try SignedNote(text: text)
        try note.sign(with: old)
        try note.sign(with: new)
        return note
    }

    /// Reads the statement out of a note that the keys of both epochs signed, the one of the origin that each key is named by.
    package init(verifying note: SignedNote, keys: (String) -> NoteKey?) throws(NoteFault) {
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 9, let old = keys(lines[1]), let new = keys(lines[4]) else { throw .unknownSigner }
        _ = try note.verified(by: [new])
        try self.init(verifying: note, signedBy: old)
    }

    /// Reads the statement out of a note that the key of the old record signed.
    package init(verifying note: SignedNote, signedBy key: NoteKey) throws(NoteFault) {
        _ = try note.verified(by: [key])
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 9, lines[0] == EpochBreak.heading, lines[8].isEmpty else {
            throw .malformedCheckpoint("it is not a statement of a new epoch")
        }
        try self.init(
            old: try Checkpoint(text: lines[1...3].map { $0 + "\n" }.joined()),
            new: try Checkpoint(text: lines[4...6].map { $0 + "\n" }.joined()), reason: lines[7])
        guard old.origin == key.name else { throw .otherOrigin(old.origin) }
    }
}
