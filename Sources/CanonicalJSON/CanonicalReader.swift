/// Reads canonical bytes whose layout is known, part after part: nothing is built but what is asked for.
///
/// Whoever comes to the end has read the one canonical text of what was read; any other bytes are refused on the way.
package struct CanonicalReader {
    private var parser: JSONParser

    /// Begins at the first byte. `depth` says inside how many objects the parts will stand.
    package init(_ bytes: [UInt8], depth: Int = 0) {
        parser = JSONParser(bytes: bytes, depthLimit: JSONValue.depthLimit, isCanonical: true, depth: depth)
    }

    /// Steps over these bytes, which must come next.
    package mutating func expect(_ literal: StaticString) throws(JSONError) {
        guard take(literal) else { throw JSONError(.notCanonical, at: parser.index) }
    }

    /// Steps over these bytes where they come next.
    package mutating func take(_ literal: StaticString) -> Bool {
        let start = parser.index
        let count = literal.utf8CodeUnitCount
        guard start + count <= parser.bytes.count else { return false }
        guard isNext(literal, at: start) else { return false }
        parser.index = start + count
        return true
    }

    /// Eight bytes at a time, then those that are left. There are enough of them.
    private func isNext(_ literal: StaticString, at start: Int) -> Bool {
        let expected = UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        return parser.bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 8 <= expected.count {
                let word = bytes.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
                guard word == expected.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
                offset += 8
            }
            return bytes[(start + offset)..<(start + expected.count)].elementsEqual(expected[offset...])
        }
    }

    /// Reads a text.
    package mutating func text() throws(JSONError) -> String {
        try mustStand(UInt8(ascii: "\""))
        return try parser.string()
    }

    /// Reads a text, or null.
    package mutating func textOrNull() throws(JSONError) -> String? { take("null") ? nil : try text() }

    /// Reads a text of so many bytes that stand for themselves.
    package mutating func bytes(_ count: Int) throws(JSONError) -> ArraySlice<UInt8> {
        let start = parser.index + 1
        try mustStand(UInt8(ascii: "\""))
        guard start + count < parser.bytes.count, parser.bytes[start + count] == UInt8(ascii: "\"") else {
            throw JSONError(.notCanonical, at: start)
        }
        parser.index = start + count + 1
        return parser.bytes[start..<(start + count)]
    }

    /// What was read last is of another form than it must have.
    package func refusal() -> JSONError { JSONError(.notCanonical, at: parser.index) }

    /// Reads an integer of the profile.
    package mutating func integer() throws(JSONError) -> Int64 {
        guard parser.index < parser.bytes.count else { throw JSONError(.unexpectedEnd, at: parser.index) }
        return try parser.integer()
    }

    /// Reads a value of any kind.
    package mutating func value() throws(JSONError) -> JSONValue { try parser.value() }

    /// Reads an object.
    package mutating func object() throws(JSONError) -> JSONObject {
        try mustStand(UInt8(ascii: "{"))
        return try parser.object()
    }

    /// Nothing may follow.
    package func end() throws(JSONError) {
        guard parser.index == parser.bytes.count else { throw JSONError(.trailingBytes, at: parser.index) }
    }

    private func mustStand(_ byte: UInt8) throws(JSONError) {
        guard parser.index < parser.bytes.count, parser.bytes[parser.index] == byte else {
            throw JSONError(.notCanonical, at: parser.index)
        }
    }
}
