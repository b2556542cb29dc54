import Postgres
import ProposalService

/// What is kept of somebody beside the record, by its commitments: the first ones, and those that are asked for.
enum PersonalReading {
    static func kept(forum: String, _ needs: PersonalNeeds) -> Statement {
        let subjects = needs.subjects.sorted { $0.key < $1.key }
        let chosen = needs.chosen.sorted()
        return Statement(
            """
            SELECT s.subject, k.commitment, k.count
            FROM unnest($1::text[], $2::text[], $3::int8[]) AS s (forum, subject, most)
            CROSS JOIN LATERAL (
                SELECT p.commitment, count(*) OVER () AS count FROM personal AS p
                WHERE p.forum = s.forum AND p.subject = s.subject AND p.value IS NOT NULL
                ORDER BY p.commitment LIMIT s.most) AS k
            UNION ALL
            SELECT p.subject, p.commitment, NULL
            FROM unnest($4::text[], $5::text[]) AS c (forum, commitment)
            JOIN personal AS p ON p.commitment = c.commitment AND p.forum = c.forum
            WHERE p.value IS NOT NULL
            """,
            [
                .textArray(subjects.map { _ in forum }), .textArray(subjects.map(\.key)),
                .int8Array(subjects.map { Int64($0.value) }), .textArray(chosen.map { _ in forum }),
                .textArray(chosen),
            ])
    }

    static func decode(_ rows: PostgresRows) throws -> [String: KeptPersonal] {
        var commitments: [String: Set<String>] = [:]
        var counts: [String: Int64] = [:]
        for row in rows {
            let subject: String = try row[0]
            commitments[subject, default: []].insert(try row[1])
            if let count: Int64 = try row[2] { counts[subject] = count }
        }
        return Dictionary(
            uniqueKeysWithValues: commitments.map { ($0, KeptPersonal($1, count: Int(counts[$0] ?? 0))) })
    }
}
