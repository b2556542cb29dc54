/// The size and root of a log at one moment, as the log signs it (C2SP tlog-checkpoint).
package struct Checkpoint: Sendable, Hashable {
    /// Which log this is: one line, not empty; also the name of the key that signs it.
    package let origin: String
    /// The number of leaves.
    package let size: Int64
    /// The root over them.
    package let root: Digest
    /// Further lines, which this format leaves open. Chancery writes none.
    package let extensions: [String]

    package init(origin: String, size: Int64, root: Digest, extensions: [String] = []) throws(NoteFault) {
        guard ([origin] + extensions).allSatisfy(Checkpoint.isLine) else {
            throw .malformedCheckpoint("origin and further lines must be single lines that are not empty")
        }
        guard size >= 0 else { throw .malformedCheckpoint("the size is negative") }
        guard size > 0 || root == MerkleTree.emptyRoot else {
            throw .malformedCheckpoint("a log without leaves has another root")
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note.
    package init(text: String) throws(NoteFault) {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count >= 4, lines.last == "" else {
            throw .malformedCheckpoint("it needs a line each for the origin, the size and the root")
        }
        guard let size = Int64(lines[1]), String(size).utf8.elementsEqual(lines[1].utf8) else {
            throw .malformedCheckpoint("the size is not a plain decimal number")
        }
        guard let root = Base64.decode(lines[2]).flatMap(Digest.init) else {
            throw .malformedCheckpoint("the root is not a digest in base 64")
        }
        try self.init(origin: lines[0], size: size, root: root, extensions: Array(lines.dropFirst(3).dropLast()))
    }

    /// The text that is signed.
    package var text: String {
        ([origin, String(size), Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined()
    }

    /// The checkpoint as a note with one signature.
    package func signed(by signer: NoteSigner) throws(NoteFault) -> SignedNote {
        var note = try SignedNote(text: text)
        try note.sign(with: signer)
        return note
    }

    /// Reads a signed checkpoint of the log that a key belongs to: its origin is the key's name.
    package init(verifying bytes: [UInt8], signedBy key: NoteKey) throws(NoteFault) {
        try self.init(verifying: try SignedNote(parsing: bytes), signedBy: key)
    }

    /// Reads a signed checkpoint of the log that a key belongs to.
    package init(verifying note: SignedNote, signedBy key: NoteKey) throws(NoteFault) {
        guard key.kind == .log else { throw .wrongKind(key.name) }
        _ = try note.verified(by: [key])
        try self.init(text: note.text)
        guard origin.utf8.elementsEqual(key.name.utf8) else { throw .otherOrigin(origin) }
    }

    private static func isLine(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 } }
}
