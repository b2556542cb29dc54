package import CanonicalJSON
package import DefinitionTree

extension LifecycleDefinition {
    /// The definition with its form as JSON: the shape of the files, with what equals its default left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "lifecycle": .string(id), "version": .integer(Int64(version)), "title": .string(title),
            "initial": .string(initial), "form": form.json,
            "states": .array(states.map(\.json)), "roles": .array(roles.map(\.json)),
            "transitions": .array(transitions.map(\.json)),
        ]
        if positions != .none { object["positions"] = positions.json }
        if consensus != .none { object["consensus"] = consensus.json }
        object.put("track_field", trackField ?? "")
        object["invitations"] = invitations?.json
        object["documents"] = documents?.json
        object.put("tracks", tracks.map { ["id": .string($0.id), "label": .string($0.label)] })
        object.put("facts", facts.map(\.json))
        object.put("checklist", checklist.map(\.json))
        return .object(object)
    }

    /// The bytes that are stored and hashed: one text for one definition.
    package var canonicalBytes: [UInt8] { json.canonicalBytes }

    /// Reads a definition back with the same reader and the same checks as its file; throws every fault. Whether its names hold
    /// characters that are not seen is asked where it is loaded, for it may stand in a record that is older than this rule.
    package init(json: JSONValue) throws(DefinitionFaults) {
        let outcome = DefinitionReader.read(DefinitionNode(json: json), file: "lifecycle", isNew: false)
        guard let definition = outcome.definition else { throw DefinitionFaults(outcome.faults) }
        self = definition
    }

    /// Reads a definition that was checked when it was loaded, as an event keeps it: what is recorded is read for ever, even when
    /// today's checks are stricter. Throws what makes it no definition at all.
    package init(recorded json: JSONValue) throws(DefinitionFaults) {
        let outcome = DefinitionReader.read(DefinitionNode(json: json), file: "lifecycle", isChecked: true)
        guard let definition = outcome.definition else { throw DefinitionFaults(outcome.faults) }
        self = definition
    }

    /// Reads a definition from JSON text; throws every fault.
    package init(jsonBytes: [UInt8]) throws(DefinitionFaults) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(jsonBytes)
        } catch {
            throw DefinitionFaults([DefinitionFault(file: "lifecycle", line: 0, sentence: "\(error)")])
        }
        try self.init(json: value)
    }
}

extension JSONObject {
    /// Sets a list unless it is empty.
    mutating func put(_ key: String, _ elements: [JSONValue]) {
        if !elements.isEmpty { self[key] = .array(elements) }
    }

    mutating func put(_ key: String, _ texts: [String]) { put(key, texts.map { .string($0) }) }

    /// Sets a flag unless it has its default.
    mutating func put(_ key: String, _ flag: Bool, default fallback: Bool = false) {
        if flag != fallback { self[key] = .bool(flag) }
    }

    mutating func put(_ key: String, _ text: String) {
        if !text.isEmpty { self[key] = .string(text) }
    }

    mutating func put(_ key: String, _ number: Int) { self[key] = .integer(Int64(number)) }
}

extension StateDefinition {
    var json: JSONValue {
        var object: JSONObject = ["id": .string(id), "label": .string(label)]
        object.put("final", isFinal)
        if visibility != .forum { object["visibility"] = .string(visibility.rawValue) }
        if revision != .none { object["revision"] = .string(revision.rawValue) }
        object.put("positions", takesPositions)
        return .object(object)
    }
}

extension RoleDefinition {
    var json: JSONValue {
        var object: JSONObject = ["id": .string(id), "label": .string(label), "held_by": .strings(heldBy)]
        switch scope {
        case .forum: break
        case .proposingPartner: object["scope"] = .string(ScopeWord.proposingPartner.rawValue)
        case .rosterPartner: object["scope"] = .string(ScopeWord.rosterPartner.rawValue)
        case .partnersIn(let field):
            object["scope"] = .string(ScopeWord.partnersIn.rawValue)
            object["field"] = .string(field)
        }
        return .object(object)
    }
}

extension PositionRules {
    var json: JSONValue {
        var object: JSONObject = ["role": .string(role), "group_attribute": .string(groupAttribute)]
        if let relayedBy { object["relayed_by"] = .string(relayedBy) }
        object.put("reason_for", reasonFor.map(\.rawValue))
        object.put("tracks", tracks)
        if let roster {
            object["roster"] = ["attribute": .string(roster.attribute), "values": .strings(roster.values)]
        }
        return .object(object)
    }
}

extension ConsensusRule {
    var json: JSONValue {
        ["counting": .strings(counting.map(\.rawValue)), "silence": .string(silence.rawValue)]
    }
}

extension InvitationRules {
    var json: JSONValue {
        var object: JSONObject = [
            "states": .strings(states), "roles": .strings(roles), "decided_by": .strings(decidedBy),
        ]
        object.put("meeting_kinds", meetingKinds)
        object.put("source", source)
        return .object(object)
    }
}

extension ChecklistItem {
    var json: JSONValue {
        var object: JSONObject = ["text": .string(text), "source": .string(source)]
        object.put("fields", fields)
        if let transition { object["transition"] = .string(transition) }
        object.put("requirements", requirements)
        object.put("judged", isJudged)
        return .object(object)
    }
}
