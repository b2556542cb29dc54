import Testing

@testable import CanonicalJSON

@Suite struct ParserTests {
    @Test(arguments: [
        ("0", 0), ("7", 7), ("-1", -1), ("10", 10), ("9007199254740992", 9_007_199_254_740_992),
        ("-9007199254740992", -9_007_199_254_740_992),
    ])
    func integers(text: String, value: Int64) throws {
        #expect(try JSONValue.parse(text) == .integer(value))
        #expect(JSONValue.integer(value).canonicalText == text)
    }

    @Test(arguments: [
        ("9007199254740993", JSONError.Reason.integerOutOfRange), ("-9007199254740993", .integerOutOfRange),
        ("9223372036854775808", .integerOutOfRange), ("99999999999999999999999999999999999", .integerOutOfRange),
        ("-0", .fraction), ("-0.0", .fraction), ("1.0", .fraction), ("1e3", .fraction), ("1E3", .fraction),
        ("99999999999999999999e1", .fraction), ("0.", .fraction), ("00", .leadingZero), ("01", .leadingZero),
        ("-01", .leadingZero), ("-", .unexpectedEnd), ("-a", .unexpectedByte(UInt8(ascii: "a"))),
        ("+1", .unexpectedByte(UInt8(ascii: "+"))), (".5", .unexpectedByte(UInt8(ascii: "."))),
        ("1 2", .trailingBytes), ("1a", .trailingBytes), ("NaN", .unexpectedByte(UInt8(ascii: "N"))),
    ])
    func numbersThatAreRefused(text: String, reason: JSONError.Reason) {
        #expect(refusal(text) == reason)
        #expect(refusal("[\(text)]") != nil)
    }

