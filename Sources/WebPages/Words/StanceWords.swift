import Lifecycle

/// What is shown of a stance: a sign, a word, and the name of its style, so that colour alone tells nothing.
enum StanceWords {
    static func label(_ stance: Stance) -> String {
        switch stance {
        case .support: "Support"
        case .noObjection: "No objection"
        case .reservation: "Reservation"
        case .objection: "Objection"
        case .tacit: "Silent, taken as agreed"
        }
    }

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
        case .support: "The partner wants it to go ahead."
        case .noObjection: "The partner does not stand in the way."
        case .reservation: "The partner has a concern that is to be met first."
        case .objection: "The partner cannot agree to the text as it stands."
        case .tacit: ""
        }
    }
}
