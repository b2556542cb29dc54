import Testing
import Wording

@Suite struct PercentTextTests {
    @Test(arguments: [
        ("", ""), ("aZ09-._~", "aZ09-._~"), ("a b+c", "a%20b%2Bc"), ("é/@", "%C3%A9%2F%40"), ("\u{0}%", "%00%25"),
    ]) func aTextIsWrittenAndReadAgain(_ text: String, _ encoded: String) throws {
        #expect(PercentText.encoded(text) == encoded)
        #expect(try PercentText.decoded(encoded[...]) == text)
        #expect(try PercentText.decoded(encoded[...], plusIsSpace: true) == text)
    }

    @Test func marksMayStayAsTheyAre() throws {
        #expect(PercentText.encoded("a@b/c", plain: "@") == "a@b%2Fc")
        #expect(PercentText.pairs([("a b", "1&2"), ("c", "")]) == "a%20b=1%262&c=")
        #expect(try PercentText.decoded("%c3%a9+") == "é+" && PercentText.decoded("a+b", plusIsSpace: true) == "a b")
    }

    @Test func whatIsNoEncodingIsRefused() {
        for text in ["%", "%4", "a%g0", "%4%41"] {
            #expect(throws: PercentText.Fault.noDigits) { try PercentText.decoded(text[...]) }
        }
        for text in ["%C3", "%FF", "a%ED%A0%80"] {
            #expect(throws: PercentText.Fault.noUTF8) { try PercentText.decoded(text[...]) }
        }
    }
}
