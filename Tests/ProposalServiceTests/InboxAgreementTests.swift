import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// WHY, INBOX and ADVANCE are of one mind, wherever a random life under any lifecycle has brought a proposal.
@Suite struct InboxAgreementTests {
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")
    static let lifecycles = [
        "schema/lifecycles/asem-initiative.yaml", "schema/lifecycles/asean-cooperation-project.yaml",
        "schema/lifecycles/asem-education-initiative.yaml", "schema/lifecycles/mpac-measure.yaml",
        "Tests/ProposalsTests/Definitions/charter.yaml",
    ]

    @Test(arguments: lifecycles) func whatIsOfferedIsAcceptedAndWhatIsMissingIsRefusedForThat(_ path: String) throws {
        var tally: [String: Int] = [:]
        for seed in 1...3 {
            var body = try RandomBody(Self.root + "/" + path, seed: UInt64(seed))
            for number in 1...5 { try body.draft("BODY-2026-000\(number)") }
            for step in 0..<240 {
                let ref = "BODY-2026-000\(Int.random(in: 1...5, using: &body.random))"
                try body.live(ref)
                guard step % 4 == 0 else { continue }
                for office in body.offices { try check(body, ref, office, &tally) }
            }
        }
        // Both kinds came up, or the test would have shown nothing.
        #expect(tally["possible", default: 0] > 20, "\(path): \(tally)")
        #expect(tally["missing", default: 0] > 0, "\(path): \(tally)")
    }

    private func check(_ body: RandomBody, _ ref: String, _ office: Office, _ tally: inout [String: Int]) throws {
        let proposal = try #require(body.proposals[ref])
        let context = body.context(office, on: ref)
        let judge = Judge(proposal: proposal, definition: body.definition, context: context)
        let items = try body.items(ref, office)
        for item in items {
            let comment = Comment(rawValue: "\(ref) in \(proposal.state), \(office): \(item.json)")
            if item.offer != nil {
                try check(item, body, ref, office, judge, comment, &tally)
            } else {
                try checkPosition(item, body, ref, office, comment, &tally)
            }
        }
        try checkNothingIsLeftOut(items, body, ref, office, proposal)
        checkPlaces(items, Inbox(proposal: proposal, definition: body.definition, context: context, .place).items)
    }

    /// What is made of an item to put it in its place is what the whole of it says.
    private func checkPlaces(_ whole: [InboxItem], _ placed: [InboxItem]) {
        #expect(placed.map(\.cursor) == whole.map(\.cursor))
        #expect(placed.map(\.due) == whole.map(\.due) && placed.map(\.closes) == whole.map(\.closes))
        #expect(placed.map(\.isOverdue) == whole.map(\.isOverdue) && placed.map(\.since) == whole.map(\.since))
        #expect(placed.map(\.isPressing) == whole.map(\.isPressing))
    }

    /// An act: the inputs that the row names decide, and nothing else.
    private func check(
        _ item: InboxItem, _ body: RandomBody, _ ref: String, _ office: Office, _ judge: Judge, _ comment: Comment,
        _ tally: inout [String: Int]
    ) throws {
        let row = item.json
        let missing = (row["missing"]?.array ?? []).compactMap { $0["requirement"]?.string }
        #expect(row["possible"] == .bool(missing.isEmpty), comment)
        let command = try #require(body.command(item))
        var refusal: Refusal?
        do {
            let drafts = try body.decide(command, on: ref, as: office)
            #expect(!drafts.isEmpty, comment)
        } catch {
            refusal = error
        }
        tally[missing.isEmpty ? "possible" : "missing", default: 0] += 1
        #expect((refusal == nil) == missing.isEmpty, "\(comment): \(refusal.debugDescription)")
        if let refusal {
            #expect(refusal.findings.map(\.requirement) == missing, "\(comment): \(refusal.message)")
        }
        // WHY says so of a move and of a fact; of invitations it does not speak.
        guard item.invitation == nil else { return }
        let inputs = RandomBody.inputs(row)
        let moment = item.offer?.decidedAt
        var verdict: Verdict?
        if let id = item.transition, let transition = body.definition.transition(id) {
            verdict = try judge.verdict(on: transition, inputs: inputs, decidedAt: moment)
        } else if let fact = body.definition.fact(item.what) {
            verdict = try judge.verdict(on: fact, inputs: inputs, decidedAt: moment)
        }
        let why = try #require(verdict, comment)
        #expect(why.unmet.map(\.requirement) == missing, comment)
    }

    /// A position, or what was said in a partner's name: it can be taken or contested.
    private func checkPosition(
        _ item: InboxItem, _ body: RandomBody, _ ref: String, _ office: Office, _ comment: Comment,
        _ tally: inout [String: Int]
    ) throws {
        switch item.what {
        case "position", "invitation":
            let position = StatedPosition(stance: .support, partner: item.partner, invitation: item.invitation)
            _ = try body.decide(.takePosition(position), on: ref, as: office)
            let consensus = body.definition.transitions.first {
                $0.requirements.contains { $0.requirement is FullConsensus }
            }
            guard item.what == "position", let consensus, let partner = item.partner else { break }
            // Who counts as heard is not asked.
            let judge = Judge(
                proposal: try #require(body.proposals[ref]), definition: body.definition,
                context: body.context(office, on: ref))
            let finding = try judge.verdict(on: consensus, inputs: [:]).unmet.first { $0.requirement == "consensus" }
            #expect(finding.map { $0.subjects.contains(partner) || $0.subjects.isEmpty } ?? false, comment)
        case "contest":
            _ = try body.decide(.contestRevision(nil, decidedAt: nil), on: ref, as: office)
        case "objection", "reservation":
            let partner = try #require(item.partner)
            #expect(body.proposals[ref]?.openRound?.positions[partner]?.stance.rawValue == item.what, comment)
        default: Issue.record("an item of an unknown kind: \(comment)")
        }
        tally[item.what, default: 0] += 1
    }

    /// A move that leads on and that the server would take as it is stands in the inbox of whoever may make it.
    private func checkNothingIsLeftOut(
        _ items: [InboxItem], _ body: RandomBody, _ ref: String, _ office: Office, _ proposal: Proposal
    ) throws {
        let states = body.definition.states.map(\.id)
        let present = try #require(states.firstIndex(of: proposal.state))
        for transition in body.definition.transitions
        where transition.effect == .none || transition.effect == .openRound {
            guard let to = transition.to.flatMap({ states.firstIndex(of: $0) }), to > present else { continue }
            let drafts = try? body.decide(
                .advance(transition: transition.id, inputs: [:], decidedAt: nil, signature: nil), on: ref, as: office)
            guard drafts?.isEmpty == false else { continue }
            #expect(
                items.contains { $0.transition == transition.id && $0.offer?.isPossible == true },
                "\(ref) in \(proposal.state): \(office) can \(transition.id)")
        }
    }
}
