import CivilTime
import Postgres
package import ProposalService
import Synchronization

extension PostgresStore {
    package func keep(_ refusals: [CountedRefusal], forum: String) async throws(StoreError) {
        guard !refusals.isEmpty else { return }
        let acts = refusals.map(\.act)
        let statement = Statement(
            "SELECT remember_refusals($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .text(forum), .textArray(acts.map(\.account)), .textArray(acts.map(\.verb)),
                .textArray(acts.map { $0.transition ?? "" }), .textArray(acts.map { $0.ref ?? "" }),
                .textArray(acts.map(\.code.rawValue)),
                .textArray(acts.map { $0.reasons.joined(separator: " ") }),
                .timestamptzArray(refusals.map(\.count.first.microseconds)),
                .timestamptzArray(refusals.map(\.count.last.microseconds)),
                .int8Array(refusals.map { Int64($0.count.count) }),
            ])
        do { _ = try await pool.run([statement], timeout: try keepingTimeout()).checked() } catch {
            // Sent again, it would be counted twice.
            throw error.isOutcomeUnknown ? .effectUnknown(error.description) : StoreError(error)
        }
    }

    /// How long a trip may take that nobody waits for. A server that stops connects to nothing for it.
    private func keepingTimeout() throws(PostgresError) -> Duration {
        guard isHurried.load(ordering: .acquiring) else { return options.refusalTimeout }
        guard pool.counts.idle > 0 else { throw PostgresError(.cancelled, "the server stops") }
        return .seconds(1)
    }

    package func refusals(_ query: RefusalQuery) async throws(StoreError) -> [StoredRefusal] {
        let statement = Statement(
            """
            SELECT number, account, verb, transition, ref, code, reasons, first_at, last_at, count FROM refusal
            WHERE forum = $1 AND ($2::text IS NULL OR account = $2) AND ($3::timestamptz IS NULL OR last_at >= $3)
                AND ($4::int8 IS NULL OR number < $4)
            ORDER BY number DESC LIMIT $5
            """,
            [
                .text(query.forum), .text(query.account), .timestamptz(query.since?.microseconds),
                .int8(query.after), .int8(query.limit),
            ])
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                let (code, reasons): (String, String) = (try row[5], try row[6])
                guard let known = ServiceFailure.Code(rawValue: code) else {
                    throw StoreError.corrupt("\"\(code)\" is no code of a refusal")
                }
                func some(_ text: String) -> String? { text.isEmpty ? nil : text }
                return StoredRefusal(
                    number: try row[0],
                    refusal: CountedRefusal(
                        act: RefusedAct(
                            account: try row[1], verb: try row[2], transition: some(try row[3]), ref: some(try row[4]),
                            code: known, reasons: reasons.split(separator: " ").map(String.init)),
                        count: RefusalCount(
                            first: Instant(microseconds: try row[7]), last: Instant(microseconds: try row[8]),
                            count: Int(clamping: try row[9] as Int64))))
            }
        }
    }
}
