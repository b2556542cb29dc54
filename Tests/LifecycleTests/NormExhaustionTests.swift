import CanonicalJSON
import CivilTime
import Testing

@testable import Lifecycle

/// The same for another body: other names throughout, and silence that counts.
@Suite struct NormExhaustionTests {
    static func instant(_ text: String) -> Instant { RequirementTests.instant(text) }

    static let actors: [String: [Office]] = [
        "drafter": [Office(role: "drafter", partner: "ax")],
        "editor": [Office(role: "editor", partner: "ax")],
        "backer": [Office(role: "drafter", partner: "by")],
        "other editor": [Office(role: "editor", partner: "by")],
        "delegate": [Office(role: "delegate", partner: "ax")],
        "clerk": [Office(role: "clerk")],
        "chair": [Office(role: "chair", partner: "cz")],
        "vice-chair": [Office(role: "vice-chair", partner: "cz")],
        "clerk of two offices": [Office(role: "delegate", partner: "by"), Office(role: "clerk")],
        "nobody": [],
    ]

    static let clerks = ["clerk", "clerk of two offices"]
    static let chairs = ["chair", "vice-chair"]

    static let rules: [Exhaustion.Rule] = [
        .init(
            act: "ballot", from: ["sketch"], by: ["drafter", "editor"], inputs: ["track", "closes"],
            always: ["form-complete", "duplicates-answered"], onTrack: ["full": ["at-least", "counterparts"]]),
        .init(act: "again", from: ["on-ballot"], by: ["drafter", "editor"], inputs: ["closes"]),
        .init(
            act: "adopt", from: ["on-ballot"], by: clerks + chairs,
            always: ["deadline-passed", "consensus", "decided-in-order"], onTrack: ["full": ["not-own-partner"]]),
        .init(
            act: "enact", from: ["adopted"], by: chairs, inputs: ["session"],
            always: [
                "fact-recorded", "dates-not-in-future", "meeting-held", "decided-during-meeting", "meeting-after-fact",
                "inputs-with", "today-before", "on-track",
            ]),
        .init(
            act: "drop", from: ["sketch", "on-ballot", "adopted"], by: ["drafter", "editor"] + chairs,
            always: ["fact-absent"]),
        .init(
            act: "rewind", from: ["on-ballot", "adopted"], by: ["drafter", "editor"] + clerks,
            always: ["same-office-as-last-move", "last-move-not", "fact-absent"]),
        .init(
            act: "trial", isFact: true, from: ["adopted"], by: ["drafter", "backer"] + clerks,
            inputs: ["status", "starts", "ends"], always: ["dates-in-order", "fact-absent"]),
    ]

    static func ideal(
        _ rule: Exhaustion.Rule, _ state: String, _ track: String, _ offices: [Office]
    ) -> Circumstances {
        var circumstances = RequirementTests.base
        circumstances.state = state
        circumstances.track = track
        circumstances.offices = offices
        circumstances.lastMove?.office = offices.first ?? Office(role: "none")
        for (key, value) in [
            "track": track, "closes": "2024-05-01T00:00:00Z", "status": "passed", "starts": "2024-04-01",
            "ends": "2024-04-02",
        ] {
            circumstances.inputs[key] = .string(value)
        }
        if rule.act != "enact" { circumstances.facts = [:] }
        return circumstances
    }

    static let breakers: [String: Exhaustion.Breaker] = [
        "form-complete": { $0.fields["title"] = nil },
        "duplicates-answered": { $0.duplicateCandidates = ["N-1"] },
        "at-least": {
            $0.fields["backers"] = ["ax"]
            $0.fields["one_sided"] = "nobody else makes bolts"
        },
        "counterparts": { $0.partnerAttributes["ax"] = ["sector": "public"] },
        "deadline-passed": {
            $0.round?.closes = instant("2024-06-01T00:00:00Z")
            $0.round?.positions["cz"] = PositionView(stance: .support, decidedAt: $0.now)
        },
        "consensus": {
            $0.round?.positions["by"] = PositionView(stance: .objection, reason: "no", decidedAt: $0.now)
        },
        "decided-in-order": { $0.lastMove?.decidedAt = instant("2024-05-01T00:00:00Z") },
        "not-own-partner": {
            for index in $0.offices.indices { $0.offices[index].partner = $0.proposer }
        },
        "fact-recorded": { $0.facts["trial"]?.inputs["status"] = "failed" },
        "dates-not-in-future": { $0.now = instant("2024-03-20T00:00:00Z") },
        "meeting-held": { $0.inputs["session"] = "b1" },
        "decided-during-meeting": { $0.decidedAt = instant("2024-04-07T00:00:00Z") },
        "meeting-after-fact": { $0.facts["trial"]?.inputs["starts"] = "2024-04-06" },
        "inputs-with": { $0.inputs["phases"] = "" },
        "today-before": { $0.fields["expires"] = "2024-03-31" },
        "on-track": { $0.track = nil },
        "fact-absent": { $0.facts["trial"] = FactView(inputs: ["status": "passed"], decidedAt: $0.now) },
        "same-office-as-last-move": { $0.lastMove?.office = Office(role: "chair", partner: "by") },
        "last-move-not": { $0.lastMove?.transition = "again" },
        "dates-in-order": { $0.inputs["ends"] = "2024-03-31" },
    ]

    @Test func exactlyTheAllowedActsAreAllowed() throws {
        let exhaustion = Exhaustion(
            definition: try Files.norm(), states: ["sketch", "on-ballot", "adopted", "in-force", "dropped"],
            tracks: ["quick", "full"], actors: Self.actors, rules: Self.rules, breakers: Self.breakers,
            ideal: Self.ideal)
        #expect(exhaustion.run() > 4_000)
    }

    @Test func everyActIsTried() throws {
        let definition = try Files.norm()
        #expect(Self.rules.map(\.act) == definition.transitions.map(\.id) + definition.facts.map(\.id))
    }
}
