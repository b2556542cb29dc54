import CanonicalJSON
import Proposals
import Testing

@testable import Bundles

/// Migrations in a record: both verifiers follow them, and find one that no plan can have made.
@Suite struct MigrationTests {
    /// A charter migrated in consensus and sealed under the second version, another migrated as a draft.
    private static func migrated() throws -> RecordedWorld {
        var recorded = try RecordedWorld.league()
        try recorded.open(.warden)
        let other = "LC-2026-0002"
        try recorded.play { world in
            try world.reachAgreement()
            try world.pencil(on: other)
        }
        let next = try World.nextCharter()
        try recorded.play { world in
            try world.load(next)
            world.wait(hours: 1)
            try world.migrate(to: next)
            try world.migrate(to: next, on: other)
        }
        try recorded.play { world in
            try world.holdMoot()
            try world.act(World.seal, on: World.charter, as: .doge("GEN"))
        }
        try recorded.sign()
        return recorded
    }

    @Test func bothVerifiersFollowIt() throws {
        let recorded = try Self.migrated()
        let bundles = [try recorded.bundle(), try recorded.bundle(World.charter)]
        try SecondVerifierTests.bothFindNothing(bundles, recorded)
    }

    @Test func bothFindOneThatNoPlanMade() throws {
        let recorded = try Self.migrated()
        let index = try #require(
            recorded.record.firstIndex { $0.event.kind == .migrated && $0.event.stream == "LC-2026-0002" })
        let forgeries: [(inout Event) -> Void] = [
            { $0.data["round"] = "closed" }, { $0.data["lacks"] = ["purpose"] }, { $0.to = "tabled" },
            { $0.to = "closed" }, { $0.data["from"] = $0.data["lifecycle"] },
            { $0.data["lifecycle"] = $0.data["from"] },
        ]
        try SecondVerifierTests.bothFind(forgeries, of: index, in: recorded)
    }
}
