import CanonicalJSON
import CivilTime
import Proposals
import Testing

@testable import ProposalService

/// Whether a meeting may be changed, within one batch and beside what the store says rests on it.
@Suite struct MeetingUseTests {
    /// The day before the one on which it was held.
    private static let day = Instant(microseconds: 1_773_014_400_000_000).date
    private static let rewrite = WriteRequest.Work.registry(
        forum: MiniForum.name, .command(.hold(meeting: "som-1", starts: day, ends: day)))

    private func message(_ answer: Result<JSONObject, ServiceFailure>?) -> String? {
        if case .failure(let failure) = answer { failure.message } else { nil }
    }

    @Test func aBlessingInTheSameBatchHoldsTheMeeting() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        let answers = try forum.batch([
            (MiniForum.leader, .act(ref: MiniForum.ref, MiniForum.bless)), (MiniForum.admin, Self.rewrite),
        ])
        #expect(message(answers[0]) == nil)
        #expect(message(answers[1])?.contains("acts on MINI-2026-0001 rest on som-1") == true)
    }

    @Test func aRewritingInTheSameBatchComesFirstWhereItWasSentFirst() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        let answers = try forum.batch([
            (MiniForum.admin, Self.rewrite), (MiniForum.leader, .act(ref: MiniForum.ref, MiniForum.bless)),
        ])
        #expect(message(answers[0]) == nil)
        // It was not held on 10 March any more, but that is still 9 March somewhere.
        #expect(message(answers[1]) == nil)
        #expect(forum.registries[MiniForum.name]?.meetings["som-1"]?.held == Self.day...Self.day)
    }

    @Test func aRecallInTheSameBatchFreesIt() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        try forum.done(MiniForum.leader, MiniForum.bless)
        // What the store says was true before the batch.
        forum.meetingUses = ["som-1": [MeetingUse(ref: MiniForum.ref, isShared: true)]]
        let recalled = try forum.batch([
            (MiniForum.leader, .act(ref: MiniForum.ref, MiniForum.recall)), (MiniForum.admin, Self.rewrite),
        ])
        #expect(recalled.allSatisfy { message($0) == nil })
    }

    @Test func whatTheStoreSaysHoldsItAndWhatIsNotSharedIsNotNamed() throws {
        var forum = try MiniForum()
        forum.meetingUses = [
            "som-1": [
                MeetingUse(ref: "MINI-2025-0003", isShared: true), MeetingUse(ref: "MINI-2025-0004", isShared: false),
            ]
        ]
        let message = message(try forum.batch([(MiniForum.admin, Self.rewrite)]).first)
        #expect(message?.contains("acts on MINI-2025-0003, 1 more rest on som-1") == true)
        #expect(message?.contains("0004") == false)
    }

    @Test func theRowSaysWhatTheActsRestOn() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        func meetings() throws -> [String] {
            let proposal = try #require(forum.proposals[MiniForum.ref])
            let lifecycles = try #require(forum.registries[MiniForum.name]?.lifecycles)
            let definition = try #require(lifecycles[proposal.lifecycle.digest])
            return ProposalRow(proposal, definition, versionBefore: 0).meetings
        }
        #expect(try meetings() == [])
        try forum.done(MiniForum.leader, MiniForum.bless)
        #expect(try meetings() == ["som-1"])
        try forum.done(MiniForum.leader, MiniForum.recall)
        #expect(try meetings() == [])
    }
}
