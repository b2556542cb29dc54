import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Synchronization
import TestSupport

extension TestTemplate {
    /// A server set up as its administrator does it: the forums with their partners, lifecycle, accounts and tokens.
    static let seeded = TestTemplate(name: "seeded") { conninfo in
        _ = try await Migrator(PostgresConfiguration(conninfo: conninfo), migrations: schemaMigrations()).migrate()
        let app = try await TestCluster.shared.conninfo(role: .app, database: "template_seeded")
        let server = try await TestServer.start(conninfo: app)
        do {
            try await Seed.fill(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

/// What every test begins with, made once through the protocol.
enum Seed {
    private static let tokens = Mutex<[String: String]>([:])

    /// The token of an account such as `asem/cp-FR`.
    static func token(_ account: String) throws -> String {
        guard let token = tokens.withLock({ $0[account] }) else { throw Unexpected("\(account) has no token") }
        return token
    }

    /// Remembers the token of an account that a test made, under a name that no other test uses.
    static func keep(_ token: String?, of account: String) { tokens.withLock { $0[account] = token } }

    /// Every partner of a forum, in the order of admission.
    static func partners(_ forum: String = "asem") throws -> [String] {
        try (forum == "asem" ? ForumSeed.asem() : ForumSeed.mini()).partnerIDs
    }

    static func fill(_ server: TestServer) async throws {
        guard let token = try await server.service.bootstrap() else { throw Unexpected("it was set up before") }
        tokens.withLock { $0["server/admin"] = token }
        let root = try await server.login("server/admin", token: token)
        for seed in [try ForumSeed.asem(), try ForumSeed.mini()] { try await load(seed, root) }
        await root.client.quit()
    }

    static func load(_ seed: ForumSeed, _ root: User) async throws {
        try await root.ok("FORUM \(seed.id)", seed.settings)
        for definition in seed.lifecycles {
            try await root.ok("LIFECYCLE \(seed.id)", ["definition": definition.json])
        }
        try await pipelined(seed.partners) { partner in
            var object: JSONObject = [
                "name": .string(partner.name),
                "attributes": .object(
                    JSONObject(partner.attributes.map { JSONObject.Member(key: $0, value: .string($1)) })),
            ]
            if let joined = partner.joined { object["joined"] = .string(joined.description) }
            try await root.ok("PARTNER \(seed.id) \(partner.id)", object)
        }
        try await pipelined(seed.holders) { holder in
            let account = "\(seed.id)/\(holder.slug)"
            try await root.ok(
                "ACCOUNT \(seed.id)",
                [
                    "account": .string(holder.slug), "name": .string("The holder of \(account)"),
                    "appointments": [.object(holder.appointment)],
                ])
            keep(try await root.ok("TOKEN \(account)")["token"]?.string, of: account)
        }
    }
}

/// Runs a few at a time, no more than a connection may have open.
func pipelined<Element: Sendable>(
    _ elements: [Element], atOnce limit: Int = 24, _ body: @escaping @Sendable (Element) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var rest = elements[...]
        for element in rest.prefix(limit) { group.addTask { try await body(element) } }
        rest = rest.dropFirst(limit)
        while try await group.next() != nil {
            if let element = rest.popFirst() { group.addTask { try await body(element) } }
        }
    }
}
