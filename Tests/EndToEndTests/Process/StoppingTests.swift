import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import TestSupport
import TestTime
import Testing

/// What somebody else holds in the database must not make the server say what is not so.
@Suite(.timeLimit(.minutes(60))) struct StoppingTests {
    /// A transaction of a person in psql, until it ends.
    private func holding(
        _ world: World, _ sql: String, _ body: (PostgresConnection) async throws -> Void
    ) async throws {
        let holder = try await world.database.connect(role: .superuser)
        try await holder.runScript("BEGIN")
        _ = try await holder.query(sql)
        do {
            try await body(holder)
        } catch {
            await holder.close()
            throw error
        }
        await holder.close()
    }

    /// Without a key the same request would be another note.
    @Test(arguments: [(" key=one", Retry.same, "with its key"), ("", .fresh, "HISTORY")])
    func aWriteThatNobodyWaitsForAnyLongerIsUnknown(_ key: String, _ retry: Retry, _ advice: String) async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), stopPeriod: .milliseconds(1))
            let proposer = try await server.user("pr-FR")
            try await holding(world, "SELECT * FROM forum_head WHERE forum = 'mini' FOR UPDATE") { holder in
                let note = Task { try await proposer.ask("NOTE \(ref)\(key)", ["text": "Is it there?"]) }
                // It waits for the lock, so the server has accepted it.
                let watching = try await world.database.connect(role: .superuser)
                let waiting = """
                    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                try await waitUntil { try await !watching.query(waiting).isEmpty }
                await watching.close()
                let stopping = Task { await server.stop() }
                let failure = try #require(try await note.value.failure)
                #expect(failure.code == .effectUnknown && failure.effect == .unknown, "\(failure)")
                #expect(failure.retry == retry && failure.advice.contains(advice), "\(failure)")
                try await holder.runScript("ROLLBACK")
                await stopping.value
            }
        }
    }

    /// Whoever has no part in a forum waits for nobody who has one.
    @Test func nobodyWaitsForAForumThatIsNotTheirs() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let stranger = try await world.user("pr-FR", of: "asem")
            let registry = "SELECT * FROM forum WHERE forum = 'mini' FOR UPDATE"
            try await holding(world, registry) { _ in
                for words in ["DRAFT mini", "DRAFT nowhere", "MEETING mini SOM-9", "NOTE \(ref)", "FILE \(ref)"] {
                    let object: JSONObject =
                        switch words.split(separator: " ").first {
                        case "NOTE": ["text": "x"]
                        case "FILE": User.part(Paper(size: 100), from: 0)
                        case "MEETING": ["kind": "som", "starts": "2099-01-01", "ends": "2099-01-02"]
                        default: ["title": "x"]
                        }
                    let failure = try await stranger.refused(words, object)
                    #expect(failure.code == .notFound, "\(words)")
                }
            }
            let root = try await world.root()
            #expect(try await root.refused("DRAFT nowhere", ["title": "x"]).code == .notFound)
        }
    }

    /// What the database refuses is not written, and that is said.
    @Test func aRefusalOfTheDatabaseHasNoEffect() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let connection = try await world.database.connect(role: .superuser)
            try await connection.runScript(
                """
                CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'never' USING ERRCODE = 'check_violation'; END $$;
                CREATE TRIGGER never BEFORE INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION never();
                """)
            await connection.close()
            let failure = try await world.user("pr-FR", of: "mini").refused("NOTE \(ref)", ["text": "x"])
            #expect(failure.code == .internal && failure.effect == .none, "\(failure)")
        }
    }
}
