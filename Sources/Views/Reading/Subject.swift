import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import ViewDefinitions

/// A proposal as a view reads it: each datum answers values, or nothing where its reader may not see them.
struct Subject {
    let seen: SeenProposal
    let scope: ViewScope

    var proposal: Proposal { seen.proposal }
    var definition: LifecycleDefinition { seen.definition }

    /// Published fields only: for who is not of the forum, and for everybody in a public view.
    var isPublished: Bool { scope.view.isPublic || seen.readAccess != .everything }

    /// Whether the view may select by what this reader does not see: where nothing is hidden, and in a public view, whose selection is
    /// the forum's own decision on what to publish.
    private var selectsHidden: Bool { scope.view.isPublic || seen.readAccess == .everything }

    /// The track to select by.
    var track: String? { selectsHidden ? proposal.track : nil }

    /// Whether a fact to select by is recorded.
    func has(_ fact: String) -> Bool { selectsHidden ? proposal.fact(fact) != nil : record(fact) != nil }

    /// The keys of fields that are public; nil where nothing was published.
    var publishedFields: [String]? { proposal.publishedFields }

    /// How often and when what this reader is told was last changed. Who sees published fields only learns of changes to those.
    var stamp: InformationStamp {
        isPublished ? proposal.publicInformation ?? InformationStamp(at: proposal.openedAt) : proposal.information
    }

    func values(_ datum: Datum) -> [ViewItem] {
        switch datum {
        case .ref: [.ref(proposal.ref)]
        case .refYear: refYear.map { [.integer($0)] } ?? []
        case .state: state.map { [.text($0)] } ?? []
        case .stateLabel: [.text(stateLabel)]
        case .status: status.map { [.text($0.id)] } ?? []
        case .origin: [.text(proposal.origin.rawValue)]
        case .lifecycle: [.text(proposal.lifecycle.id)]
        case .track: hidden(proposal.track.map { [.text($0)] } ?? [])
        case .proposer: hidden(proposal.proposer.map { [.text($0)] } ?? [])
        case .opened: hidden([.day(proposal.openedAt.date)])
        case .entered: hidden([.day(entered)])
        case .daysInState: hidden([.days(scope.today.daysSinceEpoch - entered.daysSinceEpoch)])
        case .field(let key): field(key)
        case .source(let key): hidden(ViewItem.all(in: proposal.source?[key], isDate: false))
        case .fact(let id, let input): fact(id, input)
        case .factDay(let id): record(id).map { [.day($0.decidedAt.date)] } ?? []
        case .move(let id, let input): hidden(move(id, input))
        case .moveDay(let id): hidden(lastMove(id).map { [.day($0.decidedAt.date)] } ?? [])
        case .daysUntil(let inner): days(inner) { $0.daysSinceEpoch - scope.today.daysSinceEpoch }
        case .daysSince(let inner): days(inner) { scope.today.daysSinceEpoch - $0.daysSinceEpoch }
        case .overdue(let count, let inner):
            days(inner) {
                let passed = scope.today.daysSinceEpoch - $0.daysSinceEpoch - count
                return passed > 0 ? passed : nil
            }
        case .year(let inner): year(first(inner))
        case .attribute(let name, let inner): distinct(partners(inner).compactMap { $0.attributes[name] })
        case .groups(let inner): distinct(partners(inner).flatMap { scope.groups(of: $0) })
        case .first(let alternatives): alternatives.lazy.map { values($0) }.first { !$0.isEmpty } ?? []
        }
    }

    func first(_ datum: Datum) -> ViewItem? { values(datum).first }

    func day(_ datum: Datum) -> CivilDate? {
        if case .day(let day)? = first(datum) { day } else { nil }
    }

    func text(_ datum: Datum?) -> String? {
        guard let datum else { return nil }
        let values = values(datum)
        return values.isEmpty ? nil : values.map(\.plain).joined(separator: ", ")
    }

    /// The state it stands in; a past activity in the archive never moved, and stands in none.
    var state: String? { proposal.origin == .archive ? nil : proposal.state }

    var stateLabel: String {
        guard let state else { return "Archive" }
        return definition.state(state)?.label ?? state
    }

