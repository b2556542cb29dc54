/// Invented words for titles and texts, the same in every run: as many as a body's papers use, so that titles share words by chance.
package enum Vocabulary {
    private static let onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "tr"]
    private static let vowels = ["a", "e", "i", "o", "u", "ai", "ou", "ei"]

    /// How many words there are: 16 beginnings by 8 vowels, twice, by halves.
    package static let count = 8192

    /// The word of a number from 0 to ``count`` - 1.
    package static func word(_ number: Int) -> String {
        let first = onsets[number % 16] + vowels[number / 16 % 8]
        let rest = number / 128
        return first + onsets[rest % 16] + vowels[rest / 16 % 4] + "n"
    }

    /// A word left to chance.
    package static func word(_ random: inout SplitMix64) -> String {
        word(Int.random(in: 0..<count, using: &random))
    }

    /// So many words with blanks between them, the first with a capital.
    package static func words(_ count: Int, _ random: inout SplitMix64) -> String {
        var words = (0..<count).map { _ in word(&random) }
        words[0] = words[0].prefix(1).uppercased() + words[0].dropFirst()
        return words.joined(separator: " ")
    }
}
