import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import Proposals
import Record
import Requests
import Testing

@testable import ProposalService

/// A trial forum of three partners, decided by the service's own batches without a database: what is loaded is what was written.
struct MiniForum {
    static let name = "mini"
    static let ref = "MINI-2026-0001"

    var registries: [String: Registry] = [:]
    var proposals: [String: Proposal] = [:]
    var now = Instant("2026-03-10T09:00:00Z") ?? Instant(microseconds: 0)
    /// The rows that the store would answer of a meeting, besides the proposals that a batch loads.
    var meetingUses: [String: [MeetingUse]] = [:]

    /// The last number given out in each year, as the store would keep it.
    private var refNumbers: [Int: Int] = [:]
    /// The rows that the store would answer of a title that is drafted.
    var alikeTitles: [String: [AlikeRow]] = [:]
    /// Open uploads, as the store would keep them.
    var uploads: [UploadKey: StagedUpload] = [:]
    /// Documents, as the store would keep them.
    var documents: [String: [UInt8]] = [:]
    /// The digests of texts, as the store would keep them.
    var textDigests: [String: [UInt8]] = [:]
    /// What the service remembers of texts.
    private let rememberedTexts = TextDigests(capacity: 100)
    /// What the last batch wrote.
    private(set) var lastWrites = BatchWrites()

    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        .joined(separator: "/")

