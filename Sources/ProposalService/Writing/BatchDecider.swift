import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record

/// Decides a whole batch in order, under the locks, on what the first trip brought. Pure: it may be run again from the start.
struct BatchDecider: Sendable {
    let forum: String
    let pending: [PendingWrite]
    /// What was known before the batch; the loaded events follow on it.
    let knownRegistries: [String: Registry]
    let knownProposals: [String: Proposal]
    /// What texts were seen to come to: it saves making them, and decides nothing.
    let textDigests: TextDigests

    func decide(_ loaded: LoadedBatch) throws(StoreError) -> BatchResult {
        var state = try BatchState(self, loaded)
        for write in pending { state.outcomes.append(state.decide(write)) }
        return state.result()
    }
}

/// What a batch writes and answers.
struct BatchResult: Sendable {
    var writes: BatchWrites
    /// One for each pending write, in order.
    var outcomes: [Decided]
    var registries: [Registry]
    var proposals: [Proposal]
    /// Acts that were refused, and when by the database's clock.
    var refused: [RefusedAct]
    var now: Instant
}

/// What one write is answered once the batch is committed.
enum Decided: Sendable {
    case done(WriteAnswer, JSONObject, firstEvent: Int?)
    /// The first answer, given again; made by an earlier batch, or by an earlier write of this one.
    case repeated(JSONObject, earlier: StoredAnswer, firstEvent: Int?)
    case refused(ServiceFailure)

    /// Whether it says that something took effect.
    var tellsOfStored: Bool {
        switch self {
        case .done, .repeated: true
        case .refused(let failure): failure.code == .keySpent
        }
    }
}

/// A batch while it is being decided: everything as it stands after the writes so far.
struct BatchState {
    let loaded: LoadedBatch
    private(set) var registries: [String: Registry]
    /// The forum's own.
    private(set) var registry: Registry
    /// What callers were found to be, until the registry changes.
    private var standings: [Caller: Standing] = [:]
    var proposals: [String: Proposal] = [:]
    var refNumbers: [Int: Int]
    var writes = BatchWrites()
    var outcomes: [Decided] = []
    var refused: [RefusedAct] = []
    var answers: [RequestKey: StoredAnswer]
    var uploads: UploadLedger
    /// Commitments of the personal values that this batch erases, by whose they are.
    var erased: [String: [String]] = [:]
    let forum: String
    /// The versions of the proposals and of the registry before the batch.
    private(set) var versionsBefore: [String: Int] = [:]
    let registryBefore: Int
    let textDigests: TextDigests
    /// The proposals that have events in this batch, in the order of their first ones.
    private(set) var touched: [String] = []
    private(set) var isTouched: Set<String> = []
    /// What drafts of this batch are compared with besides what is stored.
    var writtenTitles = WrittenTitles()

    init(_ batch: BatchDecider, _ loaded: LoadedBatch) throws(StoreError) {
        self.loaded = loaded
        forum = batch.forum
        textDigests = batch.textDigests
        registries = batch.knownRegistries
        for (name, events) in loaded.registries {
            var registry = registries[name] ?? Registry(forum: name)
            for event in events {
                try event.folded { (sealed) throws(EventError) in try registry.evolve(sealed) }
            }
            registries[name] = registry
        }
        registry = registries[forum] ?? Registry(forum: forum)
        for (ref, events) in loaded.proposals {
            var proposal = batch.knownProposals[ref]
            for event in events {
                proposal = try event.folded { (sealed) throws(EventError) in try Proposal.evolve(proposal, sealed) }
            }
            guard let proposal else { throw .corrupt("\(ref) has a row and no events") }
            proposals[ref] = proposal
            versionsBefore[ref] = proposal.version
        }
        refNumbers = loaded.refNumbers
        answers = loaded.answers
        uploads = UploadLedger(loaded.uploads, now: loaded.now)
        registryBefore = registries[batch.forum]?.version ?? 0
    }

    /// Takes over what became of the forum's registry.
    mutating func keep(_ registry: Registry) {
        registries[forum] = registry
        self.registry = registry
        standings = [:]
    }

    /// What a caller is as the registry stands.
    struct Standing {
        var offices: [Office]
        var viewer: Viewer
    }

    /// - Throws: what keeps a login from acting: the token does not hold any more.
    mutating func standing(of caller: Caller) throws(ServiceFailure) -> Standing {
        if let known = standings[caller] { return known }
        try Access.check(caller, registries, loaded.now)
        let standing = Standing(
            offices: Access.offices(caller, registries, forum, loaded.now),
            viewer: Access.viewer(caller, registries, forum, loaded.now))
        standings[caller] = standing
        return standing
    }

