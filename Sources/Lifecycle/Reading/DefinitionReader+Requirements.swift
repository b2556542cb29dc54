extension DefinitionReader {
    static func requirements(_ map: MapReader) -> [RequirementUse] {
        let keys = ["require", "with", "source", "label", "tracks", "states", "given", "house_rule"]
        return map.maps("requirements", .requirements, what: "a requirement", keys: keys) { use in
            guard let requirement = requirement(use) else { return nil }
            return RequirementUse(
                requirement, source: use.text("source") ?? "", tracks: use.texts("tracks"),
                states: use.texts("states"), given: given(use), label: use.text("label", default: requirement.name),
                isHouseRule: use.flag("house_rule"))
        }
    }

    private static func given(_ use: MapReader) -> RequirementUse.Given? {
        guard let node = use.node("given") else { return nil }
        let map = MapReader(
            node, at: use.path["given"], what: "what is given", keys: ["input", "values"], use.reading)
        return map.map { RequirementUse.Given(input: $0.text("input") ?? "", values: $0.needed("values")) }
    }

    private static func requirement(_ use: MapReader) -> Requirement? {
        guard let name = use.text("require") else { return nil }
        guard let word = RequirementWord(rawValue: name) else {
            let known = RequirementWord.allCases.map(\.rawValue).listed
            let hint = RequirementWord.allCases.map(\.rawValue).hint(for: name)
            use.fault("require", "\"\(name)\" is not a requirement; use one of \(known)\(hint)")
            return nil
        }
        if word.parameters.isEmpty {
            if use.has("with") { use.fault("with", "\(name) takes no parameters") }
        } else if !use.has("with") {
            use.reading.fault(at: use.path, "\(name) needs \"with\": \(word.parameters.listed)")
            return nil
        }
        let what = "the parameters of \(name)"
        let empty = DefinitionNode(line: 0, .map([]))
        let node = word.parameters.isEmpty ? empty : use.node("with") ?? empty
        let parameters = MapReader(node, at: use.path["with"], what: what, keys: word.parameters, use.reading)
        return parameters.map { requirement(word, $0) }
    }

    /// Exhaustive on purpose: a new requirement must say here how it is written.
    private static func requirement(_ word: RequirementWord, _ with: MapReader) -> Requirement {
        switch word {
        case .formComplete: .formComplete
        case .counterparts:
            .counterparts(
                field: with.text("field") ?? "", attribute: with.text("attribute") ?? "",
                values: with.needed("values"), waiver: with.text("waiver") ?? "")
        case .duplicatesAnswered: .duplicatesAnswered(field: with.text("field") ?? "")
        case .onTrack: .onTrack(with.needed("tracks"))
        case .consensus: .consensus
        case .meetingHeld: .meetingHeld(input: with.text("input") ?? "", kinds: chosen(with, "kinds"))
        case .decidedDuringMeeting: .decidedDuringMeeting(input: with.text("input") ?? "")
        case .decidedInOrder: .decidedInOrder
        case .meetingAfterFact:
            .meetingAfterFact(input: with.text("input") ?? "", fact: with.text("fact") ?? "")
        case .notOwnPartner: .notOwnPartner
        case .factRecorded: .factRecorded(with.text("fact") ?? "", statuses: chosen(with, "statuses"))
        case .factAbsent: .factAbsent(with.text("fact") ?? "", statuses: chosen(with, "statuses"))
        case .datesNotInFuture:
            .datesNotInFuture(fact: with.has("fact") ? with.text("fact") : nil, inputs: with.needed("inputs"))
        case .datesInOrder: .datesInOrder(fields: with.texts("fields"), inputs: with.texts("inputs"))
        case .todayBefore: .todayBefore(field: with.text("field") ?? "")
        case .atLeast: .atLeast(field: with.text("field") ?? "", count: number(with, "count", 1...100_000))
        case .inputsWith:
            .inputsWith(
                input: with.text("input") ?? "", values: with.needed("values"), needed: with.needed("needed"))
        case .deadlinePassed: .deadlinePassed
        case .sameOfficeAsLastMove: .sameOfficeAsLastMove
        case .lastMoveNot: .lastMoveNot(with.needed("transitions"))
        case .decidedOn: .decidedOn(input: with.text("input") ?? "")
        case .decidedOnLatest: .decidedOnLatest(facts: with.needed("facts"), input: with.text("input") ?? "")
        case .namedIn: .namedIn(input: with.text("input") ?? "", field: with.text("field") ?? "")
        case .factSince:
            .factSince(with.text("fact") ?? "", statuses: chosen(with, "statuses"), facts: chosen(with, "facts"))
        case .withinDays:
            .withinDays(
                number(with, "days", 1...36_500), fact: with.has("fact") ? with.text("fact") : nil,
                waiver: with.text("waiver") ?? "")
        case .fieldIs: .fieldIs(field: with.text("field") ?? "", values: with.needed("values"))
        case .signed: .signed
        }
    }

    /// A list that may be left out, and then means all there are; an empty one would mean none.
    private static func chosen(_ with: MapReader, _ key: String) -> [String] {
        with.has(key) ? with.needed(key) : []
    }

    private static func number(_ with: MapReader, _ key: String, _ bounds: ClosedRange<Int64>) -> Int {
        if !with.has(key) { with.reading.fault(at: with.path, "\(with.what) need \"\(key)\"") }
        return Int(with.integer(key, bounds) ?? bounds.lowerBound)
    }
}

