import Postgres
import ProposalService
import Proposals

/// Rows of proposals as the board of what waits for whom needs them, each with how far the record went: one statement, so one moment.
enum WaitingReading {
    static func rows(_ query: WaitingQuery) -> Statement {
        let last = query.known.map { $0.length - 1 } ?? -1
        var parameters: [PostgresValue] = [.text(query.forum), .int8(last), .int8(query.limit)]
        let rows: String
        switch query.which {
        case .open(let after):
            parameters += [.int4(after?.year ?? 0), .int4(after?.number ?? 0)]
            rows = """
                SELECT \(columns) FROM proposal AS p
                WHERE p.forum = $1 AND NOT p.is_final AND p.origin = 'live' AND (p.ref_year, p.ref_number) > ($4, $5)
                ORDER BY p.ref_year, p.ref_number LIMIT $3
                """
        case .changed(let from):
            parameters.append(.int8(from))
            // Events in the order of their positions, and one row after the other: neither can be taken for a way through the whole forum.
            rows = """
                SELECT o.* FROM (
                    SELECT DISTINCT e.forum, e.stream FROM (
                        SELECT v.forum, v.stream FROM event AS v WHERE v.forum = $1 AND v.position >= $4
                        ORDER BY v.position LIMIT $3) AS e) AS s
                CROSS JOIN LATERAL (
                    SELECT \(columns) FROM proposal AS p WHERE p.forum = s.forum AND p.ref = s.stream LIMIT 1) AS o
                """
        }
        return Statement(
            """
            WITH record AS MATERIALIZED (
                SELECT h.next_position, (
                        SELECT e.leaf_hash FROM event AS e
                        WHERE e.forum = h.forum AND e.position = h.next_position - 1) AS last, (
                        SELECT e.leaf_hash FROM event AS e WHERE e.forum = h.forum AND e.position = $2) AS known
                FROM forum_head AS h WHERE h.forum = $1)
            SELECT record.next_position, record.last, record.known, r.*
            FROM record LEFT JOIN LATERAL (\(rows)) AS r ON true
            """, parameters)
    }

    private static let columns = """
        p.ref, p.ref_year, p.ref_number, NOT p.is_final AND p.origin = 'live' AS is_open, CASE
            WHEN NOT p.is_shared THEN coalesce(
                (SELECT t.insiders FROM proposal_text AS t WHERE t.forum = p.forum AND t.ref = p.ref), '{}')
        END AS insiders, p.asks, p.not_heard
        """

    /// Nil where the database does not hold what is known.
    static func decode(_ rows: PostgresRows, known: RecordEnd?) throws -> WaitingPage? {
        guard let first = rows.first else {
            return known.map { $0.length == 0 } ?? true
                ? WaitingPage(end: RecordEnd(length: 0, leafHash: nil), rows: []) : nil
        }
        let end = RecordEnd(length: try first[0], leafHash: try first[1])
        let stored: [UInt8]? = try first[2]
        if let known, known.length > end.length || stored != known.leafHash { return nil }
        return WaitingPage(
            end: end,
            rows: try rows.compactMap { row -> WaitingRow? in
                guard let ref: String = try row[3] else { return nil }
                return WaitingRow(
                    ref: ref, number: RefNumber(year: try row[4], number: try row[5]), isOpen: try row[6],
                    insiders: try row[7], asks: try row[8], notHeard: try row[9])
            })
    }
}
