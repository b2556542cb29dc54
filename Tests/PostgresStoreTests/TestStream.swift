import CanonicalJSON
import CivilTime
import Lifecycle
import ProposalService
import Proposals
import Record

/// One stream as a test writes it: it knows its own end, and seals what follows.
struct TestStream: Sendable {
    let forum: String
    let name: String
    var version = 0
    var digest: String?
    var state: String?
    var lifecycle: String?
    var recordedAt = Instant(microseconds: 1_700_000_000_000_000)
    /// The version and state from which the last move came.
    private var lastMove: (version: Int, from: String)?
    /// What the projection says of it, besides what every stream knows.
    var row: ProposalRow
    var text = ListedText(title: "A seminar", proposer: "nl", insiders: ["nl"])
    /// What is searched; nothing where no test searches it.
    var searched = ""
    /// The text as it was last written.
    private var written: ProposalText?

    /// Whoever acts in these tests.
    static let account = "demo/clerk"

    init(_ name: String, forum: String = TestForum.name) {
        self.forum = forum
        self.name = name
        row = ProposalRow(
            forum: forum, ref: name, version: 0, versionBefore: 0, lastDigest: "", lifecycle: "", lifecycleID: "test",
            state: "", isFinal: false, origin: "live", isShared: false, publishedFields: nil, track: nil, closes: nil,
            deadlineNoted: false, hasOpenRound: false, round: nil, notHeard: [], facts: [], recordedAt: recordedAt)
    }

    static func registry(_ forum: String = TestForum.name) -> TestStream {
        TestStream(Event.registryStream, forum: forum)
    }

    /// The next event of the stream.
    mutating func add(
        _ kind: EventKind, to next: String? = nil, _ data: JSONObject = [:],
        by actor: Actor = Actor(account: account, office: Office(role: "clerk")), decidedAt: Instant? = nil
    ) -> NewEvent {
        let from = version == 0 || lifecycle == nil ? nil : state
        let to = lifecycle == nil ? nil : (next ?? state)
        recordedAt = recordedAt.advanced(byMicroseconds: 1)
        let sealed = EventDraft(
            kind, from: from, to: to, decidedAt: decidedAt ?? recordedAt,
            actor: actor, data: data
        ).sealed(forum: forum, stream: name, after: version, digest: digest, recordedAt: recordedAt)
        version += 1
        digest = sealed.digest
        state = to
        return NewEvent(
            sealed: sealed, leafHash: MerkleTree.leafHash(sealed.bytes).bytes, lifecycle: lifecycle)
    }

    mutating func draft(_ kind: EventKind = .drafted) -> NewEvent {
        lifecycle = TestForum.lifecycle.digest
        row.origin = kind == .archived ? "archive" : "live"
        var data: JSONObject = [
            "lifecycle": ["digest": .string(TestForum.lifecycle.digest)], "fields": .object(fields),
        ]
        data["proposer"] = .optional(text.proposer)
        return add(kind, to: "open", data)
    }

    /// The text, as an event tells of it.
    var fields: JSONObject {
        var fields: JSONObject = ["title": .string(text.title), "focus_areas": .strings(text.focusAreas)]
        fields["pillar"] = text.pillar.map { .string($0) }
        fields["starts"] = text.starts.map { .string($0.description) }
        fields["ends"] = text.ends.map { .string($0.description) }
        return fields
    }

    /// A revision to what the text is after `change`; what is gone is taken out. The proposer stays.
    mutating func revise(_ change: (inout ListedText) -> Void) -> NewEvent {
        let proposer = text.proposer
        var changes = JSONObject(fields.keys.map { JSONObject.Member(key: $0, value: .null) })
        change(&text)
        text.proposer = proposer
        text.insiders = [proposer].compactMap { $0 } + text.insiders.dropFirst()
        for field in fields.members { changes[field.key] = field.value }
        return add(.revised, to: nil, ["changes": .object(changes)])
    }

    mutating func note() -> NewEvent { add(.noted, ["text": "noted"]) }

    mutating func move(_ transition: String, to state: String, decidedAt: Instant? = nil) -> NewEvent {
        let before = self.state ?? ""
        defer { lastMove = (version, before) }
        return add(.moved, to: state, ["transition": .string(transition), "inputs": [:]], decidedAt: decidedAt)
    }

    mutating func undo(_ transition: String = "recall", to: String? = nil, version undone: Int? = nil) -> NewEvent {
        let version = undone ?? lastMove?.version ?? 0
        return add(
            .moved, to: to ?? lastMove?.from,
            ["transition": .string(transition), "undoes": ["version": .integer(Int64(version))]])
    }

    /// The projection after what was added since `before`.
    func projection(since before: Int) -> ProposalRow {
        var row = row
        row.version = version
        row.versionBefore = before
        row.lastDigest = digest ?? ""
        row.lifecycle = lifecycle ?? ""
        row.state = state ?? ""
        row.lifecycleID = lifecycle == TestForum.shortcut.digest ? "shortcut" : "test"
        row.isFinal = state == "done" || state == "dropped"
        row.recordedAt = recordedAt
        if row.standing == nil { row.put(Activity(.planned, days: Activity.days(text.starts, text.ends))) }
        return row
    }

    /// What a list tells after what was added since `before`.
    func listed(since before: Int) -> ListedRow { ListedRow(projection(since: before), text) }

    /// The whole text, where it is not written as it is.
    mutating func newText() -> ProposalText? {
        let whole = ProposalText(text, ProposalWords(title: text.title, in: forum, text: searched))
        guard whole != written else { return nil }
        written = whole
        return whole
    }

    func registryRow(since before: Int, prefix: String = "DEMO") -> RegistryRow {
        RegistryRow(
            forum: forum, version: version, versionBefore: before, lastDigest: digest ?? "", refPrefix: prefix)
    }
}