    var status: ViewDefinition.Status? {
        scope.view.statuses.first { status in state.map(status.states.contains) ?? false }
    }

    /// The day on which it came into its present state.
    var entered: CivilDate { proposal.spans(until: scope.snapshot.now).last?.from.date ?? proposal.draftedAt.date }

    /// The partners that a datum names.
    func partners(_ datum: Datum) -> [Partner] {
        values(datum).compactMap { scope.snapshot.registry.partners[$0.plain] }
    }

    private var refYear: Int? {
        let parts = proposal.ref.split(separator: "-")
        return parts.count == 3 ? Int(parts[1]) : nil
    }

    private func hidden(_ values: [ViewItem]) -> [ViewItem] { isPublished ? [] : values }

    private func field(_ key: String) -> [ViewItem] {
        guard !isPublished || publishedFields?.contains(key) == true else { return [] }
        let field = definition.form.field(key)
        guard field?.isPersonal != true else { return [] }
        switch field?.type {
        case .date: return ViewItem.all(in: proposal.fields[key], isDate: true)
        case .reference:
            return proposal.fields[key]?.string.map { [.ref($0)] } ?? []
        case .text, .integer, .money, .place, .choice, .choices, .partners, .organisers, .documents, .answers, nil:
            return ViewItem.all(in: proposal.fields[key], isDate: false)
        }
    }

    /// The newest record of a fact; of one that published nothing, who sees published fields only sees nothing.
    private func record(_ id: String) -> FactRecord? {
        guard let record = proposal.fact(id) else { return nil }
        return isPublished && record.inputs["fields"]?.strings == nil ? nil : record
    }

    private func fact(_ id: String, _ key: String) -> [ViewItem] {
        guard let record = record(id) else { return [] }
        return input(record.inputs[key], definition.fact(id)?.inputs.first { $0.key == key })
    }

    private func lastMove(_ id: String) -> Move? { proposal.moves.last { $0.transition == id } }

    private func move(_ id: String, _ key: String) -> [ViewItem] {
        guard let move = lastMove(id) else { return [] }
        return input(move.inputs[key], definition.transition(id)?.inputs.first { $0.key == key })
    }

    private func input(_ value: JSONValue?, _ definition: InputDefinition?) -> [ViewItem] {
        ViewItem.all(in: value, isDate: definition?.type == .date)
    }

    private func days(
        _ datum: Datum, _ count: (CivilDate) -> Int?
    ) -> [ViewItem] {
        guard let day = day(datum), let count = count(day) else { return [] }
        return [.days(count)]
    }

    /// The year of a day; a number is a year already.
    private func year(_ item: ViewItem?) -> [ViewItem] {
        switch item {
        case .day(let day): [.integer(day.year)]
        case .integer(let year): [.integer(year)]
        case .text, .ref, .days, .money, nil: []
        }
    }

    private func distinct(_ texts: [String]) -> [ViewItem] {
        Set(texts).sorted { $0.precedesInUTF16($1) }.map { .text($0) }
    }
}

extension ViewItem {
    /// What a value of a form or an input says: a partner or an organisation for an organiser, the ref of an answer. Personal data, which
    /// stands as commitments, is left out.
    static func all(in value: JSONValue?, isDate: Bool) -> [ViewItem] {
        switch value {
        case .string(let text):
            if isDate, let day = CivilDate(text) { return [.day(day)] }
            return text.hasPrefix("commitment:") ? [] : [.text(text)]
        case .integer(let number): return [.integer(Int(number))]
        case .array(let elements): return elements.flatMap { all(in: $0, isDate: isDate) }
        case .object(let object):
            if let amount = object["amount"]?.string.flatMap({ Amount($0) }), let currency = object["currency"]?.string
            {
                return [.money(amount, currency: currency)]
            }
            if let ref = object["ref"]?.string { return [.ref(ref)] }
            if let place = PlaceText.line(value ?? .null) { return [.text(place)] }
            return (object["partner"] ?? object["organisation"])?.string.map { [.text($0)] } ?? []
        case .bool(let flag): return [.text(flag ? "true" : "false")]
        case .null, nil: return []
        }
    }
}
