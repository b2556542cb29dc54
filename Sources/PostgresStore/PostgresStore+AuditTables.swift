import Postgres
package import ProposalService
import Proposals
import Record

/// What an audit reads of the projections. Where several statements must tell of one moment they are one transaction that writes nothing.
extension PostgresStore {
    package func auditProposals(
        forum: String, after ref: String?, limit: AuditPageLimit, registryVersion: Int
    ) async throws(StoreError) -> AuditedPage {
        let numbers = ref.map { $0.split(separator: "-").dropFirst().compactMap { Int32($0) } } ?? [0, 0]
        guard numbers.count == 2 else { return AuditedPage(proposals: [], registry: []) }
        let parameters: [PostgresValue] = [
            .text(forum), .int4(numbers[0]), .int4(numbers[1]), .int8(limit.proposals), .int8(limit.events),
        ]
        let page = """
            SELECT * FROM (
                SELECT *, sum(version) OVER (ORDER BY ref_year, ref_number) - version AS before FROM (
                    SELECT * FROM proposal WHERE forum = $1 AND (ref_year, ref_number) > ($2, $3)
                    ORDER BY ref_year, ref_number LIMIT $4) AS p) AS p
            WHERE before < $5
            """
        var trip = StatementPipeline()
        trip.add(AuditReading.begin)
        let rows = trip.add(
            """
            SELECT \(ProposalReading.columns), t.ref, t.digest, \(AuditReading.searchWords), coalesce((
                SELECT version FROM event AS e WHERE e.forum = p.forum AND e.stream = p.ref
                ORDER BY version DESC LIMIT 1), 0), \(AuditReading.lacksWords)
            FROM (\(page)) AS p LEFT JOIN proposal_text AS t ON t.forum = p.forum AND t.ref = p.ref
            ORDER BY p.ref_year, p.ref_number
            """, parameters)
        let events = trip.add(
            """
            SELECT \(AuditReading.columns) FROM (\(page)) AS p
            CROSS JOIN LATERAL (
                SELECT * FROM event AS e WHERE e.forum = p.forum AND e.stream = p.ref ORDER BY e.version LIMIT $6) AS e
            ORDER BY p.ref_year, p.ref_number, e.version
            """, parameters + [.int8(limit.history)])
        let personal = trip.add(
            """
            SELECT \(AuditReading.personal), true FROM (\(page)) AS p
            JOIN personal AS v ON v.forum = p.forum AND v.subject = p.ref
            ORDER BY p.ref_year, p.ref_number, v.commitment
            """, parameters)
        let registry = trip.add(AuditReading.registry(forum, after: registryVersion))
        trip.add("COMMIT")
        return try await read(trip.statements) { results in
            let histories = Dictionary(
                grouping: try results[events].rows.map { try AuditReading.event($0, hasRow: true) }, by: \.stream)
            let values = Dictionary(
                grouping: try results[personal].rows.map { try AuditReading.personal($0) }, by: \.subject)
            return AuditedPage(
                proposals: try results[rows].rows.map { try AuditReading.proposal($0, histories, values) },
                registry: try results[registry].rows.map { try AuditReading.event($0, hasRow: true) })
        }
    }

    package func auditRegistry(
        forum: String, registryVersion: Int
    ) async throws(StoreError) -> AuditedRegistry {
        var trip = StatementPipeline()
        trip.add(AuditReading.begin)
        let events = trip.add(AuditReading.registry(forum, after: registryVersion))
        let row = trip.add(
            "SELECT forum, registry_version, registry_digest, ref_prefix FROM forum WHERE forum = $1", [.text(forum)])
        let lifecycles = trip.add(
            """
            SELECT l.digest, l.id, l.version, l.definition, l.initial_state, l.states, l.final, ARRAY(
                SELECT concat(g.transition, ' ', g.from_state, ' ', g.to_state) FROM lifecycle_edge AS g
                WHERE g.lifecycle = l.digest), l.shown, l.abandoned
            FROM forum_lifecycle AS x JOIN lifecycle AS l ON l.digest = x.lifecycle WHERE x.forum = $1
            ORDER BY l.id, l.version
            """, [.text(forum)])
        let strays = trip.add(
            """
            SELECT (
                SELECT concat(l.id, ' version ', l.version) FROM lifecycle AS l
                WHERE NOT EXISTS (SELECT FROM forum_lifecycle AS x WHERE x.lifecycle = l.digest)
                ORDER BY l.id, l.version LIMIT 1), (
                SELECT t.ref FROM proposal_text AS t
                WHERE t.forum = $1 AND NOT EXISTS (SELECT FROM proposal AS p WHERE p.forum = t.forum AND p.ref = t.ref)
                ORDER BY t.ref LIMIT 1)
            """, [.text(forum)])
        let tokens = trip.add(
            """
            SELECT token, account, forum, token <> 'tk-' || left(encode(sha256(hash), 'hex'), 16)
            FROM token WHERE forum = $1 ORDER BY token
            """, [.text(forum)])
        let years = trip.add(
            """
            SELECT year, coalesce(c.last_number, 0), coalesce(n.many, 0), coalesce(n.largest, 0)
            FROM (SELECT year, last_number FROM ref_counter WHERE forum = $1) AS c
            FULL JOIN (
                SELECT ref_year AS year, count(*) AS many, max(ref_number) AS largest FROM proposal
                WHERE forum = $1 GROUP BY ref_year) AS n USING (year)
            ORDER BY year
            """, [.text(forum)])
        trip.add("COMMIT")
        return try await read(trip.statements) { results in
            let stray = try results[strays].rows.one()
            return AuditedRegistry(
                events: try results[events].rows.map { try AuditReading.event($0, hasRow: true) },
                row: try results[row].rows.first.map { row in
                    RegistryRow(
                        forum: try row[0], version: try row[1], versionBefore: 0,
                        lastDigest: try AuditReading.hex(row, 2),
                        refPrefix: try row[3])
                },
                lifecycles: try results[lifecycles].rows.map { try AuditReading.lifecycle($0) },
                strayLifecycle: try stray[0], strayText: try stray[1],
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
