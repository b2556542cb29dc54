import CanonicalJSON
import Lifecycle
import Proposals
import Requests
import TestRandom

@testable import ProposalService

/// What people do in a forum, left to chance.
enum RandomLife {
    /// One act of somebody, which may be refused; answers the ref of a draft.
    static func step(
        _ forum: LivingForum, _ service: ProposalService, _ refs: [String], _ random: inout SeededRandom
    ) async throws -> [String] {
        let proposer = random.pick([MiniForum.proposer, Office(role: "proposer", partner: "JP")])
        guard let ref = refs.randomElement(using: &random), random.chance(80) else {
            return [try await forum.draft(proposer, title: "Title \(refs.count)")]
        }
        let inputs: JSONObject = ["track": "work-programme", "reason": "So."]
        let command: Command =
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<3:
                .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil)
            case 3..<7:
                .takePosition(StatedPosition(stance: random.chance(80) ? .support : .objection, reason: "So."))
            case 7:
                .revise(
                    fields: ["goals": .string("Goals \(random.next())")],
                    kind: random.pick([.editorial, .substantive]), decidedAt: nil)
            case 8: .invite(invitee: "A bank", event: "The opening", decidedAt: nil)
            default:
                .advance(
                    transition: random.pick(["confirm", "withdraw", "return", "recirculate"]), inputs: inputs,
                    decidedAt: nil, signature: nil)
            }
        for office in LivingForum.offices.shuffled(using: &random) {
            let work = WriteRequest.Work.act(ref: ref, command)
            _ = await service.submit(
                WriteRequest(work: work, body: [], form: WriteAnswer.form), try forum.caller(office)
            ).value
        }
        return []
    }
}
