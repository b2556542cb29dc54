import Testing

@testable import Postgres

/// The pieces that need no server.
@Suite struct PartsTests {
    @Test(arguments: [
        ("plain", "plain"), ("", "''"), ("two words", "'two words'"), ("it's", "'it\\'s'"), ("a\\b", "'a\\\\b'"),
        ("a=b", "'a=b'"), ("/run/sock", "/run/sock"),
    ])
    func conninfoValuesAreQuoted(_ value: String, _ quoted: String) {
        #expect(Conninfo.quote(value) == quoted)
    }

    @Test func conninfoIsPutTogether() {
        #expect(Conninfo.string([("host", "/a b"), ("user", "x")]) == "host='/a b' user=x")
    }

    @Test func identifiersAndLiteralsAreQuoted() {
        #expect(Conninfo.identifier("plain") == "\"plain\"")
        #expect(Conninfo.identifier("a\"b; DROP") == "\"a\"\"b; DROP\"")
        #expect(Conninfo.literal("it's") == "'it''s'")
        #expect(Conninfo.literal("a\\'b") == "E'a\\\\''b'")
    }

    @Test func namesOfAnyKindWorkOnTheServer() async throws {
        try await withConnection { connection async throws in
            let name = "odd \"name\" with 'quotes' \\ and ; more"
            try await connection.runScript(
                "CREATE TEMPORARY TABLE \(Conninfo.identifier(name)) AS SELECT \(Conninfo.literal(name)) AS x")
            let back = try await connection.runScript("SELECT x FROM \(Conninfo.identifier(name))")
            #expect(try back[0].rows.value(String.self) == name)
        }
    }

    @Test func backoffGrowsToItsMaximum() {
        let backoff = Backoff(initial: .milliseconds(10), factor: 3, maximum: .milliseconds(100), jitter: 0.5)
        #expect(
            (1...5).map { backoff.delay(after: $0, chance: 0) } == [10, 30, 90, 100, 100].map { .milliseconds($0) })
        #expect(backoff.delay(after: 1, chance: 1) == .milliseconds(5))
        #expect(backoff.delay(after: 1_000_000_000, chance: 0) == .milliseconds(100))
    }

    @Test func retryingStopsAtAnythingButAFailureToConnect() async throws {
        let clock = RecordingClock()
        var tries = 0
        let error = await #expect(throws: PostgresError.self) {
            try await Backoff(attempts: nil).retry(on: clock) { () async throws(PostgresError) -> Int in
                tries += 1
                throw tries < 3 ? PostgresError(.connectFailed, "no") : PostgresError(.closed, "enough")
            }
        }
        #expect(error?.kind == .closed)
        #expect(tries == 3)
        #expect(clock.sleeps.count == 2)
    }

    @Test func preparedStatementsFitByTypesAndHaveALimit() throws {
        var prepared = PreparedStatements(limit: 2)
        let reserved = prepared.reserve(types: [20, 25], beyond: 0)
        let first = try #require(reserved)
        prepared.wasPrepared("q", first)
        #expect(prepared.find("q", types: [20, 25]) == first)
        #expect(prepared.find("q", types: [0, 25]) == first)
        #expect(prepared.find("q", types: [23, 25]) == nil)
        #expect(prepared.find("q", types: [20]) == nil)
        let beyond = prepared.reserve(types: [], beyond: 1)
        #expect(beyond == nil)
        let another = prepared.reserve(types: [], beyond: 0)
        let second = try #require(another)
        #expect(second.name != first.name)
        prepared.wasPrepared("r", second)
        let full = prepared.reserve(types: [], beyond: 0)
        #expect(full == nil)
        prepared.wasRefused("q")
        #expect(prepared.find("q", types: [20, 25]) == nil)
        let freed = prepared.reserve(types: [], beyond: 0)
        #expect(freed != nil)
    }

    @Test func predicatesOfErrors() {
        func error(_ state: String) -> PostgresError {
            PostgresError(ServerError(sqlState: SQLState(rawValue: state), message: "m"))
        }
        #expect(["40001", "40P01", "55P03"].allSatisfy { error($0).isRetryable && !error($0).isDataError })
        #expect(
            ["22P02", "23505", "23514", "P0001", "54000"].allSatisfy { error($0).isDataError && !error($0).isRetryable }
        )
        #expect(["42501", "57014", "25P03", "57P01"].allSatisfy { !error($0).isDataError && !error($0).isRetryable })
        #expect(PostgresError(.connectionLost(outcomeUnknown: true, cause: nil), "").isOutcomeUnknown)
        #expect(!PostgresError(.connectionLost(outcomeUnknown: false, cause: nil), "").isOutcomeUnknown)
    }

    @Test func dataExceptionsHideTheValue() async throws {
        try await withConnection { connection in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("SELECT $1::date", [.literal("secret")])
            }
            #expect(error?.description.contains("secret") == false)
            #expect(error?.debugDescription.contains("secret") == true)
        }
    }

    @Test func timeoutsAreNeverRoundedToNone() {
        #expect(Duration.microseconds(1).milliseconds == 1)
        #expect(Duration.milliseconds(1500).milliseconds == 1500)
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
    }

    @Test func binaryReaderStopsAtTheEnd() {
        let bytes: [UInt8] = [0, 0, 0, 7, 9]
        bytes.withUnsafeBytes { raw in
            var reader = BinaryReader(raw)
            #expect(reader.read(Int32.self) == 7)
            #expect(reader.read(Int16.self) == nil)
            #expect(reader.take(-1) == nil)
            #expect(reader.take(1)?.first == 9)
            #expect(reader.isAtEnd)
        }
    }
}
