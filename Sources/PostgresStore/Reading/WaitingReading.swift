import Postgres
import ProposalService
import Proposals

/// Rows of proposals as the board of what waits for whom needs them, each with how far the record went: one statement, so one moment.
enum WaitingReading {
    static func rows(_ query: WaitingQuery) -> Statement {
        let last = query.known.map { $0.length - 1 } ?? -1
        var parameters: [PostgresValue] = [.text(query.forum), .int8(last), .int8(query.limit)]
        let rows: String
        let next: String
        switch query.which {
        case .open(let from):
            parameters += [.int4(from.year), .int4(from.number)]
            // A range and no order: whichever way is taken, a page costs no more than its range.
            rows = """
                SELECT \(columns) FROM proposal AS p
                WHERE p.forum = $1 AND p.ref_year = $4 AND p.ref_number >= $5 AND p.ref_number < $5 + $3
                    AND NOT p.is_final AND p.origin = 'live'
                """
            next = """
                (SELECT c.last_number FROM ref_counter AS c WHERE c.forum = h.forum AND c.year = $4) AS last_number,
                (SELECT min(c.year) FROM ref_counter AS c WHERE c.forum = h.forum AND c.year > $4) AS next_year
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
            next = "NULL::integer AS last_number, NULL::integer AS next_year"
        }
        return Statement(
            """
            WITH record AS MATERIALIZED (
                SELECT h.next_position, (
                        SELECT e.leaf_hash FROM event AS e
                        WHERE e.forum = h.forum AND e.position = h.next_position - 1) AS last, (
                        SELECT e.leaf_hash FROM event AS e WHERE e.forum = h.forum AND e.position = $2) AS known,
                    \(next)
                FROM forum_head AS h WHERE h.forum = $1)
            SELECT record.*, r.*
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
    static func decode(_ rows: PostgresRows, _ query: WaitingQuery) throws -> WaitingPage? {
        let known = query.known
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
                guard let ref: String = try row[5] else { return nil }
                return WaitingRow(
                    ref: ref, number: RefNumber(year: try row[6], number: try row[7]), isOpen: try row[8],
                    insiders: try row[9], asks: try row[10], notHeard: try row[11])
            }, next: next(query, lastNumber: try first[3], nextYear: try first[4]))
    }

    /// What follows a range of refs: the next one of its year, or the next year.
    private static func next(_ query: WaitingQuery, lastNumber: Int32?, nextYear: Int32?) -> RefNumber? {
        guard case .open(let from) = query.which else { return nil }
        let following = from.number + Int32(clamping: query.limit)
        if let lastNumber, following <= lastNumber { return RefNumber(year: from.year, number: following) }
        return nextYear.map { RefNumber(year: $0, number: 1) }
    }
}
