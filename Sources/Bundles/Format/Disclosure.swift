package import Record

/// What a bundle says of one commitment in an event.
package enum Disclosure: Sendable, Hashable {
    /// The salt and the value.
    case value(salt: [UInt8], text: String)
    /// The value was erased; nobody can open the commitment any more.
    case erased
    /// The value exists, and is not for the reader of this bundle.
    case withheld
}

/// The commitments that stand in an event, found in its canonical bytes.
package enum Commitments {
    private static let opening = Array("\"commitment:".utf8)

    /// Each text of an event that is exactly `commitment:` and 64 small hexadecimal digits, once, in the order of the bytes.
    package static func found(in bytes: [UInt8]) -> [Digest] {
        var result: [Digest] = []
        var index = 1
        let length = opening.count + 64
        bytes.withUnsafeBufferPointer { bytes in
            while index + length < bytes.count {
                // A quotation mark inside a text has a backslash before it; one that opens a text has not.
                guard bytes[index] == UInt8(ascii: "\""), bytes[index + 1] == UInt8(ascii: "c"),
                    bytes[index - 1] != UInt8(ascii: "\\"),
                    bytes[index..<(index + opening.count)].elementsEqual(opening),
                    bytes[index + length] == UInt8(ascii: "\""),
                    let digest = Digest(
                        hex: String(
                            decoding: bytes[(index + opening.count)..<(index + length)], as: UTF8.self))
                else {
                    index += 1
                    continue
                }
                if !result.contains(digest) { result.append(digest) }
                index += length
            }
        }
        return result
    }
}
