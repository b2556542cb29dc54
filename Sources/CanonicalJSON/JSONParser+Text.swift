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

    /// Reads a key, and tells between which bytes it stands.
    mutating func key() throws(JSONError) -> (key: String, place: Range<Int>) {
        let start = index + 1
        return (try string(), start..<(index - 1))
    }

    /// Whether a key stands before another in canonical order, found from their bytes where neither has an escape.
    func precedes(_ one: String, _ onePlace: Range<Int>, _ two: String, _ twoPlace: Range<Int>) -> Bool {
        guard one.utf8.count == onePlace.count, two.utf8.count == twoPlace.count else {
            return one.precedesInUTF16(two)
        }
        return bytes.withUnsafeBufferPointer { bytes in
            UTF16Order.precedes(
                UnsafeBufferPointer(rebasing: bytes[onePlace]), UnsafeBufferPointer(rebasing: bytes[twoPlace]))
        }
    }

    private mutating func stringWithEscapes(after first: Run) throws(JSONError) -> String {
        var result = try text(of: first)
        while bytes[index] == UInt8(ascii: "\\") {
            result.unicodeScalars.append(try escape())
            let run = try plainRun()
            if !run.place.isEmpty { result += try text(of: run) }
        }
        index += 1
        return result
    }

    /// Bytes that stand for themselves.
    private struct Run {
        let place: Range<Int>
        let isASCII: Bool
    }

    /// Steps over the bytes that stand for themselves, up to a quotation mark or a backslash: eight at a time, then those that are left.
    private mutating func plainRun() throws(JSONError) -> Run {
        let start = index
        let count = bytes.count
        var seen: UInt64 = 0
        while index + 8 <= count {
            let word = word(at: index)
            let ends = JSONParser.ends(in: word)
            guard ends == 0 else {
                let plain = ends.trailingZeroBitCount & ~7
                seen |= word & ~(UInt64.max << UInt64(plain))
                index += plain / 8
                guard bytes[index] >= 0x20 else { throw JSONError(.controlCharacter, at: index) }
                return Run(place: start..<index, isASCII: seen & JSONParser.highBits == 0)
            }
            seen |= word
            index += 8
        }
        while index < count {
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                return Run(place: start..<index, isASCII: seen & JSONParser.highBits == 0)
            case 0..<0x20: throw JSONError(.controlCharacter, at: index)
            case let byte:
                seen |= UInt64(byte)
                index += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: index)
    }

    /// Eight bytes, the first one lowest.
    private func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Has the high bit of the first byte that is a quotation mark, a backslash or a control character, and is zero where none is. Each
    /// of the three subtractions takes from a byte below its own only after it has found one.
    private static func ends(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        let found =
            (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
        return found & highBits
    }

    /// The text of a run; each run must be valid UTF-8 by itself, since an escape never completes a sequence.
    private func text(of run: Run) throws(JSONError) -> String {
        let place = run.place
        guard !run.isASCII else {
            return bytes.withUnsafeBytes { source in
                String(unsafeUninitializedCapacity: place.count) { text in
                    UnsafeMutableRawBufferPointer(text).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source[place]))
                    return place.count
                }
            }
        }
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(place)))
        } catch {
            throw JSONError(.invalidUTF8, at: place.lowerBound + error.byteOffsets.lowerBound)
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = index
        guard index + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        index += 2
        switch bytes[index - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/") where !isCanonical: return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(from: start)
            if isCanonical { try mustBeShortest(scalar, from: start) }
            return scalar
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

    /// Canonical text escapes with digits only the control characters that have no letter, and writes the digits small.
    private func mustBeShortest(_ scalar: Unicode.Scalar, from start: Int) throws(JSONError) {
        let isLettered = [0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(scalar.value)
        let hasCapital = bytes[start..<index].contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
        guard scalar.value < 0x20, !isLettered, !hasCapital else { throw JSONError(.notCanonical, at: start) }
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
