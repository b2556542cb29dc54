import Lifecycle
import Postgres
package import ProposalService
import Proposals
package import Record

/// What an audit reads. Where several statements must tell of one moment they are one transaction that writes nothing.
extension PostgresStore {
    package func auditBounds(forum: String) async throws(StoreError) -> AuditBounds {
        let statement = Statement(
            """
            SELECT (SELECT next_position FROM forum_head WHERE forum = $1),
                (SELECT size FROM checkpoint WHERE forum = $1 ORDER BY size DESC LIMIT 1),
                (SELECT count(*) FROM proposal WHERE forum = $1)
            """, [.text(forum)])
        return try await read([statement]) { results in
            guard let row = results[0].rows.first else { throw StoreError.corrupt("no answer") }
            return AuditBounds(length: try row[0], signedSize: try row[1] ?? 0, proposals: try row[2])
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

    package func auditProposals(
        forum: String, after ref: String?, limit: Int, registryVersion: Int
    ) async throws(StoreError) -> AuditedPage {
        let numbers = ref.map { $0.split(separator: "-").dropFirst().compactMap { Int32($0) } } ?? [0, 0]
        guard numbers.count == 2 else { return AuditedPage(proposals: [], registry: []) }
        let parameters: [PostgresValue] = [.text(forum), .int4(numbers[0]), .int4(numbers[1]), .int8(limit)]
        let page = """
            SELECT * FROM proposal WHERE forum = $1 AND (ref_year, ref_number) > ($2, $3)
            ORDER BY ref_year, ref_number LIMIT $4
            """
        var trip = Trip()
        trip.add(AuditReading.begin)
        let rows = trip.add(
            """
            SELECT \(ProposalReading.columns), t.ref, t.digest, tsvector_to_array(t.search)
            FROM (\(page)) AS p LEFT JOIN proposal_text AS t ON t.forum = p.forum AND t.ref = p.ref
            ORDER BY p.ref_year, p.ref_number
            """, parameters)
        let events = trip.add(
            """
            SELECT \(AuditReading.columns) FROM (\(page)) AS p
            CROSS JOIN LATERAL (
                SELECT * FROM event AS e WHERE e.forum = p.forum AND e.stream = p.ref ORDER BY e.version) AS e
            ORDER BY p.ref_year, p.ref_number, e.version
            """, parameters)
        let registry = trip.add(AuditReading.registry(forum, after: registryVersion))
        trip.add("COMMIT")
        return try await read(trip.statements) { results in
            let histories = Dictionary(
                grouping: try results[events].rows.map { try AuditReading.event($0, hasRow: true) }, by: \.stream)
            return AuditedPage(
                proposals: try results[rows].rows.map { try AuditReading.proposal($0, histories) },
                registry: try results[registry].rows.map { try AuditReading.event($0, hasRow: true) })
        }
    }

    package func auditRegistry(
        forum: String, registryVersion: Int
    ) async throws(StoreError) -> AuditedRegistry {
        var trip = Trip()
        trip.add(AuditReading.begin)
        let events = trip.add(AuditReading.registry(forum, after: registryVersion))
        let row = trip.add(
            "SELECT forum, registry_version, registry_digest, ref_prefix FROM forum WHERE forum = $1", [.text(forum)])
        let lifecycles = trip.add(
            """
            SELECT l.digest, l.id, l.version, l.definition, l.initial_state, l.states, l.final, ARRAY(
                SELECT concat(g.transition, ' ', g.from_state, ' ', g.to_state) FROM lifecycle_edge AS g
                WHERE g.lifecycle = l.digest)
            FROM forum_lifecycle AS x JOIN lifecycle AS l ON l.digest = x.lifecycle WHERE x.forum = $1
            ORDER BY l.id, l.version
            """, [.text(forum)])
        let tokens = trip.add(
            """
            SELECT token, account, forum, token <> 'tk-' || left(encode(sha256(hash), 'hex'), 16)
            FROM token WHERE forum = $1 ORDER BY token
            """, [.text(forum)])
        let years = trip.add(
            """
            SELECT c.year, c.last_number, n.many, n.largest FROM ref_counter AS c
            CROSS JOIN LATERAL (
                SELECT count(*) AS many, coalesce(max(ref_number), 0) AS largest FROM proposal AS p
                WHERE p.forum = c.forum AND p.ref_year = c.year) AS n
            WHERE c.forum = $1 ORDER BY c.year
            """, [.text(forum)])
        trip.add("COMMIT")
        return try await read(trip.statements) { results in
            AuditedRegistry(
                events: try results[events].rows.map { try AuditReading.event($0, hasRow: true) },
                row: try results[row].rows.first.map { row in
                    RegistryRow(
                        forum: try row[0], version: try row[1], versionBefore: 0,
                        lastDigest: try AuditReading.hex(row, 2),
                        refPrefix: try row[3])
                },
                lifecycles: try results[lifecycles].rows.map { row in
                    let edges: [String] = try row[7]
                    return AuditedLifecycle(
                        digest: try AuditReading.hex(row, 0), id: try row[1], version: try row[2],
                        definition: try row[3], initial: try row[4], states: try row[5], final: try row[6],
                        edges: edges.sorted())
                },
                tokens: try results[tokens].rows.map {
                    TokenRow(token: try $0[0], account: try $0[1], forum: try $0[2])
                },
                misnamedTokens: try results[tokens].rows.compactMap { row in
                    let isMisnamed: Bool = try row[3]
                    return isMisnamed ? try row[0] : nil
                },
                years: try results[years].rows.map {
                    AuditedYear(
                        year: try $0[0], lastNumber: try $0[1], proposals: try $0[2], largest: try $0[3])
                })
        }
    }
}

/// Rows of an audit: taken as they are, whatever is in them.
enum AuditReading {
    static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    static let columns = """
        e.position, e.stream, e.version, e.kind, e.from_state, e.to_state, e.lifecycle, e.recorded_at, e.account, e.bytes,
        e.digest, e.leaf_hash
        """
    /// How many columns those are.
    static let count = 12

    static func registry(_ forum: String, after version: Int) -> Statement {
        Statement(
            """
            SELECT \(columns) FROM event AS e WHERE e.forum = $1 AND e.stream = 'registry' AND e.version > $2
            ORDER BY e.version
            """, [.text(forum), .int8(version)])
    }

    static func event(_ row: PostgresRow, hasRow: Bool) throws -> AuditedEvent {
        AuditedEvent(
            position: try row[0], stream: try row[1], version: try row[2], kind: try row[3], from: try row[4],
            to: try row[5], lifecycle: try row[6], recordedAt: Instant(microseconds: try row[7]), account: try row[8],
            bytes: try row[9], digest: try row[10], leafHash: try row[11], hasRow: hasRow)
    }

    static func hex(_ row: PostgresRow, _ column: Int) throws -> String {
        let bytes: [UInt8] = try row[column]
        return Digest(bytes)?.hex ?? "\(bytes.count) bytes"
    }

    static func proposal(_ row: PostgresRow, _ histories: [String: [AuditedEvent]]) throws -> AuditedProposal {
        let ref: String = try row[1]
        var audited = AuditedProposal(ref: ref, row: nil, fault: nil, events: histories[ref] ?? [])
        let texts: String? = try row[30]
        guard texts != nil else {
            audited.fault = "has no words beside it"
            return audited
        }
        let read: ProposalRow
        do { read = try ProposalReading.row(row) } catch {
            audited.fault = "cannot be read: \(error)"
            return audited
        }
        audited.row = read
        let (digest, words): ([UInt8], [String]) = (try row[31], try row[32])
        if digest != ProposalWriting.textDigest(read) {
            audited.fault = "has other words than their digest says"
        } else if words.sorted() != SearchWords.lexemes(read.searchText).sorted() {
            audited.fault = "is found by other words than stand in it"
        }
        return audited
    }
}
