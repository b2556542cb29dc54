import CivilTime
import Postgres
package import ProposalService

extension PostgresStore {
    package func divergence(forum: String) async throws(StoreError) -> String? {
        try await read([DivergenceReading.statement(forum)]) { results in
            try DivergenceReading.decode(results[0])
        }
    }

    package func keep(divergence why: String, forum: String) async throws(StoreError) {
        let statement = Statement(
            """
            INSERT INTO divergence (forum, epoch, why)
            SELECT s.forum, coalesce((SELECT max(epoch) FROM record_break AS b WHERE b.forum = s.forum), 1), $2
            FROM signer AS s WHERE s.forum = $1
            ON CONFLICT DO NOTHING
            """, [.text(forum), .text(why)])
        _ = try await read([statement]) { _ in true }
    }

    package func breaks(forum: String) async throws(StoreError) -> [RecordBreak] {
        let statement = Statement(
            "SELECT epoch, old_key, note, begun_at FROM record_break WHERE forum = $1 ORDER BY epoch", [.text(forum)])
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                RecordBreak(
                    epoch: try row[0], oldKey: try row[1], note: try row[2],
                    begunAt: Instant(microseconds: try row[3]))
            }
        }
    }
}

/// Whether a record takes no more writes, as every batch asks.
enum DivergenceReading {
    static func statement(_ forum: String) -> Statement {
        Statement(
            """
            SELECT d.why FROM divergence AS d
            WHERE d.forum = $1 AND d.epoch = coalesce(
                (SELECT b.epoch FROM record_break AS b WHERE b.forum = $1 ORDER BY b.epoch DESC LIMIT 1), 1)
            """, [.text(forum)])
    }

    static func decode(_ result: StatementResult) throws -> String? {
        try result.rows.first.map { try $0[0] }
    }
}