    /// Decides one write: login, key, then visibility, version, role and requirements.
    mutating func decide(_ pending: PendingWrite) -> Decided {
        do throws(ServiceFailure) {
            _ = try standing(of: pending.caller)
            if let why = loaded.divergence { throw ServiceFailure.diverged(forum, why) }
            if let key = pending.key, let earlier = answers[key] { return try again(earlier, key, pending) }
            let first = writes.events.count
            let answer = try write(pending)
            let firstEvent = writes.events.count > first ? first : nil
            let object = pending.request.form(answer)
            if let key = pending.key { remember(answer.isSecret ? nil : object, key, pending, firstEvent) }
            return .done(answer, object, firstEvent: firstEvent)
        } catch {
            noteRefusal(error, of: pending)
            return .refused(error)
        }
    }

    private mutating func write(_ pending: PendingWrite) throws(ServiceFailure) -> WriteAnswer {
        if let closing = registry.closing, Access.maySeeForum(pending.caller, registries, forum) {
            throw ServiceFailure(closed: closing, registry)
        }
        return switch pending.request.work {
        case .begin(_, let command): try begin(command, pending)
        case .act(let ref, let command): try act(ref, command, pending)
        case .file(let ref, let upload): try file(ref, upload, pending)
        case .erase(let erasure): try erase(erasure, pending)
        case .registry(_, let work): try change(work, pending)
        }
    }

    // MARK: proposals

    private mutating func begin(_ command: Command, _ pending: PendingWrite) throws(ServiceFailure) -> WriteAnswer {
        guard let settings = registry.settings, forum != Registry.serverForum,
            Access.maySeeForum(pending.caller, registries, forum)
        else { throw ServiceFailure(.notFound, "there is no forum \"\(forum)\" that you can see") }
        try Access.checkStanding(pending.caller, registries, forum, loaded.now)
        if let expected = pending.request.expectedVersion, expected != 0 {
            throw ServiceFailure(
                .versionConflict, "a new proposal has no version to expect; leave if= out", details: ["version": 0])
        }
        var personal = PersonalData(seed: pending.seed)
        let year: Int
        let sealed: Command
        switch command {
        case .importRecord(var record):
            record.fields = try seal(record.fields, lifecycle: record.lifecycle, &personal)
            year = record.isArchive ? record.year ?? loaded.now.date.year : loaded.now.date.year
            sealed = .importRecord(record)
        case .draft(let lifecycle, let partner, let fields, let decidedAt):
            year = loaded.now.date.year
            sealed = .draft(
                lifecycle: lifecycle, partner: partner, fields: try seal(fields, lifecycle: lifecycle, &personal),
                decidedAt: decidedAt)
        case .revise, .contestRevision, .contestPosition, .advance, .takePosition, .acknowledge,
            .recordFact, .note, .moveDeadline, .invite, .decideInvitation, .migrate, .file,
            .noteDeadline:
            throw ServiceFailure(.internalError, "this begins no proposal")
        }
        guard (CivilDate.firstYear...9999).contains(year) else {
            throw ServiceFailure.wrong("year", "give a year from \(CivilDate.firstYear) to 9999")
        }
        let number = (refNumbers[year] ?? 0) + 1
        let ref = RefNumber(year: Int32(clamping: year), number: Int32(clamping: number)).ref(settings.refPrefix)
        var context = try context(pending, ref: ref)
        var seats = OfficeHolders(registry, at: loaded.now)
        if case .importRecord = command { seats = OfficeHolders(registry, at: loaded.now, isServersToo: true) }
        if case .importRecord = command, Access.isServerAdministrator(pending.caller, registries, loaded.now) {
            // An administrator of the server keeps any forum's records, as its own administrators do.
            context.offices.append(Office(role: settings.accountRole))
        }
        let drafts = try refusing(seats) { () throws(Refusal) in try Proposals.decide(sealed, nil, context) }
        try append(drafts, to: ref, personal)
        refNumbers[year] = number
        writes.refNumbers[year] = number
        let changed = try changed(ref, drafts)
        guard let definition = proposals[ref].flatMap({ registry.lifecycles[$0.lifecycle.digest] }),
            let given = sealed.givenFields
        else { return .proposal(changed, .nothing) }
        let viewer = try standing(of: pending.caller).viewer
        let alike = lookalikes(of: ref, title: command.comparedTitle, for: viewer)
        return .proposal(changed, .written(keptAs: keptOtherwise(given, drafts, definition), looksLike: alike))
    }

