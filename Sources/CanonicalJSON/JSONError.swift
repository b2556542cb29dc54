/// Why a text is not JSON of Chancery's profile, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the text.
    package enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case trailingBytes
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case nullCharacter
        case duplicateKey(String)
        case fraction
        case integerOutOfRange
        case leadingZero
        case tooDeep(limit: Int)
        case notAnObject
        case notCanonical
    }

    package let reason: Reason

    /// Bytes from the start of the text to the fault.
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { "\(sentence) (byte \(offset))" }

    private var sentence: String {
        switch reason {
        case .unexpectedEnd: "the JSON ends too early"
        case .unexpectedByte(let byte):
            if (0x21..<0x7F).contains(byte) {
                "unexpected character '\(Character(UnicodeScalar(byte)))' in the JSON"
            } else {
                "unexpected byte \(byte) in the JSON"
            }
        case .trailingBytes: "something follows the JSON value"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .controlCharacter: "a text holds an unescaped control character"
        case .invalidEscape: "a backslash escape is not one of JSON's"
        case .loneSurrogate: "an escaped surrogate stands alone"
        case .nullCharacter: "U+0000 cannot be kept in a text"
        case .duplicateKey(let key): "the key \"\(key.prefix(64))\" appears twice in one object"
        case .fraction: "numbers must be plain integers; write amounts as text"
        case .integerOutOfRange: "an integer must lie within ±9007199254740992"
        case .leadingZero: "a number must not start with a zero"
        case .tooDeep(let limit): "lists and objects are nested more than \(limit) deep"
        case .notAnObject: "a JSON object is needed here"
        case .notCanonical: "the JSON is not in its canonical form"
        }
    }
}
