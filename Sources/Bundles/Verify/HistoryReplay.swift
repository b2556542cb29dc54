import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record
import Sharing

/// Reads the events of a record in order, and says what in them is against the rules that stand in the record itself.
///
/// Each act is decided again, by the same rules, from what stood in the record before it; what comes out must be the event.
package struct HistoryReplay: Sendable {
    let forum: String
    /// The forum that the first readable event is of.
    private(set) var firstForum: String?
    private var registry: Registry
    private var streams: [Stream] = []
    /// Where each stream stands in ``streams``.
    private var places: [String: Int] = [:]
    /// Changes of the registry and records entered by administrators of the server, whose appointments stand in another record.
    private(set) var administratorActs = 0
    private(set) var eventCount = 0
    /// Acts that a person's key signed, by their places in the record.
    private(set) var signed: [SignedAct] = []

    /// Before the first event.
    package init(forum: String) {
        self.forum = forum
        registry = Registry(forum: forum)
    }

    /// One stream, as far as it was read.
    private struct Stream {
        let name: String
        /// What its events make; nil in the registry's.
        var proposal: Shared<Proposal>?
        /// The highest schema of its events: what is newer is never followed by what is older.
        var schema = 1
        /// What the server has to record next.
        var owed: EventDraft?
        /// An event of it did not follow; the rest of them says nothing.
        var isStopped = false
    }

    /// What one event turned out to be.
    package struct Outcome {
        var stream: String?
        var recordedAt: Instant?
        package var faults: [Irregularity] = []
    }

    /// Takes the next event of the record.
    package mutating func take(_ index: Int64, _ bytes: [UInt8]) -> Outcome {
        eventCount += 1
        let event: Event
        let isCanonical: Bool
        do { (event, isCanonical) = try HistoryReplay.opened(bytes) } catch {
            return Outcome(faults: [Irregularity(.form, at: index, in: "?", "\(error)")])
        }
        if isCanonical, firstForum == nil { firstForum = event.forum }
        var outcome = Outcome(stream: event.stream, recordedAt: event.recordedAt)
        let place = place(of: event.stream)
        guard !streams[place].isStopped else { return outcome }
        guard event.forum == forum, isCanonical else {
            let fault = event.forum == forum ? "its bytes are not canonical" : "it is of another forum, \(event.forum)"
            stop(place, &outcome, Irregularity(.form, at: index, in: event.stream, fault))
            return outcome
        }
        var decided: EventDraft?
        let judged = judge(event, index, place, &decided)
        let bindsOffices = event.kind == .forumChanged || event.kind == .lifecycleLoaded
        let misheld = bindsOffices ? Set(registry.misheld) : []
        do {
            try evolve(event, as: decided, Digest.sha256(bytes).hex, place)
        } catch {
            stop(place, &outcome, Irregularity(.chain, at: index, in: streams[place].name, "\(error)"))
            return outcome
        }
        outcome.faults += judged
        // Who was appointed before anything said what the office is held for.
        if bindsOffices {
            for one in registry.misheld where !misheld.contains(one) {
                outcome.faults.append(Irregularity(.office, at: index, in: streams[place].name, one.sentence))
            }
        }
        return outcome
    }

    /// Nothing more is read of a stream.
    private mutating func stop(_ place: Int, _ outcome: inout Outcome, _ fault: Irregularity) {
        streams[place].isStopped = true
        streams[place].proposal = nil
        outcome.faults.append(fault)
    }

    /// Reads an event, and says whether its bytes are the canonical ones of an event: exactly those members, in one form each.
    private static func opened(_ bytes: [UInt8]) throws(EventError) -> (Event, isCanonical: Bool) {
        do { return (try Event(canonical: bytes), true) } catch { return (try Event(anyForm: bytes), false) }
    }

    private mutating func place(of stream: String) -> Int {
        if let place = places[stream] { return place }
        places[stream] = streams.count
        streams.append(Stream(name: stream))
        return streams.count - 1
    }

    /// Folds an event. What was decided again is taken in its place: it is the same, and shares with the registry and the proposal
    /// what came from them, so that it need not be kept for each event.
    private mutating func evolve(
        _ event: consuming Event, as decided: EventDraft?, _ digest: String, _ place: Int
    ) throws(EventError) {
        if let decided {
            event.actor = decided.actor
            event.data = decided.data
        }
        if event.stream == Event.registryStream {
            try registry.evolve(event, digest: digest)
        } else if streams[place].proposal == nil {
            streams[place].proposal = Shared(try Proposal(opening: event, digest: digest))
        } else {
            try streams[place].proposal?.value.evolve(event, digest: digest)
        }
    }

    /// The events that stand last in each stream: how far the history of each proposal goes.
    var versions: [String: Int] {
        streams.reduce(into: [:]) { versions, stream in versions[stream.name] = stream.proposal?.value.version }
    }

    // MARK: judging

    /// Says what is against the rules, and what came out where the act was decided again.
    private mutating func judge(
        _ event: Event, _ index: Int64, _ place: Int, _ decided: inout EventDraft?
    ) -> [Irregularity] {
        var faults: [Irregularity] = []
        let stream = streams[place].name
        func fault(_ kind: Irregularity.Kind, _ sentence: String) {
            faults.append(Irregularity(kind, at: index, in: stream, sentence))
        }
        guard event.decidedAt <= event.recordedAt else {
            fault(.step, "it was decided after it was recorded")
            return faults
        }
        guard event.schema >= streams[place].schema else {
            fault(.step, "it is of schema \(event.schema), and the one before it of \(streams[place].schema)")
            return faults
        }
        streams[place].schema = event.schema
        let account = registry.accounts[event.actor.account]
        let standing = standing(of: event, account)
        switch standing {
        case .held: break
        case .server:
            guard event.kind == .deadlinePassed || event.kind == .tacitRecorded else {
                fault(.office, "an act in no office")
                return faults
            }
        case .administrator: administratorActs += 1
        case .notHeld:
            let office = event.actor.office.map(HistoryReplay.name) ?? "no office"
            fault(.office, "\(event.actor.account) did not hold the office of the act (\(office)) then")
            return faults
        }
        let moved = event.body(Event.Moved.self)
        do {
            let expected = try again(event, moved, standing, account?.id ?? event.actor.account, place)
            guard let expected, HistoryReplay.isSame(expected, event) else {
                fault(.step, "by the rules in the record this act makes another event")
                return faults
            }
            decided = expected
            if let text = moved?.signature, let signature = try? SSHSignature(text: text) {
                signed.append(
                    SignedAct(
                        index: index, stream: event.stream, account: event.actor.account,
                        fingerprint: signature.key.fingerprint))
            }
        } catch {
            let isSignature = error.findings.contains { $0.requirement == "signed" } || error.field == "signature"
            fault(isSignature ? .signature : error.code == .forbidden ? .office : .step, error.message)
        }
        return faults
    }

    private enum Standing: Equatable {
        case held
        /// The server's own events, which make visible what time has done.
        case server
        case administrator
        case notHeld
    }

    private func standing(of event: Event, _ account: Account?) -> Standing {
        let actor = event.actor
        guard let office = actor.office else { return actor == .server ? .server : .notHeld }
        // In whose name it was recorded, and whether that office stood then, is judged with the act.
        if event.data["decided_by"] != nil, event.stream != Event.registryStream {
            return account == nil ? .notHeld : .held
        }
        if let account, account.holds(office, at: event.recordedAt) { return .held }
        guard actor.account == Actor.server.account || actor.account.hasPrefix(Registry.serverForum + "/") else {
            return .notHeld
        }
        // Of proposals they enter only what comes from a list kept elsewhere, as the forum's own administrators do.
        let own =
            event.stream == Event.registryStream ? "admin" : event.isImport ? registry.settings?.accountRole : nil
        return own.map { office == Office(role: $0) } ?? false ? .administrator : .notHeld
    }

    /// Decides the act of an event again; nil where nothing comes of it.
    private mutating func again(
        _ event: Event, _ moved: Event.Moved?, _ standing: Standing, _ account: String, _ place: Int
    ) throws(Refusal) -> EventDraft? {
        let offices = event.actor.office.map { [$0] } ?? []
        if event.stream == Event.registryStream {
            guard standing != .server else { return nil }
            let context = RegistryContext(
                now: event.recordedAt, account: account, offices: offices,
                isServerAdministrator: standing == .administrator, isRecorded: true)
            guard let command = event.registryCommand else { return nil }
            return try decide(command, registry, context).first
        }
        if let next = streams[place].owed {
            streams[place].owed = nil
            return next
        }
        let reference = streams[place].proposal?.value.lifecycle
        let definition = reference.flatMap { registry.lifecycles[$0.digest] }
        let redone = moved.map { $0.command(of: event, under: definition) } ?? event.command(under: definition)
        guard let command = redone else { return nil }
        let isServers = if case .noteDeadline = command { true } else { false }
        guard (standing == .server) == isServers else { return nil }
        // The likenesses that the server found are not in the record, but those that had to be answered are.
        let alike = moved?.circulation?.duplicates ?? []
        var context = Context(
            now: event.recordedAt, account: account, offices: offices, registry: registry,
            duplicateCandidates: alike.map { DuplicateCandidate(ref: $0, title: "") })
        context.schema = event.schema
        if let kept = event.data["decided_by"] {
            guard let office = event.actor.office, let past = PastOffice(kept: kept, office) else { return nil }
            context.past = past
            context.offices = registry.accounts[account]?.offices(at: event.recordedAt) ?? []
        }
        context.isRecorded = true
        var drafts = try decide(command, sharing: streams[place].proposal, context)
        // The server's own: what silence meant at the deadline that has passed, or at the one before what is said of it now.
        if drafts.count == 2, standing == .server || drafts[1].actor == .server {
            streams[place].owed = drafts.removeLast()
        }
        return drafts.count == 1 ? drafts.removeLast() : nil
    }

    /// Whether what was decided again is the event. The time of the act is what the actor said, or when it was recorded.
    private static func isSame(_ draft: EventDraft, _ event: Event) -> Bool {
        draft.kind == event.kind && draft.from == event.from && draft.to == event.to && draft.actor == event.actor
            && draft.data == event.data
    }

    private static func name(_ office: Office) -> String {
        let whom = office.partner ?? office.group
        return office.role + (whom.map { " of \($0)" } ?? "")
    }
}

/// An act that a person signed with a key of their own.
package struct SignedAct: Sendable, Hashable {
    package let index: Int64
    package let stream: String
    package let account: String
    package let fingerprint: String
}
