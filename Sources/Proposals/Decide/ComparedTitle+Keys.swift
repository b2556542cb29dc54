extension ComparedTitle {
    /// By what titles that may be alike are found: any two of at least ``threshold`` have a key in common, and few others do.
    ///
    /// Why: let two parts of n and m words share s, and be as alike as is asked, s/(n + m - s) ≥ t. Since no union is smaller than one of
    /// the two, s ≥ tn and s ≥ tm; let c(n) be the least whole number that is. Of one word, only the same word is as alike (1/2 < t): that
    /// word is the key. Of two words or more, c(n) ≥ 2, and both parts hold the first two of the shared words in the order below. In the
    /// one, at least c(n) - 2 shared words come after these two, so both stand among its first n - c(n) + 2 words; in the other likewise.
    /// The pairs of these are the keys.
    package var keys: [String] {
        var keys: Set<String> = []
        for part in parts {
            let words = part.sorted(by: Self.isRarer)
            guard words.count > 1 else {
                keys.formUnion(words)
                continue
            }
            let needed = (words.count * Self.threshold + 999) / 1000
            let first = words.prefix(words.count - needed + 2)
            for (place, word) in first.enumerated() {
                for other in first.dropFirst(place + 1) { keys.insert("\(word)|\(other)") }
            }
        }
        return keys.sorted()
    }

    /// What titles of the field often have comes last, of the rest a long word before a short one: the rarer the words of a key, the fewer
    /// titles are looked at. Any fixed order would do.
    private static func isRarer(_ one: String, _ other: String) -> Bool {
        let (usual, otherUsual) = (TitleWord.isUsual(one), TitleWord.isUsual(other))
        guard usual == otherUsual else { return otherUsual }
        let (length, otherLength) = (one.utf8.count, other.utf8.count)
        return length == otherLength ? one < other : length > otherLength
    }
}
