import CanonicalJSON
import LineClient
import LineProtocol
import PostgresStore
import TestSupport

/// A database of its own with both forums in it, and servers on it.
struct World: Sendable {
    let database: TestDatabase
    let servers: [TestServer]

    var server: TestServer { servers[0] }

    /// Runs a test in a world of its own.
    static func with(
        servers count: Int = 1, signer folder: String? = nil, _ body: (World) async throws -> Void
    ) async throws {
        let database = try await TestDatabase.create(.seeded)
        var servers: [TestServer] = []
        for _ in 0..<count {
            servers.append(try await TestServer.start(conninfo: database.conninfo(), signer: folder))
        }
        do {
            try await body(World(database: database, servers: servers))
        } catch {
            for server in servers { await server.stop() }
            throw error
        }
        for server in servers { await server.stop() }
    }

    /// Somebody of a forum by the account's name, such as `cp-FR`.
    func user(_ slug: String, of forum: String = "asem", on index: Int = 0) async throws -> User {
        try await servers[index].login("\(forum)/\(slug)", token: try Seed.token("\(forum)/\(slug)"))
    }

    /// The administrator of the server.
    func root() async throws -> User {
        try await server.login("server/admin", token: try Seed.token("server/admin"))
    }

    /// Contact Points of these partners.
    func speakers(_ partners: [String], of forum: String = "asem") async throws -> [String: User] {
        var users: [String: User] = [:]
        for partner in partners { users[partner] = try await user("cp-\(partner)", of: forum) }
        return users
    }

    /// The length of a forum's record.
    func length(_ forum: String) async throws -> Int64 { try await server.store.recordLength(forum: forum) }
}
