import CanonicalJSON
import LineClient
import LineProtocol
import PostgresStore
import ProposalService
import TestSupport
import Testing

/// Who makes up names of forums, or refs, takes nothing of the database for it.
@Suite struct UnknownForumTests {
    private static let reads = [
        "LIST nowhere", "VIEW nowhere", "CHECKPOINT nowhere", "SHOW NOWHERE-2026-0001", "PROOF nowhere position=0",
    ]
    private static let readsOfAnAccount =
        reads + [
            "SEARCH nowhere {\"text\":\"word\"}", "INBOX nowhere", "WATCH nowhere", "FORUM nowhere",
            "PARTNERS nowhere", "MEETINGS nowhere", "LIFECYCLE nowhere", "ACCOUNTS nowhere", "KEY nowhere/x",
            "WHY NOWHERE-2026-0001", "HISTORY NOWHERE-2026-0001", "REPLAY NOWHERE-2026-0001 version=1",
            "EXPORT nowhere", "EXPORT NOWHERE-2026-0001", "AUDIT nowhere", "WATCH mini ref=NOWHERE-2026-0001",
            "MIGRATION nowhere asem-initiative", "FETCH NOWHERE-2026-0001 \(String(repeating: "0", count: 64))",
        ]
    private static let writes = [
        "NOTE NOWHERE-2026-0001 {\"text\":\"x\"}", "DRAFT nowhere {\"title\":\"x\"}",
        "PARTNER nowhere XX {\"name\":\"x\"}",
    ]

    /// With no connection left every look at the database would fail: what is made up is answered all the same.
    @Test(.timeLimit(.minutes(60))) func whatIsMadeUpCostsNoConnection() async throws {
        try await World.with { world in
            let server = try await TestServer.start(conninfo: world.database.conninfo(), connections: 1)
            let foreign = try await server.user("cp-JP", of: "asem")
            let stranger = User(account: "nobody", client: try await server.connect())
            // What there is was looked up by now.
            try await foreign.ok("LIST asem")
            await server.store.close()
            #expect(try await foreign.refused("LIST asem").code == .storeUnavailable)
            for words in Self.readsOfAnAccount + Self.writes where words != "WATCH mini ref=NOWHERE-2026-0001" {
                #expect(try await foreign.refused(words).code == .notFound, "\(words)")
            }
            for words in Self.reads { #expect(try await stranger.refused(words).code == .notFound, "\(words)") }
            await server.stop()
        }
    }

    /// They are answered alike where the database can be asked.
    @Test func whatIsMadeUpIsNotFound() async throws {
        try await World.with { world in
            for user in [
                try await world.user("cp-JP"), try await world.user("auditor", of: "mini"), try await world.root(),
            ] {
                for words in Self.readsOfAnAccount + Self.writes {
                    #expect(try await user.refused(words).code == .notFound, "\(user.account): \(words)")
                }
            }
        }
    }

    /// Its people and the server's administrators find a forum on every server as soon as it was opened on one, whatever that other
    /// one has heard of it.
    @Test func aForumThatAnotherServerOpenedIsFoundAtOnce() async throws {
        try await World.with(servers: 2) { world in
            let elsewhere = try await world.servers[1].login("server/admin", token: try Seed.token("server/admin"))
            for number in 0..<10 {
                var seed = try ForumSeed.mini()
                seed.id = "opened-\(number)"
                seed.settings["ref_prefix"] = .string("OPEN\(number)")
                seed.partners = Array(seed.partners.prefix(1))
                try await Seed.load(
                    ForumSeed(
                        id: seed.id, settings: seed.settings, partners: seed.partners, lifecycles: [], proposers: [],
                        groups: [], leaders: []), try await world.root())
                #expect(try await elsewhere.ok("FORUM \(seed.id)")["forum"] == .string(seed.id))
                let own = try await world.user("auditor", of: seed.id, on: 1)
                #expect(try await own.rows("LIST \(seed.id)").isEmpty)
                // A ref of it that is not there is no ref of nothing.
                #expect(try await own.refused("SHOW OPEN\(number)-2026-0001").code == .notFound)
            }
        }
    }
}
