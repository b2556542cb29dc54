import CanonicalJSON
import Testing

@testable import Lifecycle

/// The rules of an initiative of the education process, written from the sources and not from the file.
@Suite struct EducationExhaustionTests {
    static let actors: [String: [Office]] = [
        "initiator": [Office(role: "initiator", partner: "EUA")],
        "helper": [Office(role: "initiator", partner: "MY")],
        "stranger": [Office(role: "initiator", partner: "FR")],
        "officials": [Office(role: "officials-chair", partner: "MT")],
        "ministers": [Office(role: "ministers-chair", partner: "MT")],
        "secretariat": [Office(role: "education-secretariat")],
        "group": [Office(role: "working-group")],
        "nobody": [],
    ]

    static let rules: [Exhaustion.Rule] = [
        .init(
            act: "propose", from: ["drafted"], by: ["initiator"], always: ["form-complete", "dates-in-order"],
            onTrack: ["result-oriented": []]),
        .init(
            act: "discuss", from: ["proposed", "discussed"], by: ["officials", "secretariat"],
            inputs: ["meeting", "outcome"], always: ["meeting-held", "decided-during-meeting"]),
        .init(
            act: "agree", from: ["discussed"], by: ["ministers", "secretariat"], inputs: ["meeting", "conclusion"],
            always: ["meeting-held", "decided-during-meeting"]),
        .init(
            act: "start", from: ["agreed"], by: ["initiator", "helper"], inputs: ["on"],
            always: ["decided-on", "dates-not-in-future"]),
        .init(
            act: "take-stock", from: ["running", "stock-taken"], by: ["secretariat", "group"],
            inputs: ["report", "finding"], always: ["fact-since"]),
        .init(act: "conclude", from: ["stock-taken"], by: ["secretariat"], inputs: ["reason"]),
        .init(
            act: "discontinue", from: ["agreed", "running", "stock-taken"], by: ["initiator", "secretariat"],
            inputs: ["reason"]),
        .init(act: "return", from: ["proposed", "discussed"], by: ["officials", "secretariat"], inputs: ["reason"]),
        .init(act: "withdraw", from: ["drafted", "proposed", "discussed"], by: ["initiator"], inputs: ["reason"]),
        .init(
            act: "recall", from: ["proposed", "discussed", "agreed", "running"],
            by: ["initiator", "officials", "ministers", "secretariat"], inputs: ["reason"],
            always: ["same-office-as-last-move", "fact-absent"]),
        .init(
            act: "results", isFact: true, from: ["running", "stock-taken"], by: ["initiator", "helper"],
            inputs: ["text"]),
    ]

    static func ideal(
        _ rule: Exhaustion.Rule, _ state: String, _ track: String, _ offices: [Office]
    ) -> Circumstances {
        let asked = RequirementTests.instant("2024-03-01T09:00:00Z")
        let held = RequirementTests.day("2024-04-09")...RequirementTests.day("2024-04-10")
        var circumstances = Circumstances(
            state: state, track: track,
            fields: [
                "title": "Tides", "orientation": .string(track), "priorities": ["balanced-mobility"],
                "objectives": ["3.3-skills-approach"], "rationale": "r", "outline": "o", "expected_results": "e",
                "organisers": [["partner": "EUA"], ["partner": "MY"]], "starts": "2024-05-02", "ends": "2024-05-03",
            ],
            inputs: [
                "meeting": rule.act == "agree" ? "asemme" : "isom", "outcome": "o", "conclusion": 7,
                "on": "2024-04-10", "report": "r", "finding": "f", "reason": "r", "text": "t",
            ],
            proposer: "EUA", offices: offices, now: RequirementTests.instant("2024-04-10T12:00:00Z"),
            decidedAt: RequirementTests.instant("2024-04-10T10:00:00Z"),
            lastMove: LastMove(
                transition: "some", from: "drafted", decidedAt: asked, office: offices.first ?? Office(role: "none"),
                version: 3),
            meetings: [
                "isom": MeetingView(kind: "isom", name: "ISOM", held: held),
                "asemme": MeetingView(kind: "asemme", name: "ASEMME", held: held),
                "other": MeetingView(kind: "summit", name: "Summit", held: held),
            ])
        if rule.act == "take-stock" {
            circumstances.facts["results"] = FactView(inputs: [:], decidedAt: asked, version: 4)
        }
        return circumstances
    }

