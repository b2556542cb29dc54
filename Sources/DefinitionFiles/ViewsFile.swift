package import CanonicalJSON
import DefinitionTree
import Lifecycle
package import ViewDefinitions

/// The lists and reports of a forum, from the file that its forum.yaml names.
package enum ViewsFile {
    /// A view, and the form in which the forum's settings keep it.
    package struct Entry: Sendable, Hashable {
        package var definition: ViewDefinition
        package var json: JSONValue
    }

    /// The views of a file; throws every fault, those of names that the forum does not have included.
    static func load(_ path: String, for forum: ForumFile.Forum) throws(DefinitionFaults) -> [Entry] {
        let root: DefinitionNode
        do { root = try YAMLTree.parse(try SourceText.load(path), file: path) } catch {
            throw DefinitionFaults([error])
        }
        let reading = DefinitionReading(file: path, root: root)
        reading.checkTexts()
        var entries: [Entry] = []
        _ = MapReader(root, at: .root, what: "a file of views", keys: ["views"], reading)
        if case .list(let elements)? = root["views"]?.content {
            for (index, element) in elements.enumerated() {
                let place = DefinitionPath.root["views"][index]
                guard let view = ViewReader.read(element, at: place, reading), let json = element.json else { continue }
                if entries.contains(where: { $0.definition.id == view.id }) {
                    reading.fault(at: place, "there are two views called \"\(view.id)\"")
                }
                for sentence in ViewFit(view, forum).misfits { reading.fault(at: place, "\(view.id): \(sentence)") }
                entries.append(Entry(definition: view, json: json))
            }
        } else {
            reading.fault(at: .root["views"], "a file of views needs the list \"views\"")
        }
        guard reading.sorted.isEmpty else { throw DefinitionFaults(reading.sorted) }
        return entries
    }
}

/// What a view names and the forum does not have.
private struct ViewFit {
    private(set) var misfits: [String] = []
    private let forum: ForumFile.Forum

    init(_ view: ViewDefinition, _ forum: ForumFile.Forum) {
        self.forum = forum
        for datum in view.data { check(datum) }
        check(view.select)
        for status in view.statuses { need(status.states, states, "a state") }
        switch view.kind {
        case .agenda(let agenda):
            for item in agenda.standing { check(item.select) }
            need(agenda.meetingKinds, forum.definition.meetingKinds, "a kind of meeting")
        case .interests(let interests):
            need([interests.expressed.fact, interests.answered.fact], facts, "a fact")
        case .waiting(let waits):
            for wait in waits {
                need(wait.states, states, "a state")
                if case .role(let role) = wait.whom {
                    need([role], forum.definition.appointments.map(\.role), "an appointment")
                }
            }
        case .calendar(let calendar): need(calendar.meetings ?? [], forum.definition.meetingKinds, "a kind of meeting")
        case .listing:
            if forum.definition.listing == nil { misfits.append("the forum has no \"listing\"") }
        case .contacts:
            if forum.definition.contacts == nil { misfits.append("the forum has no \"contacts\"") }
        case .table, .links, .tally, .timeInState: break
        }
    }

    private var states: [String] { forum.lifecycles.flatMap { $0.states.map(\.id) } }
    private var facts: [String] { forum.lifecycles.flatMap { $0.facts.map(\.id) } }

    private mutating func check(_ select: Selection) {
        need(select.lifecycles, forum.lifecycles.map(\.id), "a lifecycle")
        need(select.states + select.notStates, states, "a state")
        need(select.tracks, forum.lifecycles.flatMap { $0.tracks.map(\.id) }, "a track")
        need(select.facts + select.lacking, facts, "a fact")
    }

    private mutating func check(_ datum: Datum) {
        switch datum {
        case .field(let key): need([key], forum.lifecycles.flatMap { $0.form.fields.map(\.key) }, "a field")
        case .fact(let id, let input):
            need([id], facts, "a fact")
            let definitions = forum.lifecycles.compactMap { $0.fact(id) }
            need([input], definitions.flatMap { $0.inputs.map(\.key) }, "an input of the fact \(id)")
        case .factDay(let id): need([id], facts, "a fact")
        case .move(let id, let input):
            let definitions = forum.lifecycles.compactMap { $0.transition(id) }
            need([id], forum.lifecycles.flatMap { $0.transitions.map(\.id) }, "a transition")
            need([input], definitions.flatMap { $0.inputs.map(\.key) }, "an input of the transition \(id)")
        case .moveDay(let id): need([id], forum.lifecycles.flatMap { $0.transitions.map(\.id) }, "a transition")
        case .attribute(let name, _): need([name], forum.definition.attributes, "an attribute of partners")
        case .ref, .refYear, .state, .stateLabel, .status, .track, .origin, .proposer, .lifecycle, .opened, .entered,
            .daysInState, .source, .daysUntil, .daysSince, .overdue, .year, .groups, .first:
            break
        }
    }

    private mutating func need(_ names: [String], _ known: [String], _ what: String) {
        for name in names where !known.contains(name) {
            let sentence = "\"\(name)\" is not \(what) of this forum"
            if !misfits.contains(sentence) { misfits.append(sentence) }
        }
    }
}