/// The names of requirements with the parameters that each takes. The raw values are ``Requirement/name``.
enum RequirementWord: String, CaseIterable {
    case formComplete = "form-complete"
    case counterparts
    case duplicatesAnswered = "duplicates-answered"
    case onTrack = "on-track"
    case consensus
    case meetingHeld = "meeting-held"
    case decidedDuringMeeting = "decided-during-meeting"
    case decidedInOrder = "decided-in-order"
    case meetingAfterFact = "meeting-after-fact"
    case notOwnPartner = "not-own-partner"
    case factRecorded = "fact-recorded"
    case factAbsent = "fact-absent"
    case datesNotInFuture = "dates-not-in-future"
    case datesInOrder = "dates-in-order"
    case todayBefore = "today-before"
    case atLeast = "at-least"
    case inputsWith = "inputs-with"
    case deadlinePassed = "deadline-passed"
    case sameOfficeAsLastMove = "same-office-as-last-move"
    case lastMoveNot = "last-move-not"
    case decidedOn = "decided-on"
    case decidedOnLatest = "decided-on-latest"
    case namedIn = "named-in"
    case factSince = "fact-since"
    case withinDays = "within-days"
    case fieldIs = "field-is"
    case signed

    var parameters: [String] {
        switch self {
        case .counterparts: ["field", "attribute", "values", "waiver"]
        case .duplicatesAnswered, .todayBefore: ["field"]
        case .onTrack: ["tracks"]
        case .meetingHeld: ["input", "kinds"]
        case .decidedDuringMeeting, .decidedOn: ["input"]
        case .meetingAfterFact: ["input", "fact"]
        case .factRecorded, .factAbsent: ["fact", "statuses"]
        case .datesNotInFuture: ["fact", "inputs"]
        case .datesInOrder: ["fields", "inputs"]
        case .atLeast: ["field", "count"]
        case .inputsWith: ["input", "values", "needed"]
        case .lastMoveNot: ["transitions"]
        case .decidedOnLatest: ["facts", "input"]
        case .namedIn: ["input", "field"]
        case .factSince: ["fact", "statuses", "facts"]
        case .withinDays: ["days", "fact", "waiver"]
        case .fieldIs: ["field", "values"]
        case .formComplete, .consensus, .decidedInOrder, .notOwnPartner, .deadlinePassed, .sameOfficeAsLastMove,
            .signed:
            []
        }
    }
}
