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
///
/// The bytes are indexed through the array, so every access is checked; text is scanned in runs through a span
/// (`JSONParser+Text.swift`), so the checks cost little.
struct JSONParser {
    let bytes: [UInt8]
    let depthLimit: Int
    /// Whether only the canonical text of a value is read: no white space, keys in order, the shortest escapes.
    let isCanonical: Bool
    var index = 0
    private var depth: Int

    /// Begins at the first byte, inside so many lists and objects.
    init(bytes: [UInt8], depthLimit: Int, isCanonical: Bool = false, depth: Int = 0) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.isCanonical = isCanonical
        self.depth = depth
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value()
        guard peekAfterSpace() == nil else { throw JSONError(.trailingBytes, at: index) }
        return value
    }

    mutating func value() throws(JSONError) -> JSONValue {
        guard let byte = peekAfterSpace() else { throw JSONError(.unexpectedEnd, at: index) }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw JSONError(.unexpectedByte(byte), at: index)
        }
    }

    mutating func object() throws(JSONError) -> JSONObject {
        let start = index
        try open()
        defer { depth -= 1 }
        if take(UInt8(ascii: "}")) { return JSONObject() }
        var members: [JSONObject.Member] = []
        members.reserveCapacity(6)
        var isSorted = true
        var last = 0..<0
        repeat {
            try expect(UInt8(ascii: "\""))
            let (key, place) = try key()
            if isSorted, let before = members.last { isSorted = precedes(before.key, last, key, place) }
            last = place
            try expect(UInt8(ascii: ":"))
            index += 1
            members.append(JSONObject.Member(key: key, value: try value()))
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        index += 1
        if isSorted { return JSONObject(sorted: members) }
        guard !isCanonical else { throw JSONError(.notCanonical, at: start) }
        do {
            return try JSONObject(unique: members)
        } catch {
            throw JSONError(.duplicateKey(error.key), at: secondPlace(of: error.key, inObjectAt: start))
        }
    }

    /// Where a key begins that stands twice in an object, the second time. The object is read once more: only a refusal needs it.
    private func secondPlace(of key: String, inObjectAt start: Int) -> Int {
        var again = self
        again.index = start + 1
        var isSeen = false
        do throws(JSONError) {
            repeat {
                try again.expect(UInt8(ascii: "\""))
                let place = again.index
                if try again.string().hasSameBytes(as: key) {
                    guard !isSeen else { return place }
                    isSeen = true
                }
                try again.expect(UInt8(ascii: ":"))
                again.index += 1
                _ = try again.value()
            } while again.take(UInt8(ascii: ","))
        } catch { return start }
        return start
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try open()
        defer { depth -= 1 }
        if take(UInt8(ascii: "]")) { return [] }
        var elements: [JSONValue] = []
        repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        index += 1
        return elements
    }

    /// Steps over an opening bracket or brace. Whoever closes it takes the depth back.
    private mutating func open() throws(JSONError) {
        guard depth < depthLimit else { throw JSONError(.tooDeep(limit: depthLimit), at: index) }
        depth += 1
        index += 1
    }

    mutating func integer() throws(JSONError) -> Int64 {
        let start = index
        let negative = bytes[index] == UInt8(ascii: "-")
        if negative { index += 1 }
        let first = index
        var magnitude: Int64 = 0
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
            // One digit beyond the limit is enough to refuse the number, so this never overflows.
            if magnitude <= JSONValue.largestInteger { magnitude = magnitude * 10 + Int64(digit) }
            index += 1
        }
        guard index > first else {
            throw index < bytes.count
                ? JSONError(.unexpectedByte(bytes[index]), at: index) : JSONError(.unexpectedEnd, at: index)
        }
        if bytes[first] == UInt8(ascii: "0"), index > first + 1 { throw JSONError(.leadingZero, at: start) }
        if index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): throw JSONError(.fraction, at: start)
            default: break
            }
        }
        guard magnitude <= JSONValue.largestInteger else { throw JSONError(.integerOutOfRange, at: start) }
        // RFC 8785 writes a minus zero as 0: it is a fractional number's zero, not an integer.
        if negative, magnitude == 0 { throw JSONError(.fraction, at: start) }
        return negative ? -magnitude : magnitude
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            guard bytes[index] == word.utf8Start[offset] else {
                throw JSONError(.unexpectedByte(bytes[index]), at: index)
            }
            index += 1
        }
        return value
    }

    /// Skips white space, of which canonical text has none; answers the byte that stands there, nil at the end.
    private mutating func peekAfterSpace() -> UInt8? {
        while index < bytes.count {
            let byte = bytes[index]
            guard !isCanonical else { return byte }
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return byte
            }
        }
        return nil
    }

    /// Skips white space, and the byte if it is the next one.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard peekAfterSpace() == byte else { return false }
        index += 1
        return true
    }

    /// Skips white space up to a byte that must come next.
    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard let next = peekAfterSpace() else { throw JSONError(.unexpectedEnd, at: index) }
        guard next == byte else { throw JSONError(.unexpectedByte(next), at: index) }
    }
}
