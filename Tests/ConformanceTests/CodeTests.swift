import CanonicalJSON
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Requests
import TestSupport
import Testing

/// Codes that no text alone can bring about, on real connections all the same.
@Suite("Codes that need more than text", .timeLimit(.minutes(60)))
struct CodeTests {
    /// A draft, the token of its proposer, and a forum of their own.
    private func scene(_ server: ConformanceServer) async throws -> (ref: String, token: String) {
        let forum = try await server.freshForum(ConformanceServer.asem)
        let token = try await forum.token(of: "proposer-VN")
        let wire = try await loggedIn(server, token)
        await wire.send(Array("1 DRAFT \(forum.id) {\"title\":\"TRIAL\"}\n".utf8))
        let reply = try #require(await line(wire))
        let ref = try #require(try JSONValue.parse(Array(reply.dropFirst("1 OK ".count).utf8))["ref"]?.string)
        await wire.close()
        return (ref, token)
    }

    private func loggedIn(_ server: ConformanceServer, _ token: String) async throws -> Wire {
        let wire = try await Wire.open(port: server.door.port)
        _ = await line(wire)
        await wire.send(Array("login AUTH {\"token\":\"\(token)\"}\n".utf8))
        #expect(await line(wire)?.hasPrefix("login OK") == true)
        return wire
    }

    private func line(_ wire: Wire) async -> String? {
        guard case .line(let line) = await wire.next() else { return nil }
        return line
    }

    @Test("a queue that is full answers BUSY, and takes writes again when there is room")
    func busy() async throws {
        var configuration = ServiceConfiguration()
        configuration.queueCommands = 2
        try await ConformanceServer.with(configuration: configuration) { server in
            let (ref, token) = try await scene(server)
            let wire = try await loggedIn(server, token)
            let holder = try await server.database.connect(role: .owner)
            _ = try await holder.runScript("BEGIN; LOCK TABLE event, forum, forum_head, proposal IN EXCLUSIVE MODE")
            let lines = (1...12).map { "\($0) NOTE \(ref) {\"text\":\"TRIAL \($0)\"}\n" }.joined()
            await wire.send(Array(lines.utf8))
            // Those beyond the one that is being written and the two that wait are refused at once.
            var refused: [String] = []
            while refused.count < 9, let reply = await line(wire) { refused.append(reply) }
            #expect(refused.allSatisfy { $0.contains(" ERR BUSY after=200 none ") }, "\(refused)")
            await holder.close()
            var done = 0
            while done < 3, let reply = await line(wire) {
                #expect(reply.contains(" OK "))
                done += 1
            }
            await wire.send(Array("13 NOTE \(ref) {\"text\":\"TRIAL\"}\n".utf8))
            #expect(await line(wire)?.hasPrefix("13 OK") == true)
            await wire.close()
        }
    }

    @Test("a database that is out of reach answers STORE_UNAVAILABLE, and the connection stays")
    func storeUnavailable() async throws {
        var options = StoreOptions()
        options.acquireTimeout = .seconds(5)
        try await ConformanceServer.with(store: options) { server in
            let (ref, token) = try await scene(server)
            let wire = try await loggedIn(server, token)
            let name = Conninfo.identifier(server.database.name)
            try await server.database.administer("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
            try await server.database.administer(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(server.database.name)'")
            await wire.send(Array("1 SHOW \(ref)\n2 PING\n".utf8))
            var replies: Set<String> = []
            while replies.count < 2, let reply = await line(wire) {
                replies.insert(reply.split(separator: " ").prefix(3).joined(separator: " "))
            }
            #expect(replies.contains("1 ERR STORE_UNAVAILABLE"), "\(replies)")
            try await server.database.administer("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
            await wire.send(Array("3 SHOW \(ref)\n".utf8))
            #expect(await line(wire)?.hasPrefix("3 OK") == true)
            await wire.close()
        }
    }

    @Test("what the database refuses is INTERNAL, and nothing of it is written")
    func internalError() async throws {
        try await ConformanceServer.with { server in
            let (ref, token) = try await scene(server)
            let wire = try await loggedIn(server, token)
            let owner = try await server.database.connect(role: .owner)
            _ = try await owner.runScript(
                """
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'spoilt'; END $$;
                CREATE TRIGGER spoil BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION spoil();
                """)
            await wire.send(Array("1 NOTE \(ref) {\"text\":\"TRIAL\"}\n".utf8))
            let refused = await line(wire)
            #expect(refused?.hasPrefix("1 ERR INTERNAL ") == true, "\(refused ?? "")")
            _ = try await owner.runScript("DROP TRIGGER spoil ON event; DROP FUNCTION spoil();")
            await owner.close()
            await wire.send(Array("2 NOTE \(ref) {\"text\":\"TRIAL\"}\n".utf8))
            let done = await line(wire)
            #expect(done?.hasPrefix("2 OK") == true && done?.contains("\"version\":2") == true, "\(done ?? "")")
            await wire.close()
        }
    }

    /// Takes what nobody reads.
    private struct SilentWriter: AnswerWriter {
        func begin(at cursor: String) {}
        func row(_ object: JSONObject) async throws(ReaderLeft) {}
        func events(_ events: [SentEvent]) async throws(ReaderLeft) {}
    }

    @Test("what the service does not do is UNSUPPORTED; it does every verb of the protocol")
    func unsupported() async throws {
        try await ConformanceServer.with { server in
            let (_, token) = try await scene(server)
            let login = try Request.parse(Array("1 AUTH {\"token\":\"\(token)\"}".utf8))
            let handler = try await server.gateway.authenticate(login, from: .unknown).get().handler
            for verb in Verb.allCases where !verb.isOpen && verb != .cancel {
                let shape = verb.shape
                #expect(shape.access != .session, "\(verb) is the connection's own")
            }
            let operation = await handler.accept(try Request.parse(Array("1 PING".utf8)))
            guard case .failure(let failure) = await operation.run(SilentWriter()) else {
                Issue.record("PING was done by the service")
                return
            }
            #expect(failure.codeText == "UNSUPPORTED")
        }
    }
}
