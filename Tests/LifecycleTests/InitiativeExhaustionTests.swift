import CanonicalJSON
import CivilTime
import Testing

@testable import Lifecycle

/// The rules of an ASEM initiative, written from the rules and not from the file.
@Suite struct InitiativeExhaustionTests {
    static func instant(_ text: String) -> Instant { RequirementTests.instant(text) }
    static func day(_ text: String) -> CivilDate { RequirementTests.day(text) }

    static let actors: [String: [Office]] = [
        "proposer": [Office(role: "proposer", partner: "FR")],
        "organiser": [Office(role: "proposer", partner: "JP")],
        "stranger": [Office(role: "proposer", partner: "DE")],
        "contact point": [Office(role: "contact-point", partner: "FR")],
        "coordinator": [Office(role: "regional-coordinator", partner: "SG", group: "ASEAN")],
        "SOM leader": [Office(role: "som-leader", partner: "DE")],
        "infoboard": [Office(role: "infoboard-officer")],
        "admin": [Office(role: "admin")],
        "nobody": [],
    ]

    static let workProgramme = ["form-complete", "counterparts", "duplicates-answered"]

    static let rules: [Exhaustion.Rule] = [
        .init(
            act: "circulate", from: ["drafted"], by: ["proposer"], inputs: ["track"], always: ["dates-in-order"],
            onTrack: ["work-programme": workProgramme, "information": ["form-complete"]]),
        .init(
            act: "recirculate", from: ["circulated", "consensus"], by: ["proposer"], inputs: ["reason"],
            always: ["dates-in-order", "decided-in-order"],
            onTrack: ["work-programme": workProgramme, "information": ["form-complete"]]),
        .init(
            act: "confirm", from: ["circulated"], by: ["coordinator"], always: ["decided-in-order"],
            onTrack: ["work-programme": ["consensus"]],
            refused: { track, _ in track == "information" ? "on-track" : nil }),
        .init(
            act: "bless", from: ["consensus"], by: ["SOM leader"], inputs: ["meeting"],
            always: ["consensus", "meeting-held", "decided-during-meeting", "decided-in-order", "not-own-partner"]),
        .init(
            act: "defer", from: ["consensus"], by: ["SOM leader"], inputs: ["meeting", "reason"],
            always: ["decided-in-order"]),
        .init(
            act: "report", from: ["som-blessed"], by: ["proposer", "organiser"],
            inputs: ["outcomes", "partners_participating", "meeting", "channel"],
            always: [
                "fact-recorded", "dates-not-in-future", "meeting-held", "meeting-after-fact", "decided-in-order",
            ]),
        .init(
            act: "close", from: ["circulated", "som-blessed"], by: ["proposer", "organiser"],
            always: ["fact-recorded", "decided-in-order"],
            refused: { track, state in track == "work-programme" && state == "circulated" ? "on-track" : nil }),
        .init(
            act: "return", from: ["circulated", "consensus"], by: ["coordinator", "SOM leader"], inputs: ["reason"],
            always: ["decided-in-order"]),
        .init(
            act: "withdraw", from: ["drafted", "circulated", "consensus"], by: ["proposer"], inputs: ["reason"],
            always: ["decided-in-order"]),
        .init(
            act: "recall", from: ["drafted", "circulated", "consensus", "som-blessed"],
            by: ["proposer", "coordinator", "SOM leader"], inputs: ["reason"],
            always: ["same-office-as-last-move", "fact-absent published"]),
        .init(
            act: "published", isFact: true, from: ["som-blessed"], by: ["infoboard"], inputs: ["url", "fields"],
            always: ["fact-absent implemented", "today-before"],
            refused: { track, _ in track == "information" ? "on-track" : nil }),
        .init(
            act: "implemented", isFact: true, from: ["circulated", "som-blessed"], by: ["proposer", "organiser"],
            always: [
                "inputs-with held", "inputs-with postponed", "dates-in-order inputs", "dates-not-in-future inputs",
            ], refused: { track, state in track == "work-programme" && state == "circulated" ? "on-track" : nil }),
        .init(
            act: "interest", isFact: true, from: ["circulated", "consensus", "som-blessed"], by: ["contact point"]),
        .init(
            act: "interest-answered", isFact: true, from: ["circulated", "consensus", "som-blessed"],
            by: ["proposer", "organiser"], inputs: ["partner"]),
    ]

