/// Characters of a name that no reader sees, or that turn the direction of what follows: two names that look alike would be two.
package enum HiddenCharacter {
    /// The first one in a text. What a script needs to be written is none of them: joiners within its words, and selectors of the form
    /// of the character before.
    package static func first(in text: String) -> Unicode.Scalar? {
        var before: UInt32 = 0
        for scalar in text.unicodeScalars {
            if isHidden(scalar, after: before) { return scalar }
            before = scalar.value
        }
        return nil
    }

    /// What people call a character: `U+00AD`.
    package static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Control characters but line breaks and tabs, and marks that turn the direction of what follows.
    package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: scalar.properties.generalCategory == .control
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar, after before: UInt32) -> Bool {
        if isHarmful(scalar) { return true }
        switch scalar.value {
        // Latin, Greek, Cyrillic, Armenian and Hebrew letters are not joined; those of Persian, Sinhala or Bangla are.
        case 0x200C, 0x200D: return before < 0x0600
        case 0x180B...0x180F: return !(0x1800...0x18AF).contains(before)
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return before < 0x1000
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
