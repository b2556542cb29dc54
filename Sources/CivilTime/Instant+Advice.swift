extension Instant {
    /// What is wrong with a text that should be an instant and is not one, as the end of a sentence that begins with the text,
    /// and the right form of the same moment where only its zone is missing.
    package static func fault(in text: String) -> String {
        guard Instant(written: text) == nil else { return "is an instant" }
        let completed = [text + "Z", text + ":00Z"].first { Instant($0) != nil }
        guard let completed else {
            return "is not a valid instant; write it as 2026-03-01T12:00:00Z"
        }
        return
            "has no time zone; write \(completed) for UTC, or \(completed.dropLast())+02:00 for a zone two hours ahead"
    }
}
