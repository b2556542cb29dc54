import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import Bundles

/// What was recorded under earlier rules stays as right as it was: limits that came later are no fault of it.
@Suite struct EarlierRulesTests {
    @Test func whatWasTakenThenVerifies() throws {
        var recorded = try RecordedWorld.league()
        let ref = World.charter
        try recorded.play { world in
            try world.pencil()
            // A deadline in the year 9999, and a position that only says again what stands.
            try Self.asThen(&world, .advance("table", ["closes": "9999-12-31T00:00:00Z"]), on: ref, as: .mover("VEN"))
            let city = try #require(world.registry.partnerOrder.first)
            for _ in 1...2 {
                world.wait(hours: 1)
                try Self.asThen(&world, .position(.support), on: ref, as: .voice(city))
            }
            #expect(world.histories[ref]?.count == 4, "both positions are events")
        }
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(ref)], recorded)
    }

    /// A deadline that is set where there was none.
    @Test func aDeadlineThatIsSetVerifies() throws {
        var recorded = try RecordedWorld.league()
        let ref = World.charter
        try recorded.play { world in
            try world.reachAgreement()
            try world.act(.advance("table-again", ["why": "W"]), on: ref, as: .mover("VEN"))
            try world.act(
                .moveDeadline(closes: world.inDays(9), reason: "R", decidedAt: nil), on: ref, as: .mover("VEN"))
        }
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(ref)], recorded)
    }

    private static func asThen(_ world: inout World, _ command: Command, on ref: String, as office: Office) throws {
        var context = world.context([office])
        context.isRecorded = true
        try world.append(try decide(command, world.proposal(ref), context), to: ref)
    }
}
