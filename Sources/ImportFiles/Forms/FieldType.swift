/// What a form field or an input of an act takes, by the words of LIFECYCLE. A word that a newer server adds is none of these.
package enum FieldType: String, Sendable, Hashable, CaseIterable {
    case text, place, reference, address, date, instant, integer, money, choice, choices
    case partners, partner, organisers, documents, answers, changes, track, meeting
    case partnerCount = "partner-count"
    case fieldKeys = "field-keys"

    /// Whether a value is a list.
    var isList: Bool {
        switch self {
        case .choices, .partners, .organisers, .documents, .answers, .fieldKeys: true
        case .text, .place, .reference, .address, .date, .instant, .integer, .money, .choice, .partner, .changes,
            .track,
            .meeting, .partnerCount:
            false
        }
    }

    /// Whether a person may write a value as JSON where it is no plain text.
    package var mayBeJSON: Bool {
        switch self {
        case .money, .organisers, .answers, .partners, .choices, .documents, .fieldKeys, .place: true
        case .text, .reference, .address, .date, .instant, .integer, .choice, .partner, .changes, .track, .meeting,
            .partnerCount:
            false
        }
    }
}
