import CanonicalJSON
import CivilTime
import Testing

@testable import Lifecycle

/// The rules of a cooperation project or programme, written from the sources and not from the file.
@Suite struct CooperationProjectExhaustionTests {
    static func instant(_ text: String) -> Instant { RequirementTests.instant(text) }

    static let actors: [String: [Office]] = [
        "proponent": [Office(role: "proponent", partner: "LA")],
        "other proponent": [Office(role: "proponent", partner: "TH")],
        "agency": [Office(role: "implementing-agency", partner: "KH")],
        "other agency": [Office(role: "implementing-agency", partner: "TH")],
        "desk": [Office(role: "desk-officer")],
        "division": [Office(role: "project-management")],
        "finance": [Office(role: "finance")],
        "sponsor": [Office(role: "body", partner: "AMME")],
        "approver": [Office(role: "body", partner: "CPR")],
        "other body": [Office(role: "body", partner: "AMMD")],
        "auditor": [Office(role: "auditor")],
        "nobody": [],
    ]

    static let rules: [Exhaustion.Rule] = [
        .init(
            act: "submit", from: ["formulation"], by: ["proponent"],
            always: ["form-complete submit", "dates-in-order", "counterparts"]),
        .init(
            act: "appraise", from: ["appraisal"], by: ["desk"], inputs: ["compliance"],
            always: ["form-complete appraise", "not-own-partner"]),
        .init(
            act: "endorse", from: ["appraised"], by: ["sponsor", "desk"],
            inputs: ["body", "meeting_number", "meeting_date"],
            always: ["named-in", "decided-on", "dates-not-in-future"]),
        .init(
            act: "approve", from: ["endorsed"], by: ["approver", "desk"],
            inputs: ["body", "meeting_number", "meeting_date"],
            always: ["named-in", "decided-on", "dates-not-in-future"]),
        .init(
            act: "commence", from: ["approved"], by: ["desk", "division"], always: ["decided-on-latest"],
            onTrack: ["programme": ["fact-recorded signed"]]),
        .init(
            act: "amend", from: ["implementing"], by: ["desk"], inputs: ["changes", "reason"],
            always: ["fact-since consulted", "form-complete submit", "dates-in-order", "counterparts"]),
        .init(act: "terminate", from: ["approved", "implementing"], by: ["approver", "desk"], inputs: ["reason"]),
        .init(
            act: "finish", from: ["implementing"], by: ["proponent", "agency", "desk"], inputs: ["on"],
            always: ["decided-on finish", "dates-not-in-future on"]),
        .init(
            act: "report", from: ["implemented", "reported"], by: ["proponent", "agency"],
            inputs: ["report", "summary"]),
        .init(
            act: "complete", from: ["reported"], by: ["desk", "division"],
            always: ["fact-since report", "fact-recorded balance", "fact-since balance"]),
        .init(
            act: "return", from: ["appraisal", "appraised", "endorsed"], by: ["desk", "sponsor", "approver"],
            inputs: ["reason"]),
        .init(
            act: "withdraw", from: ["formulation", "appraisal", "appraised", "endorsed"], by: ["proponent"],
            inputs: ["reason"]),
        .init(
            act: "recall", from: ["appraisal", "appraised", "endorsed", "approved"],
            by: ["proponent", "desk", "sponsor", "approver"], inputs: ["reason"],
            always: ["same-office-as-last-move", "fact-absent notified"]),
        .init(
            act: "approval-notified", isFact: true, from: ["approved"], by: ["desk"], inputs: ["on"],
            always: ["dates-not-in-future on"]),
        .init(
            act: "first-disbursement", isFact: true, from: ["approved"], by: ["finance"], inputs: ["on", "amount"],
            always: ["dates-not-in-future on"]),
        .init(
            act: "signed", isFact: true, from: ["approved"], by: ["desk", "division"], inputs: ["agreement", "on"],
            always: ["dates-not-in-future on"], refused: { track, _ in track == "project" ? "on-track" : nil }),
        .init(
            act: "consulted", isFact: true, from: ["implementing"], by: ["desk"],
            inputs: ["body", "on", "proposal", "status"], always: ["dates-not-in-future on"]),
        .init(
            act: "progress", isFact: true, from: ["implementing"], by: ["proponent", "agency", "desk"],
            inputs: ["status", "text"]),
        .init(
            act: "report-verified", isFact: true, from: ["reported"], by: ["division"], inputs: ["status"],
            always: ["inputs-with"]),
        .init(
            act: "balance-received", isFact: true, from: ["implemented", "reported"], by: ["finance"],
            inputs: ["amount", "on"], always: ["dates-not-in-future on"]),
        .init(
            act: "balance-verified", isFact: true, from: ["implemented", "reported"], by: ["finance"],
            inputs: ["status"], always: ["fact-recorded balance", "inputs-with"]),
    ]

