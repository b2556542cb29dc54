import CanonicalJSON
import Foundation
import LineClient
import TestSupport
import Testing

/// The real executable with a small forum, which a test breaks, starts again and checks.
struct FaultScene {
    let forum: String
    /// Where the server keeps its own.
    let data: String
    let failpoints: FailpointFile
    private(set) var server: ServeProcess
    private let arguments: [String]
    private let token: String
    private var refs: [String] = []
    /// How many events there must be.
    private var events: Int64 = 0
    private(set) var acknowledged = 0

    /// - Parameters:
    ///   - arguments: which database it serves.
    ///   - token: the administrator's; nil where the data directory has it.
    static func start(_ forum: String, _ arguments: [String]? = nil, token: String? = nil) async throws -> FaultScene {
        let failpoints = try FailpointFile()
        let data = try TestRoot.makeDirectory("faults")
        let arguments = arguments ?? ["--data", data]
        let server = try await ServeProcess.start(arguments, environment: failpoints.environment)
        let path = data + "/admin.token"
        var scene = FaultScene(
            forum: forum, data: data, failpoints: failpoints, server: server, arguments: arguments,
            token: try token ?? String(contentsOfFile: path, encoding: .utf8).filter { !$0.isWhitespace })
        let root = try await server.login("server/admin", token: scene.token)
        scene.refs = try await server.loadForum(forum, root)
        scene.events = try #require(try await root.ok("AUDIT \(forum)")["events"]?.integer)
        await root.leave()
        return scene
    }

    /// The server as it is now, for those who write to it.
    struct Server: Sendable {
        let connect: @Sendable (_ account: String) async throws -> User
        let hasEnded: @Sendable () -> Bool
    }

    /// - Parameter address: another way to it.
    func served(at address: ServerAddress? = nil) -> Server {
        Server { [server, token] account in
            let token = account == "server/admin" ? token : try Seed.token(account)
            return try await server.login(account, token: token, at: address)
        } hasEnded: { [server] in
            server.hasEnded
        }
    }

    func storm(
        _ name: String, lanes: [String: StormLane.Life] = StormLane.all, patience: KeyedStorm.Patience = .none,
        limit: Int = .max, at address: ServerAddress? = nil
    ) -> KeyedStorm {
        KeyedStorm(
            name, of: forum, refs, at: served(at: address), lanes: lanes, patience: patience, limit: limit)
    }

    /// Asks the private PostgreSQL as its superuser; lines of columns, with bars between them.
    func asked(_ sql: String) async throws -> [String] {
        let owner = try FileManager.default.attributesOfItem(atPath: data + "/postgres")[.ownerAccountName] as? String
        let ended = try await ClientProgram.run(
            "psql",
            [
                "--no-psqlrc", "--host", data + "/socket", "--username", try #require(owner), "--dbname", "chancery",
                "-Atqc", sql,
            ], in: data)
        guard ended.status == 0 else { throw Unexpected("psql: \(ended.errors)") }
        return ended.lines
    }

    /// Starts it again, after it ended.
    mutating func restart() async throws {
        server = try await ServeProcess.start(arguments, environment: failpoints.environment)
    }

    /// Repeats what a storm sent, and remembers what must be there by now.
    @discardableResult
    mutating func settle(_ storm: KeyedStorm) async throws -> KeyedStorm.Settled {
        let settled = try await storm.settle(served().connect)
        events += Int64(settled.events)
        acknowledged += settled.acknowledged
        return settled
    }

    /// Each key had its effect once, and the records are sound; then the server stops as it should.
    func end() async throws {
        let root = try await served().connect("server/admin")
        let own = try await root.ok("AUDIT \(forum)")
        #expect(own["sound"] == true, "\(own)")
        #expect(own["events"]?.integer == events, "a key had two effects, or none")
        for row in try await root.rows("FORUMS") {
            guard let forum = row["forum"]?.string else { continue }
            let audit = try await root.ok("AUDIT \(forum)")
            #expect(audit["sound"] == true, "\(forum): \(audit)")
        }
        #expect(try await root.ok("AUDIT server")["sound"] == true)
        await root.leave()
        server.terminate()
        #expect(await server.ended() == 0)
    }
}
