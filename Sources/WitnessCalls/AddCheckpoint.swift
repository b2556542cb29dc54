package import Record

/// The call `add-checkpoint` of C2SP tlog-witness as bytes: what a log sends, and what a witness answers.
package enum AddCheckpoint {
    /// The body of the request: the size that the witness saw last, the proof from there, and the note.
    package static func body(_ proof: ConsistencyProof, _ note: SignedNote) -> [UInt8] {
        let lines = ["old \(proof.oldSize)"] + proof.path.map { Base64.encode($0.bytes) } + [""]
        return Array(lines.map { $0 + "\n" }.joined().utf8) + note.bytes
    }

    /// What a witness answered.
    package enum Answer: Sendable, Hashable {
        /// Its signature lines.
        case cosigned([NoteSignature])
        /// It saw another size last than the request says.
        case sawAnother(size: Int64)
        /// It saw another root of this size.
        case sawAnotherRoot
        /// It does not know the log's name.
        case unknownLog
        /// It does not know the key that signed.
        case unknownKey
        /// The proof did not hold.
        case proofRefused
        /// Something else.
        case other(String)
    }

    /// The type of the body that tells a size.
    package static let sizeType = "text/x.tlog.size"

    /// Reads an answer.
    package static func answer(status: Int, type: String?, body: [UInt8]) -> Answer {
        switch status {
        case 200:
            let lines = body.split(separator: 0x0A).compactMap { NoteSignature(line: $0) }
            return lines.isEmpty ? .other("it answered 200 without a signature") : .cosigned(lines)
        case 403: return .unknownKey
        case 404: return .unknownLog
        case 409:
            guard type?.prefix(while: { $0 != ";" }).lowercased() == sizeType else { return .sawAnotherRoot }
            let text = String(decoding: body, as: UTF8.self)
            guard text.hasSuffix("\n"), let size = Int64(text.dropLast()), size >= 0, "\(size)\n" == text else {
                return .other("it answered 409 with a body that is no size")
            }
            return .sawAnother(size: size)
        case 422: return .proofRefused
        default: return .other("it answered with the status \(status)")
        }
    }
}
