import CivilTime
import Postgres
import ProposalService
import Proposals
import Record

/// The second trip of a batch: everything it writes, and COMMIT, under one Sync.
///
/// The head row is taken by the statement that adds the events and held through the commit, so positions have no gaps.
struct BatchStoring {
    private let forum: String
    private let writes: BatchWrites
    private(set) var trip = StatementPipeline()
    private var events: Int?
    private var commit = 0

    init(_ plan: BatchPlan, _ writes: BatchWrites) throws(StoreError) {
        forum = plan.forum
        self.writes = writes
        for lifecycle in writes.lifecycles {
            trip.add(
                "SELECT load_lifecycle($1, $2)",
                [.bytea(try Self.bytes(lifecycle.digest)), .bytea(lifecycle.definition)])
        }
        if let registry = writes.registry, registry.versionBefore == 0 {
            trip.add(
                "INSERT INTO forum_head (forum) VALUES ($1) ON CONFLICT (forum) DO NOTHING", [.text(registry.forum)])
        }
        // Documents first: an event that files one is refused where there is none.
        try UploadStoring.add(documents: writes.documents, to: &trip)
        // Personal values too: an event of the same batch may erase them.
        addPersonal()
        try addEvents()
        if let registry = writes.registry { try add(registry) }
        try ProposalWriting.add(writes.proposals, writes.texts, forum: forum, to: &trip)
        addRefNumbers()
        addAnswers()
        addTokens()
        try UploadStoring.add(writes.uploads, forum: forum, staleBefore: writes.staleUploadsBefore, to: &trip)
        commit = trip.add(.commit)
    }

    /// What the database answered to COMMIT; nil where the transaction was not committed.
    func decode(_ results: [StatementResult]) throws(PostgresError) -> CommittedBatch? {
        // An aborted transaction answers ROLLBACK without an error.
        guard results[commit].isCommitted else { return nil }
        guard let events else { return CommittedBatch(firstPosition: nil) }
        return CommittedBatch(firstPosition: try results[events].rows.value())
    }

    /// Whether COMMIT ended without a warning, so that the synchronous standbys have what it committed.
    func isConfirmed(_ results: [StatementResult]) -> Bool { results[commit].warnings.isEmpty }

    /// A digest in hexadecimal digits as its bytes.
    static func bytes(_ hex: String) throws(StoreError) -> [UInt8] {
        guard let digest = Digest(hex: hex) else {
            throw StoreError.rejected("\"\(hex.prefix(80))\" is not a SHA-256 digest in hexadecimal digits")
        }
        return digest.bytes
    }

    private mutating func addEvents() throws(StoreError) {
        guard !writes.events.isEmpty else { return }
        var lifecycles: [[UInt8]?] = []
        var digests: [[UInt8]?] = []
        for event in writes.events {
            lifecycles.append(try event.lifecycle.map { (hex) throws(StoreError) in try Self.bytes(hex) })
            digests.append(try Self.bytes(event.sealed.digest))
        }
        let sealed = writes.events.map(\.sealed)
        events = trip.add(
            """
            WITH head AS (
                UPDATE forum_head SET next_position = next_position + $2 WHERE forum = $1
                RETURNING next_position - $2 AS first),
            added AS (
                INSERT INTO event (forum, position, stream, version, kind, from_state, to_state, lifecycle, recorded_at,
                    account, bytes, digest, leaf_hash)
                SELECT $1, head.first + n.place - 1, n.stream, n.version, n.kind, n.from_state, n.to_state, n.lifecycle,
                    n.recorded_at, n.account, n.bytes, n.digest, n.leaf_hash
                FROM head, unnest($3::text[], $4::int8[], $5::text[], $6::text[], $7::text[], $8::bytea[],
                    $9::timestamptz[], $10::text[], $11::bytea[], $12::bytea[], $13::bytea[])
                    WITH ORDINALITY AS n (stream, version, kind, from_state, to_state, lifecycle, recorded_at, account,
                        bytes, digest, leaf_hash, place)
                ORDER BY n.place)
            SELECT first FROM head
            """,
            [
                .text(forum), .int8(sealed.count), .textArray(sealed.map(\.event.stream)),
                .int8Array(sealed.map { Int64($0.event.version) }), .textArray(sealed.map(\.event.kind.rawValue)),
                .textArray(sealed.map(\.event.from)), .textArray(sealed.map(\.event.to)), .byteaArray(lifecycles),
                .timestamptzArray(sealed.map(\.event.recordedAt.microseconds)),
                .textArray(sealed.map(\.event.actor.account)), .byteaArray(sealed.map(\.bytes)), .byteaArray(digests),
                .byteaArray(writes.events.map(\.leafHash)),
            ])
    }