    /// Under the first lifecycle, or as another one changes it.
    init(_ change: (inout LifecycleDefinition) -> Void = { _ in }) throws {
        registries = [
            Registry.serverForum: Registry(forum: Registry.serverForum), Self.name: Registry(forum: Self.name),
        ]
        var definition = try LifecycleFile.load(Self.root + "/schema/lifecycles/asem-initiative.yaml")
        change(&definition)
        try self.change(
            .setForum(
                ForumSettings(
                    name: "A trial", refPrefix: "MINI", meetingRole: "meeting-host", accountRole: "admin",
                    auditRole: "auditor", mark: "TRIAL")))
        for (id, region) in [("FR", "Europe"), ("JP", "Asia"), ("VN", "Asia")] {
            try self.change(.admitPartner(Partner(id: id, name: "Partner \(id)", attributes: ["region": region])))
        }
        try self.change(
            .loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex))
        let day = try #require(CivilDate("2026-03-10"))
        try self.change(.schedule(Meeting(id: "som-1", kind: "som", name: "SOM", starts: day, ends: day)))
        try self.change(.hold(meeting: "som-1", starts: day, ends: day))
        for office in Self.offices {
            let id = Self.account(office)
            try self.change(
                .openAccount(id: id, nameCommitment: nil, appointments: [AppointmentCommand(office: office)]))
            try self.change(.issueToken(id: Self.token(office), account: id, expires: nil))
        }
    }

    static let partners = ["FR", "JP", "VN"]
    static let leader = Office(role: "som-leader", partner: "JP")
    static let admin = Office(role: "admin")
    static let proposer = Office(role: "proposer", partner: "FR")
    static let offices =
        partners.map { Office(role: "contact-point", partner: $0) }
        + [proposer, leader, admin, Office(role: "regional-coordinator", partner: "VN")]

    static func point(_ partner: String) -> Office { Office(role: "contact-point", partner: partner) }
    private static func slug(_ office: Office) -> String { office.role + (office.partner.map { "-\($0)" } ?? "") }
    static func account(_ office: Office) -> String { "\(name)/\(slug(office))" }
    private static func token(_ office: Office) -> String { "tk-\(slug(office))" }

    /// A change of the registry by the server's administrator, outside a batch.
    private mutating func change(_ command: RegistryCommand) throws {
        guard var registry = registries[Self.name] else { return }
        let context = RegistryContext(now: now, account: "server", offices: [], isServerAdministrator: true)
        for draft in try Proposals.decide(command, registry, context) {
            try registry.evolve(
                draft.sealed(
                    forum: Self.name, stream: Event.registryStream, after: registry.version,
                    digest: registry.lastDigest, recordedAt: now))
        }
        registries[Self.name] = registry
    }

    /// Another version of a lifecycle.
    mutating func load(_ definition: LifecycleDefinition) throws {
        try change(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex))
    }

    /// One batch of these writes; what it answers, in order. What it wrote stands afterwards.
    mutating func batch(_ writes: [(Office, WriteRequest.Work)]) throws -> [Result<JSONObject, ServiceFailure>] {
        let pending = writes.map { office, work in
            PendingWrite(
                request: WriteRequest(work: work, body: [], form: WriteAnswer.form),
                caller: Caller(account: Self.account(office), forum: Self.name, token: Self.token(office)),
                bodyDigest: [], seed: [UInt8](repeating: 7, count: 32), promise: Promise())
        }
        let refs = Set(
            writes.compactMap {
                switch $0.1 {
                case .act(let ref, _), .file(let ref, _): ref
                case .begin, .erase, .registry: nil
                }
            })
        let known = proposals.filter { refs.contains($0.key) }
        let decider = BatchDecider(
            forum: Self.name, pending: pending, knownRegistries: registries, knownProposals: known,
            textDigests: rememberedTexts)
        var loaded = LoadedBatch(
            now: now, proposals: known.mapValues { _ in [] }, registries: registries.mapValues { _ in [] },
            meetingUses: meetingUses, uploads: uploads)
        loaded.refNumbers = refNumbers
        loaded.alikeTitles = alikeTitles
        loaded.textDigests = textDigests.filter { known[$0.key] != nil }
        let result = try decider.decide(loaded)
        keep(result.writes)
        for registry in result.registries { registries[registry.forum] = registry }
        for proposal in result.proposals { proposals[proposal.ref] = proposal }
        return result.outcomes.map { outcome in
            switch outcome {
            case .done(_, let object, _), .repeated(let object, _, _): .success(object)
            case .refused(let failure): .failure(failure)
            }
        }
    }

    /// Keeps documents and uploads as the store would.
    private mutating func keep(_ writes: BatchWrites) {
        lastWrites = writes
        refNumbers.merge(writes.refNumbers) { $1 }
        for (ref, text) in writes.texts { textDigests[ref] = text.digest.bytes }
        for document in writes.documents { documents[document.digest] = document.content }
        if let before = writes.staleUploadsBefore {
            let accounts = Set(writes.uploads.map(\.key.account))
            uploads = uploads.filter { $1.touchedAt >= before || accounts.contains($0.account) }
        }
        for write in writes.uploads where write.upload == nil { uploads[write.key] = nil }
        for write in writes.uploads {
            guard var upload = write.upload else { continue }
            upload.content = (uploads[write.key]?.content ?? []) + write.parts.joined()
            uploads[write.key] = upload
        }
    }

    /// One write that must be done.
    mutating func done(_ office: Office, _ command: Command) throws {
        let work: WriteRequest.Work =
            if case .draft = command { .begin(forum: Self.name, command) } else { .act(ref: Self.ref, command) }
        for answer in try batch([(office, work)]) { _ = try answer.get() }
    }

    /// One write that must be refused.
    mutating func failure(_ office: Office, _ command: Command) throws -> ServiceFailure {
        guard case .failure(let failure) = try #require(try batch([(office, .act(ref: Self.ref, command))]).first)
        else {
            throw Surprise()
        }
        return failure
    }

    struct Surprise: Error {}

    // MARK: the usual way

    static let fields: JSONObject = [
        "title": "Trial seminar on harbours", "objective": "O", "goals": "G", "rationale": "R", "guidance": ["A"],
        "outline": "O", "location": "Nowhere", "starts": "2026-06-01", "ends": "2026-06-03", "expected_outcomes": "A",
        "prime_actors": ["government"], "audience": "A", "cost": ["currency": "EUR", "amount": "1.00"], "finance": "F",
        "mutual_benefit": "M", "contribution": "C", "organisers": [["partner": "FR"], ["partner": "VN"]],
    ]

    mutating func circulate() throws {
        try done(Self.proposer, .draft(lifecycle: nil, partner: nil, fields: Self.fields, decidedAt: nil))
        try done(
            Self.proposer,
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil))
    }

    mutating func reachConsensus() throws {
        try circulate()
        for partner in Self.partners { try done(Self.point(partner), .takePosition(StatedPosition(stance: .support))) }
        try done(
            Office(role: "regional-coordinator", partner: "VN"),
            .advance(transition: "confirm", inputs: [:], decidedAt: nil, signature: nil))
    }

    static let bless = Command.advance(
        transition: "bless", inputs: ["meeting": "som-1"], decidedAt: nil, signature: nil)
    static let recall = Command.advance(transition: "recall", inputs: ["reason": "R"], decidedAt: nil, signature: nil)
}
