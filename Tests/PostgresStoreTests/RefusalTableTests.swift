import CivilTime
import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

/// What somebody with the serving role can do to the table of refusals: make rows up, within its bounds.
@Suite struct RefusalTableTests {
    private static func call(
        _ count: Int, account: String = "'demo/a'", verb: String = "V", forum: String = "demo",
        code: String = "forbidden"
    ) -> String {
        """
        SELECT remember_refusals('\(forum)', array_agg((\(account))::text), array_agg('\(verb)' || n), array_agg(''::text),
            array_agg(''::text), array_agg('\(code)'::text), array_agg(''::text), array_agg(moment), array_agg(moment),
            array_agg(9223372036854775807::bigint))
        FROM generate_series(1, \(count)) AS n, (VALUES ('2026-03-01T10:00:00Z'::timestamptz)) AS m (moment)
        """
    }

    @Test(
        arguments: [
            "INSERT INTO refusal (forum, account, verb, transition, ref, code, reasons, hour, first_at, last_at, count) "
                + "VALUES ('demo', 'a', 'V', '', '', 'forbidden', '', now(), now(), now(), 1)",
            "UPDATE refusal SET count = 0", "DELETE FROM refusal", "TRUNCATE refusal",
        ])
    func rowsComeThroughTheFunctionAlone(statement: String) async throws {
        let intruder = try await Intruder.enter()
        #expect(try await intruder.attempt(statement) == .privilege)
    }

    @Test func theBoundsHoldForWhoeverCallsIt() async throws {
        let intruder = try await Intruder.enter()
        #expect(try await intruder.attempt(Self.call(501)) == .rule("refusal_bounded"))
        #expect(try await intruder.attempt(Self.call(1, forum: "nowhere")) == .rule("refusal_forum"))
        #expect(try await intruder.attempt(Self.call(1, code: "made-up"))?.sqlState == .checkViolation)
        #expect(try await intruder.attempt(Self.call(1, account: "repeat('a', 300)"))?.sqlState == .checkViolation)
        #expect(try await intruder.attempt(Self.call(500)) == nil)
        let rows: Int64 = try await intruder.fixture.value("SELECT count(*) FROM refusal")
        #expect(rows == 200)
        // Of each account there are twelve at most, so that the forum's own bound is met.
        for round in 0..<12 {
            #expect(
                try await intruder.attempt(Self.call(500, account: "'demo/' || n", verb: "R\(round)-")) == nil)
        }
        let most: Int64 = try await intruder.fixture.value("SELECT count(*) FROM refusal")
        #expect(most == 5000)
        let oldest: String = try await intruder.fixture.value("SELECT verb FROM refusal ORDER BY number LIMIT 1")
        #expect(oldest.hasPrefix("R2-"), "the oldest made room")
    }

    @Test func aCountThatIsFullStaysSo() async throws {
        let intruder = try await Intruder.enter()
        #expect(try await intruder.attempt(Self.call(1)) == nil)
        let first: Int64 = try await intruder.fixture.value("SELECT count FROM refusal")
        #expect(first == 1_000_000_000, "whatever is claimed")
        try await intruder.fixture.script("UPDATE refusal SET count = 9223372036854775807", as: .owner)
        for _ in 0..<2 {
            #expect(try await intruder.attempt(Self.call(1)) == nil)
            let full: [Int64] = try await intruder.fixture.values("SELECT count FROM refusal")
            #expect(full == [1_001_000_000_000])
        }
    }

    @Test func whatMayBeStoredIsNotSaidToBeUnavailable() async throws {
        let fixture = try await StoreFixture.make()
        let proxy = try CuttingProxy(fixture.database)
        var options = StoreOptions.patient
        options.reconnect.attempts = 2
        let store = PostgresStore(PostgresConfiguration(conninfo: proxy.conninfo), options: options)
        _ = try await store.forums()
        let now = try #require(Instant("2026-03-01T10:00:00Z"))
        let refusal = CountedRefusal(
            act: RefusedAct(account: "demo/a", verb: "V", code: .forbidden),
            count: RefusalCount(first: now, last: now, count: 1))
        proxy.set(.loseAfterRequest)
        await #expect {
            try await store.keep([refusal], forum: "demo")
        } throws: { error in
            guard case .effectUnknown = error as? StoreError else { return false }
            return true
        }
        // What never reached the database can be sent again.
        proxy.set(.refuse)
        await #expect {
            try await store.keep([refusal], forum: "demo")
        } throws: { error in
            guard case .unavailable = error as? StoreError else { return false }
            return true
        }
        await store.close()
    }

    @Test func writersAndRefusalsDoNotWaitForOneAnother() async throws {
        let intruder = try await Intruder.enter()
        let drafting = try await intruder.fixture.database.connect(role: .app)
        try await drafting.runScript("BEGIN; SELECT next_position FROM forum_head WHERE forum = 'demo' FOR UPDATE")
        #expect(try await intruder.attempt("SET LOCAL lock_timeout = '1s'; " + Self.call(1)) == nil)
        try await drafting.runScript("ROLLBACK")
    }
}
