import DefinitionTree
import Wording

extension DefinitionReader {
    static func transitions(_ map: MapReader) -> [TransitionDefinition] {
        let keys = ["id", "label", "from", "to", "roles", "effect", "inputs", "requirements"]
        return map.maps("transitions", .transitions, what: "a transition", keys: keys) { transition in
            guard let id = transition.name("id") else { return nil }
            let from = transition.needed("from")
            let to = transition.has("to") ? transition.text("to") : nil
            let isWhole = from.count == transition.count("from") && (to != nil) == transition.has("to")
            if !isWhole { transition.reading.leftOut(.transitions) }
            return TransitionDefinition(
                id: id, label: transition.text("label", default: id), from: from, to: to,
                roles: transition.needed("roles"),
                effect: transition.word("effect", default: .none, .transitions), inputs: inputs(transition),
                requirements: requirements(transition))
        }
    }

    static func facts(_ map: MapReader) -> [FactDefinition] {
        let keys = ["id", "label", "states", "roles", "inputs", "requirements", "repeatable", "voluntary"]
        return map.maps("facts", .facts, what: "a fact", keys: keys) { fact in
            guard let id = fact.name("id") else { return nil }
            let states = fact.needed("states")
            if states.count != fact.count("states") { fact.reading.leftOut(.facts) }
            return FactDefinition(
                id: id, label: fact.text("label", default: id), states: states,
                roles: fact.needed("roles"), inputs: inputs(fact), requirements: requirements(fact),
                isRepeatable: fact.flag("repeatable", default: true), isVoluntary: fact.flag("voluntary"))
        }
    }

    private static func inputs(_ map: MapReader) -> [InputDefinition] {
        let keys = ["key", "label", "type", "required", "limit", "minimum", "maximum", "choices", "default", "fields"]
        return map.maps("inputs", .inputs, what: "an input", keys: keys) { input in
            guard let key = input.name("key", .key), let type = inputType(input) else { return nil }
            let fallback = input.has("default") ? input.text("default") : nil
            return InputDefinition(
                key: key, label: input.text("label", default: key), type: type, isRequired: input.flag("required"),
                fallback: fallback)
        }
    }

    private static func inputType(_ map: MapReader) -> InputDefinition.InputType? {
        guard let text = map.text("type") else { return nil }
        guard let word = InputWord(rawValue: text) else {
            let words = InputWord.allCases.map(\.rawValue)
            map.fault(
                "type", "\"\(text)\" is not an input type; use one of \(words.listed)\(words.hint(for: text))")
            return nil
        }
        TypeKeys.check(map, allowed: word.keys, of: text)
        switch word {
        case .text: return .text(limit: TypeKeys.limit(map, default: TypeKeys.textLimit))
        case .date: return .date
        case .instant: return .instant
        case .integer:
            let (minimum, maximum) = TypeKeys.bounds(map)
            return .integer(minimum: minimum, maximum: maximum)
        case .choice: return .choice(map.needed("choices"))
        case .track: return .track
        case .meeting: return .meeting
        case .fieldKeys: return .fieldKeys
        case .partner: return .partner
        case .money: return .money
        case .changes: return .changes(map.has("fields") ? map.needed("fields") : [])
        case .address: return .address(limit: TypeKeys.limit(map, default: TypeKeys.addressLimit))
        case .partnerCount: return .partnerCount
        }
    }
}

/// The types of inputs, as files write them.
enum InputWord: String, CaseIterable {
    case text, date, instant, integer, choice, track, meeting, partner, money, changes
    case fieldKeys = "field-keys"
    case address
    case partnerCount = "partner-count"

    var keys: [String] {
        switch self {
        case .text, .address: ["limit"]
        case .integer: ["minimum", "maximum"]
        case .choice: ["choices", "default"]
        case .changes: ["fields"]
        case .date, .instant, .track, .meeting, .fieldKeys, .partner, .money, .partnerCount: []
        }
    }
}

/// What inputs and form fields share: the keys that belong to some types alone, and their bounds.
enum TypeKeys {
    static let textLimit = 4000
    static let addressLimit = 2000
    static let largest: Int64 = 1 << 53
    private static let all = ["limit", "minimum", "maximum", "choices", "default", "fields"]

    /// A key of another type is a fault.
    static func check(_ map: MapReader, allowed: [String], of type: String) {
        for key in all where map.has(key) && !allowed.contains(key) {
            map.fault(key, "\"\(key)\" means nothing for the type \(type)")
        }
    }

    static func limit(_ map: MapReader, default fallback: Int) -> Int {
        map.integer("limit", 1...32_000).map { Int($0) } ?? fallback
    }

    static func bounds(_ map: MapReader) -> (Int64, Int64) {
        let minimum = map.integer("minimum", -largest...largest) ?? 0
        let maximum = map.integer("maximum", -largest...largest) ?? largest
        if minimum > maximum {
            map.fault(
                map.has("maximum") ? "maximum" : "minimum",
                "no number is at least \(minimum) and at most \(maximum)")
        }
        return (minimum, maximum)
    }
}
