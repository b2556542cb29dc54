import CanonicalJSON
import DefinitionFiles
import Lifecycle
import Proposals
import Testing

/// Moves that change the text, fields that belong to an office, and a track that is a field: on a cooperation project that is invented.
@Suite struct WritingTests {
    private static let ref = "ACP-2026-0001"
    private var ref: String { Self.ref }

    private static let proponent = Office(role: "proponent", partner: "LA")
    private static let desk = Office(role: "desk-officer")
    private static let finance = Office(role: "finance")

    private static let fields: JSONObject = [
        "title": "TRIAL: wetlands", "kind": "project", "description": "d", "recurring": "no", "scope": "single-sector",
        "pillar": "ASCC", "action_lines": ["one"], "duration": "over-12-months", "starts": "2026-05-02",
        "ends": "2027-05-03", "participating": ["LA"], "participation_reason": "a trial",
        "budget": ["currency": "EUR", "amount": "10.50"], "funding_partners": ["nobody"],
        "implementing_agencies": [["partner": "LA"]], "sponsoring_body": ["AMME"],
    ]

    private static func world() throws -> World {
        var world = World(forum: "asean-trial", now: "2026-01-05T08:00:00Z")
        var settings = ForumSettings(
            name: "TRIAL", refPrefix: "ACP", meetingRole: "project-management", accountRole: "admin",
            auditRole: "auditor", mark: "TRIAL")
        settings.offices = ["desk-officer": .forum, "finance": .forum]
        try world.change(.setForum(settings))
        for row in try Repository.lines("schema/forums/asean/partners.csv").dropFirst() {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let attributes = ["kind": cells[2], "member_state": cells[3]]
            try world.change(.admitPartner(Partner(id: cells[0], name: cells[1], attributes: attributes)))
        }
        let definition = try LifecycleFile.load(Repository.path("schema/lifecycles/asean-cooperation-project.yaml"))
        try world.change(.loadLifecycle(definition, digest: World.digest(of: definition)))
        world.now = World.instant("2026-03-10T09:00:00Z")
        return world
    }

    private static func appraisal() throws -> World {
        var world = try world()
        try world.act(.draft(fields), on: ref, as: proponent)
        try world.act(.advance("submit"), on: ref, as: proponent)
        return world
    }

    /// A project after the first so many steps of its life; by default it is under implementation.
    private static func implementing(steps: Int = 8) throws -> World {
        var world = try world()
        try world.act(.draft(fields), on: ref, as: proponent)
        let meeting: JSONObject = ["meeting_number": "1", "meeting_date": "2026-03-10"]
        func decided(by body: String) -> JSONObject {
            var inputs = meeting
            inputs["body"] = .string(body)
            return inputs
        }
        let amount: JSONValue = ["currency": "EUR", "amount": "5.25"]
        let all: [(Command, Office)] = [
            (.advance("submit"), proponent),
            (.revise(fields: assigned, kind: nil, decidedAt: nil), desk),
            (.advance("appraise", ["compliance": "complete"]), desk),
            (.advance("endorse", decided(by: "AMME")), Office(role: "body", partner: "AMME")),
            (.advance("approve", decided(by: "CPR")), Office(role: "body", partner: "CPR")),
            (.fact("approval-notified", ["on": "2026-03-10"]), desk),
            (.fact("first-disbursement", ["on": "2026-03-10", "amount": amount]), finance),
            (.advance("commence"), desk),
            (consulted, desk),
            (.advance("finish", ["on": "2026-03-10"]), proponent),
            (.advance("report", ["report": "r", "summary": "s"]), proponent),
        ]
        for (command, office) in all.prefix(steps) { try world.act(command, on: ref, as: office) }
        return world
    }

    private static let assigned: JSONObject = [
        "code": "c", "nature": "joint-effort", "intervention": "policy-initiative", "approving_body": ["CPR"],
    ]

    private static let consulted = Command.fact(
        "consulted", ["body": "SCDC", "on": "2026-03-10", "proposal": "later", "status": "agreed"])

    private static func amend(_ changes: JSONObject) -> Command {
        .advance("amend", ["changes": .object(changes), "reason": "r"])
    }

    @Test func anAmendmentWritesTheTextInItsOwnEvent() throws {
        var world = try Self.implementing()
        let before = try world.proposal(ref)
        try world.act(Self.consulted, on: ref, as: Self.desk)
        let events = try world.act(
            Self.amend(["ends": "2027-08-01", "budget": ["currency": "EUR", "amount": "12.00"]]), on: ref, as: Self.desk
        )
        #expect(events.count == 1)
        let proposal = try world.proposal(ref)
        #expect(proposal.state == "implementing" && proposal.revision == before.revision + 1)
        #expect(proposal.fields["ends"] == "2027-08-01")
        #expect(proposal.fields["budget"] == ["currency": "EUR", "amount": "12.00"])
        #expect(proposal.textDigest == textDigest(proposal.fields))
        #expect(proposal.moves.last?.inputs == ["reason": "r"], "what is written stands once")
        #expect(proposal.moves.last?.writing?.before["ends"] == "2027-05-03")
        #expect(try Proposal.replay(world.history(ref)) == proposal)
        // One consultation serves one amendment.
        let again = try world.refusal(Self.amend(["ends": "2027-09-01"]), on: ref, as: Self.desk)
        #expect(again.findings.map(\.requirement) == ["fact-since"])
    }

