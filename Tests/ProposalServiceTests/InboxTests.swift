import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// What one proposal asks of somebody.
@Suite struct InboxTests {
    private func items(_ forum: MiniForum, _ offices: Office...) throws -> [JSONObject] {
        let proposal = try #require(forum.proposals[MiniForum.ref])
        let registry = try #require(forum.registries[MiniForum.name])
        let definition = try #require(registry.lifecycles[proposal.lifecycle.digest])
        let context = Context(now: forum.now, account: "mini/x", offices: offices, registry: registry)
        return Inbox(proposal: proposal, definition: definition, context: context).items.map(\.json)
    }

    private func words(_ forum: MiniForum, _ offices: Office...) throws -> [String] {
        try offices.flatMap { try items(forum, $0) }.compactMap { $0["what"]?.string }
    }

    @Test func aPartnerThatIsNotHeard() throws {
        var forum = try MiniForum()
        try forum.circulate()
        #expect(try words(forum, MiniForum.point("JP")) == ["position"])
        try forum.done(MiniForum.point("JP"), .takePosition(PositionCommand(stance: .support)))
        #expect(try words(forum, MiniForum.point("JP")) == [])
    }

    @Test func aPositionThatSomebodyRelayed() throws {
        var forum = try MiniForum()
        try forum.circulate()
        try forum.done(MiniForum.point("JP"), .takePosition(PositionCommand(stance: .support)))
        let relay = Relay(from: "A note", receivedAt: forum.now, digest: String(repeating: "0", count: 64))
        var proposal = try #require(forum.proposals[MiniForum.ref])
        proposal.rounds[0].positions["JP"]?.relayed = relay
        forum.proposals[MiniForum.ref] = proposal
        let item = try #require(try items(forum, MiniForum.point("JP")).first)
        #expect(item["what"] == "contest" && item["partner"] == "JP")
        #expect(item["why"] == "support was relayed for JP; contest it, or take the position yourself")
        proposal.rounds[0].positions["JP"]?.relayed = nil
        forum.proposals[MiniForum.ref] = proposal
        #expect(try words(forum, MiniForum.point("JP")) == [])
    }

    @Test func anInvitationUntilItIsDecided() throws {
        var forum = try MiniForum()
        try forum.reachConsensus()
        try forum.done(MiniForum.proposer, .invite(invitee: "A bank", event: "The opening"))
        let item = try #require(try items(forum, MiniForum.point("JP")).first)
        #expect(item["what"] == "invitation" && item["invitation"] == 1 && item["partner"] == "JP")
        #expect(item["why"] == "JP is not yet heard on invitation 1: A bank, to The opening")
        #expect(try words(forum, MiniForum.leader) == ["bless"])
        for partner in MiniForum.partners {
            try forum.done(
                MiniForum.point(partner), .takePosition(PositionCommand(stance: .noObjection, invitation: 1)))
        }
        #expect(try words(forum, MiniForum.point("JP")) == [])
        #expect(try words(forum, MiniForum.leader) == ["invitation", "bless"])
        try forum.done(
            MiniForum.leader, .decideInvitation(1, outcome: "agreed", meeting: "som-1", decidedAt: nil))
        #expect(try words(forum, MiniForum.leader) == ["bless"])
    }

    @Test func theForwardMoveOnceOnlyTheActIsMissing() throws {
        var forum = try MiniForum()
        try forum.circulate()
        let coordinator = Office(role: "regional-coordinator", partner: "VN")
        #expect(try words(forum, coordinator) == [])
        for partner in MiniForum.partners {
            try forum.done(MiniForum.point(partner), .takePosition(PositionCommand(stance: .support)))
        }
        #expect(try words(forum, coordinator) == ["confirm"])
    }
}
