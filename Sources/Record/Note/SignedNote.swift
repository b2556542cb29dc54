/// A text with the signatures of keys under it (C2SP signed-note).
///
/// The text means nothing before `verified(by:)` has answered.
package struct SignedNote: Sendable, Hashable {
    /// The longest note that is read.
    package static let byteLimit = 1 << 20
    /// The most signatures that are read.
    package static let signatureLimit = 100

    /// The signed text, closed by a line break.
    package let text: String
    package private(set) var signatures: [NoteSignature] = []

    /// A note to be signed. The text must end in a line break and hold no other control character.
    package init(text: String) throws(NoteFault) {
        guard text.utf8.last == 0x0A else { throw .malformed }
        guard SignedNote.isPlain(text.utf8) else { throw .controlCharacter }
        self.text = text
    }

    /// Reads a note: the text, an empty line, and one line for each signature.
    package init(parsing bytes: [UInt8]) throws(NoteFault) {
        guard bytes.count <= SignedNote.byteLimit else { throw .tooLong(limit: SignedNote.byteLimit) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        guard SignedNote.isPlain(bytes) else { throw .controlCharacter }
        guard let empty = SignedNote.lastEmptyLine(in: bytes), empty + 1 < bytes.count, bytes.last == 0x0A else {
            throw .malformed
        }
        try self.init(text: String(decoding: bytes[..<empty], as: UTF8.self))
        let lines = bytes[(empty + 1)...].dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count <= SignedNote.signatureLimit else {
            throw .tooManySignatures(limit: SignedNote.signatureLimit)
        }
        for (number, line) in lines.enumerated() {
            guard let signature = NoteSignature(line: line) else { throw .malformedSignature(line: number + 1) }
            signatures.append(signature)
        }
    }

    /// The note as bytes.
    package var bytes: [UInt8] {
        var result = Array(text.utf8) + [0x0A]
        for signature in signatures { result += Array(signature.line.utf8) + [0x0A] }
        return result
    }

    /// Adds a signature.
    package mutating func sign(with signer: NoteSigner) throws(NoteFault) {
        signatures.append(try signer.signature(of: text))
    }

    /// Adds a signature that was made elsewhere. One that stands there already is not added again.
    package mutating func add(_ signature: NoteSignature) {
        if !signatures.contains(signature) { signatures.append(signature) }
    }

    /// The keys among the given ones that signed this note, at least one. A signature by one of them that does not fit
    /// refuses the whole note; signatures by others are ignored.
    package func verified(by keys: [NoteKey]) throws(NoteFault) -> [NoteKey] {
        var signed: [NoteKey] = []
        for key in keys where !signed.contains(key) {
            let claimed = signatures.filter(key.claims)
            for signature in claimed {
                guard key.verifies(signature.signature, of: text) else { throw .wrongSignature(by: key.name) }
            }
            if !claimed.isEmpty { signed.append(key) }
        }
        guard !signed.isEmpty else { throw .unsigned }
        return signed
    }

    private static func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A }
    }

    /// The index of the line break that makes the last empty line.
    private static func lastEmptyLine(in bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }
    }
}
