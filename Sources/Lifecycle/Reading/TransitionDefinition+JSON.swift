package import CanonicalJSON

extension TransitionDefinition {
    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "label": .string(label), "from": .strings(from), "roles": .strings(roles),
        ]
        if let to { object["to"] = .string(to) }
        if effect != .none { object["effect"] = .string(effect.rawValue) }
        object.put("inputs", inputs.map(\.json))
        object.put("requirements", requirements.map(\.json))
        return .object(object)
    }
}

extension FactDefinition {
    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "label": .string(label), "states": .strings(states), "roles": .strings(roles),
        ]
        object.put("inputs", inputs.map(\.json))
        object.put("requirements", requirements.map(\.json))
        object.put("repeatable", isRepeatable, default: true)
        object.put("voluntary", isVoluntary, default: false)
        return .object(object)
    }
}

extension InputDefinition {
    /// What is asked for: the key, how people call it, and of which type it is.
    package var summary: JSONObject {
        ["key": .string(key), "label": .string(label), "type": .string(type.word.rawValue)]
    }

    var json: JSONValue {
        var object: JSONObject = [
            "key": .string(key), "label": .string(label), "type": .string(type.word.rawValue),
        ]
        object.put("required", isRequired)
        switch type {
        case .text(let limit), .address(let limit): object.put("limit", limit)
        case .integer(let minimum, let maximum):
            object["minimum"] = .integer(minimum)
            object["maximum"] = .integer(maximum)
        case .choice(let choices): object.put("choices", choices)
        case .changes(let fields): object.put("fields", fields)
        case .date, .instant, .track, .meeting, .fieldKeys, .partner, .money, .partnerCount: break
        }
        if let fallback { object["default"] = .string(fallback) }
        return .object(object)
    }
}

extension RequirementUse {
    var json: JSONValue {
        var object: JSONObject = [
            "require": .string(requirement.name), "source": .string(source), "label": .string(label),
        ]
        let parameters = requirement.parameters
        if !parameters.isEmpty { object["with"] = .object(parameters) }
        object.put("tracks", tracks)
        object.put("states", states)
        if let given { object["given"] = ["input": .string(given.input), "values": .strings(given.values)] }
        object.put("house_rule", isHouseRule)
        return .object(object)
    }
}

extension FormDefinition {
    var json: JSONValue {
        ["form": .string(id), "version": .integer(Int64(version)), "fields": .array(fields.map(\.json))]
    }
}

extension FieldDefinition {
    var json: JSONValue {
        var object: JSONObject = [
            "key": .string(key), "label": .string(label), "type": .string(type.word.rawValue),
        ]
        switch type {
        case .text(let limit), .place(let limit), .partners(let limit), .organisers(let limit), .documents(let limit),
            .answers(let limit):
            object.put("limit", limit)
        case .integer(let minimum, let maximum):
            object["minimum"] = .integer(minimum)
            object["maximum"] = .integer(maximum)
        case .choice(let choices): object.put("choices", choices)
        case .choices(let choices, let limit):
            object.put("choices", choices)
            object.put("limit", limit)
        case .date, .money, .reference: break
        }
        object.put("source", source)
        object.put("help", help)
        object.put("needs", needs.map(\.json))
        object.put("writers", writers)
        object.put("never_editorial", neverEditorial)
        object.put("after_decision", afterDecision)
        object.put("personal", isPersonal)
        return .object(object)
    }
}

extension FieldDefinition.Need {
    var json: JSONValue {
        var object: JSONObject = ["at": .string(transition)]
        object.put("tracks", tracks)
        object.put("hint", isHint)
        return .object(object)
    }
}
