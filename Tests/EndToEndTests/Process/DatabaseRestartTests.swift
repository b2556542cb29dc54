import CanonicalJSON
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Synchronization
import TestSupport
import Testing

/// A database that goes away for a while and comes back under a running server.
@Suite(.timeLimit(.minutes(60))) struct DatabaseRestartTests {
    /// Notes that are sent again and again, with their keys, until they are taken.
    private final class Writing: Sendable {
        static let lanes = 8

        private let ref: String
        private let user: User
        private let counts = Mutex((done: 0, failed: 0, isOver: false))
        private let marks: AsyncStream<Void>
        private let mark: AsyncStream<Void>.Continuation

        init(_ ref: String, _ user: User) {
            self.ref = ref
            self.user = user
            (marks, mark) = AsyncStream.makeStream(of: Void.self)
        }

        var done: Int { counts.withLock { $0.done } }

        func stop() { counts.withLock { $0.isOver = true } }

        func run() async throws {
            defer { mark.finish() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<Self.lanes { group.addTask { try await self.write(lane) } }
                try await group.waitForAll()
            }
        }

        private func write(_ lane: Int) async throws {
            var number = 0
            while !counts.withLock({ $0.isOver }), !Task.isCancelled {
                let text = "\(lane)-\(number)"
                let answer = try await user.ask("NOTE \(ref) key=\(text)", ["text": .string(text)])
                if let failure = answer.failure {
                    // What to do is what the error says: the same again, with its key.
                    try #require([.storeUnavailable, .effectUnknown].contains(failure.code), "\(failure)")
                    #expect(failure.retry == failure.code?.entry.retry)
                    counts.withLock { $0.failed += 1 }
                } else {
                    number += 1
                    counts.withLock { $0.done += 1 }
                }
                mark.yield()
            }
        }

        /// Waits until so many were done and so many failed; throws where the writing ends before.
        func wait(_ isReached: (_ done: Int, _ failed: Int) -> Bool) async throws {
            for await _ in marks {
                let (done, failed, _) = counts.withLock { $0 }
                if isReached(done, failed) { return }
            }
            throw Unexpected("the writing ended")
        }
    }

    @Test func theServerReconnectsAndLosesNothing() async throws {
        let data = try TestRoot.makeDirectory("restarted")
        let cluster = try await EmbeddedCluster.start(dataDirectory: data)
        _ = try await Migrator(
            PostgresConfiguration(conninfo: cluster.conninfo(role: .owner)),
            migrations: TestTemplate.schemaMigrations()
        ).migrate()
        // What is asked while the database is away fails after the limits that a server has.
        let server = try await TestServer.start(conninfo: cluster.conninfo(role: .app), store: StoreOptions())
        let token = try #require(try await server.service.bootstrap())
        let root = try await server.login("server/admin", token: token)
        var seed = try ForumSeed.mini()
        seed.id = "back"
        seed.settings["ref_prefix"] = "BACK"
        try await Seed.load(seed, root)
        let proposer = try await login("pr-FR", server)
        let ref = try #require(
            try await proposer.ok("DRAFT back", Activity.complete("A first activity"))["ref"]?.string)

        let writing = Writing(ref, proposer)
        async let result: Void = writing.run()
        defer { writing.stop() }
        try await writing.wait { done, _ in done >= 40 }
        try await cluster.stop()
        try await writing.wait { _, failed in failed >= 2 * Writing.lanes }
        // A reader is told as well, and keeps its connection.
        #expect(try await root.refused("SHOW \(ref)").code == .storeUnavailable)
        #expect(try await root.ok("PING")["now"] != nil)
        let again = try await EmbeddedCluster.start(dataDirectory: data)
        #expect(again.conninfo() == cluster.conninfo())
        let before = writing.done
        try await writing.wait { done, _ in done >= before + 80 }
        writing.stop()
        try await result

        let audit = try await RecordAudit.read("back", from: server.store)
        audit.checkOrder()
        let texts = audit.events.compactMap { event in
            event.sealed.event.kind == .noted ? event.sealed.event.data["text"]?.string : nil
        }
        #expect(texts.count == Set(texts).count, "a key had two effects")
        #expect(texts.count == writing.done)
        await server.stop()
        try await again.stop()
    }

    private func login(_ slug: String, _ server: TestServer) async throws -> User {
        try await server.login("back/\(slug)", token: try Seed.token("back/\(slug)"))
    }
}
