/// The form of refs: the forum's letters, a year, a number of at least four digits (`ABC-2026-0007`).
package enum RefText {
    /// Digits of the number, without leading zeros beyond the first four.
    private static let digits = 1...9

    /// Whether a text is a ref as the record writes it.
    package static func isRef(_ text: String) -> Bool { text.contains("-") && canonical(text) == text && isLike(text) }

    /// Whether a text is a ref, however a person wrote it.
    package static func isLike(_ text: String) -> Bool { parts(text) != nil }

    /// The ref that a person's text means (`abc-2026-7`); a text that is no ref stays as it is.
    package static func canonical(_ text: String) -> String {
        guard let (prefix, year, number) = parts(text) else { return text }
        return "\(prefix)-\(year)-\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)"
    }

    /// The letters in capitals, the year, and the number without leading zeros.
    private static func parts(_ text: String) -> (prefix: String, year: Substring, number: Substring)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, (1...16).contains(parts[0].utf8.count), parts[0].utf8.allSatisfy(isLetterOrDigit),
            parts[1].utf8.count == 4, parts[1].utf8.allSatisfy(isDigit),
            digits.contains(parts[2].utf8.count), parts[2].utf8.allSatisfy(isDigit)
        else { return nil }
        return (parts[0].uppercased(), parts[1], parts[2].drop { $0 == "0" })
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
