import Lifecycle

/// What a field of a form or an input of an act takes, as far as a page asks for it.
enum ControlKind: Sendable, Hashable {
    case text(limit: Int)
    case date
    case instant
    case integer(minimum: Int64, maximum: Int64)
    case money
    case address(limit: Int)
    /// One of these, each with what it is called.
    case one([Choice])
    /// Some of these.
    case some([Choice])
    /// Texts, one a line.
    case lines(limit: Int)
    case organisers
    case answers
    /// A file with one of these endings.
    case file(accepts: String)
    /// Fields of the proposal that the act writes.
    case changes([FieldDefinition])

    struct Choice: Sendable, Hashable {
        let id: String
        let label: String
        /// Under which heading it stands, where there are many.
        var group: String?
    }
}

/// What a control needs to know besides its definition: partners, meetings, the forms of the forum.
package struct FormSurroundings: Sendable {
    var definition: LifecycleDefinition
    var partners: [ControlKind.Choice]
    var meetings: [ControlKind.Choice]
    var partnerCount: Int
}

extension ControlKind {
    init(_ type: FieldDefinition.FieldType, _ around: FormSurroundings) {
        switch type {
        case .text(let limit): self = .text(limit: limit)
        case .place(let limit): self = .text(limit: min(limit, 300))
        case .date: self = .date
        case .integer(let minimum, let maximum): self = .integer(minimum: minimum, maximum: maximum)
        case .money: self = .money
        case .choice(let choices): self = .one(choices.map { Choice(id: $0, label: PageText.label(ofID: $0)) })
        case .choices(let choices, let limit):
            self =
                choices.isEmpty
                ? .lines(limit: limit) : .some(choices.map { Choice(id: $0, label: PageText.label(ofID: $0)) })
        case .partners: self = .some(around.partners)
        case .organisers: self = .organisers
        case .documents(let limit): self = .lines(limit: limit)
        case .answers: self = .answers
        case .reference: self = .text(limit: 40)
        }
    }

    init(_ type: InputDefinition.InputType, _ around: FormSurroundings) {
        switch type {
        case .text(let limit): self = .text(limit: limit)
        case .date: self = .date
        case .instant: self = .instant
        case .integer(let minimum, let maximum): self = .integer(minimum: minimum, maximum: maximum)
        case .choice(let choices): self = .one(choices.map { Choice(id: $0, label: PageText.label(ofID: $0)) })
        case .track: self = .one(around.definition.tracks.map { Choice(id: $0.id, label: PageText.heading($0.label)) })
        case .meeting: self = .one(around.meetings)
        case .fieldKeys:
            self = .some(
                around.definition.form.fields.filter { !$0.isPersonal }.map {
                    Choice(id: $0.key, label: PageText.label($0.label))
                })
        case .partner: self = .one(around.partners)
        case .money: self = .money
        case .changes(let keys): self = .changes(keys.compactMap { around.definition.form.field($0) })
        case .address(let limit): self = .address(limit: limit)
        case .partnerCount: self = .integer(minimum: 0, maximum: Int64(around.partnerCount))
        }
    }
}
