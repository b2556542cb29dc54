import CanonicalJSON
import HTTPServer
import LineClient
import LineProtocol
import LineServer
import Postgres
import PostgresStore
import ProposalService
import Requests
import TestSupport
import TestTime
import TestWeb
import Testing

@testable import ServerCommands

/// What the server tells of itself at the address of its metrics.
@Suite struct ServerReportsTests {
    /// A server with metrics on a world's database, as `chancery serve` puts it together.
    private struct Scene {
        let world: World
        let store: PostgresStore
        let service: ProposalService
        let reports: ServerReports
        let doors: Doors.Open
        /// The time that the database has to answer.
        let clock: ManualClock

        func get(_ path: String) async throws -> RawHTTP.Answer {
            let address = try #require(doors.metrics?.address)
            return try await RawHTTP.connect(to: address).ask("GET", path)
        }

        /// The value of a line of the page, by all that stands before it.
        func value(_ sample: String) async throws -> Double? {
            let text = try await get("/metrics").text
            let line = text.split(separator: "\n").first { $0.hasPrefix(sample + " ") }
            return line.flatMap { Double($0.dropFirst(sample.count + 1)) }
        }

        func login(_ slug: String) async throws -> User {
            let address = try #require(ServerAddress(doors.line.addresses[0]))
            let client = try await LineClient.connect(to: address, options: .patient)
            try await client.authenticate(token: try Seed.token("asem/\(slug)"))
            return User(account: "asem/\(slug)", client: client)
        }
    }

    private func scene(_ body: (Scene) async throws -> Void) async throws {
        try await World.with { world in
            let store = PostgresStore(conninfo: world.database.conninfo(), options: .patient)
            let service = ProposalService(store: store)
            let clock = ManualClock()
            let reports = ServerReports(service, store, clock: clock)
            var settings = ServeConfiguration()
            (settings.listen, settings.web, settings.metrics) = (["127.0.0.1:0"], "127.0.0.1:0", "127.0.0.1:0")
            let room = try ConnectionRoom(granted: 4096, databaseConnections: 8, wanted: 100, servesWeb: true)
            let gateway = ServiceGateway(service)
            var closed = try Doors(settings, room)
            closed.limits.loginMilliseconds = TestServer.patience
            let doors = try await closed.open(
                lines: MeteredGateway(gateway, reports.lines), web: MeteredGateway(gateway, reports.web),
                reports: reports.all)
            let running = Task { await doors.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(
                    try await body(
                        Scene(
                            world: world, store: store, service: service, reports: reports, doors: doors, clock: clock))
                )
            } catch { result = .failure(error) }
            doors.shutdown()
            await running.value
            await service.drain()
            await store.close()
            try result.get()
        }
    }

    @Test func requestsAreCountedByTheirDoorAndEnd() async throws {
        try await scene { scene in
            let user = try await scene.login("pr-FR")
            let ref = try #require(try await user.ok("DRAFT asem", ["title": "Seminar one"])["ref"]?.string)
            for _ in 0..<3 { _ = try await user.ok("SHOW \(ref)") }
            #expect(try await user.refused("SHOW ASEM-2026-9999").code == .notFound)
            let total = "chancery_requests_total"
            #expect(try await scene.value("\(total){door=\"line\",verb=\"AUTH\",outcome=\"ok\"}") == 1)
            #expect(try await scene.value("\(total){door=\"line\",verb=\"DRAFT\",outcome=\"ok\"}") == 1)
            #expect(try await scene.value("\(total){door=\"line\",verb=\"SHOW\",outcome=\"ok\"}") == 3)
            #expect(try await scene.value("\(total){door=\"line\",verb=\"SHOW\",outcome=\"NOT_FOUND\"}") == 1)
            #expect(try await scene.value("chancery_request_seconds_count{door=\"line\",verb=\"SHOW\"}") == 4)
            #expect(try await scene.value("chancery_requests_open{door=\"line\"}") == 0)
            #expect(try await scene.value("chancery_connections{door=\"line\"}") == 1)
            #expect(try await scene.value("chancery_batch_writes_sum") == 1)
            let web = try #require(scene.doors.web?.address)
            let answer = try await RawHTTP.connect(to: web).ask(
                "GET", "/api/v1/show/\(ref)", ["Authorization": "Bearer \(try Seed.token("asem/pr-FR"))"])
            #expect(answer.status == 200)
            #expect(try await scene.value("\(total){door=\"http\",verb=\"SHOW\",outcome=\"ok\"}") == 1)
            #expect(try await scene.value("\(total){door=\"http\",verb=\"AUTH\",outcome=\"ok\"}") == 1)
        }
    }

    @Test func watchesAndTheRecord() async throws {
        try await scene { scene in
            let before = try await scene.world.length("asem")
            #expect(try await scene.value("chancery_record_events{forum=\"asem\"}") == Double(before))
            #expect(try await scene.value("chancery_record_signed_events{forum=\"asem\"}") == 0)
            #expect(try #require(await scene.value("chancery_record_unsigned_seconds{forum=\"asem\"}")) >= 0)
            #expect(try await scene.value("chancery_record_diverged{forum=\"asem\"}") == 0)
            let (auditor, _) = try await scene.service.authenticate(token: try Seed.token("asem/auditor"))
            var events = try await scene.service.watch("asem", after: nil, auditor).makeAsyncIterator()
            for _ in 0..<before { _ = try await events.next() }
            #expect(try await scene.value("chancery_watches{forum=\"asem\"}") == 1)
            #expect(try await scene.value("chancery_watch_read_events{forum=\"asem\"}") == Double(before))
        }
    }

    /// The database is there and says nothing: whoever asks is told so, and waits no longer than that takes.
    @Test func aDatabaseThatSaysNothing() async throws {
        try await scene { scene in
            let other = try await scene.world.database.connect(role: .owner)
            _ = try await other.runScript("BEGIN; LOCK TABLE forum_head IN ACCESS EXCLUSIVE MODE")
            async let answered = scene.get("/ready")
            try await scene.clock.untilSomebodySleeps(for: .seconds(2))
            scene.clock.advance(by: .seconds(2))
            let waiting = try await answered
            #expect(waiting.status == 503 && waiting.text == "the database did not answer within 2 s\n")
            async let up = scene.value("chancery_database_up")
            try await scene.clock.untilSomebodySleeps(for: .seconds(2))
            scene.clock.advance(by: .seconds(2))
            #expect(try await up == 0)
            _ = try await other.runScript("ROLLBACK")
            await other.close()
            #expect(try await scene.get("/ready").status == 200)
        }
    }

    @Test func whetherItCanServe() async throws {
        try await scene { scene in
            #expect(try await scene.get("/health").text == "alive\n")
            let ready = try await scene.get("/ready")
            #expect(ready.status == 200 && ready.text == "ready\n")
            #expect(try await scene.value("chancery_database_up") == 1)
            #expect(try await scene.get("/other").status == 404)
            let address = try #require(scene.doors.metrics?.address)
            let posted = try await RawHTTP.connect(to: address).ask("POST", "/metrics", body: "")
            #expect(posted.status == 405 && posted["allow"] == "GET, HEAD")
            await scene.store.close()
            let gone = try await scene.get("/ready")
            #expect(gone.status == 503 && !gone.text.isEmpty)
            #expect(try await scene.value("chancery_database_up") == 0)
            #expect(try await scene.get("/health").status == 200)
            scene.reports.stop()
            let stopping = try await scene.get("/ready")
            #expect(stopping.status == 503 && stopping.text == "the server is stopping\n")
        }
    }
}
