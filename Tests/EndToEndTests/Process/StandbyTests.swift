import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Synchronization
import TestSupport
import TestTime
import Testing

@testable import Signing
@testable import Terminal

/// A database whose commits wait for a standby: nothing is acknowledged, and nothing signed, that the standby does not have.
@Suite(.timeLimit(.minutes(60))) struct StandbyTests {
    private final class Flag: Sendable {
        private let state = Atomic(false)
        var isRaised: Bool { state.load(ordering: .acquiring) }
        func raise() { state.store(true, ordering: .releasing) }
    }

    /// A forum on a cluster of its own with a standby that runs and is waited for.
    private struct Scene: Sendable {
        let forum: String
        let cluster: EmbeddedCluster
        let standby: TestStandby
        let ref: String
        /// One that waits as long as it takes.
        let server: TestServer

        static func make(_ forum: String) async throws -> Scene {
            let data = try TestRoot.makeDirectory("primary")
            let cluster = try await EmbeddedCluster.start(dataDirectory: data)
            _ = try await Migrator(
                PostgresConfiguration(conninfo: cluster.conninfo(role: .owner)),
                migrations: TestTemplate.schemaMigrations()
            ).migrate()
            let server = try await TestServer.start(conninfo: cluster.conninfo())
            let token = try #require(try await server.service.bootstrap())
            let root = try await server.login("server/admin", token: token)
            var seed = try ForumSeed.mini()
            seed.id = forum
            seed.settings["ref_prefix"] = .string(forum.uppercased())
            try await Seed.load(seed, root)
            let proposer = try await server.user("pr-FR", of: forum)
            let ref = try #require(
                try await proposer.ok("DRAFT \(forum)", Activity.complete("A first activity"))["ref"]?.string)
            let standby = try await TestStandby.make(of: cluster, data: data)
            try await standby.start()
            try await standby.require()
            return Scene(forum: forum, cluster: cluster, standby: standby, ref: ref, server: server)
        }

        func end() async throws {
            await server.stop()
            try await standby.stop()
            try await cluster.stop()
        }

        /// A server that gives up soon.
        func impatient() async throws -> TestServer {
            var options = StoreOptions.patient
            options.commitTimeout = .seconds(1)
            options.resolveTimeout = .seconds(1)
            return try await TestServer.start(conninfo: cluster.conninfo(), store: options)
        }

        func note(_ text: String, _ user: User) async throws -> Answer {
            try await user.ask("NOTE \(ref) key=\(text)", ["text": .string(text)])
        }

        /// What the notes of the record say.
        func notes() async throws -> [String] {
            try await server.store.record(forum: forum, after: -1, limit: 10_000).map(\.sealed.event)
                .filter { $0.kind == .noted }.compactMap { $0.data["text"]?.string }
        }
    }

    @Test func aWriteThatNoStandbyConfirmsIsUnknownUntilOneDoes() async throws {
        let scene = try await Scene.make("staa")
        let server = try await scene.impatient()
        let user = try await server.user("pr-FR", of: scene.forum)
        try await scene.standby.stop()
        let unknown = try #require(try await scene.note("one", user).failure)
        #expect(unknown.code == .effectUnknown && unknown.retry == .same && unknown.effect == .unknown)
        #expect(try await scene.notes().isEmpty, "PostgreSQL shows what the standby may lack")

        // Whoever ends the wait from outside makes it visible, and the answer that is kept with it no safer.
        try await scene.standby.interrupt("pg_cancel_backend")
        try await waitUntil { try await scene.notes() == ["one"] }
        for _ in 0..<2 { #expect(try await scene.note("one", user).failure?.code == .effectUnknown) }

        try await scene.standby.start()
        var answer = try await scene.note("one", user)
        while let failure = answer.failure {
            // The standby may need longer to catch up than this server waits.
            try Task.checkCancellation()
            try #require(failure.code == .effectUnknown)
            answer = try await scene.note("one", user)
        }
        #expect(try answer.get()["repeated"] == true)
        #expect(try await scene.notes() == ["one"])
        await server.stop()
        try await scene.end()
    }

    @Test(arguments: ["pg_cancel_backend", "pg_terminate_backend"])
    func nothingIsAcknowledgedBeforeTheStandbyIsBack(_ interruption: String) async throws {
        let scene = try await Scene.make(interruption == "pg_cancel_backend" ? "stab" : "stac")
        let user = try await scene.server.user("pr-FR", of: scene.forum)
        try await scene.standby.stop()
        let answered = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let answer = try await scene.note("one", user)
                answered.raise()
                #expect(try answer.get()["repeated"] == nil)
            }
            // The write's own wait first, then those with which the server makes sure.
            for _ in 0..<4 { try await scene.standby.interrupt(interruption) }
            #expect(try await scene.notes() == ["one"])
            #expect(!answered.isRaised)
            try await scene.standby.start()
            try await group.waitForAll()
        }
        #expect(try await scene.note("one", user).get()["repeated"] == true)
        #expect(try await scene.notes() == ["one"])
        try await scene.end()
    }

    /// A page notes when its session was used last; nobody depends on that.
    @Test func aPageIsReadWhileNoStandbyConfirms() async throws {
        let scene = try await Scene.make("stae")
        let (store, limits) = (scene.server.store, SessionLimits())
        let hash = [UInt8](repeating: 7, count: 32)
        let login = TokenRow(token: "a", account: "\(scene.forum)/pr-FR", forum: scene.forum)
        try await store.openSession(hash: hash, login, limits: limits)
        let owner = try await PostgresConnection.connect(
            PostgresConfiguration(conninfo: scene.cluster.conninfo(role: .owner) + " connect_timeout=0"))
        let isLate = "SELECT used_at < now() - interval '2 minutes' FROM browser_session"
        try await owner.runScript("UPDATE browser_session SET used_at = now() - interval '3 minutes'")
        try await scene.standby.stop()
        #expect(try await owner.query(isLate).value(Bool.self))
        #expect(try await store.session(hash: hash, isUse: true, limits: limits) == login)
        #expect(try await !owner.query(isLate).value(Bool.self))
        await owner.close()

        // A server that stops waits for no standby for long, however patient it was before: not even where it waits already.
        var options = StoreOptions.patient
        options.hurriedResolveTimeout = .seconds(1)
        let stopping = PostgresStore(conninfo: scene.cluster.conninfo(), options: options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await #expect(throws: StoreError.self) { try await stopping.awaitStandbys() } }
            try await scene.standby.untilSomebodyWaits()
            stopping.hurry()
            try await group.waitForAll()
        }
        await #expect(throws: StoreError.self) { try await stopping.awaitStandbys() }
        await stopping.close()
        try await scene.standby.start()
        try await scene.end()
    }

    @Test func nothingIsSignedThatTheStandbyMayLack() async throws {
        let scene = try await Scene.make("stad")
        let folder = try TestRoot.makeDirectory("signer")
        let patient = RecordSigner(folder: folder, store: scene.server.store)
        #expect(await patient.sign(scene.forum) == .signed)
        let state = try LocalFile.text(folder + "/\(scene.forum)/signer-state")
        let before = try await scene.server.store.checkpoint(forum: scene.forum, size: nil)

        try await scene.standby.stop()
        let impatient = try await scene.impatient()
        let user = try await impatient.user("pr-FR", of: scene.forum)
        #expect(try await scene.note("one", user).failure?.code == .effectUnknown)
        try await scene.standby.interrupt("pg_cancel_backend")
        try await waitUntil { try await scene.notes() == ["one"] }

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { #expect(await patient.sign(scene.forum) == .signed) }
            // The hashes of the tree are stored first, then it is made sure that the standby has them and the events.
            for _ in 0..<4 { try await scene.standby.interrupt("pg_cancel_backend") }
            #expect(try LocalFile.text(folder + "/\(scene.forum)/signer-state") == state)
            #expect(try await scene.server.store.checkpoint(forum: scene.forum, size: nil) == before)
            try await scene.standby.start()
            try await group.waitForAll()
        }
        #expect(try LocalFile.text(folder + "/\(scene.forum)/signer-state") != state)
        await impatient.stop()
        try await scene.end()
    }
}
