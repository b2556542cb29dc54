import Lifecycle

/// What is shown of a stance: a sign, a word, and the name of its style, so that colour alone tells nothing.
enum StanceWords {
    static func label(_ stance: Stance) -> String {
        switch stance {
        case .support: tr("Support")
        case .noObjection: tr("No objection")
        case .reservation: tr("Reservation")
        case .objection: tr("Objection")
        case .tacit: tr("Silent, taken as agreed")
        }
    }

    /// The word within a sentence.
    static func spoken(_ stance: Stance) -> String { label(stance).lowercased() }

    static func sign(_ stance: Stance) -> String {
        switch stance {
        case .support: "✓"
        case .noObjection: "○"
        case .reservation: "△"
        case .objection: "✕"
        case .tacit: "…"
        }
    }

    /// What a stance means, for whoever chooses one.
    static func meaning(_ stance: Stance) -> String {
        switch stance {
        case .support: tr("The partner wants it to go ahead.")
        case .noObjection: tr("The partner does not stand in the way.")
        case .reservation: tr("The partner has a concern that is to be met first.")
        case .objection: tr("The partner cannot agree to the text as it stands.")
        case .tacit: ""
        }
    }
}
