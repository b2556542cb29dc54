import CanonicalJSON
import CivilTime
import Lifecycle
import Testing

@testable import Proposals

/// A trial is closed for good by those who administer it; a body's own forum is not.
@Suite struct ClosingTests {
    @Test func nothingFollowsOnTheClosingOfATrial() throws {
        var world = try World.asem()
        try world.reachConsensus()
        #expect(try world.registryRefusal(.closeForum(at: nil), as: [.host]).code == .forbidden)
        let settings = world.registry.settings
        let closing = try #require(try world.change(.closeForum(at: nil), as: [.admin]).first?.event)
        #expect(closing.kind == .forumChanged && closing.data["closed"] == .string(closing.decidedAt.description))
        var expected = settings
        expected?.closed = closing.decidedAt
        #expect(world.registry.settings == expected)
        #expect(try ForumSettings(json: closing.data) == expected)

        let acts: [(Command, Office)] = [
            (World.bless(), .somLeader("JP")), (.note("One more.", decidedAt: nil), .proposer("FR")),
        ]
        for (command, office) in acts {
            let refusal = try world.refusal(command, on: World.ref, as: office)
            #expect(refusal.code == .closed && refusal.message.hasPrefix("the trial asem-trial was closed on "))
        }
        #expect(try world.refusal(.noteDeadline, on: World.ref).code == .closed)
        let changes: [RegistryCommand] = [
            .setForum(World.asemSettings), .closeForum(at: nil),
            .admitPartner(Partner(id: "XX", name: "Another", attributes: [:])),
            .openAccount(id: "asem-trial/late", nameCommitment: nil, appointments: []),
        ]
        for change in changes { #expect(try world.registryRefusal(change, as: [.admin]).code == .closed) }
    }

    @Test func aRealForumIsNotClosed() throws {
        let league = try World.league()
        let refusal = try league.registryRefusal(.closeForum(at: nil))
        #expect(refusal.code == .unmet && refusal.message.contains("league is no trial"))
        let unknown = World(forum: "nowhere", now: "2026-01-05T08:00:00Z")
        #expect(try unknown.registryRefusal(.closeForum(at: nil)).code == .notFound)
    }

    /// Settings say it of themselves in no other way, and it happens when it is recorded.
    @Test func closingIsAnActOfItsOwn() throws {
        let world = try World.asem()
        var settings = World.asemSettings
        settings.closed = World.instant("2026-01-06T08:00:00Z")
        #expect(try world.registryRefusal(.setForum(settings)).field == "closed")
        let later = World.instant("2027-01-01T08:00:00Z")
        #expect(try world.registryRefusal(.closeForum(at: later)).field == "closed")
        #expect(World.asemSettings.json["closed"] == nil)
    }
}
