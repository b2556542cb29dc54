import CanonicalJSON
import LineClient
import LineProtocol
import ProposalService
import TestSupport
import Testing

@testable import LineServer

/// However much was said of a proposal, whoever may see it can: SHOW tells the present round, and any round is asked for by its number.
@Suite struct LongAnswerTests {
    private static let reason = String(repeating: "Because \"of\" this.\n", count: 420)

    @Test func fourRoundsOfLongReasonsAreShown() async throws {
        try await World.with { world in
            let ref = try await world.circulated()
            let partners = try Seed.partners()
            let speakers = try await world.speakers(partners)
            let proposer = try await world.user("pr-FR")
            for round in 1...4 {
                if round > 1 {
                    try await proposer.ok("ADVANCE \(ref) recirculate", ["reason": .string("Round \(round).")])
                }
                try await pipelined(partners) { partner in
                    try await speakers[partner]?.ok(
                        "POSITION \(ref) reservation",
                        ["reason": .string("\(round): " + Self.reason), "resolves": .string(Self.reason)])
                }
                let shown = try await proposer.ok("SHOW \(ref)")
                #expect(shown["round"] == .integer(Int64(round)))
                #expect(shown["positions"]?["reservation"]?.array?.count == 53)
                #expect(JSONValue.object(shown).canonicalBytes.count <= Limits().replyBytes)
                let rounds = (shown["rounds"]?.array ?? []).compactMap(\.object)
                #expect(rounds.count == round)
                for summary in rounds {
                    #expect(summary["positions"] == nil && summary["heard"] == 53)
                    #expect(summary["stances"] == ["reservation": 53])
                }
            }
            // Many at once, over one connection that reads.
            try await pipelined(Array(0..<20)) { _ in
                let shown = try await proposer.ok("SHOW \(ref)")
                #expect(shown["positions"]?["reservation"]?.array?.count == 53)
            }
            for round in 1...4 {
                let answer = try await proposer.ask("SHOW \(ref) round=\(round)")
                #expect(answer.rows.count == 53)
                #expect(answer.rows.allSatisfy { $0["reason"]?.string == "\(round): " + Self.reason })
                #expect(answer.rows.allSatisfy { $0["stance"] == "reservation" && $0["resolves"] != nil })
                #expect(Set(answer.rows.compactMap { $0["partner"]?.string }) == Set(partners))
                let object = try answer.get()
                #expect(
                    object["number"] == .integer(Int64(round)) && object["not_heard"] == [] && object["count"] == 53)
                #expect((object["ended"] == .null) == (round == 4))
            }
            let missing = try await proposer.refused("SHOW \(ref) round=5")
            #expect(missing.code == .notFound && missing.message.contains("it has 1, 2, 3, 4"))
            #expect(try await proposer.refused("SHOW \(ref) round=0").code == .notFound)
            let history = try await proposer.ask("HISTORY \(ref) limit=3")
            #expect(history.rows.count == 3 && history.rows.first?["version"] == 1)
            #expect(try history.get()["next"] == 3)
            #expect(try history.get()["round"] == 4, "the proposal as it is now")
            let rest = try await proposer.ask("HISTORY \(ref) after=3")
            #expect(rest.rows.first?["version"] == 4)
            #expect(try rest.get()["next"] == .null)
            #expect(rest.rows.last?["version"] == (try history.get()["version"]))
            let replayed = try await proposer.ok("REPLAY \(ref) version=3")
            #expect(replayed["version"] == 3 && replayed["rounds"]?.array?.count == 1)
        }
    }

    /// With a smaller limit the same: what is long is left out, the mark says where it stands, and it stands there.
    @Test func whatIsLeftOutIsSaid() async throws {
        try await World.with { world in
            var configuration = ServiceConfiguration()
            configuration.objectBytes = 16_000
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), configuration: configuration)
            do {
                let ref = try await world.circulated("A long activity", of: "mini")
                for partner in ["DE", "JP"] {
                    try await server.user("cp-\(partner)").ok(
                        "POSITION \(ref) reservation",
                        ["reason": .string(Self.reason), "resolves": .string(Self.reason)])
                }
                let speaker = try await server.user("cp-DE")
                let shown = try await speaker.ok("SHOW \(ref)")
                #expect(shown["left_out"] == ["positions": .string("SHOW \(ref) round=1")])
                let held = (shown["positions"]?["reservation"]?.array ?? []).compactMap(\.object)
                #expect(held.count == 2)
                #expect(held.allSatisfy { $0["reason"] == nil && $0["left_out"] == ["reason", "resolves"] })
                let rows = try await speaker.rows("SHOW \(ref) round=1")
                #expect(rows.count == 2 && rows.allSatisfy { $0["reason"]?.string == Self.reason })
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    /// Who sees only what was published sees no round.
    @Test func roundsAreForTheForum() async throws {
        try await World.with { world in
            let ref = try await world.circulated("A first activity", of: "mini")
            let stranger = try await world.server.connect()
            let answer = try await stranger.request(.show, ref, options: ["round": "1"])
            #expect(answer.failure?.code == .notFound)
            await stranger.quit()
        }
    }
}