    static let states = ["BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN"]

    static func ideal(
        _ rule: Exhaustion.Rule, _ state: String, _ track: String, _ offices: [Office]
    ) -> Circumstances {
        let asked = instant("2024-03-01T09:00:00Z")
        func fact(_ inputs: JSONObject, _ version: Int) -> FactView {
            FactView(inputs: inputs, decidedAt: asked, version: version)
        }
        let status: JSONValue =
            switch rule.act {
            case "consulted": "agreed"
            case "progress": "delayed"
            default: "verified"
            }
        let body: JSONValue = rule.act == "endorse" ? "AMME" : "CPR"
        var attributes: [String: [String: String]] = [:]
        for state in states { attributes[state] = ["member_state": state] }
        var circumstances = Circumstances(
            state: state, track: track,
            fields: [
                "title": "Wetlands", "kind": .string(track), "description": "d", "recurring": "no",
                "scope": "single-sector", "pillar": "ASCC", "action_lines": ["one"], "duration": "over-12-months",
                "starts": "2024-05-02", "ends": "2025-05-03", "participating": .strings(states),
                "budget": ["currency": "USD", "amount": "1"], "funding_partners": ["a donor"],
                "implementing_agencies": [["partner": "KH"]], "sponsoring_body": ["AMME"], "code": "c",
                "nature": "joint-effort", "intervention": "policy-initiative", "approving_body": ["CPR"],
            ],
            inputs: [
                "compliance": "c", "body": body, "meeting_number": "4", "meeting_date": "2024-04-10",
                "on": "2024-04-10", "reason": "r", "changes": ["ends": "2025-06-01"], "report": "r", "summary": "s",
                "amount": ["currency": "USD", "amount": "1"], "agreement": "a", "proposal": "p", "status": status,
                "text": "t", "query": "q",
            ],
            proposer: "LA", offices: offices, now: instant("2024-04-10T12:00:00Z"),
            decidedAt: instant("2024-04-10T10:00:00Z"),
            lastMove: LastMove(
                transition: "some", from: "formulation", decidedAt: asked,
                office: offices.first ?? Office(role: "none"),
                version: 3),
            partnerAttributes: attributes)
        switch rule.act {
        case "commence":
            circumstances.facts = [
                "approval-notified": fact(["on": "2024-04-10"], 4), "first-disbursement": fact(["on": "2024-04-01"], 5),
                "signed": fact(["on": "2024-04-01"], 6),
            ]
        case "amend": circumstances.facts = ["consulted": fact(["status": "no-objection"], 4)]
        case "complete", "balance-verified":
            circumstances.facts = [
                "report-verified": fact(["status": "verified"], 4), "balance-received": fact([:], 2),
                "balance-verified": fact(["status": "verified"], 3),
            ]
        default: break
        }
        return circumstances
    }

