/// The words that lists and spreadsheets write where they have nothing to write: `n/a`, `TBC`, `-`.
package enum BlankWord {
    /// Whether a text says nothing but that there is nothing to say. An empty text is no such word.
    package static func stands(in text: String) -> Bool {
        let word = folded(text)
        guard !word.isEmpty else { return !text.allSatisfy(\.isWhitespace) }
        return words.contains(word)
    }

    /// The letters of a text in one case, with single spaces; what stands around them, points and dashes go.
    private static func folded(_ text: String) -> String {
        let kept = text.lowercased().filter { $0 != "." }.map { isSign($0) ? " " : $0 }
        let spaced = String(kept).split { $0.isWhitespace }.joined(separator: " ")
        return spaced.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: "/")
    }

    private static func isSign(_ character: Character) -> Bool { "-–—−_?…*()[]<>\"'".contains(character) }

    private static let words: Set<String> = {
        var words: Set<String> = [
            "n/a", "na", "n/k", "nn", "nil", "null", "none", "nobody", "no one", "nothing", "tba", "tbc", "tbd", "tbn",
            "unknown", "unspecified", "undetermined", "undecided", "pending", "not applicable", "not available",
            "not known", "not yet known", "not specified", "not yet confirmed", "not yet decided", "/",
            "keine", "keiner", "unbekannt", "entfällt", "noch offen", "aucun", "aucune", "néant", "inconnu",
            "à confirmer",
            "ninguno", "ninguna", "desconocido", "por confirmar",
        ]
        for verb in ["announced", "confirmed", "decided", "determined", "defined", "named", "advised", "specified"] {
            words.formUnion(["to be \(verb)", "yet to be \(verb)", "still to be \(verb)"])
        }
        return words
    }()
}
