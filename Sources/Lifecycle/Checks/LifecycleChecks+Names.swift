import DefinitionTree
import Wording

extension LifecycleChecks {
    /// No name stands for two things of a kind, and no transition is called like a fact.
    func doubles() {
        func once(_ names: [String], _ what: String, _ key: String, at path: DefinitionPath) {
            var seen: Set<String> = []
            for (index, name) in names.enumerated() where !seen.insert(name).inserted {
                report(path[index][key], "there are two \(what) called \"\(name)\"")
            }
        }
        once(names(of: .state), "states", "id", at: Self.root["states"])
        once(names(of: .track), "tracks", "id", at: Self.root["tracks"])
        once(names(of: .role), "roles", "id", at: Self.root["roles"])
        once(names(of: .transition), "transitions", "id", at: Self.root["transitions"])
        once(names(of: .fact), "facts", "id", at: Self.root["facts"])
        once(names(of: .field), "fields", "key", at: Self.root["form"]["fields"])
        for act in acts { once(act.inputs.map(\.key), "inputs", "key", at: act.path["inputs"]) }
        let transitions = names(of: .transition)
        for (index, fact) in definition.facts.enumerated() where transitions.contains(fact.id) {
            report(
                Self.root["facts"][index]["id"],
                "\"\(fact.id)\" is a transition already: choose another name for the fact")
        }
    }

    /// The states, roles and tracks that other parts refer to exist.
    func names() {
        known(definition.initial, .state, at: Self.root["initial"])
        if isWhole(.positions), definition.positions != .none {
            known(definition.positions.role, .role, at: Self.root["positions"]["role"])
            known(definition.positions.tracks, .track, at: Self.root["positions"]["tracks"])
        }
        for (index, transition) in definition.transitions.enumerated() {
            if let to = transition.to { known(to, .state, at: Self.root["transitions"][index]["to"]) }
        }
        for act in acts {
            known(act.from, .state, at: act.path[act.fromKey])
            known(act.roles, .role, at: act.path["roles"])
        }
        for (index, role) in definition.roles.enumerated() {
            guard case .partnersIn(let key) = role.scope, !key.isEmpty else { continue }
            let path = Self.root["roles"][index]["field"]
            known(key, .field, at: path)
            if let field = definition.form.field(key), !field.type.listsPartners {
                report(path, "the field \"\(key)\" lists no partners: its type is \(field.type.word.rawValue)")
            }
        }
        if let invitations = definition.invitations {
            let path = Self.root["invitations"]
            known(invitations.states, .state, at: path["states"])
            known(invitations.roles, .role, at: path["roles"])
            known(invitations.decidedBy, .role, at: path["decided_by"])
        }
    }

    /// What the form refers to exists, and what it demands is asked for.
    func formNames() {
        let acts = acts
        for (index, field) in definition.form.fields.enumerated() {
            let path = Self.root["form"]["fields"][index]
            known(field.writers, .role, at: path["writers"])
            if field.key == "fields" {
                report(
                    path["key"],
                    "a request gives the fields of a text under \"fields\", so no field has this name: choose another name"
                )
            }
            for (number, need) in field.needs.enumerated() {
                let place = path["needs"][number]
                known(need.tracks, .track, at: place["tracks"])
                guard isWhole(.transitions, .facts) else { continue }
                guard let act = acts.first(where: { $0.id == need.transition }) else {
                    let names = acts.map(\.id).listed
                    report(
                        place["at"], "\"\(need.transition)\" is neither a transition nor a fact; use one of \(names)")
                    continue
                }
                let asks = act.requirements.contains { $0.requirement is FormComplete }
                if !need.isHint, !asks, isWhole(.requirements) {
                    report(
                        place["at"],
                        "\"\(act.id)\" does not require form-complete, so nothing asks for \"\(field.key)\" there")
                }
            }
        }
    }

    /// What the checklist refers to exists.
    func checklistNames() {
        for (index, item) in definition.checklist.enumerated() {
            let path = Self.root["checklist"][index]
            known(item.fields, .field, at: path["fields"])
            guard let id = item.transition else {
                if !item.requirements.isEmpty {
                    report(
                        path["requirements"], "requirements are those of a transition: say which under \"transition\"")
                }
                continue
            }
            known(id, .transition, at: path["transition"])
            guard let transition = definition.transition(id), isWhole(.requirements) else { continue }
            let asked = transition.requirements.map(\.requirement.name)
            for (number, name) in item.requirements.enumerated() where !asked.contains(name) {
                report(
                    path["requirements"][number],
                    asked.isEmpty
                        ? "\"\(id)\" has no requirements"
                        : "\"\(name)\" is not a requirement of \"\(id)\"; it has \(asked.listed)")
            }
        }
    }

    /// Inputs have the names that their meaning needs, and defaults that are choices.
    func inputs() {
        let openings = openings.map(\.id)
        trackField()
        for act in acts {
            changes(of: act)
            for (index, input) in act.inputs.enumerated() {
                let path = act.path["inputs"][index]
                if input.key == "decided_at" || input.key == "decided_by" {
                    report(path["key"], "\"\(input.key)\" may be given with every act: it is not an input")
                }
                if input.key == "closes", input.type != .instant {
                    report(path["type"], "\"closes\" is the deadline of a round: its type is instant")
                }
                if input.key == "inputs" {
                    report(
                        path["key"],
                        "a request gives the inputs of an act under \"inputs\", so no input has this name: choose another name"
                    )
                }
                if isWhole(.transitions), !openings.contains(act.id), input.type == .track || input.key == "closes" {
                    report(path, "\"\(act.id)\" opens no round, so \"\(input.key)\" would do nothing")
                }
                if input.type == .track {
                    if input.key != "track" { report(path["key"], "an input of the type track is called \"track\"") }
                    if definition.tracks.isEmpty, isWhole(.tracks) {
                        report(path["type"], "there are no tracks to choose from")
                    }
                    if let field = definition.trackField {
                        report(path, "the track is the value of the field \"\(field)\": no act chooses it")
                    }
                }
                if (input.key == "fields") != (input.type == .fieldKeys) {
                    report(path, "an input of the type field-keys is called \"fields\", and no other is")
                }
                if case .choice(let choices) = input.type, let fallback = input.fallback, !choices.contains(fallback) {
                    report(path["default"], "the default \"\(fallback)\" is not one of the choices \(choices.listed)")
                }
            }
        }
    }
}

extension FieldDefinition.FieldType {
    /// The word that files write for this type.
    var word: FieldWord {
        switch self {
        case .text: .text
        case .date: .date
        case .integer: .integer
        case .money: .money
        case .place: .place
        case .choice: .choice
        case .choices: .choices
        case .partners: .partners
        case .organisers: .organisers
        case .documents: .documents
        case .answers: .answers
        case .reference: .reference
        }
    }

    var listsPartners: Bool { word == .partners || word == .organisers }

    /// How many elements a list may hold; nil where it is no list.
    var listLimit: Int? {
        switch self {
        case .choices(let choices, let limit): choices.isEmpty ? limit : min(choices.count, limit)
        case .partners(let limit), .organisers(let limit), .documents(let limit), .answers(let limit): limit
        case .text, .date, .integer, .money, .place, .choice, .reference: nil
        }
    }
}
