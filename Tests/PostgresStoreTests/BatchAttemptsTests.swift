import Postgres
import ProposalService
import Testing

@testable import PostgresStore

/// Whether a batch is tried again, and when.
@Suite struct BatchAttemptsTests {
    private static func server(_ state: String, _ severity: String = "ERROR") -> PostgresError {
        PostgresError(ServerError(sqlState: SQLState(rawValue: state), severity: severity, message: "m"))
    }

    private static let lost = PostgresError(.connectionLost(outcomeUnknown: false, cause: nil), "gone")
    private static let pause = Backoff(
        initial: .milliseconds(10), factor: 2, maximum: .seconds(1), jitter: 0, attempts: nil)

    @Test(arguments: ["40001", "40P01", "55P03", "23505"])
    func whoeverMeetsOthersTriesAgainAfterLongerAndLongerPauses(_ state: String) {
        var attempts = BatchAttempts(limit: 4, pause: Self.pause)
        let failure = BatchFailure(Self.server(state))
        #expect(attempts.failed(failure) { 0 } == .after(.milliseconds(10)))
        #expect(attempts.failed(failure) { 0 } == .after(.milliseconds(20)))
        #expect(attempts.failed(failure) { 0 } == .after(.milliseconds(40)))
        guard case .never(let error) = attempts.failed(failure, chance: { 0 }) else {
            Issue.record("a fifth attempt")
            return
        }
        // An index that is met each time is met by the data; a lock may be free later.
        if case .rejected = error { #expect(state == "23505") } else { #expect(state != "23505") }
    }

    @Test func aLostConnectionIsReplacedOnceWhateverElseHappened() {
        var attempts = BatchAttempts(limit: 8, pause: Self.pause)
        #expect(attempts.failed(BatchFailure(Self.server("40001"))) { 0 } == .after(.milliseconds(10)))
        #expect(attempts.failed(BatchFailure(Self.lost)) { 0 } == .now)
        #expect(attempts.failed(BatchFailure(Self.server("40001"))) { 0 } == .after(.milliseconds(20)))
        #expect(attempts.failed(BatchFailure(Self.lost)) { 0 } == .never(StoreError(Self.lost)))
    }

    @Test func aServerThatEndsTheSessionLosesTheConnection() {
        let ended = Self.server("57P01", "FATAL")
        #expect(BatchFailure(ended) == .lost(ended))
    }

    @Test(arguments: ["23514", "42601", "P0001", "53300"])
    func whatTheDatabaseRefusesIsNotTriedAgain(_ state: String) {
        var attempts = BatchAttempts(limit: 8, pause: Self.pause)
        let error = Self.server(state)
        #expect(attempts.failed(BatchFailure(error)) { 0 } == .never(StoreError(error)))
    }
}
