import Postgres
package import ProposalService

extension PostgresStore {
    package func cosign(forum: String, size: Int64, key: String, line: String) async throws(StoreError) -> Bool {
        let statement = Statement(
            "INSERT INTO cosignature (forum, size, key, line) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING size",
            [.text(forum), .int8(size), .text(key), .text(line)])
        return try await read([statement]) { results in !results[0].rows.isEmpty }
    }

    package func checkpoints(forum: String, sizes: [Int64]) async throws(StoreError) -> [Int64: CosignedNote] {
        guard !sizes.isEmpty else { return [:] }
        let trip = [
            Statement(
                """
                SELECT c.size, c.note FROM unnest($2::int8[]) AS k (size)
                CROSS JOIN LATERAL (
                    SELECT size, note FROM checkpoint WHERE forum = $1 AND size = k.size) AS c
                """, [.text(forum), .int8Array(sizes)]),
            Statement(
                """
                SELECT c.size, c.line FROM unnest($2::int8[]) AS k (size)
                CROSS JOIN LATERAL (
                    SELECT size, line FROM cosignature WHERE forum = $1 AND size = k.size ORDER BY key) AS c
                """, [.text(forum), .int8Array(sizes)]),
        ]
        return try await read(trip) { results in
            var found: [Int64: CosignedNote] = [:]
            for row in results[0].rows {
                let size: Int64 = try row[0]
                found[size] = CosignedNote(note: try row[1], lines: [])
            }
            for row in results[1].rows {
                let size: Int64 = try row[0]
                found[size]?.lines.append(try row[1])
            }
            return found
        }
    }

    package func cosigners(
        forum: String, keys: [String], atLeast count: Int, below size: Int64?, limit: Int
    ) async throws(StoreError) -> [Cosigners] {
        let statement = Statement(
            """
            SELECT size, string_agg(key, ' ') FROM cosignature
            WHERE forum = $1 AND size < $2 AND key = ANY ($3)
            GROUP BY forum, size HAVING count(*) >= $4
            ORDER BY forum DESC, size DESC LIMIT $5
            """,
            [.text(forum), .int8(size ?? .max), .textArray(keys), .int8(Int64(count)), .int8(Int64(limit))])
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                let keys: String = try row[1]
                return Cosigners(size: try row[0], keys: keys.split(separator: " ").map(String.init))
            }
        }
    }
}
