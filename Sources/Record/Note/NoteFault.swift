/// Why a note, a key or a checkpoint is refused.
package enum NoteFault: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong(limit: Int)
    case notUTF8
    case controlCharacter
    /// No text that ends in a line break, or no signatures after an empty line.
    case malformed
    /// A signature line is not: em dash, space, key name, space, base 64.
    case malformedSignature(line: Int)
    case tooManySignatures(limit: Int)
    /// None of the signatures is by a key that counts.
    case unsigned
    /// A signature is by nobody whom the policy names.
    case unknownSigner
    /// A signature by a key that counts does not fit the text.
    case wrongSignature(by: String)
    case malformedKeyName
    case malformedKey
    /// A log's key where a witness's is needed, or the other way round.
    case wrongKind(String)
    /// The text of a signed note is not that of a checkpoint.
    case malformedCheckpoint(String)
    /// The checkpoint is of another log.
    case otherOrigin(String)

    package var description: String {
        switch self {
        case .tooLong(let limit): "the note is longer than \(limit) bytes"
        case .notUTF8: "the note is not valid UTF-8"
        case .controlCharacter: "the note holds a control character"
        case .malformed: "the note is not a text, an empty line and signatures, each line closed by a line break"
        case .malformedSignature(let line): "signature line \(line) of the note is malformed"
        case .tooManySignatures(let limit): "the note has more than \(limit) signatures"
        case .unsigned: "the note is not signed by a key that counts here"
        case .unknownSigner: "the note has a signature by somebody whom the policy does not name"
        case .wrongSignature(let name): "the signature by \(name) does not fit the note"
        case .malformedKeyName: "a key name must not be empty and holds no space, no plus and no control character"
        case .malformedKey: "the key is not of the form name+id+key with an Ed25519 key"
        case .wrongKind(let name): "the key \(name) is of the wrong kind: a log signs, a witness cosigns"
        case .malformedCheckpoint(let what): "the note is not a checkpoint: \(what)"
        case .otherOrigin(let origin): "the checkpoint is of another log: \(origin)"
        }
    }
}
