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
        let length = opening.count + 64
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while let start = place(in: rest) {
                rest = bytes[(start + opening.count)...]
                // A quotation mark inside a text has a backslash before it; one that opens a text has not.
                guard start > 0, bytes[start - 1] != UInt8(ascii: "\\"), start + length < bytes.count,
                    bytes[start + length] == UInt8(ascii: "\""),
                    let digest = Digest(hex: String(decoding: rest.prefix(64), as: UTF8.self))
                else { continue }
                if !result.contains(digest) { result.append(digest) }
                rest = bytes[(start + length)...]
            }
        }
        return result
    }

    /// Where the next text that may be a commitment begins. Looks at the byte where the opening would end, and from that leaps as
    /// far as the opening allows (Horspool), for nearly all bytes of a record are none.
    private static func place(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        leaps.withUnsafeBufferPointer { leaps in
            let last = opening.count - 1
            var index = bytes.startIndex
            while index + last < bytes.endIndex {
                let byte = bytes[index + last]
                if byte == opening[last], bytes[index..<(index + last)].elementsEqual(opening[..<last]) {
                    return index
                }
                index += leaps[Int(byte)]
            }
            return nil
        }
    }

    /// How far the opening may move on when a byte stands at its end: to where it holds that byte.
    private static let leaps: [Int] = {
        var leaps = Array(repeating: opening.count, count: 256)
        for (index, byte) in opening.dropLast().enumerated() { leaps[Int(byte)] = opening.count - 1 - index }
        return leaps
    }()
}
