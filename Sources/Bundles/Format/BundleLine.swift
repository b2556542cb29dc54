import CanonicalJSON
import Record

/// One line of a bundle, taken apart.
enum BundleLine {
    case heading
    case forum(String)
    case scope(BundleHeader.Scope)
    case policy(String)
    case epochBreak(lines: Int)
    case checkpoint(lines: Int)
    case note([UInt8])
    case consistency(old: Int64, new: Int64, path: [Digest])
    case events(Int64)
    case event(index: Int64, bytes: [UInt8])
    case proof([Digest])
    case personal(Digest, salt: [UInt8], text: String)
    case erased(Digest)
    case withheld(Digest)
    case close(Digest)

    /// Reads a line without its break; throws what is wrong with it.
    init(_ line: UnsafeRawBufferPointer) throws(LineFault) {
        let bytes = line.bindMemory(to: UInt8.self)
        guard let space = bytes.firstIndex(of: 0x20) else { throw LineFault("a word and a space are needed") }
        let rest = bytes[(space + 1)...]
        // Events first: they are nearly all lines of a long bundle.
        if bytes[..<space].elementsEqual("event".utf8) {
            guard let next = rest.firstIndex(of: 0x20) else { throw LineFault("an event needs its bytes") }
            self = .event(
                index: try BundleLine.number(bytes[(space + 1)..<next]), bytes: Array(bytes[(next + 1)...]))
            return
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw LineFault("it is not valid UTF-8") }
        let word = String(decoding: bytes[..<space], as: UTF8.self)
        switch word {
        case "chancery":
            guard rest.elementsEqual("bundle 1".utf8) else { throw LineFault("a bundle of another version") }
            self = .heading
        case "forum": self = .forum(try BundleLine.name(rest))
        case "scope": self = .scope(try BundleLine.scope(rest))
        case "policy": self = .policy(String(decoding: rest, as: UTF8.self))
        case "break": self = .epochBreak(lines: Int(try BundleLine.number(rest)))
        case "checkpoint": self = .checkpoint(lines: Int(try BundleLine.number(rest)))
        case "note": self = .note(Array(rest))
        case "consistency":
            let parts = BundleLine.words(rest)
            guard parts.count >= 2 else { throw LineFault("a consistency proof needs two sizes") }
            self = .consistency(
                old: try BundleLine.number(parts[0]), new: try BundleLine.number(parts[1]),
                path: try BundleLine.digests(parts.dropFirst(2)))
        case "events": self = .events(try BundleLine.number(rest))
        case "personal": self = try BundleLine.personal(rest)
        case "erased": self = .erased(try BundleLine.digest(rest))
        case "withheld": self = .withheld(try BundleLine.digest(rest))
        case "sha256": self = .close(try BundleLine.digest(rest))
        case "proof": self = .proof(try BundleLine.digests(BundleLine.words(rest)[...]))
        default: throw LineFault("unknown line \"\(word.prefix(40))\"")
        }
    }

    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static func words(_ bytes: Bytes) -> [Bytes] {
        bytes.isEmpty ? [] : bytes.split(separator: 0x20, omittingEmptySubsequences: false)
    }

    private static func number(_ bytes: Bytes) throws(LineFault) -> Int64 {
        let isPlain =
            (1...15).contains(bytes.count) && bytes.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            && (bytes.count == 1 || bytes.first != UInt8(ascii: "0"))
        guard isPlain else {
            throw LineFault("\"\(String(decoding: bytes.prefix(40), as: UTF8.self))\" is not a plain number")
        }
        return bytes.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private static func digest(_ bytes: Bytes) throws(LineFault) -> Digest {
        guard bytes.count == 64, let digest = Digest(hex: String(decoding: bytes, as: UTF8.self)) else {
            throw LineFault("64 lowercase hexadecimal digits are needed")
        }
        return digest
    }

    private static func digests(_ words: ArraySlice<Bytes>) throws(LineFault) -> [Digest] {
        guard words.count <= 200 else { throw LineFault("the proof is too long") }
        var result: [Digest] = []
        for word in words { result.append(try digest(word)) }
        return result
    }

    private static func name(_ bytes: Bytes) throws(LineFault) -> String {
        guard (1...100).contains(bytes.count), bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw LineFault("a name of visible ASCII characters is needed")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func scope(_ bytes: Bytes) throws(LineFault) -> BundleHeader.Scope {
        if bytes.elementsEqual("forum".utf8) { return .forum }
        guard bytes.starts(with: "proposal ".utf8) else { throw LineFault("the scope is forum or proposal and a ref") }
        let ref = try name(bytes.dropFirst("proposal ".utf8.count))
        guard ref != "registry" else { throw LineFault("the registry is not a proposal") }
        return .proposal(ref)
    }

    private static func personal(_ bytes: Bytes) throws(LineFault) -> BundleLine {
        let parts = bytes.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let salt = Hexadecimal.decode(String(decoding: parts[1], as: UTF8.self)),
            salt.count == SaltedCommitment.saltByteCount, let value = try? JSONValue.parse(Array(parts[2])),
            case .string(let text) = value, value.canonicalBytes.elementsEqual(parts[2])
        else { throw LineFault("a commitment, a salt and a canonical JSON text are needed") }
        return .personal(try digest(parts[0]), salt: salt, text: text)
    }
}

/// What is wrong with one line.
struct LineFault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
