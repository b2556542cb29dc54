import CanonicalJSON
import CivilTime
import Proposals
import Testing

@testable import Bundles

/// A trial that was closed: both verifiers accept its record, and find what was done in it afterwards.
@Suite struct ClosedForumTests {
    private static func recorded(_ rest: (inout World) throws -> Void) throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        try recorded.play { try $0.draft() }
        try recorded.play { world in
            var settings = try #require(world.registry.settings)
            settings.name = "Another name"
            try world.change(.setForum(settings))
        }
        try recorded.play(rest)
        try recorded.sign()
        return recorded
    }

    private static func last(_ recorded: RecordedWorld) throws -> Int {
        try #require(recorded.record.lastIndex { $0.event.kind == .forumChanged })
    }

    @Test func bothAcceptIt() throws {
        let recorded = try Self.recorded { try $0.change(.closeForum(at: nil)) }
        #expect(recorded.record.last?.event.data["closed"] != nil)
        try SecondVerifierTests.bothFindNothing([try recorded.bundle()], recorded)
    }

    @Test func bothFindAnotherClosing() throws {
        let recorded = try Self.recorded { try $0.change(.closeForum(at: nil)) }
        try SecondVerifierTests.bothFind(
            [
                { $0.data["closed"] = "2026-01-01T00:00:00.000000Z" }, { $0.data["name"] = "A last name" },
                { $0.data["mark"] = .null },
            ], of: try Self.last(recorded), in: recorded)
    }

    /// The change of its name, made its closing: what follows is then against the rules, of whichever stream it is.
    @Test func bothFindWhatCameAfterwards() throws {
        let recorded = try Self.recorded { world in
            try world.act(.note("One more.", decidedAt: nil), on: World.ref, as: .proposer("FR"))
            try world.change(.partnerLeft(id: "VN", on: World.day("2026-02-01")))
        }
        let index = try Self.last(recorded)
        let name = try #require(
            recorded.record[..<index].last { $0.event.data["name"] != nil && $0.event.data["mark"] != nil }?.event.data[
                "name"])
        try SecondVerifierTests.bothFind(
            [
                { event in
                    event.data["name"] = name
                    event.data["closed"] = .string(event.decidedAt.description)
                }
            ], of: index, in: recorded)
    }
}
