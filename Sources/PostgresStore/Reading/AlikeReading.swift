import CanonicalJSON
import Postgres
import ProposalService
import Proposals

/// Proposals whose titles have a pair of words in common with another's.
enum AlikeReading {
    /// So many rows are looked at for one proposal, at most. Where more share a pair of words, the rest is passed over.
    static let limit = 1000

    /// For each ref the hundred others that share the most pairs of words with it (`ComparedTitle.keys`); none that was given up.
    static func titles(forum: String, refs: [String]) -> Statement {
        Statement(
            """
            SELECT c.ref, o.ref, o.title, o.is_shared, o.insiders FROM proposal_text AS c \(others)
            WHERE c.forum = $1 AND c.ref = ANY ($2)
            """, [.text(forum), .textArray(refs)])
    }

    /// The same for titles that no proposal has yet, each by its place among them.
    static func drafts(forum: String, titles: [String]) -> Statement {
        let wanted = titles.enumerated().map { place, title -> JSONValue in
            ["place": .string(String(place)), "words": .strings(ComparedTitle(title, in: forum).keys)]
        }
        return Statement(
            """
            SELECT c.place, o.ref, o.title, o.is_shared, o.insiders
            FROM (
                SELECT $1::text AS forum, NULL::text AS ref, r.place, r.words AS title_words
                FROM jsonb_to_recordset($2::jsonb) AS r (place text, words text[])) AS c \(others)
            """, [.text(forum), .text(JSONValue.array(wanted).canonicalText)])
    }

    /// What shares pairs of words with `c`, which has a forum, a ref or none yet, and such pairs.
    private static let others = """
        CROSS JOIN LATERAL (
            SELECT t.ref, t.title, p.is_shared, t.insiders
            FROM (
                SELECT k.forum, k.ref, k.title, k.insiders, k.title_words
                FROM proposal_text AS k
                -- The forum as a value that no index has: with a limit the planner would rather walk through all of it.
                WHERE k.title_words && c.title_words AND k.forum || '' = c.forum AND k.ref IS DISTINCT FROM c.ref
                LIMIT \(limit)) AS t
            JOIN proposal AS p ON p.forum = t.forum AND p.ref = t.ref
            JOIN lifecycle AS l ON l.digest = p.lifecycle
            CROSS JOIN LATERAL (
                SELECT count(*) AS shared FROM unnest(t.title_words) AS w WHERE w = ANY (c.title_words)) AS s
            WHERE p.state <> ALL (l.abandoned)
            ORDER BY s.shared DESC, p.ref_year, p.ref_number
            LIMIT 100) AS o
        """

    static func decode(_ rows: PostgresRows, of titles: [String]) throws -> [String: [AlikeRow]] {
        let found = try decode(rows)
        return Dictionary(
            titles.enumerated().map { ($1, found[String($0)] ?? []) }, uniquingKeysWith: { first, _ in first })
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
