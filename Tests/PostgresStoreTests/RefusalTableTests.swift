import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

/// What somebody with the serving role can do to the table of refusals: make rows up, within its bounds.
@Suite struct RefusalTableTests {
    private static func call(
        _ count: Int, account: String = "'demo/a'", forum: String = "demo", code: String = "forbidden"
    ) -> String {
        """
        SELECT remember_refusals('\(forum)', array_agg((\(account))::text), array_agg('V' || n), array_agg(''::text),
            array_agg(''::text), array_agg('\(code)'::text), array_agg(''::text), array_agg(now()), array_agg(now()),
            array_agg(9223372036854775807::bigint)) FROM generate_series(1, \(count)) AS n
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
        // A count that is full stays so, and is no fault.
        #expect(try await intruder.attempt(Self.call(500)) == nil)
        for _ in 0..<12 { #expect(try await intruder.attempt(Self.call(500, account: "'demo/' || n")) == nil) }
        let most: Int64 = try await intruder.fixture.value("SELECT count(*) FROM refusal")
        #expect(most <= 5000)
    }

    @Test func writersAndRefusalsDoNotWaitForOneAnother() async throws {
        let intruder = try await Intruder.enter()
        let drafting = try await intruder.fixture.database.connect(role: .app)
        try await drafting.runScript("BEGIN; SELECT next_position FROM forum_head WHERE forum = 'demo' FOR UPDATE")
        #expect(try await intruder.attempt("SET LOCAL lock_timeout = '1s'; " + Self.call(1)) == nil)
        try await drafting.runScript("ROLLBACK")
    }
}
