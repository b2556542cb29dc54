/// A language in which pages are written. The first one is the language of the sources, and of whoever asks for none of these.
package enum PageLanguage: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case french = "fr"
    case arabic = "ar"

    /// What its own readers call it.
    package var ownName: String {
        switch self {
        case .english: "English"
        case .french: "Français"
        case .arabic: "العربية"
        }
    }

    package var isRightToLeft: Bool {
        switch self {
        case .english, .french: false
        case .arabic: true
        }
    }

    /// As the attribute `dir` says it.
    package var direction: String { isRightToLeft ? "rtl" : "ltr" }

    /// What stands between the parts of a sentence that could each stand alone.
    package var clauseSeparator: String {
        switch self {
        case .english: "; "
        case .french: "\u{A0}; "
        case .arabic: "؛ "
        }
    }

    /// What stands between the parts of a list.
    var listSeparator: String {
        switch self {
        case .english, .french: ", "
        case .arabic: "، "
        }
    }
}

/// The forms that a text takes by a number, as CLDR names them.
package enum PluralForm: String, Sendable, Hashable, CaseIterable {
    case zero, one, two, few, many, other
}

extension PageLanguage {
    /// The form of a text with a whole number in it, by the plural rules of CLDR 45.
    package func form(of count: Int) -> PluralForm {
        let number = count.magnitude
        switch self {
        case .english: return number == 1 ? .one : .other
        case .french:
            if number < 2 { return .one }
            return number % 1_000_000 == 0 ? .many : .other
        case .arabic:
            switch (number, number % 100) {
            case (0, _): return .zero
            case (1, _): return .one
            case (2, _): return .two
            case (_, 3...10): return .few
            case (_, 11...99): return .many
            default: return .other
            }
        }
    }

    /// The forms that every text with a number has in a catalogue. French says millions as it says other numbers here.
    package var forms: [PluralForm] {
        switch self {
        case .english, .french: [.one, .other]
        case .arabic: PluralForm.allCases
        }
    }
}
