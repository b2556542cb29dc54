import Postgres
package import ProposalService
import Proposals
package import Record

/// What an audit reads. Where several statements must tell of one moment they are one transaction that writes nothing.
extension PostgresStore {
    package func auditBounds(forum: String) async throws(StoreError) -> AuditBounds {
        // One statement, so that all of it is told of one moment.
        let statement = Statement(
            """
            SELECT (SELECT next_position FROM forum_head WHERE forum = $1),
                (SELECT position + 1 FROM event WHERE forum = $1 ORDER BY position DESC LIMIT 1),
                (SELECT size FROM checkpoint WHERE forum = $1 ORDER BY size DESC LIMIT 1),
                (SELECT count(*) FROM proposal WHERE forum = $1), (SELECT count(*) FROM cosignature WHERE forum = $1),
                (SELECT count(*) FROM past_checkpoint WHERE forum = $1)
                    + (SELECT count(*) FROM record_break WHERE forum = $1),
                (SELECT count(*) FROM personal WHERE forum = $1), (SELECT count(*) FROM document),
                (SELECT count(*) FROM request WHERE forum = $1), s.level, s.index, s.width
            FROM (VALUES (1)) AS one LEFT JOIN LATERAL (
                SELECT t.level, t.index, t.width FROM tile AS t JOIN forum_head AS h ON h.forum = t.forum
                WHERE t.forum = $1 AND (t.index * 256::numeric + t.width) * 256::numeric ^ t.level > h.next_position
                ORDER BY t.level, t.index, t.width LIMIT 1) AS s ON true
            """, [.text(forum)])
        return try await read([statement]) { results in
            let row = try results[0].rows.one()
            var bounds = AuditBounds(length: try row[0])
            (bounds.end, bounds.signedSize) = (try row[1] ?? 0, try row[2] ?? 0)
            (bounds.proposals, bounds.cosignatures, bounds.past) = (try row[3], try row[4], try row[5])
            (bounds.personal, bounds.documents, bounds.answers) = (try row[6], try row[7], try row[8])
            if let level: Int = try row[9] {
                bounds.strayTile = Tile(level: level, index: try row[10], width: try row[11])
            }
            return bounds
        }
    }

    package func auditEvents(
        forum: String, after position: Int64, limit: Int
    ) async throws(StoreError) -> [AuditedEvent] {
        let statement = Statement(
            """
            SELECT \(AuditReading.columns), CASE e.stream
                WHEN 'registry' THEN EXISTS (SELECT FROM forum AS f WHERE f.forum = e.forum)
                ELSE EXISTS (SELECT FROM proposal AS p WHERE p.forum = e.forum AND p.ref = e.stream) END
            FROM event AS e WHERE e.forum = $1 AND e.position > $2 ORDER BY e.position LIMIT $3
            """, [.text(forum), .int8(position), .int8(limit)])
        return try await read([statement]) { results in
            try results[0].rows.map { try AuditReading.event($0, hasRow: try $0[AuditReading.count]) }
        }
    }

    package func auditStream(
        forum: String, stream: String, after version: Int64, limit: Int
    ) async throws(StoreError) -> [AuditedEvent] {
        let statement = Statement(
            """
            SELECT \(AuditReading.columns) FROM event AS e WHERE e.forum = $1 AND e.stream = $2 AND e.version > $3
            ORDER BY e.version LIMIT $4
            """, [.text(forum), .text(stream), .int8(version), .int8(limit)])
        return try await read([statement]) { results in
            try results[0].rows.map { try AuditReading.event($0, hasRow: true) }
        }
    }

    package func auditEvents(
        forum: String, spans: [ClosedRange<Int64>], versions: [(stream: String, version: Int64)]
    ) async throws(StoreError) -> [AuditedEvent] {
        let trip = [
            Statement(
                """
                SELECT \(AuditReading.columns) FROM unnest($2::int8[], $3::int8[]) AS k (first, last)
                CROSS JOIN LATERAL (
                    SELECT * FROM event AS e WHERE e.forum = $1 AND e.position BETWEEN k.first AND k.last
                    ORDER BY e.position) AS e
                """,
                [.text(forum), .int8Array(spans.map(\.lowerBound)), .int8Array(spans.map(\.upperBound))]),
            Statement(
                """
                SELECT \(AuditReading.columns) FROM unnest($2::text[], $3::int8[]) AS k (stream, version)
                JOIN event AS e ON e.forum = $1 AND e.stream = k.stream AND e.version = k.version
                """,
                [.text(forum), .textArray(versions.map(\.stream)), .int8Array(versions.map(\.version))]),
        ]
        return try await read(trip) { results in
            try results.flatMap { result in try result.rows.map { try AuditReading.event($0, hasRow: true) } }
        }
    }

    package func auditTiles(
        forum: String, level: Int, indexes: ClosedRange<Int64>
    ) async throws(StoreError) -> [(tile: Tile, hashes: [UInt8])] {
        let statement = Statement(
            """
            SELECT index, width, hashes FROM tile
            WHERE forum = $1 AND level = $2 AND index BETWEEN $3 AND $4 ORDER BY index, width
            """, [.text(forum), .int4(Int32(level)), .int8(indexes.lowerBound), .int8(indexes.upperBound)])
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                (Tile(level: level, index: try row[0], width: try row[1]), try row[2])
            }
        }
    }

    package func auditCheckpoints(
        forum: String, above size: Int64, upTo last: Int64
    ) async throws(StoreError) -> [(size: Int64, note: [UInt8])] {
        let statement = Statement(
            "SELECT size, note FROM checkpoint WHERE forum = $1 AND size > $2 AND size <= $3 ORDER BY size",
            [.text(forum), .int8(size), .int8(last)])
        return try await read([statement]) { results in
            try results[0].rows.map { (try $0[0], try $0[1]) }
        }
    }
}
