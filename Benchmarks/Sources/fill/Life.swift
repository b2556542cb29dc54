import CanonicalJSON
import CivilTime
import Lifecycle
import ProposalService
import Proposals
import Record

/// The life of one proposal as it is decided: its events, and the row that follows from them.
struct Life {
    let forum: String
    let ref: String
    let registry: Registry
    let now: Instant
    private(set) var events: [NewEvent] = []
    private var proposal: Proposal?

    init(forum: String, ref: String, registry: Registry, now: Instant) {
        self.forum = forum
        self.ref = ref
        self.registry = registry
        self.now = now
    }

    mutating func circulate(by proposer: Account, _ fields: JSONObject) throws {
        let partner = proposer.offices(at: now).compactMap(\.partner).first
        try act(.draft(lifecycle: nil, partner: partner, fields: fields, decidedAt: nil), proposer)
        try act(
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil),
            proposer)
    }

    mutating func support(by speaker: Account, _ reason: String) throws {
        try act(.takePosition(StatedPosition(stance: .support, reason: reason)), speaker)
    }

    mutating func withdraw(by proposer: Account) throws {
        try act(
            .advance(transition: "withdraw", inputs: ["reason": "It is not needed."], decidedAt: nil, signature: nil),
            proposer)
    }

    /// Decides, seals and folds, as the server does; a moment names one version.
    private mutating func act(_ command: Command, _ account: Account) throws {
        let moment = proposal.map { max(now, $0.recordedAt.advanced(byMicroseconds: 1)) } ?? now
        let context = Context(
            now: moment, account: account.id, offices: account.offices(at: now), registry: registry, newRef: ref)
        for draft in try Proposals.decide(command, proposal, context) {
            let sealed = draft.sealed(
                forum: forum, stream: ref, after: proposal?.version ?? 0, digest: proposal?.lastDigest,
                recordedAt: moment)
            let next = try Proposal.evolve(proposal, sealed)
            proposal = next
            let leaf = MerkleTree.leafHash(sealed.bytes)
            events.append(NewEvent(sealed: sealed, leafHash: leaf.bytes, lifecycle: next.lifecycle.digest))
        }
    }

    /// The rows for lists and searches.
    var rows: (ProposalRow, ProposalText)? {
        guard let proposal, let definition = registry.lifecycles[proposal.lifecycle.digest] else { return nil }
        return (ProposalRow(proposal, definition, versionBefore: 0), ProposalText(proposal, definition, registry))
    }
}
