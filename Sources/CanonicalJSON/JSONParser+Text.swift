extension JSONParser {
    /// Reads a text that starts at the present quotation mark. A text without escapes is copied in one run.
    mutating func string() throws(JSONError) -> String {
        index += 1
        let first = try plainRun()
        if bytes[index] == UInt8(ascii: "\"") {
            index += 1
            return try text(of: first)
        }
        return try stringWithEscapes(after: first)
    }

    private mutating func stringWithEscapes(after first: Range<Int>) throws(JSONError) -> String {
        var result = try text(of: first)
        while bytes[index] == UInt8(ascii: "\\") {
            result.unicodeScalars.append(try escape())
            let run = try plainRun()
            if !run.isEmpty { result += try text(of: run) }
        }
        index += 1
        return result
    }

    /// Steps over the bytes that stand for themselves, up to a quotation mark or a backslash.
    private mutating func plainRun() throws(JSONError) -> Range<Int> {
        let start = index
        index = try endOfRun(from: start)
        return start..<index
    }

    private func endOfRun(from start: Int) throws(JSONError) -> Int {
        let span = bytes.span
        var end = start
        while end < span.count {
            switch span[end] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return end
            case 0..<0x20: throw JSONError(.controlCharacter, at: end)
            default: end += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: end)
    }

    /// The text of a run; each run must be valid UTF-8 by itself, since an escape never completes a sequence.
    private func text(of run: Range<Int>) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(run)))
        } catch {
            throw JSONError(.invalidUTF8, at: run.lowerBound + error.byteOffsets.lowerBound)
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = index
        guard index + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        index += 2
        switch bytes[index - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        var code = try hexQuad(from: start)
        if (0xD800..<0xDC00).contains(code) {
            guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: start) }
            index += 2
            let low = try hexQuad(from: start)
            guard (0xDC00..<0xE000).contains(low) else { throw JSONError(.loneSurrogate, at: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard code != 0 else { throw JSONError(.nullCharacter, at: start) }
        guard let scalar = Unicode.Scalar(code) else { throw JSONError(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func hexQuad(from start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            guard let digit = JSONParser.hexDigit(bytes[index]) else { throw JSONError(.invalidEscape, at: start) }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
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
