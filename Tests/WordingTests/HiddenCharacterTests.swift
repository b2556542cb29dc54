import Testing
import Wording

@Suite struct HiddenCharacterTests {
    /// Marks of direction, soft hyphens and what has no width, wherever in a name.
    @Test(
        arguments: [
            0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202E, 0x2060, 0x2066,
            0x2069, 0x3164,
            0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0001, 0xE0100, 0x1B, 0x2028,
        ] as [UInt32]) func whatIsNotSeenIsFound(_ value: UInt32) throws
    {
        let scalar = try #require(Unicode.Scalar(value))
        for text in ["\(scalar)Japan", "Ja\(scalar)pan", "Japan\(scalar)"] {
            #expect(HiddenCharacter.first(in: text) == scalar, "\(value)")
        }
        #expect(HiddenCharacter.name(of: scalar).count >= 6)
    }

    /// What a script or a picture needs to be written as it is.
    @Test(arguments: [
        "Brünei Darussalam", "Côte d’Ivoire", "Ελλάδα", "България", "中华人民共和国", "대한민국", "ປະເທດລາວ", "ประเทศไทย",
        "می\u{200C}خواهم", "ශ්\u{200D}රී ලංකාව", "ক্\u{200D}ষ", "ᠮᠣᠩᠭᠣᠯ\u{180B}", "葛\u{E0100}城", "☀\u{FE0F}", "Cafe\u{301}",
        "",
    ]) func whatIsWrittenStays(_ text: String) { #expect(HiddenCharacter.first(in: text) == nil) }

    @Test func itIsCalledByItsCodePoint() {
        #expect(HiddenCharacter.name(of: "\u{AD}") == "U+00AD" && HiddenCharacter.name(of: "\u{E0001}") == "U+E0001")
    }
}
