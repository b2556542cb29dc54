package import DefinitionTree
import Documents
import Wording

/// Turns a located tree into a lifecycle with its form, and finds every fault: of writing first, of meaning as far as what was read allows.
package enum DefinitionReader {
    /// What a reading found: a definition only where there is no fault.
    package struct Outcome: Sendable {
        package var definition: LifecycleDefinition?
        package var faults: [DefinitionFault]
    }

    /// Reads a lifecycle whose form stands under its key `form`, or in a document of its own.
    ///
    /// `isChecked` says that the definition passed the checks of meaning when it was loaded: today's, perhaps stricter, are not run.
    /// `isNew` says that it comes from a file, so that its names are held to what is asked of new ones.
    package static func read(
        _ root: DefinitionNode, file: String, form: DefinitionReading.FormSource = .inside, isChecked: Bool = false,
        isNew: Bool = true
    ) -> Outcome {
        let reading = DefinitionReading(file: file, root: root, form: form)
        guard let definition = definition(reading) else { return Outcome(definition: nil, faults: reading.sorted) }
        if !isChecked {
            reading.checkTexts(isNew: isNew)
            LifecycleChecks.run(definition, incomplete: reading.incomplete) { path, sentence in
                reading.fault(atRead: path, sentence)
            }
        }
        return Outcome(definition: reading.faults.isEmpty ? definition : nil, faults: reading.sorted)
    }

    private static func definition(_ reading: DefinitionReading) -> LifecycleDefinition? {
        let keys = [
            "lifecycle", "version", "title", "form", "initial", "states", "tracks", "roles", "positions", "consensus",
            "track_field", "transitions", "facts", "invitations", "documents",
            "checklist",
        ]
        guard let map = MapReader(reading.root, at: .root, what: "a lifecycle", keys: keys, reading) else { return nil }
        for key in ["states", "roles", "transitions"] where !map.has(key) || map.node(key)?.content == .list([]) {
            if map.has(key) {
                map.fault(key, "\"\(key)\" is empty")
            } else {
                reading.fault(at: .root, "a lifecycle needs \"\(key)\"")
            }
        }
        return LifecycleDefinition(
            id: map.name("lifecycle") ?? "", version: version(map), title: map.text("title") ?? "",
            states: states(map), initial: map.text("initial") ?? "", tracks: tracks(map),
            trackField: map.has("track_field") ? map.text("track_field") : nil, roles: roles(map),
            positions: positions(map), consensus: consensus(map), transitions: transitions(map), facts: facts(map),
            invitations: invitations(map), documents: DocumentRules(map), checklist: checklist(map),
            form: form(map, reading))
    }

    static func version(_ map: MapReader) -> Int {
        if !map.has("version") { map.reading.fault(at: map.path, "\(map.what) needs \"version\"") }
        return Int(map.integer("version", 1...1_000_000) ?? 1)
    }

    private static func states(_ map: MapReader) -> [StateDefinition] {
        let keys = ["id", "label", "final", "visibility", "revision", "positions"]
        return map.maps("states", .states, what: "a state", keys: keys) { state in
            guard let id = state.name("id") else { return nil }
            return StateDefinition(
                id: id, label: state.text("label", default: id), isFinal: state.flag("final"),
                visibility: state.word("visibility", default: .forum),
                revision: state.word("revision", default: .none, .revisions), takesPositions: state.flag("positions"))
        }
    }

    private static func tracks(_ map: MapReader) -> [TrackDefinition] {
        map.maps("tracks", .tracks, what: "a track", keys: ["id", "label"]) { track in
            guard let id = track.name("id") else { return nil }
            return TrackDefinition(id: id, label: track.text("label", default: id))
        }
    }

    private static func roles(_ map: MapReader) -> [RoleDefinition] {
        map.maps("roles", .roles, what: "a role", keys: ["id", "label", "held_by", "scope", "field"]) { role in
            guard let id = role.name("id") else { return nil }
            return RoleDefinition(
                id: id, label: role.text("label", default: id), heldBy: role.needed("held_by", .name),
                scope: scope(role))
        }
    }

    private static func scope(_ role: MapReader) -> RoleDefinition.Scope {
        let word: ScopeWord = role.word("scope", default: .forum, .roles)
        if word != .partnersIn, role.has("field") {
            role.fault("field", "\"field\" belongs to the scope \(ScopeWord.partnersIn.rawValue) alone")
        }
        switch word {
        case .forum: return .forum
        case .proposingPartner: return .proposingPartner
        case .rosterPartner: return .rosterPartner
        case .partnersIn: return .partnersIn(field: role.text("field") ?? "")
        }
    }

    private static func positions(_ map: MapReader) -> PositionRules {
        let keys = ["role", "relayed_by", "group_attribute", "reason_for", "tracks", "roster"]
        guard map.has("positions") else { return .none }
        guard let rules = map.map("positions", what: "the rules of positions", keys: keys) else {
            map.reading.leftOut(.positions)
            return .none
        }
        return PositionRules(
            role: rules.text("role") ?? "", relayedBy: rules.has("relayed_by") ? rules.name("relayed_by") : nil,
            groupAttribute: rules.text("group_attribute", default: "group"), reasonFor: stances(rules, "reason_for"),
            tracks: rules.texts("tracks"), roster: roster(rules))
    }

    private static func roster(_ rules: MapReader) -> PositionRules.RosterRule? {
        guard rules.has("roster"),
            let rule = rules.map("roster", what: "the rule of the roster", keys: ["attribute", "values"])
        else { return nil }
        return PositionRules.RosterRule(attribute: rule.text("attribute") ?? "", values: rule.needed("values"))
    }

    private static func consensus(_ map: MapReader) -> ConsensusRule {
        guard map.has("consensus") else { return .none }
        guard let rule = map.map("consensus", what: "the rule of consensus", keys: ["counting", "silence"]) else {
            map.reading.leftOut(.consensus)
            return .none
        }
        if !rule.has("counting") { map.reading.fault(at: rule.path, "the rule of consensus needs \"counting\"") }
        return ConsensusRule(
            counting: stances(rule, "counting"), silence: rule.word("silence", default: .never, .consensus))
    }

    /// The stances that a partner can take; `tacit` is none of them.
    private static func stances(_ map: MapReader, _ key: String) -> [Stance] {
        map.texts(key).enumerated().compactMap { index, text in
            if let stance = Stance(rawValue: text), stance != .tacit { return stance }
            let known = Stance.allCases.filter { $0 != .tacit }.map(\.rawValue).listed
            map.reading.fault(atRead: map.path[key][index], "\"\(text)\" is not a stance; the stances are \(known)")
            return nil
        }
    }

    private static func invitations(_ map: MapReader) -> InvitationRules? {
        let keys = ["states", "roles", "decided_by", "meeting_kinds", "source"]
        guard let rules = map.map("invitations", what: "the rules of invitations", keys: keys) else { return nil }
        return InvitationRules(
            states: rules.needed("states"), roles: rules.needed("roles"), decidedBy: rules.needed("decided_by"),
            meetingKinds: rules.texts("meeting_kinds"), source: rules.text("source", default: ""))
    }

    private static func checklist(_ map: MapReader) -> [ChecklistItem] {
        let keys = ["text", "source", "fields", "transition", "requirements", "judged"]
        return map.maps("checklist", .positions, what: "a line of the checklist", keys: keys) { item in
            ChecklistItem(
                text: item.text("text") ?? "", source: item.text("source") ?? "", fields: item.texts("fields"),
                transition: item.has("transition") ? item.text("transition") : nil,
                requirements: item.texts("requirements"), isJudged: item.flag("judged"))
        }
    }
}

/// The scopes of roles, as files write them.
enum ScopeWord: String, CaseIterable {
    case forum
    case proposingPartner = "proposing-partner"
    case partnersIn = "partners-in"
    case rosterPartner = "roster-partner"
}