    private mutating func add(_ row: RegistryRow) throws(StoreError) {
        let digest = PostgresValue.bytea(try Self.bytes(row.lastDigest))
        if row.versionBefore == 0 {
            trip.add(
                "INSERT INTO forum (forum, ref_prefix, registry_version, registry_digest) VALUES ($1, $2, $3, $4)",
                [.text(row.forum), .text(row.refPrefix), .int8(row.version), digest])
        } else {
            trip.add(
                """
                WITH written AS (
                    UPDATE forum SET registry_version = $2, registry_digest = $3
                    WHERE forum = $1 AND registry_version = $4 RETURNING 1)
                SELECT require_rows((SELECT count(*) FROM written), 1, 'forum')
                """,
                [.text(row.forum), .int8(row.version), digest, .int8(row.versionBefore)])
        }
    }

    private mutating func addRefNumbers() {
        guard !writes.refNumbers.isEmpty else { return }
        let numbers = writes.refNumbers.sorted { $0.key < $1.key }
        trip.add(
            """
            WITH written AS (
                INSERT INTO ref_counter AS c (forum, year, last_number)
                SELECT $1, n.year, n.last FROM unnest($2::int8[], $3::int8[]) AS n (year, last)
                ON CONFLICT (forum, year) DO UPDATE SET last_number = EXCLUDED.last_number
                WHERE c.last_number < EXCLUDED.last_number
                RETURNING 1)
            SELECT require_rows((SELECT count(*) FROM written), $4, 'ref_counter')
            """,
            [
                .text(forum), .int8Array(numbers.map { Int64($0.key) }), .int8Array(numbers.map { Int64($0.value) }),
                .int8(numbers.count),
            ])
    }

    private mutating func addAnswers() {
        guard !writes.answers.isEmpty else { return }
        // The head row is ours: it stands after this batch's events.
        trip.add(
            """
            INSERT INTO request (key, account, forum, body_digest, answer, position)
            SELECT n.key, n.account, $1, n.body_digest, n.answer,
                (SELECT next_position - $2 FROM forum_head WHERE forum = $1) + n.first_event
            FROM unnest($3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::int8[])
                AS n (key, account, body_digest, answer, first_event)
            """,
            [
                .text(forum), .int8(writes.events.count), .textArray(writes.answers.map(\.key.key)),
                .textArray(writes.answers.map(\.key.account)), .byteaArray(writes.answers.map(\.bodyDigest)),
                .byteaArray(writes.answers.map(\.answer)),
                .int8Array(writes.answers.map { $0.firstEvent.map { Int64($0) } }),
            ])
    }

    private mutating func addTokens() {
        guard !writes.tokens.isEmpty else { return }
        trip.add(
            """
            INSERT INTO token (hash, token, account, forum)
            SELECT n.hash, n.token, n.account, $1 FROM unnest($2::bytea[], $3::text[], $4::text[]) AS n (hash, token, account)
            """,
            [
                .text(forum), .byteaArray(writes.tokens.map(\.hash)), .textArray(writes.tokens.map(\.token)),
                .textArray(writes.tokens.map(\.account)),
            ])
    }

    private mutating func addPersonal() {
        guard !writes.personal.isEmpty else { return }
        // The salt makes each commitment its own, so one that is there already is the same value.
        trip.add(
            """
            INSERT INTO personal (commitment, forum, subject, salt, value)
            SELECT n.commitment, $1, n.subject, n.salt, n.value
            FROM unnest($2::text[], $3::text[], $4::bytea[], $5::text[]) AS n (commitment, subject, salt, value)
            ON CONFLICT (commitment) DO NOTHING
            """,
            [
                .text(forum), .textArray(writes.personal.map(\.commitment)), .textArray(writes.personal.map(\.subject)),
                .byteaArray(writes.personal.map(\.salt)), .textArray(writes.personal.map(\.value)),
            ])
    }
}
