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

extension Requirement {
    /// What stands under `with`.
    var parameters: JSONObject {
        var object = JSONObject()
        switch self {
        case .formComplete, .consensus, .decidedInOrder, .notOwnPartner, .deadlinePassed, .sameOfficeAsLastMove,
            .signed:
            break
        case .counterparts(let field, let attribute, let values, let waiver):
            object = ["field": .string(field), "attribute": .string(attribute), "waiver": .string(waiver)]
            object.put("values", values)
        case .duplicatesAnswered(let field), .todayBefore(let field): object.put("field", field)
        case .onTrack(let tracks): object.put("tracks", tracks)
        case .meetingHeld(let input, let kinds):
            object.put("input", input)
            object.put("kinds", kinds)
        case .decidedDuringMeeting(let input): object.put("input", input)
        case .meetingAfterFact(let input, let fact): object = ["input": .string(input), "fact": .string(fact)]
        case .factRecorded(let fact, let statuses), .factAbsent(let fact, let statuses):
            object.put("fact", fact)
            object.put("statuses", statuses)
        case .datesNotInFuture(let fact, let inputs):
            object.put("fact", fact ?? "")
            object.put("inputs", inputs)
        case .datesInOrder(let fields, let inputs):
            object.put("fields", fields)
            object.put("inputs", inputs)
        case .atLeast(let field, let count):
            object.put("field", field)
            object.put("count", count)
        case .inputsWith(let input, let values, let needed):
            object.put("input", input)
            object.put("values", values)
            object.put("needed", needed)
        case .lastMoveNot(let transitions): object.put("transitions", transitions)
        case .decidedOn(let input): object.put("input", input)
        case .decidedOnLatest(let facts, let input):
            object.put("facts", facts)
            object.put("input", input)
        case .namedIn(let input, let field): object = ["input": .string(input), "field": .string(field)]
        case .factSince(let fact, let statuses, let facts):
            object.put("fact", fact)
            object.put("statuses", statuses)
            object.put("facts", facts)
        case .withinDays(let days, let fact, let waiver):
            object.put("days", days)
            object.put("fact", fact ?? "")
            object.put("waiver", waiver)
        case .fieldIs(let field, let values):
            object.put("field", field)
            object.put("values", values)
        }
        return object
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
