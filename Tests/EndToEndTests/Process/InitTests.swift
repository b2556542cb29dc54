import CanonicalJSON
import PostgresStore
import TestSupport
import Testing

/// The administrator's token that `chancery init` prints.
@Suite(.timeLimit(.minutes(60))) struct InitTests {
    /// The run that printed the first may have been killed before it did.
    @Test func anotherTokenIsPrintedWhileNobodyUsedTheServer() async throws {
        let database = try await TestDatabase.create()
        let folder = try TestRoot.makeDirectory("init")
        func run(_ more: String...) async throws -> ClientProgram.Ended {
            try await ClientProgram.chancery(
                ["init", "--database", database.conninfo(role: .superuser)] + more, in: folder)
        }
        func token(_ ended: ClientProgram.Ended) -> String? {
            let found = ended.output.firstMatch(of: /shown this once: (chy_\S+)/).map { String($0.1) }
            return ended.status == 0 ? found : nil
        }
        let first = try #require(token(try await run()))
        #expect(token(try await run()) == nil, "nobody asked for another")
        let second = try #require(token(try await run("--another-token")))
        #expect(second != first)

        let server = try await TestServer.start(conninfo: database.conninfo())
        let root = try await server.login("server/admin", token: second)
        try await root.ok(
            "FORUM late",
            [
                "name": "Late", "ref_prefix": "LATE", "meeting_role": "host", "account_role": "admin",
                "audit_role": "auditor",
            ])
        await root.leave()
        await server.stop()
        let refused = try await run("--another-token")
        #expect(refused.status == 1 && refused.errors.contains("no other token was issued"), "\(refused)")
    }
}