    static func ideal(
        _ rule: Exhaustion.Rule, _ state: String, _ track: String, _ offices: [Office]
    ) -> Circumstances {
        let asked = instant("2024-03-01T09:00:00Z")
        var circumstances = Circumstances(
            state: state, track: track,
            fields: [
                "title": "Bridges", "objective": "o", "goals": "g", "rationale": "r", "guidance": ["ASEM12"],
                "outline": "o", "location": "Paris", "starts": "2024-05-02", "ends": "2024-05-03",
                "expected_outcomes": "e", "prime_actors": ["government"], "audience": "a",
                "cost": ["currency": "EUR", "amount": "1"], "finance": "f", "mutual_benefit": "m", "contribution": "c",
                "organisers": [["partner": "FR"], ["partner": "JP"]], "duplicates": [["ref": "A-1", "answer": "no"]],
            ],
            inputs: [
                "track": .string(track), "reason": "because", "meeting": "som1", "outcomes": "o",
                "partners_participating": 40, "channel": "direct", "url": "https://example.org",
                "fields": ["title"], "starts": "2024-04-01", "ends": "2024-04-01", "partner": "JP",
            ],
            proposer: "FR", offices: offices, now: instant("2024-04-10T12:00:00Z"),
            decidedAt: instant("2024-04-10T10:00:00Z"),
            lastMove: LastMove(
                transition: "some", from: "drafted", decidedAt: asked, office: offices.first ?? Office(role: "none")),
            round: RoundView(
                number: 1, isOpen: true, closes: nil, roster: ["FR", "JP"],
                positions: [
                    "FR": PositionView(stance: .support, decidedAt: asked),
                    "JP": PositionView(stance: .noObjection, decidedAt: asked),
                ]),
            meetings: [
                "som1": MeetingView(kind: "som", name: "SOM", held: day("2024-04-09")...day("2024-04-10")),
                "fmm1": MeetingView(kind: "fmm", name: "FMM", held: day("2024-04-09")...day("2024-04-10")),
            ],
            partnerAttributes: ["FR": ["region": "Europe"], "JP": ["region": "Asia"]], duplicateCandidates: ["A-1"])
        if rule.act == "report" {
            circumstances.facts["implemented"] = FactView(
                inputs: ["starts": "2024-04-01", "ends": "2024-04-02"], decidedAt: asked)
        }
        if rule.act == "close" {
            circumstances.facts["implemented"] = FactView(
                inputs: ["status": "cancelled", "reason": "r"], decidedAt: asked)
        }
        return circumstances
    }

    static let breakers: [String: Exhaustion.Breaker] = [
        "form-complete": { $0.fields["title"] = nil },
        "counterparts": { $0.fields["organisers"] = [["partner": "FR"], ["organisation": "Friends"]] },
        "duplicates-answered": { $0.duplicateCandidates.append("A-2") },
        "dates-in-order": { $0.fields["ends"] = "2024-05-01" },
        "dates-in-order inputs": { $0.inputs["ends"] = "2024-03-31" },
        "dates-not-in-future": { $0.now = instant("2024-03-31T00:00:00Z") },
        "dates-not-in-future inputs": {
            $0.inputs["starts"] = "2024-04-12"
            $0.inputs["ends"] = "2024-04-12"
        },
        "decided-in-order": { $0.lastMove?.decidedAt = instant("2024-05-01T00:00:00Z") },
        "consensus": { $0.round?.positions["JP"] = nil },
        "meeting-held": { $0.inputs["meeting"] = "fmm1" },
        "decided-during-meeting": { $0.decidedAt = instant("2024-04-12T12:00:00Z") },
        "not-own-partner": { $0.proposer = $0.offices.first?.partner ?? "FR" },
        "fact-recorded": { $0.facts["implemented"]?.inputs["status"] = "postponed" },
        "meeting-after-fact": {
            for id in ["som1", "fmm1"] { $0.meetings[id]?.held = day("2024-03-30")...day("2024-03-31") }
        },
        "same-office-as-last-move": { $0.lastMove?.office = Office(role: "other") },
        "fact-absent published": { $0.facts["published"] = FactView(inputs: [:], decidedAt: $0.now) },
        "fact-absent implemented": { $0.facts["implemented"] = FactView(inputs: [:], decidedAt: $0.now) },
        "today-before": { $0.fields["starts"] = "2024-04-08" },
        "inputs-with held": { $0.inputs["starts"] = nil },
        "inputs-with postponed": {
            $0.inputs["status"] = "postponed"
            $0.inputs["reason"] = nil
        },
    ]

    @Test func exactlyTheAllowedActsAreAllowed() throws {
        let exhaustion = Exhaustion(
            definition: try Files.initiative(),
            states: ["drafted", "circulated", "consensus", "som-blessed", "reported", "withdrawn"],
            tracks: ["work-programme", "information"], actors: Self.actors, rules: Self.rules,
            breakers: Self.breakers, ideal: Self.ideal)
        #expect(exhaustion.run() > 10_000)
    }

    /// The rules above leave nothing out that the definition holds.
    @Test func everyActIsTried() throws {
        let definition = try Files.initiative()
        #expect(Self.rules.map(\.act) == definition.transitions.map(\.id) + definition.facts.map(\.id))
    }

    /// The forward moves are these four, and no state is ever skipped.
    @Test func forwardMovesAreFour() throws {
        let definition = try Files.initiative()
        let order = ["drafted", "circulated", "consensus", "som-blessed", "reported"]
        var forward: [String] = []
        for transition in definition.transitions {
            for from in transition.from {
                guard let to = transition.to, let start = order.firstIndex(of: from),
                    let end = order.firstIndex(of: to), end > start
                else { continue }
                #expect(end == start + 1)
                forward.append(transition.id)
            }
        }
        #expect(forward == ["circulate", "confirm", "bless", "report"])
    }

    @Test func houseRuleCanBeSwitchedOff() throws {
        let definition = try Files.initiative()
        let rule = try #require(Self.rules.first { $0.act == "bless" })
        let bless = try #require(definition.transition("bless"))
        var circumstances = Self.ideal(rule, "consensus", "work-programme", [Office(role: "som-leader", partner: "FR")])
        #expect(definition.verdict(on: bless, in: circumstances).unmet.map(\.requirement) == ["not-own-partner"])
        circumstances.disabledHouseRules = ["not-own-partner"]
        #expect(definition.verdict(on: bless, in: circumstances).isAllowed)
        circumstances.disabledHouseRules = ["consensus", "meeting-held"]
        circumstances.round?.positions["JP"] = nil
        #expect(definition.verdict(on: bless, in: circumstances).unmet.map(\.requirement).contains("consensus"))
    }
}