    static let breakers: [String: Exhaustion.Breaker] = [
        "form-complete": { $0.fields["rationale"] = nil },
        "dates-in-order": { $0.fields["ends"] = "2024-05-01" },
        "meeting-held": { $0.inputs["meeting"] = "other" },
        "decided-during-meeting": { $0.decidedAt = RequirementTests.instant("2024-04-12T12:00:00Z") },
        "decided-on": { $0.inputs["on"] = "2024-04-08" },
        "dates-not-in-future": { $0.now = RequirementTests.instant("2024-04-07T00:00:00Z") },
        "fact-since": { $0.facts["results"]?.version = 2 },
        "same-office-as-last-move": { $0.lastMove?.office = Office(role: "other") },
        "fact-absent": { $0.facts["results"] = FactView(inputs: [:], decidedAt: $0.now) },
    ]

    @Test func exactlyTheAllowedActsAreAllowed() throws {
        let definition = try Files.lifecycle("asem-education-initiative")
        let exhaustion = Exhaustion(
            definition: definition,
            states: [
                "drafted", "proposed", "discussed", "agreed", "running", "stock-taken", "concluded", "discontinued",
                "withdrawn",
            ],
            tracks: ["dialogue-oriented", "result-oriented"], actors: Self.actors, rules: Self.rules,
            breakers: Self.breakers, ideal: Self.ideal)
        #expect(exhaustion.run() > 3_000)
        #expect(Self.rules.map(\.act) == definition.transitions.map(\.id) + definition.facts.map(\.id))
        #expect(exhaustion.states == definition.states.map(\.id))
    }

    /// Only what is result-oriented must say which results are expected.
    @Test func resultsAreAskedOfOneKind() throws {
        let definition = try Files.lifecycle("asem-education-initiative")
        let rule = try #require(Self.rules.first)
        let propose = try #require(definition.transition("propose"))
        for (track, expected) in [("dialogue-oriented", []), ("result-oriented", ["form-complete"])] {
            var circumstances = Self.ideal(rule, "drafted", track, Self.actors["initiator"] ?? [])
            circumstances.fields["expected_results"] = nil
            #expect(definition.verdict(on: propose, in: circumstances).unmet.map(\.requirement) == expected)
        }
    }
}

/// The rules of a key implementing measure, written from the sources and not from the file.
@Suite struct MeasureExhaustionTests {
    static let actors: [String: [Office]] = [
        "planner": [Office(role: "connectivity-division", partner: "ASEC")],
        "other planner": [Office(role: "connectivity-division", partner: "TH")],
        "committee": [Office(role: "committee", partner: "ACCC")],
        "lead": [Office(role: "body", partner: "ASCN")],
        "other body": [Office(role: "body", partner: "ACCC")],
        "coordinator": [Office(role: "national-coordinator", partner: "TH")],
        "focal point": [Office(role: "focal-point", partner: "TH")],
        "nobody": [],
    ]

    /// The fifteen initiatives by the area that each belongs to.
    static let areas = [
        "sustainable-infrastructure": 1...3, "digital-innovation": 4...7, "seamless-logistics": 8...9,
        "regulatory-excellence": 10...11, "people-mobility": 12...15,
    ]

    static let rules: [Exhaustion.Rule] = [
        .init(
            act: "assign", from: ["listed"], by: ["committee", "planner"], always: ["form-complete", "field-is"]),
        .init(
            act: "begin", from: ["assigned"], by: ["lead"], inputs: ["on"],
            always: ["decided-on", "dates-not-in-future"]),
        .init(
            act: "complete", from: ["under-way"], by: ["committee"], inputs: ["meeting", "owner"],
            always: ["fact-since", "meeting-held", "decided-during-meeting"]),
        .init(
            act: "discontinue", from: ["listed", "assigned", "under-way"], by: ["committee"], inputs: ["reason"]),
        .init(act: "release", from: ["assigned", "under-way"], by: ["committee", "lead"], inputs: ["reason"]),
        .init(
            act: "reviewed", isFact: true, from: ["listed", "assigned", "under-way"],
            by: ["lead", "planner", "committee"], inputs: ["year", "status", "finding"], always: ["within-days review"]),
        .init(
            act: "concept-reviewed", isFact: true, from: ["listed", "assigned", "under-way"],
            by: ["planner", "committee"], inputs: ["change"], always: ["within-days concept"]),
        .init(
            act: "consulted", isFact: true, from: ["assigned", "under-way"], by: ["lead", "coordinator"],
            inputs: ["text"]),
    ]

