import Postgres
package import ProposalService

/// What an audit reads of the tables beside the record: documents, personal values, kept answers, what witnesses signed.
extension PostgresStore {
    package func auditCosignatures(
        forum: String, after place: (size: Int64, key: String), limit: Int
    ) async throws(StoreError) -> [AuditedCosignature] {
        let statement = Statement(
            """
            SELECT s.size, s.key, s.line, c.note FROM (
                SELECT * FROM cosignature WHERE forum = $1 AND (size, key) > ($2, $3) ORDER BY size, key LIMIT $4) AS s
            LEFT JOIN checkpoint AS c ON c.forum = s.forum AND c.size = s.size
            ORDER BY s.size, s.key
            """, [.text(forum), .int8(place.size), .text(place.key), .int8(limit)])
        return try await read([statement]) { results in
            try results[0].rows.map {
                AuditedCosignature(size: try $0[0], key: try $0[1], line: try $0[2], note: try $0[3])
            }
        }
    }

    package func auditPastCheckpoints(
        forum: String, after place: (epoch: Int, size: Int64), limit: Int
    ) async throws(StoreError) -> [AuditedPastCheckpoint] {
        let statement = Statement(
            """
            SELECT epoch, size, note FROM past_checkpoint WHERE forum = $1 AND (epoch, size) > ($2, $3)
            ORDER BY epoch, size LIMIT $4
            """, [.text(forum), .int8(place.epoch), .int8(place.size), .int8(limit)])
        return try await read([statement]) { results in
            try results[0].rows.map { AuditedPastCheckpoint(epoch: try $0[0], size: try $0[1], note: try $0[2]) }
        }
    }

    package func auditDocumentSizes(_ digests: [String]) async throws(StoreError) -> [String: Int] {
        guard !digests.isEmpty else { return [:] }
        // The size is read without the bytes.
        let statement = Statement(
            """
            SELECT k.digest, octet_length(d.content) FROM unnest($1::text[]) AS k (digest)
            JOIN document AS d ON d.digest = decode(k.digest, 'hex')
            """, [.textArray(digests)])
        return try await read([statement]) { results in
            var sizes: [String: Int] = [:]
            for row in results[0].rows { sizes[try row[0]] = try row[1] }
            return sizes
        }
    }

    package func auditPersonal(
        forum: String, after commitment: String, limit: Int, registryVersion: Int
    ) async throws(StoreError) -> (values: [AuditedPersonal], registry: [AuditedEvent]) {
        var trip = StatementPipeline()
        trip.add(AuditReading.begin)
        let values = trip.add(
            """
            SELECT \(AuditReading.personal),
                EXISTS (SELECT FROM proposal AS p WHERE p.forum = v.forum AND p.ref = v.subject)
            FROM personal AS v WHERE v.forum = $1 AND v.commitment > $2 ORDER BY v.commitment LIMIT $3
            """, [.text(forum), .text(commitment), .int8(limit)])
        let registry = trip.add(AuditReading.registry(forum, after: registryVersion))
        trip.add("COMMIT")
        return try await read(trip.statements) { results in
            (
                try results[values].rows.map { try AuditReading.personal($0) },
                try results[registry].rows.map { try AuditReading.event($0, hasRow: true) }
            )
        }
    }

    package func auditLacking(forum: String, _ commitments: [String]) async throws(StoreError) -> Set<String> {
        guard !commitments.isEmpty else { return [] }
        let statement = Statement(
            """
            SELECT k.commitment FROM unnest($2::text[]) AS k (commitment)
            WHERE NOT EXISTS (SELECT FROM personal AS v WHERE v.commitment = k.commitment AND v.forum = $1)
            """, [.text(forum), .textArray(commitments)])
        return try await read([statement]) { results in Set(try results[0].rows.column(String.self)) }
    }

    package func auditDocuments(
        forum: String, after digest: [UInt8], limit: Int
    ) async throws(StoreError) -> [AuditedDocument] {
        let statement = Statement(
            """
            SELECT d.digest, f.is_here IS NOT NULL, coalesce(f.is_here, false)
            FROM (SELECT digest FROM document WHERE digest > $2 ORDER BY digest LIMIT $3) AS d
            CROSS JOIN LATERAL (
                SELECT bool_or(e.forum = $1) AS is_here FROM event AS e
                WHERE e.kind = 'filed' AND \(AuditReading.filedDigest) = convert_to(encode(d.digest, 'hex'), 'UTF8')) AS f
            ORDER BY d.digest
            """, [.text(forum), .bytea(digest), .int8(limit)])
        return try await read([statement]) { results in
            try results[0].rows.map {
                AuditedDocument(digest: try $0[0], isFiled: try $0[1], isFiledHere: try $0[2])
            }
        }
    }

    package func auditAnswers(
        forum: String, after place: (key: String, account: String), limit: Int
    ) async throws(StoreError) -> [AuditedAnswer] {
        let statement = Statement(
            """
            SELECT key, account, answer, position FROM request
            WHERE forum = $1 AND (key, account) > ($2, $3) ORDER BY key, account LIMIT $4
            """, [.text(forum), .text(place.key), .text(place.account), .int8(limit)])
        return try await read([statement]) { results in
            try results[0].rows.map {
                AuditedAnswer(key: try $0[0], account: try $0[1], answer: try $0[2], position: try $0[3])
            }
        }
    }
}
