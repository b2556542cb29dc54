import CanonicalJSON
import CivilTime
import Proposals
import TestSupport
import Testing

@testable import ProposalService

/// What was made of a proposal is given again exactly as long as it would be made the same.
@Suite struct KeptAnswersTests {
    /// The answer to a record, and whether it was made for this.
    private func answer(_ seen: SeenRecord, from answers: KeptAnswers) throws -> (JSONObject, isMade: Bool) {
        var isMade = false
        let bytes = answers.answer(seen) {
            isMade = true
            return ["version": .integer(Int64(seen.proposal.version)), "isWhole": .bool(seen.isWhole)]
        }
        return (try JSONValue.parse(bytes).object ?? [:], isMade)
    }

    @Test(.timeLimit(.minutes(60))) func anAnswerHoldsUntilSomethingItTellsOfChanges() async throws {
        let forum = try await LivingForum.make()
        let closes = try await forum.day(30)
        let ref = try await forum.circulated(title: "Harbours", closes: closes)
        let caller = try forum.caller(MiniForum.proposer)
        let answers = KeptAnswers(bytes: 1 << 20)
        func isMade(_ change: (SeenRecord) -> SeenRecord = { $0 }) async throws -> Bool {
            let seen = change(try await forum.service.show(ref, caller))
            let (answer, isMade) = try answer(seen, from: answers)
            #expect(answer["version"]?.integer == Int64(seen.proposal.version))
            return isMade
        }
        #expect(try await isMade())
        #expect(try await !isMade())
        try await forum.support("FR", ref)
        #expect(try await isMade())
        #expect(try await !isMade())
        // The deadline comes and goes.
        let past = closes.advanced(byMicroseconds: 1)
        #expect(try await isMade { $0.at(closes) })
        #expect(try await isMade { $0.at(past) })
        #expect(try await !isMade { $0.at(past.advanced(byMicroseconds: 60_000_000)) })
        // A value that was erased is not in the answer any more.
        #expect(try await isMade { $0.at(past).with(personal: ["commitment:1": "Somebody"]) })
        #expect(try await isMade { $0.at(past) })
    }

    /// Somebody to whom only a part is shown gets another answer than the forum's own people.
    @Test(.timeLimit(.minutes(60))) func whoSeesAPartGetsAnAnswerOfItsOwn() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.archived(title: "Museums")
        let answers = KeptAnswers(bytes: 1 << 20)
        for _ in 0..<2 {
            for caller in [try forum.caller(MiniForum.proposer), nil] {
                let seen = try await forum.service.show(ref, caller)
                #expect(try answer(seen, from: answers).0["isWhole"]?.bool == (caller != nil))
            }
        }
        #expect(answers.count == 2)
    }

    @Test(.timeLimit(.minutes(60))) func noMoreIsKeptThanIsAllowed() async throws {
        let forum = try await LivingForum.make()
        let caller = try forum.caller(MiniForum.proposer)
        let answers = KeptAnswers(bytes: 4_000)
        for number in 0..<20 {
            let ref = try await forum.draft(title: "Harbour \(number)")
            let seen = try await forum.service.show(ref, caller)
            let text: JSONObject = ["text": .string(String(repeating: "x", count: 480))]
            #expect(answers.answer(seen) { text } == text.canonicalBytes)
            #expect(answers.answer(seen) { [:] } == text.canonicalBytes, "what came last is kept")
            #expect(answers.count <= 8)
            // One that is longer than all that is kept goes by.
            let long: JSONObject = ["text": .string(String(repeating: "x", count: 9_000))]
            #expect(KeptAnswers(bytes: 4_000).answer(seen) { long } == long.canonicalBytes)
        }
    }
}

extension SeenRecord {
    fileprivate func at(_ moment: Instant) -> SeenRecord {
        var seen = self
        seen.now = moment
        return seen
    }

    fileprivate func with(personal: [String: String]) -> SeenRecord {
        var seen = self
        seen.personal = personal
        return seen
    }
}
