import Lifecycle
import Proposals
import Record

/// What one write needs to be loaded under the locks.
struct WriteNeeds: Sendable {
    /// The proposals that it acts on or names.
    var refs: [String] = []
    /// The proposal of which likely duplicates are needed.
    var alike: String?
    /// The title of the proposal that it begins, of which likely duplicates are needed.
    var title: String?
    /// The meeting that it changes, of which it is needed what rests on it.
    var meeting: String?
    /// The personal values that it may erase.
    var personal = PersonalNeeds()
    /// The upload that it sends bytes of, and whether its last ones may be among them.
    var upload: (key: UploadKey, isLast: Bool)?
    /// Whether it begins a proposal.
    var drafts = false
    /// Whether it changes the forum's registry.
    var changesRegistry = false

    /// The one proposal that it acts on, where nothing beyond that is needed.
    var onlyRef: String? {
        let needsMore = alike != nil || meeting != nil || upload != nil || drafts || changesRegistry
        return refs.count == 1 && !needsMore ? refs[0] : nil
    }
}

extension WriteRequest.Work {
    /// What it needs, asked by this account, as far as the registry is known.
    func needs(of account: String, _ registry: Registry?) -> WriteNeeds {
        switch self {
        case .begin(_, let command):
            let mayAsk = registry?.lifecycles.values.contains(where: \.asksForDuplicates) ?? true
            return WriteNeeds(title: mayAsk ? command.comparedTitle : nil, drafts: true)
        case .act(let ref, let command):
            let needs = command.needs(in: registry)
            return WriteNeeds(refs: [ref], alike: needs.alike ? ref : nil, meeting: needs.meeting)
        case .file(let ref, let upload):
            guard Digest(hex: upload.document.digest) != nil else { return WriteNeeds(refs: [ref]) }
            return WriteNeeds(refs: [ref], upload: (upload.key(of: account, on: ref), upload.isLast))
        case .erase(let erasure):
            var needs = WriteNeeds(refs: erasure.subject.refs, changesRegistry: true)
            needs.personal.add(erasure)
            return needs
        case .registry(_, let work):
            return WriteNeeds(refs: work.refs, meeting: work.meeting, changesRegistry: true)
        }
    }
}

extension RegistryWork {
    /// The meeting that it changes, whose acts must be known to judge it; nil where it changes none.
    var meeting: String? {
        switch self {
        case .command(let command): command.needs.meeting
        case .change(.meeting(let change)): change.id
        case .change(.held(let id, _, _)): id
        case .change(.settings), .change(.partner), .openAccount, .issueToken, .drawList, .setContact, .linkIdentity:
            nil
        }
    }

    /// The proposals that it names.
    fileprivate var refs: [String] {
        switch self {
        case .drawList(_, _, let refs): Array(refs.prefix(1000))
        case .command, .change, .openAccount, .issueToken, .setContact, .linkIdentity: []
        }
    }
}

/// What the writes of a batch need together.
struct BatchNeeds: Sendable {
    private(set) var refs: Set<String> = []
    /// Those that likely duplicates are needed of, in the order of the writes.
    private(set) var alike: [String] = []
    /// The same of proposals that are begun.
    private(set) var titles: Set<String> = []
    private(set) var meetings: Set<String> = []
    private(set) var personal = PersonalNeeds()
    /// Each with whether it may become complete.
    private(set) var uploads: [UploadKey: Bool] = [:]
    private(set) var drafts = false
    private(set) var changesRegistry = false

    init(of batch: [PendingWrite], _ registry: Registry?) {
        for pending in batch { add(pending.request.work.needs(of: pending.caller.account, registry)) }
    }

    private mutating func add(_ needs: WriteNeeds) {
        refs.formUnion(needs.refs)
        if let ref = needs.alike, !alike.contains(ref) { alike.append(ref) }
        if let title = needs.title { titles.insert(title) }
        if let meeting = needs.meeting { meetings.insert(meeting) }
        personal.add(needs.personal)
        if let (key, isLast) = needs.upload { uploads[key, default: false] = isLast || uploads[key] ?? false }
        drafts = drafts || needs.drafts
        changesRegistry = changesRegistry || needs.changesRegistry
    }
}