    /// The choices of the form, read once.
    private static let choices: [String] = {
        guard case .choice(let all)? = try? Files.lifecycle("mpac-measure").form.field("initiative")?.type else {
            return []
        }
        return all
    }()

    static func initiatives(of area: String) -> [String] {
        guard let range = areas[area] else { return [] }
        return choices.filter { Int($0.prefix(2)).map(range.contains) ?? false }
    }

    static func ideal(
        _ rule: Exhaustion.Rule, _ state: String, _ track: String, _ offices: [Office]
    ) -> Circumstances {
        let asked = RequirementTests.instant("2024-03-01T09:00:00Z")
        let held = RequirementTests.day("2024-04-09")...RequirementTests.day("2024-04-10")
        let initiative = initiatives(of: track).first ?? ""
        var circumstances = Circumstances(
            state: state, track: track,
            fields: [
                "title": "M", "area": .string(track), "initiative": .string(initiative), "lead_body": ["ASCN"],
            ],
            inputs: [
                "on": "2024-04-10", "meeting": "m1", "owner": "o", "reason": "r", "year": 2024, "status": "delayed",
                "finding": "f", "change": "c", "text": "t",
            ],
            proposer: "ASEC", offices: offices, now: RequirementTests.instant("2024-04-10T12:00:00Z"),
            decidedAt: RequirementTests.instant("2024-04-10T10:00:00Z"),
            lastMove: LastMove(
                transition: "some", from: "listed", decidedAt: asked, office: Office(role: "committee"), version: 3),
            facts: ["reviewed": FactView(inputs: ["status": "completed"], decidedAt: asked, version: 4)],
            meetings: [
                "m1": MeetingView(kind: "committee", name: "M", held: held),
                "s1": MeetingView(kind: "summit", name: "S", held: held),
            ])
        circumstances.facts["concept-reviewed"] = FactView(inputs: [:], decidedAt: asked, version: 5)
        return circumstances
    }

    static let breakers: [String: Exhaustion.Breaker] = [
        "form-complete": { $0.fields["title"] = nil },
        "field-is": {
            $0.fields["initiative"] = $0.track == "people-mobility" ? "01-priority-infrastructure" : "13-visas"
        },
        "decided-on": { $0.inputs["on"] = "2024-04-08" },
        "dates-not-in-future": { $0.now = RequirementTests.instant("2024-04-07T00:00:00Z") },
        "fact-since": { $0.facts["reviewed"]?.inputs["status"] = "delayed" },
        "meeting-held": { $0.inputs["meeting"] = "s1" },
        "decided-during-meeting": { $0.decidedAt = RequirementTests.instant("2024-04-12T12:00:00Z") },
        "within-days review": { $0.facts["reviewed"]?.decidedAt = RequirementTests.instant("2023-04-01T00:00:00Z") },
        "within-days concept": {
            $0.facts["concept-reviewed"]?.decidedAt = RequirementTests.instant("2022-04-01T00:00:00Z")
        },
    ]

    @Test func exactlyTheAllowedActsAreAllowed() throws {
        let definition = try Files.lifecycle("mpac-measure")
        let exhaustion = Exhaustion(
            definition: definition, states: ["listed", "assigned", "under-way", "completed", "discontinued"],
            tracks: Self.areas.keys.sorted(), actors: Self.actors, rules: Self.rules, breakers: Self.breakers,
            ideal: Self.ideal)
        #expect(exhaustion.run() > 2_000)
        #expect(Self.rules.map(\.act) == definition.transitions.map(\.id) + definition.facts.map(\.id))
        #expect(exhaustion.states == definition.states.map(\.id))
    }

    /// Five areas hold fifteen initiatives, and each initiative is accepted in its own area alone.
    @Test func eachInitiativeBelongsToOneArea() throws {
        let definition = try Files.lifecycle("mpac-measure")
        let assign = try #require(definition.transition("assign"))
        let rule = try #require(Self.rules.first)
        var accepted: [String: [String]] = [:]
        for area in Self.areas.keys {
            for initiative in Self.areas.keys.flatMap(Self.initiatives(of:)) {
                var circumstances = Self.ideal(rule, "listed", area, Self.actors["committee"] ?? [])
                circumstances.fields["initiative"] = .string(initiative)
                if definition.verdict(on: assign, in: circumstances).isAllowed {
                    accepted[initiative, default: []].append(area)
                }
            }
        }
        #expect(accepted.count == 15)
        #expect(accepted.values.allSatisfy { $0.count == 1 })
        #expect(definition.tracks.count == 5)
    }
}
