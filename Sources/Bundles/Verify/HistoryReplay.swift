import CanonicalJSON
import Lifecycle
import Proposals
import Record

/// Reads the events of a record in order, and says what in them is against the rules that stand in the record itself.
///
/// Each act is decided again, by the same rules, from what stood in the record before it; what comes out must be the event.
struct HistoryReplay {
    let forum: String
    private(set) var registry: Registry
    private(set) var proposals: [String: Proposal] = [:]
    /// Streams of which an event did not follow; the rest of them says nothing.
    private(set) var stopped: Set<String> = []
    /// What the server has to record next in a stream.
    private var owed: [String: EventDraft] = [:]
    /// Changes of the registry and records entered by administrators of the server, whose appointments stand in another record.
    private(set) var administratorActs = 0
    private(set) var eventCount = 0
    /// Acts that a person's key signed, by their places in the record.
    private(set) var signed: [SignedAct] = []

    init(forum: String) {
        self.forum = forum
        registry = Registry(forum: forum)
    }

    /// What one event turned out to be.
    struct Outcome {
        var stream: String?
        var recordedAt: Instant?
        var faults: [Irregularity] = []
    }

    /// Takes the next event of the record.
    mutating func take(_ index: Int64, _ bytes: [UInt8]) -> Outcome {
        eventCount += 1
        let sealed: SealedEvent
        let isCanonical: Bool
        do { (sealed, isCanonical) = try HistoryReplay.opened(bytes) } catch {
            return Outcome(faults: [Irregularity(.form, at: index, in: "?", "\(error)")])
        }
        let event = sealed.event
        var outcome = Outcome(stream: event.stream, recordedAt: event.recordedAt)
        guard !stopped.contains(event.stream) else { return outcome }
        func stop(_ kind: Irregularity.Kind, _ sentence: String) {
            outcome.faults.append(Irregularity(kind, at: index, in: event.stream, sentence))
        }
        guard event.forum == forum, isCanonical else {
            stopped.insert(event.stream)
            stop(.form, event.forum == forum ? "its bytes are not canonical" : "it is of another forum, \(event.forum)")
            return outcome
        }
        let judged = judge(event, index)
        do {
            if event.stream == Event.registryStream {
                try registry.evolve(sealed)
            } else {
                proposals[event.stream] = try Proposal.evolve(proposals.removeValue(forKey: event.stream), sealed)
            }
        } catch {
            stopped.insert(event.stream)
            stop(.chain, "\(error)")
            return outcome
        }
        outcome.faults += judged
        return outcome
    }

    /// Reads an event, and says whether its bytes are the canonical ones of an event: exactly those members, in one form each.
    private static func opened(_ bytes: [UInt8]) throws -> (SealedEvent, isCanonical: Bool) {
        let value = try JSONValue.parse(bytes)
        guard let object = value.object else { throw EventError("not an event: no object") }
        let event = try Event(json: object)
        let moments = [object["decided_at"]?.string, object["recorded_at"]?.string]
        let isCanonical =
            object.count == 12 && moments.allSatisfy { isMoment($0) } && object["actor"] == .object(event.actor.json)
            && isTextOrNull(object["from"]) && isTextOrNull(object["to"]) && isTextOrNull(object["previous"])
            && value.canonicalBytes == bytes
        return (SealedEvent(event, readFrom: bytes), isCanonical)
    }

    /// Whether a text that was read as a moment is in the one form that is written.
    private static func isMoment(_ text: String?) -> Bool {
        guard let text, text.utf8.count == 27 else { return false }
        return text.utf8.last == UInt8(ascii: "Z") && text.utf8.dropFirst(10).first == UInt8(ascii: "T")
            && text.utf8.dropFirst(19).first == UInt8(ascii: ".")
    }

    private static func isTextOrNull(_ value: JSONValue?) -> Bool {
        switch value {
        case .string, .null: true
        case .bool, .integer, .array, .object, nil: false
        }
    }

    /// The events that stand last in each stream: how far the history of each proposal goes.
    var versions: [String: Int] { proposals.mapValues(\.version) }

    // MARK: judging

    private mutating func judge(_ event: Event, _ index: Int64) -> [Irregularity] {
        var faults: [Irregularity] = []
        func fault(_ kind: Irregularity.Kind, _ sentence: String) {
            faults.append(Irregularity(kind, at: index, in: event.stream, sentence))
        }
        guard event.decidedAt <= event.recordedAt else {
            fault(.step, "it was decided after it was recorded")
            return faults
        }
        let standing = standing(of: event)
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
        do {
            let expected = try again(event, standing)
            guard let expected, HistoryReplay.isSame(expected, event) else {
                fault(.step, "by the rules in the record this act makes another event")
                return faults
            }
            if let text = event.data["signature"]?.string, let signature = try? SSHSignature(text: text) {
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

    private func standing(of event: Event) -> Standing {
        let actor = event.actor
        guard let office = actor.office else { return actor == .server ? .server : .notHeld }
        let appointments = registry.accounts[actor.account]?.appointments ?? []
        if appointments.contains(where: { $0.office == office && $0.isHeld(at: event.recordedAt) }) { return .held }
        guard actor.account == Actor.server.account || actor.account.hasPrefix(Registry.serverForum + "/") else {
            return .notHeld
        }
        // Of proposals they enter only what comes from a list kept elsewhere, as the forum's own administrators do.
        let isImport = event.kind == .archived || event.kind == .drafted && event.data["source"] != nil
        let own = event.stream == Event.registryStream ? "admin" : isImport ? registry.settings?.accountRole : nil
        return own.map { office == Office(role: $0) } ?? false ? .administrator : .notHeld
    }

    /// Decides the act of an event again; nil where nothing comes of it.
    private mutating func again(_ event: Event, _ standing: Standing) throws(Refusal) -> EventDraft? {
        let offices = event.actor.office.map { [$0] } ?? []
        if event.stream == Event.registryStream {
            guard standing != .server else { return nil }
            let context = RegistryContext(
                now: event.recordedAt, account: event.actor.account, offices: offices,
                isServerAdministrator: standing == .administrator)
            guard let command = RegistryCommand(redoing: event) else { return nil }
            return try decide(command, registry, context).first
        }
        if let next = owed.removeValue(forKey: event.stream) { return next }
        guard let command = Command(redoing: event) else { return nil }
        guard (standing == .server) == (command == .noteDeadline) else { return nil }
        // The likenesses that the server found are not in the record, but those that had to be answered are.
        let alike = event.data["round"]?["duplicates"]?.strings ?? []
        let context = Context(
            now: event.recordedAt, account: event.actor.account, offices: offices, registry: registry,
            duplicateCandidates: alike.map { DuplicateCandidate(ref: $0, title: "") })
        var drafts = try decide(command, proposals[event.stream], context)
        guard !drafts.isEmpty else { return nil }
        let first = drafts.removeFirst()
        if standing == .server { owed[event.stream] = drafts.first }
        return drafts.isEmpty || standing == .server ? first : nil
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