    static let breakers: [String: Exhaustion.Breaker] = [
        "form-complete submit": { $0.fields["description"] = nil },
        "form-complete appraise": { $0.fields["code"] = nil },
        "dates-in-order": { $0.fields["ends"] = "2024-05-01" },
        "counterparts": { $0.fields["participating"] = .strings(Array(states.dropLast())) },
        "not-own-partner": { for index in $0.offices.indices { $0.offices[index].partner = "LA" } },
        "named-in": { $0.inputs["body"] = "AMMD" },
        "decided-on": {
            $0.inputs["meeting_date"] = "2024-04-08"
        },
        "decided-on finish": { $0.inputs["on"] = "2024-04-08" },
        "dates-not-in-future": { $0.now = instant("2024-04-08T00:00:00Z") },
        "dates-not-in-future on": {
            $0.now = instant("2024-04-08T00:00:00Z")
            $0.inputs["on"] = "2024-04-10"
        },
        "decided-on-latest": { $0.facts["first-disbursement"]?.inputs["on"] = "2024-04-12" },
        "fact-recorded signed": { $0.facts["signed"] = nil },
        "fact-since consulted": { $0.facts["consulted"]?.version = 2 },
        "fact-since report": { $0.facts["report-verified"]?.inputs["status"] = "queried" },
        "fact-recorded balance": { $0.facts["balance-received"] = nil },
        "fact-since balance": {
            $0.facts["balance-verified"]?.version = 1
            if $0.facts["balance-received"] == nil { $0.facts["balance-verified"] = nil }
        },
        "same-office-as-last-move": { $0.lastMove?.office = Office(role: "other") },
        "fact-absent notified": { $0.facts["approval-notified"] = FactView(inputs: [:], decidedAt: $0.now) },
        "inputs-with": {
            $0.inputs["status"] = "queried"
            $0.inputs["query"] = nil
        },
    ]

    @Test func exactlyTheAllowedActsAreAllowed() throws {
        let definition = try Files.lifecycle("asean-cooperation-project")
        let exhaustion = Exhaustion(
            definition: definition,
            states: [
                "formulation", "appraisal", "appraised", "endorsed", "approved", "implementing", "implemented",
                "reported", "completed", "terminated", "withdrawn",
            ],
            tracks: ["project", "programme"], actors: Self.actors, rules: Self.rules, breakers: Self.breakers,
            ideal: Self.ideal)
        #expect(exhaustion.run() > 10_000)
        #expect(Self.rules.map(\.act) == definition.transitions.map(\.id) + definition.facts.map(\.id))
        #expect(exhaustion.states == definition.states.map(\.id))
    }

    /// A report is due 60 days after full implementation, and taken later with a reason; a second one is not.
    @Test func reportIsDueAfterSixtyDays() throws {
        let definition = try Files.lifecycle("asean-cooperation-project")
        let report = try #require(definition.transition("report"))
        let rule = try #require(Self.rules.first { $0.act == "report" })
        var circumstances = Self.ideal(rule, "implemented", "project", [Office(role: "proponent", partner: "LA")])
        func unmet() -> [String] { definition.verdict(on: report, in: circumstances).unmet.map(\.requirement) }
        #expect(definition.dueDay(report.requirements, in: circumstances)?.description == "2024-04-30")
        circumstances.decidedAt = Self.instant("2024-05-01T13:59:00Z")
        #expect(unmet() == [])
        circumstances.decidedAt = Self.instant("2024-05-01T14:00:00Z")
        #expect(unmet() == ["within-days"])
        circumstances.inputs["late_reason"] = "an invoice was missing"
        #expect(unmet() == [])
        circumstances.inputs["late_reason"] = nil
        circumstances.state = "reported"
        #expect(unmet() == [])
    }

    /// "Completed" wants four things; without any one of them it is not.
    @Test func completedWantsReceiptAndVerificationOfBoth() throws {
        let definition = try Files.lifecycle("asean-cooperation-project")
        let complete = try #require(definition.transition("complete"))
        let rule = try #require(Self.rules.first { $0.act == "complete" })
        let whole = Self.ideal(rule, "reported", "project", [Office(role: "desk-officer")])
        #expect(definition.verdict(on: complete, in: whole).isAllowed)
        for fact in ["report-verified", "balance-received", "balance-verified"] {
            var circumstances = whole
            circumstances.facts[fact] = nil
            #expect(!definition.verdict(on: complete, in: circumstances).isAllowed, "\(fact)")
        }
        // A report that came after its verification is not verified.
        var again = whole
        again.lastMove?.version = 5
        #expect(definition.verdict(on: complete, in: again).unmet.map(\.requirement) == ["fact-since"])
    }
}
