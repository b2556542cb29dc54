import CanonicalJSON

/// Yes or no, as lists and spreadsheets write it in several languages.
enum TruthWord: Sendable, Hashable {
    case yes, no

    /// Nil where it is unclear which is meant.
    init?(_ value: JSONValue) {
        switch value {
        case .bool(let flag): self = flag ? .yes : .no
        case .null: self = .no
        case .integer(let number):
            guard number == 0 || number == 1 else { return nil }
            self = number == 1 ? .yes : .no
        case .string(let text): self.init(text)
        case .array, .object: return nil
        }
    }

    init?(_ text: String) {
        let word = text.filter { !$0.isWhitespace && $0 != "." }.lowercased()
        if TruthWord.affirmative.contains(word) {
            self = .yes
        } else if TruthWord.negative.contains(word) {
            self = .no
        } else {
            return nil
        }
    }

    private static let affirmative: Set<String> = [
        "true", "yes", "y", "t", "1", "on", "wahr", "ja", "j", "vrai", "oui", "verdadero", "sí", "si", "vero", "sì",
        "verdadeiro",
        "sim", "waar", "sant", "sand", "tak", "prawda", "ano", "da", "tosi", "kyllä", "igaz", "igen", "истина", "да",
        "是", "真",
        "はい", "예", "ya", "có", "x", "✓", "✔", "☑", "verified",
    ]
    private static let negative: Set<String> = [
        "", "false", "no", "n", "f", "0", "off", "falsch", "nein", "faux", "non", "falso", "não", "nao", "onwaar",
        "nee", "falskt",
        "falsk", "nej", "nie", "fałsz", "ne", "nu", "epätosi", "ei", "hamis", "nem", "ложь", "нет", "否", "假", "いいえ",
        "아니요",
        "tidak", "không", "-", "–", "✗", "✘", "☐", "unverified", "notverified",
    ]
}