    @Test(arguments: [
        (#""\u0041\u00e9\u20AC\ud83d\ude00""#, "Aé€😀"), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
        (#""""#, ""), (#""\u0001""#, "\u{1}"), (#""é\né""#, "é\né"), (#""\uFFFF\uFFFE""#, "\u{FFFF}\u{FFFE}"),
        ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
    ])
    func texts(text: String, value: String) throws {
        #expect(try JSONValue.parse(text) == .string(value))
        #expect(try JSONValue.parse(JSONValue.string(value).canonicalBytes) == .string(value))
    }

    @Test(arguments: [
        (#""\u0000""#, JSONError.Reason.nullCharacter), (#"{"\u0000":1}"#, .nullCharacter),
        ("\"\u{0}\"", .controlCharacter), ("\"\n\"", .controlCharacter), ("\"\u{1F}\"", .controlCharacter),
        (#""\ud800""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate), (#""\ud800\ud800""#, .loneSurrogate),
        (#""\ud800x""#, .loneSurrogate), (#""\ud800\n""#, .loneSurrogate), (#""\udc00\ud800""#, .loneSurrogate),
        (#""\ud800\u""#, .invalidEscape), (#""\u12G4""#, .invalidEscape), (#""\x""#, .invalidEscape),
        (#""\U0041""#, .invalidEscape), (#""\"#, .unexpectedEnd), (#""\u00"#, .unexpectedEnd),
        (#""\ud83d"#, .loneSurrogate), (#""\ud83d\"#, .loneSurrogate), (#""abc"#, .unexpectedEnd),
        ("'a'", .unexpectedByte(UInt8(ascii: "'"))),
    ])
    func textsThatAreRefused(text: String, reason: JSONError.Reason) {
        #expect(refusal(text) == reason)
    }

    @Test(
        arguments: [
            [0xC3], [0xC3, 0x28], [0x80], [0xFF], [0xFE], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF],
            [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func invalidUTF8IsRefusedEverywhere(sequence: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(refusal([quote] + sequence + [quote]) == .invalidUTF8)
        #expect(refusal([quote, 0x61] + sequence + Array(#"\n""#.utf8)) == .invalidUTF8)
        #expect(refusal(Array(#""\n"#.utf8) + sequence + [0x61, quote]) == .invalidUTF8)
        #expect(refusal(Array(#"{""#.utf8) + sequence + Array(#"":1}"#.utf8)) == .invalidUTF8)
        #expect(refusal(sequence + Array("{}".utf8)) == .unexpectedByte(sequence[0]))
        #expect(refusal(Array("{".utf8) + sequence + Array("}".utf8)) == .unexpectedByte(sequence[0]))
        #expect(refusal(Array("{}".utf8) + sequence) == .trailingBytes)
    }

    @Test func byteOrderMarksAndOtherSpacesAreRefused() {
        #expect(refusal([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == .unexpectedByte(0xEF))
        #expect(refusal([0xFE, 0xFF, 0x00, 0x7B]) == .unexpectedByte(0xFE))
        #expect(refusal("\u{A0}{}") == .unexpectedByte(0xC2))
        #expect(refusal("{\u{C}}") == .unexpectedByte(0x0C))
        #expect(refusal([0x00]) == .unexpectedByte(0))
        #expect(refusal(" \t\r\n{ \t\r\n} \t\r\n") == nil)
        #expect(refusal("") == .unexpectedEnd)
        #expect(refusal("  ") == .unexpectedEnd)
    }

    @Test func depthSixteenIsReadAndSeventeenRefused() {
        func lists(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        func objects(_ depth: Int) -> String {
            String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        }
        #expect(refusal(lists(16)) == nil)
        #expect(refusal(lists(17)) == .tooDeep(limit: 16))
        #expect(refusal(objects(16)) == nil)
        #expect(refusal(objects(17)) == .tooDeep(limit: 16))
        #expect(refusal("[" + objects(16) + "]") == .tooDeep(limit: 16))
        #expect(refusal("[" + Array(repeating: lists(15), count: 40).joined(separator: ",") + "]") == nil)
    }

    @Test func keysThatStandTwiceAreRefused() throws {
        #expect(refusal(#"{"a":1,"b":2,"a":1}"#) == .duplicateKey("a"))
        #expect(refusal(#"{"a":1,"\u0061":2}"#) == .duplicateKey("a"))
        #expect(refusal(#"{"😀":1,"\ud83d\ude00":2}"#) == .duplicateKey("😀"))
        #expect(refusal(#"{"":1,"":2}"#) == .duplicateKey(""))
        #expect(refusal(#"[{"a":{"b":1,"b":1}}]"#) == .duplicateKey("b"))
        #expect(refusal(#"{"a":{"a":1},"A":1}"#) == nil)
    }

    @Test(arguments: [
        (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5), (#"{,}"#, 1), ("[1,,2]", 3), ("[1 2]", 3), ("tru", 3), ("trux", 3),
        ("{} x", 3), (#"["é","é\x"]"#, 9), ("[1,01]", 3), (#"{"x":{"a":1,"a":2}}"#, 12), (#"{"a":1,"b":2,"a":1}"#, 13),
        (#"{ "b" : [{"a":1}] , "a" : 1 ,  "\u0061":2}"#, 31), (#"[0,{"z":{"b":1,"é":2,"b":1}}]"#, 22),
        (#"{"":1,"":2}"#, 6),
    ])
    func faultsAreLocated(text: String, offset: Int) {
        #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        do {
            _ = try JSONValue.parse(text)
        } catch {
            #expect(error.offset == offset, "\(error)")
            #expect(error.description.hasSuffix("(byte \(offset))"))
        }
    }

    /// Texts are read eight bytes at a time: whatever ends a run is found in each of the eight places, and beside any other byte.
    @Test(arguments: 0..<25)
    func whateverEndsARunIsFoundAtEachPlace(length: Int) throws {
        for neighbour in ["a", "!", "#", "[", "\u{7F}", "é", "\u{FFFF}"] {
            for place in 0...length {
                let before = String(repeating: neighbour, count: place)
                let after = String(repeating: neighbour, count: length - place)
                for middle in ["\"", "\\", "\n", "\u{1F}", "ü", "\u{10FFFF}", " "] {
                    let text = before + middle + after
                    #expect(try JSONValue.parse(JSONValue.string(text).canonicalBytes) == .string(text))
                }
                let control = Array("\"\(before)\u{1F}\(after)\"".utf8)
                #expect(throws: JSONError(.controlCharacter, at: 1 + before.utf8.count)) {
                    try JSONValue.parse(control)
                }
                let open = Array("\"\(before)\(after)".utf8)
                #expect(throws: JSONError(.unexpectedEnd, at: open.count)) { try JSONValue.parse(open) }
                let broken = Array("\"\(before)".utf8) + [0xC3] + Array("\(after)\"".utf8)
                #expect(throws: JSONError.self) { try JSONValue.parse(broken) }
            }
        }
    }
}
