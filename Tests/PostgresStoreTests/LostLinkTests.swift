import ProposalService
import TestSupport
import Testing

@testable import Postgres
@testable import PostgresStore

/// Two servers on one database, of which one has lost its link to it without being told.
@Suite(.timeLimit(.minutes(60))) struct LostLinkTests {
    /// With the limits that a server has: the database itself must end the transaction, since nothing from its server arrives.
    @Test func whoVanishesBetweenItsTripsHoldsTheOthersUpForSeconds() async throws {
        let fixture = try await StoreFixture.make { $0 = StoreOptions() }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let proxy = try CuttingProxy(fixture.database)
        let other = PostgresStore(conninfo: proxy.conninfo)
        let batch = try await other.begin(TestForum.plan([stream.name: 1]))
        proxy.set(.hold)
        let waited = try await ContinuousClock().measure { _ = try await fixture.put([stream]) { $0.note() } }
        #expect(waited > .seconds(2) && waited < .seconds(20), "\(waited)")
        // Once its way is open again it does what it has to do: nothing of the first time was written.
        proxy.set(.pass)
        var noted = try await fixture.put([TestStream("DEMO-2026-0002")]) { $0.draft() }[0]
        var writes = BatchWrites(events: [noted.note()])
        writes.proposals = [noted.projection(since: 1)]
        let note = writes
        let written = try await other.write(TestForum.plan([noted.name: 1])) { _ in note }
        #expect(written.firstPosition == 5)
        await batch.abandon()
        #expect(other.pool.counts.leased == 0)
        await other.close()
        await fixture.store.close()
    }

    /// What TCP can know both ends look for, whatever the database, the role or the server is set to.
    @Test func bothEndsLookWhetherTheLinkIsDead() async throws {
        let configuration = PostgresConfiguration(conninfo: "host=db.example")
        let own = Dictionary(uniqueKeysWithValues: configuration.parameters.map { ($0.key, $0.value) })
        for (name, value) in [
            ("keepalives_idle", 4), ("keepalives_interval", 2), ("keepalives_count", 2), ("tcp_user_timeout", 8000),
        ] {
            #expect(own[name] == String(value))
            let setting = "tcp_" + name.replacing("tcp_", with: "")
            #expect(configuration.setupScript.contains("SET \(setting) = \(value);"))
        }
        // PostgreSQL takes them, also of a UNIX socket, for which they mean nothing.
        let database = try await TestDatabase.create()
        let connection = try await PostgresConnection.connect(PostgresConfiguration(conninfo: database.conninfo()))
        #expect(try await connection.query("SHOW tcp_user_timeout").value(String.self) == "0")
        await connection.close()
    }
}
