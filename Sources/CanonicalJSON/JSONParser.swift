extension JSONValue {
    /// The deepest nesting of lists and objects that is read.
    package static let depthLimit = 16

    /// Reads one JSON value of the profile and nothing after it but white space.
    package static func parse(
        _ bytes: some Sequence<UInt8>, depthLimit: Int = JSONValue.depthLimit
    ) throws(JSONError) -> JSONValue {
        try parse(Array(bytes), depthLimit: depthLimit)
    }

    /// Reads one JSON value of the profile and nothing after it but white space.
    package static func parse(
        _ bytes: [UInt8], depthLimit: Int = JSONValue.depthLimit
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
        return try parser.document()
    }

    /// Reads one JSON value from text.
    package static func parse(_ text: String) throws(JSONError) -> JSONValue { try parse(Array(text.utf8)) }
}

/// A strict reader: RFC 8259 less what the profile leaves out. It never traps and never backtracks.
struct JSONParser {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var index = 0
    private var depth = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw JSONError(.trailingBytes, at: index) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object(try nested { parser throws(JSONError) in try parser.object() })
        case UInt8(ascii: "["): return .array(try nested { parser throws(JSONError) in try parser.array() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw JSONError(.unexpectedByte(bytes[index]), at: index)
        }
    }

    private mutating func nested<Result>(
        _ body: (inout JSONParser) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        guard depth < depthLimit else { throw JSONError(.tooDeep(limit: depthLimit), at: index) }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        let start = index
        index += 1
        var members: [JSONObject.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return JSONObject() }
        while true {
            skipSpace()
            try expectNext(UInt8(ascii: "\""))
            let key = try string()
            skipSpace()
            try expectNext(UInt8(ascii: ":"))
            index += 1
            skipSpace()
            members.append(JSONObject.Member(key: key, value: try value()))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expectNext(UInt8(ascii: "}"))
            index += 1
            do {
                return try JSONObject(unique: members)
            } catch {
                throw JSONError(.duplicateKey(error.key), at: start)
            }
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expectNext(UInt8(ascii: "]"))
            index += 1
            return elements
        }
    }

    private mutating func integer() throws(JSONError) -> Int64 {
        let start = index
        let negative = take(UInt8(ascii: "-"))
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        let first = index
        var magnitude: Int64 = 0
        while index < bytes.count, let digit = JSONParser.digit(bytes[index]) {
            if index > first, bytes[first] == UInt8(ascii: "0") { throw JSONError(.leadingZero, at: start) }
            magnitude = magnitude > JSONValue.largestInteger ? magnitude : magnitude * 10 + Int64(digit)
            index += 1
        }
        guard index > first else { throw JSONError(.unexpectedByte(bytes[index]), at: index) }
        if index < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index]) {
            throw JSONError(.fraction, at: start)
        }
        guard magnitude <= JSONValue.largestInteger else { throw JSONError(.integerOutOfRange, at: start) }
        if negative, magnitude == 0 { throw JSONError(.fraction, at: start) }
        return negative ? -magnitude : magnitude
    }

    private mutating func string() throws(JSONError) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while true {
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                guard let result = String(validating: text, as: UTF8.self) else {
                    throw JSONError(.invalidUTF8, at: start)
                }
                return result
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw JSONError(.controlCharacter, at: index)
            case let byte:
                text.append(byte)
                index += 1
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let start = index
        guard index + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        index += 2
        switch bytes[index - 1] {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: try unicodeEscape(from: start))
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> [UInt8] {
        let unit = try hexQuad(from: start)
        var code = UInt32(unit)
        if (0xD800..<0xDC00).contains(unit) {
            guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: start) }
            index += 2
            let low = try hexQuad(from: start)
            guard (0xDC00..<0xE000).contains(low) else { throw JSONError(.loneSurrogate, at: start) }
            code = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        }
        guard code != 0 else { throw JSONError(.nullCharacter, at: start) }
        guard let scalar = UnicodeScalar(code) else { throw JSONError(.loneSurrogate, at: start) }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexQuad(from start: Int) throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = JSONParser.hexDigit(bytes[index]) else { throw JSONError(.invalidEscape, at: start) }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            guard bytes[index] == word.utf8Start[offset] else { throw JSONError(.unexpectedByte(bytes[index]), at: index) }
            index += 1
        }
        return value
    }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func expectNext(_ byte: UInt8) throws(JSONError) {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        guard bytes[index] == byte else { throw JSONError(.unexpectedByte(bytes[index]), at: index) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? byte - UInt8(ascii: "0") : nil
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
