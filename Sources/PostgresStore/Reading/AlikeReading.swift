import Postgres
import ProposalService

/// Proposals whose titles share words with another's.
enum AlikeReading {
    /// For each ref the hundred others with the most alike titles, by shared words over all words; none that was given up.
    static func titles(forum: String, refs: [String]) -> Statement {
        Statement(
            """
            SELECT c.ref, o.ref, o.title, o.is_shared, o.insiders
            FROM proposal_text AS c
            CROSS JOIN LATERAL (
                SELECT t.ref, t.title, p.is_shared, t.insiders
                FROM proposal_text AS t
                JOIN proposal AS p ON p.forum = t.forum AND p.ref = t.ref
                JOIN lifecycle AS l ON l.digest = p.lifecycle
                CROSS JOIN LATERAL (
                    SELECT count(*) AS shared FROM unnest(t.title_words) AS w WHERE w = ANY (c.title_words)) AS s
                WHERE t.title_words && c.title_words AND t.forum = c.forum AND t.ref <> c.ref
                    AND p.state <> ALL (l.abandoned)
                ORDER BY s.shared::float8 / (cardinality(t.title_words) + cardinality(c.title_words) - s.shared) DESC,
                    p.ref_year, p.ref_number
                LIMIT 100) AS o
            WHERE c.forum = $1 AND c.ref = ANY ($2)
            """, [.text(forum), .textArray(refs)])
    }

    static func decode(_ rows: PostgresRows) throws -> [String: [AlikeRow]] {
        var alike: [String: [AlikeRow]] = [:]
        for row in rows {
            let other = AlikeRow(ref: try row[1], title: try row[2], isShared: try row[3], insiders: try row[4])
            alike[try row[0], default: []].append(other)
        }
        return alike
    }
}