    @Test func whatIsRequiredIsAskedOfTheNewText() throws {
        var world = try Self.implementing()
        try world.act(Self.consulted, on: ref, as: Self.desk)
        let empty = try world.refusal(Self.amend(["description": .null]), on: ref, as: Self.desk)
        #expect(empty.findings.map(\.requirement) == ["form-complete"])
        let backwards = try world.refusal(Self.amend(["ends": "2026-01-01"]), on: ref, as: Self.desk)
        #expect(backwards.code == .badField && backwards.field == "ends")
        let alone = try world.refusal(Self.amend(["participation_reason": .null]), on: ref, as: Self.desk)
        #expect(alone.findings.map(\.requirement) == ["counterparts"])
        for (changes, says) in [
            (["pillar": "AEC"] as JSONObject, "\"pillar\" is not changed by this act"),
            (["ends": "soon"], "is not a valid date"), (["ends": "2027-05-03"], "already says so"),
            (["colour": "red"], "\"colour\" is not changed"),
        ] {
            let refusal = try world.refusal(Self.amend(changes), on: ref, as: Self.desk)
            #expect(refusal.code == .badField && refusal.message.contains(says), "\(refusal.message)")
        }
        let missing = try world.refusal(.advance("amend", ["reason": "r"]), on: ref, as: Self.desk)
        #expect(missing.findings.map(\.requirement) == ["input"])
        let text = try world.refusal(
            .advance("amend", ["changes": "ends", "reason": "r"]), on: ref, as: Self.desk)
        #expect(text.code == .badField && text.field == "changes")
    }

    @Test func aFieldOfAnOfficeIsLeftToIt() throws {
        var world = try Self.world()
        let early = try world.refusal(.draft(["title": "T", "code": "c"]), on: ref, as: Self.proponent)
        #expect(early.code == .forbidden && early.message.contains("written by the desk officer"))
        world = try Self.appraisal()
        let mine = try world.refusal(
            .revise(fields: ["description": "other"], kind: nil, decidedAt: nil), on: ref, as: Self.proponent)
        #expect(mine.findings.map(\.requirement) == ["assigned"])
        for office in [Self.proponent, Office(role: "body", partner: "AMME")] {
            let refusal = try world.refusal(
                .revise(fields: ["nature": "joint-effort"], kind: nil, decidedAt: nil), on: ref, as: office)
            #expect(refusal.code == .forbidden)
        }
        // A body that is named to decide writes nothing of the text.
        let body = try world.refusal(
            .revise(fields: ["description": "other"], kind: nil, decidedAt: nil), on: ref,
            as: Office(role: "body", partner: "AMME"))
        #expect(body.code == .forbidden)
        try world.act(.revise(fields: ["nature": "joint-effort"], kind: nil, decidedAt: nil), on: ref, as: Self.desk)
        #expect(try world.proposal(ref).fields["nature"] == "joint-effort")
    }

    @Test func whatAMoveNeededIsNotEmptiedAfterIt() throws {
        var world = try Self.appraisal()
        let all: JSONObject = [
            "code": "c", "nature": "joint-effort", "intervention": "policy-initiative", "approving_body": ["CPR"],
        ]
        try world.act(.revise(fields: all, kind: nil, decidedAt: nil), on: ref, as: Self.desk)
        try world.act(.revise(fields: ["code": .null], kind: nil, decidedAt: nil), on: ref, as: Self.desk)
        try world.act(.revise(fields: ["code": "c"], kind: nil, decidedAt: nil), on: ref, as: Self.desk)
        try world.act(.advance("appraise", ["compliance": "complete"]), on: ref, as: Self.desk)
        let refusal = try world.refusal(
            .revise(fields: ["code": .null], kind: nil, decidedAt: nil), on: ref, as: Self.desk)
        #expect(refusal.findings.map(\.requirement) == ["form-complete"])
    }

    @Test func theKindIsTheTrack() throws {
        var world = try Self.implementing()
        let definition = try #require(world.registry.lifecycles[try world.proposal(ref).lifecycle.digest])
        #expect(try world.proposal(ref).track(under: definition) == "project")
        let signed = Command.fact("signed", ["agreement": "a", "on": "2026-03-10"])
        #expect(try world.refusal(signed, on: ref, as: Self.desk).findings.map(\.requirement) == ["state", "on-track"])
        let other = "ACP-2026-0002"
        try world.act(.draft(["title": "TRIAL", "kind": "programme"]), on: other, as: Self.proponent)
        #expect(try world.proposal(other).track(under: definition) == "programme")
        #expect(try world.proposal(other).track == nil)
    }