    private mutating func act(
        _ ref: String, _ command: Command, _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        let (proposal, definition) = try subject(of: ref, pending, isNoting: command == .noteDeadline)
        var personal = PersonalData(seed: pending.seed)
        let sealed = try refusing { () throws(Refusal) in try personal.sealing(command, on: proposal, definition) }
        let context = try context(pending, proposal: proposal)
        let drafts = try refusing(OfficeHolders(registry, at: loaded.now, of: proposal, definition)) {
            () throws(Refusal) in
            try Proposals.decide(sealed, proposal, context)
        }
        try append(drafts, to: ref, personal)
        var changed = try changed(ref, drafts)
        changed.droppedDeadline = droppedDeadline(drafts, proposal)
        return .proposal(changed, detail(of: sealed, drafts, proposal, definition, pending))
    }

    /// The proposal that a write is about, which its caller must see as a whole, at the version that the caller saw.
    mutating func subject(
        of ref: String, _ pending: PendingWrite, isNoting: Bool = false
    ) throws(ServiceFailure) -> (Proposal, LifecycleDefinition) {
        let standing = try standing(of: pending.caller)
        if standing.offices.isEmpty { try Access.checkStanding(pending.caller, registries, forum, loaded.now) }
        guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest],
            isNoting || proposal.readAccess(of: standing.viewer, definition) == .everything
        else { throw ServiceFailure(.notFound, "there is no proposal \(ref) that you can see") }
        if let expected = pending.request.expectedVersion, expected != proposal.version {
            throw ServiceFailure(
                .versionConflict, "\(ref) has version \(proposal.version), not \(expected); look at it again",
                details: ["version": .integer(Int64(proposal.version))])
        }
        return (proposal, definition)
    }

    private func seal(
        _ fields: JSONObject, lifecycle: String?, _ personal: inout PersonalData
    ) throws(ServiceFailure) -> JSONObject {
        let current = registry.currentLifecycles
        guard let name = lifecycle ?? (current.count == 1 ? current.keys.first : nil),
            let definition = current[name].flatMap({ registry.lifecycles[$0] })
        else { return fields }
        do { return try personal.sealing(fields, definition.form, present: [:]) } catch {
            throw ServiceFailure(error, OfficeHolders(registry, at: loaded.now))
        }
    }

    mutating func context(
        _ pending: PendingWrite, proposal: Proposal? = nil, ref: String? = nil
    ) throws(ServiceFailure) -> Context {
        let standing = try standing(of: pending.caller)
        var context = Context(
            now: max(loaded.now, proposal?.recordedAt ?? loaded.now), account: pending.caller.account,
            offices: standing.offices, registry: registry, newRef: ref,
            duplicateCandidates: proposal.map { duplicates(of: $0, for: standing.viewer) } ?? [])
        context.past = pending.request.past
        return context
    }

    /// Seals events in their places and folds them.
    mutating func append(
        _ drafts: [EventDraft], to ref: String, _ personal: PersonalData
    ) throws(ServiceFailure) {
        guard !drafts.isEmpty else { return }
        var proposal = proposals[ref]
        var events: [NewEvent] = []
        do {
            for draft in drafts {
                let sealed = draft.sealed(
                    forum: forum, stream: ref, after: proposal?.version ?? 0, digest: proposal?.lastDigest,
                    recordedAt: BatchState.moment(loaded.now, after: proposal?.recordedAt))
                let next = try Proposal.evolve(proposal, sealed)
                proposal = next
                events.append(
                    NewEvent(
                        sealed: sealed, leafHash: MerkleTree.leafHash(sealed.bytes).bytes,
                        lifecycle: next.lifecycle.digest))
            }
        } catch {
            throw ServiceFailure(.internalError, "a decision that cannot be folded: \(error)")
        }
        writes.events += events
        writes.personal += personal.values.map {
            PersonalValue(commitment: $0.commitment, salt: $0.salt, value: $0.value, subject: ref)
        }
        noteTitle(of: proposal, before: proposals[ref])
        proposals[ref] = proposal
        if isTouched.insert(ref).inserted { touched.append(ref) }
    }

    /// The database's clock, but later than what was recorded last: a moment names one version.
    static func moment(_ now: Instant, after last: Instant?) -> Instant {
        guard let last, now <= last else { return now }
        return last.advanced(byMicroseconds: 1)
    }

    /// Runs a decision; a refusal becomes a failure of the service, which names those that can meet what is not met.
    func refusing<Value>(
        _ seats: @autoclosure () -> OfficeHolders? = nil, _ body: () throws(Refusal) -> Value
    ) throws(ServiceFailure) -> Value {
        do { return try body() } catch {
            throw ServiceFailure(error, seats() ?? OfficeHolders(registry, at: loaded.now))
        }
    }
}
