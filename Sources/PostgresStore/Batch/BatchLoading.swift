import CivilTime
import Postgres
import ProposalService
import Proposals

/// The first trip of a batch: locks in a fixed order, then what is read under them, each as a statement of its own.
///
/// Under READ COMMITTED a statement sees what was committed before it began, so the loads after the locks see everything that
/// earlier holders of the locks wrote; a load inside a locking statement could pair a new version with an old event.
struct BatchLoading {
    private let plan: BatchPlan
    private(set) var trip = StatementPipeline()
    private var registryLocks: [(forum: String, place: Int)] = []
    private var proposalLock: Int?
    private var events = 0
    private var answers: Int?
    private var alike: Int?
    private var drafts: Int?
    private var meetingUses: Int?
    private var personal: Int?
    private var uploads: Int?
    private var refNumbers: Int?
    private var texts: Int?
    private var divergence = 0
    private var now = 0
    private var transaction = 0

    init(_ plan: BatchPlan) {
        self.plan = plan
        trip.add("BEGIN ISOLATION LEVEL READ COMMITTED")
        // The server's registry first, then by name: one order for everybody.
        let names = plan.registries.keys.sorted {
            ($0 != Registry.serverForum ? 1 : 0, $0) < ($1 != Registry.serverForum ? 1 : 0, $1)
        }
        for name in names {
            let strength = plan.changesRegistry && name == plan.forum ? "UPDATE" : "SHARE"
            registryLocks.append(
                (name, trip.add("SELECT forum FROM forum WHERE forum = $1 FOR \(strength)", [.text(name)])))
        }
        if !plan.proposals.isEmpty {
            proposalLock = trip.add(
                """
                SELECT p.ref FROM \(Self.planned) JOIN proposal AS p ON p.forum = k.forum AND p.ref = k.ref
                ORDER BY p.ref FOR UPDATE OF p
                """, refs)
        }
        if plan.drafts {
            trip.add("SELECT next_position FROM forum_head WHERE forum = $1 FOR UPDATE", [.text(plan.forum)])
        }
        addLoads()
    }

    private mutating func addLoads() {
        let forum = PostgresValue.text(plan.forum)
        events = trip.add(EventReading.streams(cursors))
        if !plan.keys.isEmpty {
            answers = trip.add(
                """
                SELECT r.key, r.account, r.forum, r.body_digest, r.answer, r.position, e.leaf_hash
                FROM unnest($1::text[], $2::text[]) AS k (key, account)
                JOIN request AS r ON r.key = k.key AND r.account = k.account
                LEFT JOIN event AS e ON e.forum = r.forum AND e.position = r.position
                """, [.textArray(plan.keys.map(\.key)), .textArray(plan.keys.map(\.account))])
        }
        if !plan.circulated.isEmpty {
            alike = trip.add(AlikeReading.titles(forum: plan.forum, refs: plan.circulated))
        }
        if !plan.titles.isEmpty { drafts = trip.add(AlikeReading.drafts(forum: plan.forum, titles: plan.titles)) }
        if !plan.meetings.isEmpty {
            meetingUses = trip.add(MeetingUseReading.uses(forum: plan.forum, meetings: plan.meetings))
        }
        if !plan.personal.isEmpty {
            personal = trip.add(PersonalReading.kept(forum: plan.forum, plan.personal))
        }
        if !plan.uploads.isEmpty { uploads = UploadLoading.add(plan.uploads, to: &trip) }
        if plan.drafts {
            refNumbers = trip.add("SELECT year, last_number FROM ref_counter WHERE forum = $1", [forum])
        }
        if !plan.proposals.isEmpty {
            texts = trip.add(
                """
                SELECT t.ref, t.digest FROM \(Self.planned)
                JOIN proposal_text AS t ON t.forum = k.forum AND t.ref = k.ref
                """, refs)
        }
        divergence = trip.add(DivergenceReading.statement(plan.forum))
        now = trip.add("SELECT clock_timestamp()")
        transaction = trip.add(
            "SELECT pg_current_xact_id()::text, current_setting('synchronous_standby_names') <> ''")
    }

    /// The planned proposals as rows, each with its forum: with that as a parameter of its own the planner would rather read
    /// all of the forum's proposals.
    private static let planned = "unnest($1::text[], $2::text[]) AS k (forum, ref)"

    private var refs: [PostgresValue] {
        let refs = plan.proposals.keys.sorted()
        return [.textArray(refs.map { _ in plan.forum }), .textArray(refs)]
    }

    private var cursors: [StreamCursor] {
        plan.registries.sorted { $0.key < $1.key }.map { forum, version in
            StreamCursor(
                forum: forum, stream: Event.registryStream, after: version, digest: plan.registryDigests[forum])
        }
            + plan.proposals.sorted { $0.key < $1.key }.map { ref, version in
                StreamCursor(forum: plan.forum, stream: ref, after: version, digest: plan.proposalDigests[ref])
            }
    }
}

extension BatchLoading {
    /// What the first trip brought.
    struct Loaded {
        var batch: LoadedBatch
        /// The transaction's identifier, by which its fate can be asked for.
        var transaction: String
        /// Whether commits wait for a standby.
        var hasStandbys: Bool
    }

    func decode(_ results: [StatementResult]) throws -> Loaded {
        var batch = LoadedBatch(now: Instant(microseconds: try results[now].rows.value()))
        for lock in registryLocks where !results[lock.place].rows.isEmpty { batch.registries[lock.forum] = [] }
        if let proposalLock {
            for ref in try results[proposalLock].rows.column(String.self) { batch.proposals[ref] = [] }
        }
        for (cursor, events) in zip(cursors, try EventReading.decodeStreams(results[events].rows, cursors)) {
            // What was not there to be locked came into being meanwhile, and is not under this batch's locks.
            if cursor.stream == Event.registryStream {
                if batch.registries[cursor.forum] != nil { batch.registries[cursor.forum] = events }
            } else if batch.proposals[cursor.stream] != nil {
                batch.proposals[cursor.stream] = events
            }
        }
        if let answers {
            for row in results[answers].rows {
                let key = RequestKey(key: try row[0], account: try row[1])
                batch.answers[key] = StoredAnswer(
                    forum: try row[2], bodyDigest: try row[3], answer: try row[4], position: try row[5],
                    leafHash: try row[6])
            }
        }
        if let alike {
            for ref in plan.circulated { batch.alike[ref] = [] }
            batch.alike.merge(try AlikeReading.decode(results[alike].rows)) { $1 }
        }
        if let drafts { batch.alikeTitles = try AlikeReading.decode(results[drafts].rows, of: plan.titles) }
        if let meetingUses { batch.meetingUses = try MeetingUseReading.decode(results[meetingUses].rows) }
        if let personal { batch.personal = try PersonalReading.decode(results[personal].rows) }
        if let uploads { batch.uploads = try UploadLoading.decode(results[uploads].rows, results[uploads + 1].rows) }
        if let refNumbers {
            for row in results[refNumbers].rows { batch.refNumbers[try row[0]] = try row[1] }
        }
        batch.divergence = try DivergenceReading.decode(results[divergence])
        if let texts {
            for row in results[texts].rows { batch.textDigests[try row[0]] = try row[1] }
        }
        let ours = try results[transaction].rows.one()
        return Loaded(batch: batch, transaction: try ours[0], hasStandbys: try ours[1])
    }
}