    @Test func aPartnerThatIsNoneIsRefused() throws {
        var world = try Self.implementing()
        let nobody = Command.fact(
            "consulted", ["body": "XX", "on": "2026-03-10", "proposal": "later", "status": "agreed"])
        #expect(try world.refusal(nobody, on: ref, as: Self.desk).findings.map(\.requirement) == ["partner"])
        let sum = Command.fact("first-disbursement", ["on": "2026-03-10", "amount": "12"])
        #expect(try world.refusal(sum, on: ref, as: Self.finance).field == "amount")
        try world.act(Self.consulted, on: ref, as: Self.desk)
    }

    /// The world after an amendment, with the rules as they would be if it could be recalled and the desk officer's fields changed.
    private static func amended() throws -> (World, before: Proposal) {
        var definition = try LifecycleFile.load(Repository.path("schema/lifecycles/asean-cooperation-project.yaml"))
        let index = try #require(definition.transitions.firstIndex { $0.id == "recall" })
        definition.transitions[index].from.append("implementing")
        definition.transitions[index].requirements = []
        let state = try #require(definition.states.firstIndex { $0.id == "implementing" })
        definition.states[state].revision = .assigned
        var world = try implementing()
        let before = try world.proposal(ref)
        try world.act(consulted, on: ref, as: desk)
        try world.act(amend(["ends": "2027-08-01", "participation_reason": "another"]), on: ref, as: desk)
        // The rules are looked up by digest: the same one now allows the undo.
        world.registry.lifecycles[before.lifecycle.digest] = definition
        return (world, before)
    }

    /// The history of an amendment that was recalled, and made again.
    static func amendedAndRecalled() throws -> [SealedEvent] {
        var (world, _) = try amended()
        try world.act(.advance("recall", ["reason": "r"]), on: ref, as: desk)
        try world.act(amend(["ends": "2027-09-01", "participation_reason": "a third"]), on: ref, as: desk)
        return world.history(ref)
    }

    /// Where a lifecycle lets an amendment be undone, the text is as it was; once it was revised again, it cannot be.
    @Test func undoingAnAmendmentRestoresTheText() throws {
        var (world, old) = try Self.amended()
        var revised = world
        try revised.act(.revise(fields: ["code": "d"], kind: nil, decidedAt: nil), on: ref, as: Self.desk)
        let late = try revised.refusal(.advance("recall", ["reason": "r"]), on: ref, as: Self.desk)
        #expect(late.findings.map(\.requirement) == ["text-unchanged"])
        try world.act(.advance("recall", ["reason": "r"]), on: ref, as: Self.desk)
        let proposal = try world.proposal(ref)
        #expect(proposal.fields == old.fields && proposal.textDigest == old.textDigest)
        #expect(proposal.revision == old.revision + 2)
        #expect(proposal.state == "implementing")
        #expect(try Proposal.replay(world.history(ref)) == proposal)
        // The consultation was not used up by an amendment that no longer stands.
        try world.act(Self.amend(["ends": "2027-09-01"]), on: ref, as: Self.desk)
    }

    /// WHY and the act agree, for every act by every office, wherever a project stands.
    @Test func theJudgeAndTheDecisionAgreeEverywhere() throws {
        let offices =
            [Self.proponent, Self.desk, Self.finance, Office(role: "project-management")]
            + ["AMME", "CPR", "AMMD"].map { Office(role: "body", partner: $0) }
            + [Office(role: "implementing-agency", partner: "LA"), Office(role: "auditor")]
        let given: JSONObject = [
            "compliance": "c", "body": "AMME", "meeting_number": "1", "meeting_date": "2026-03-10", "on": "2026-03-10",
            "reason": "r", "changes": ["ends": "2027-08-01"], "report": "r", "summary": "s",
            "amount": ["currency": "EUR", "amount": "1"], "agreement": "a", "proposal": "p", "status": "verified",
            "text": "t",
        ]
        var (done, tried) = (0, 0)
        for step in 0..<12 {
            let world = try Self.implementing(steps: step)
            let proposal = try world.proposal(ref)
            let definition = try #require(world.registry.lifecycles[proposal.lifecycle.digest])
            let acts =
                definition.transitions.map { ($0.id, false, $0.inputs) }
                + definition.facts.map { ($0.id, true, $0.inputs) }
            for (id, isFact, inputs) in acts {
                var own = JSONObject(given.members.filter { member in inputs.contains { $0.key == member.key } })
                if case .choice(let choices)? = inputs.first(where: { $0.key == "status" })?.type {
                    own["status"] = .string(choices[0])
                }
                if id == "approve" { own["body"] = "CPR" }
                for (office, inputs) in offices.flatMap({ office in [own, [:]].map { (office, $0) } }) {
                    let outcome = try Outcome(
                        Act(id: id, isFact: isFact, inputs: inputs), proposal, definition, world.context([office]))
                    tried += 1
                    done += outcome.judged.isEmpty ? 1 : 0
                    #expect(outcome.agrees(with: outcome.judged), "\(step): \(id) by \(office): \(outcome)")
                }
            }
        }
        #expect(tried == 12 * 21 * 9 * 2)
        #expect(done > 60)
    }
}
