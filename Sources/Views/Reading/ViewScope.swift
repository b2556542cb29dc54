import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import ViewDefinitions

/// One request for a view: the view, what it is made from, and what the request gave.
struct ViewScope {
    let view: ViewDefinition
    let snapshot: ForumSnapshot
    let parameters: [String: String]

    var registry: Registry { snapshot.registry }
    var today: CivilDate { snapshot.now.date }

    /// The proposals that the view looks at, in the order of refs.
    func subjects(_ selection: Selection? = nil) -> [Subject] {
        snapshot.proposals.map { Subject(seen: $0, scope: self) }
            .filter { $0.isPublished ? $0.publishedFields != nil : true }
            .filter { fits($0, selection ?? view.select) }
            .sorted { $0.proposal.ref.precedesInUTF16($1.proposal.ref) }
    }

    /// The forum's groups that hold a partner, by name.
    func groups(of partner: Partner) -> [String] {
        (registry.settings?.groups ?? [:]).filter { $0.value.contains(partner.id, partner.attributes) }.keys.sorted()
    }

    func fits(_ subject: Subject, _ selection: Selection) -> Bool {
        let proposal = subject.proposal
        func allows(_ list: [String], _ value: String?) -> Bool {
            list.isEmpty || value.map(list.contains) ?? false
        }
        return allows(selection.lifecycles, proposal.lifecycle.id) && allows(selection.states, subject.state)
            && !(subject.state.map(selection.notStates.contains) ?? false) && allows(selection.tracks, subject.track)
            && (selection.origin.map { $0 == proposal.origin.rawValue } ?? true)
            && selection.facts.allSatisfy { subject.has($0) }
            && selection.lacking.allSatisfy { !subject.has($0) }
            && selection.conditions.allSatisfy { holds($0, subject.values($0.of)) }
    }

    private func holds(_ condition: Selection.Condition, _ values: [ViewItem]) -> Bool {
        if let isFilled = condition.isFilled, isFilled == values.isEmpty { return false }
        // Words of a list that no form closes are the same in any case.
        let isFree = isFreeWord(condition.of)
        func key(_ text: String) -> String { isFree ? FreeWord.key(text) : text }
        let wanted = condition.isAny.compactMap(text).map(key)
        if !wanted.isEmpty, !values.contains(where: { wanted.contains(key($0.plain)) }) { return false }
        let unwanted = condition.isNone.compactMap(text).map(key)
        if values.contains(where: { unwanted.contains(key($0.plain)) }) { return false }
        if let from = condition.from.flatMap(text) {
            guard values.contains(where: { !isBefore($0, from) }) else { return false }
        }
        if let to = condition.to.flatMap(text) {
            guard values.contains(where: { !isAfter($0, to) }) else { return false }
        }
        return true
    }

    /// What a word stands for; nil for a parameter that the request left out.
    private func text(_ word: Selection.Word) -> String? {
        switch word {
        case .literal(let text): text
        case .parameter(let name): parameters[name]
        case .today: today.description
        }
    }

    private func isBefore(_ item: ViewItem, _ bound: String) -> Bool {
        compare(item, bound) {
            $0 < $1
        } text: {
            $0.precedesInUTF16($1)
        }
    }

    private func isAfter(_ item: ViewItem, _ bound: String) -> Bool {
        compare(item, bound) {
            $0 > $1
        } text: {
            $1.precedesInUTF16($0)
        }
    }

    private func compare(
        _ item: ViewItem, _ bound: String, number: (Int, Int) -> Bool, text: (String, String) -> Bool
    ) -> Bool {
        switch item {
        case .integer(let value), .days(let value):
            if let bound = Int(bound) { return number(value, bound) }
            return text(item.plain, bound)
        case .text, .ref, .day, .money: return text(item.plain, bound)
        }
    }

    /// The type of a datum's cells.
    func type(of datum: Datum) -> ViewColumn.CellType {
        switch datum {
        case .ref: .ref
        case .refYear, .year: .integer
        case .opened, .entered, .factDay, .moveDay: .date
        case .daysInState, .daysUntil, .daysSince, .overdue: .duration
        case .field(let key): fieldType(key)
        case .fact(let id, let key):
            inputType(registry.lifecycles.values.compactMap { $0.fact(id) }.flatMap(\.inputs), key)
        case .move(let id, let key):
            inputType(registry.lifecycles.values.compactMap { $0.transition(id) }.flatMap(\.inputs), key)
        case .first(let alternatives): alternatives.first.map { type(of: $0) } ?? .text
        case .state, .stateLabel, .status, .track, .origin, .proposer, .lifecycle, .source, .attribute, .groups: .text
        }
    }

    private func fieldType(_ key: String) -> ViewColumn.CellType {
        switch registry.lifecycles.values.lazy.compactMap({ $0.form.field(key) }).first?.type {
        case .date: .date
        case .integer: .integer
        case .money: .money
        case .reference: .ref
        case .text, .place, .choice, .choices, .partners, .organisers, .documents, .answers, nil: .text
        }
    }

    private func inputType(_ inputs: [InputDefinition], _ key: String) -> ViewColumn.CellType {
        switch inputs.first(where: { $0.key == key })?.type {
        case .date: .date
        case .integer: .integer
        case .text, .instant, .choice, .track, .meeting, .fieldKeys, .partner, .money, .changes, .address,
            .partnerCount,
            nil:
            .text
        }
    }
}
