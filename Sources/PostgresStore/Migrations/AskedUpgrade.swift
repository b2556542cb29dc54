import Postgres
import ProposalService

/// Fills in which offices proposals ask something of, where an earlier program wrote the row. Nothing of the record changes; the check that
/// a row changes with an event does not concern it.
struct AskedUpgrade {
    let connection: PostgresConnection

    private static let page = 100

    private struct Row {
        var forum: String
        var ref: String
        var version: Int
        var definition: [UInt8]
    }

    /// Answers how many proposals it was; one whose history cannot be read stays as it is. Acts as the owner of the tables; each page is a
    /// transaction of its own.
    func run() async throws -> Int {
        guard try await connection.hasColumn("asks", of: "proposal") else { return 0 }
        var stored = StoredHistories()
        var (forum, ref, count) = ("", "", 0)
        while true {
            let rows = try await rows(after: forum, ref)
            guard let last = rows.last else { return count }
            let histories = try await connection.run(
                rows.map { StoredHistory.events($0.forum, $0.ref, until: $0.version) }
            ).checked()
            var (asked, asks): ([Row], [String]) = ([], [])
            for (row, history) in zip(rows, histories) {
                guard let known = stored.asks(of: try history.rows.column(), under: row.definition) else { continue }
                asked.append(row)
                asks.append(ArrayText.of(known))
            }
            if !asked.isEmpty { try await write(asked, asks) }
            count += asked.count
            (forum, ref) = (last.forum, last.ref)
        }
    }

    private func rows(after forum: String, _ ref: String) async throws -> [Row] {
        try await connection.query(
            """
            SELECT p.forum, p.ref, p.version, l.definition
            FROM (
                SELECT * FROM proposal WHERE asks IS NULL AND (forum, ref) > ($1, $2) ORDER BY forum, ref LIMIT $3) AS p
            JOIN lifecycle AS l ON l.digest = p.lifecycle
            ORDER BY p.forum, p.ref
            """, [.text(forum), .text(ref), .int8(AskedUpgrade.page)]
        ).map { Row(forum: try $0[0], ref: try $0[1], version: try $0[2], definition: try $0[3]) }
    }

    private func write(_ rows: [Row], _ asks: [String]) async throws {
        _ = try await connection.run([
            Statement("BEGIN"),
            // Its owner alone may do so, and nobody writes a row meanwhile.
            Statement("ALTER TABLE proposal DISABLE TRIGGER proposal_check_update"),
            Statement(
                """
                UPDATE proposal AS p SET asks = r.asks::text[]
                FROM unnest($1::text[], $2::text[], $3::int8[], $4::text[]) AS r (forum, ref, version, asks)
                WHERE p.forum = r.forum AND p.ref = r.ref AND p.version = r.version AND p.asks IS NULL
                """,
                [
                    .textArray(rows.map(\.forum)), .textArray(rows.map(\.ref)),
                    .int8Array(rows.map { Int64($0.version) }), .textArray(asks),
                ]),
            Statement("ALTER TABLE proposal ENABLE TRIGGER proposal_check_update"),
            Statement("COMMIT"),
        ]).checked()
    }
}
