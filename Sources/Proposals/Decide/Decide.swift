import CanonicalJSON
import CivilTime
import Lifecycle
package import Sharing

/// What is refused of every record of a past activity.
enum ArchiveSentence: String, EngineSentence {
    static let room = "archive"

    case takesNotesOnly = "{ref} is an archive record of a past activity; it takes notes only"
}

/// Decides a command on a proposal: the events that follow, or why none does.
///
/// Pure: no clock, no I/O, no randomness; the time and the actor come in with the context. The caller has checked login,
/// key, visibility and version; roles and requirements are checked here, in that order.
package func decide(
    _ command: Command, _ proposal: Proposal?, _ context: Context
) throws(Refusal) -> [EventDraft] {
    try decide(command, sharing: proposal.map { Shared($0) }, context)
}

/// Decides a command on a proposal that others hold too.
package func decide(
    _ command: Command, sharing proposal: Shared<Proposal>?, _ context: Context
) throws(Refusal) -> [EventDraft] {
    if context.past != nil { return try recorded(command, proposal, context) }
    if let closed = context.registry.closing { throw closed }
    guard context.offices.contains(where: { context.registry.lack(of: $0) != nil }) else {
        return try decided(command, proposal, context)
    }
    do throws(Refusal) {
        return try decided(command, proposal, context.able)
    } catch {
        throw error.explained(by: context.offices, context.registry)
    }
}

private func decided(
    _ command: Command, _ proposal: Shared<Proposal>?, _ context: Context
) throws(Refusal) -> [EventDraft] {
    switch command {
    case .draft(let lifecycle, let partner, let fields, let decidedAt):
        try mustBegin(proposal)
        return try Drafting(context).draft(lifecycle: lifecycle, partner: partner, fields: fields, decidedAt)
    case .importRecord(let record):
        try mustBegin(proposal)
        return try Drafting(context).importRecord(record)
    case .revise, .contestRevision, .contestPosition, .advance, .takePosition, .acknowledge,
        .recordFact, .note, .moveDeadline, .invite, .decideInvitation, .migrate, .file,
        .noteDeadline:
        guard let proposal else { throw Refusal(.notFound, "there is no such proposal") }
        let reference = proposal.value.lifecycle
        guard let definition = context.registry.lifecycles.loaded(reference.digest) else {
            throw Refusal(.notFound, "the lifecycle \(reference.id) of \(proposal.value.ref) is not loaded")
        }
        return try Decider(proposal, definition, context).decide(command)
    }
}

/// A draft begins a proposal; it is never asked of one that exists.
private func mustBegin(_ proposal: Shared<Proposal>?) throws(Refusal) {
    guard let ref = proposal?.value.ref else { return }
    throw .unmet("state", Reason(DraftingSentence.alreadyDrafted, ["ref": .text(ref)]))
}

/// Decides what is asked of a proposal that exists. It only reads what it is given, and is handed about by reference.
final class Decider: Sendable {
    let context: Context
    private let sharedProposal: Shared<Proposal>
    let lifecycle: LoadedLifecycle
    /// What requirements look at without an act, where it was made already because more than one act is judged.
    private let present: Circumstances?

    init(
        _ proposal: Shared<Proposal>, _ lifecycle: LoadedLifecycle, _ context: Context, present: Circumstances? = nil
    ) {
        sharedProposal = proposal
        self.lifecycle = lifecycle
        self.context = context
        self.present = present
    }

    /// What requirements look at, for an act under these inputs.
    ///
    /// - Parameter text: the fields as the act leaves them, where it changes them.
    func circumstances(
        _ inputs: JSONObject, decidedAt: Instant, track: String? = nil, text: JSONObject? = nil
    ) -> Circumstances {
        guard var circumstances = present, text == nil else {
            return proposal.circumstances(
                definition, context, inputs: inputs, decidedAt: decidedAt, track: track, text: text)
        }
        proposal.give(inputs, decidedAt: decidedAt, track: track, to: &circumstances, definition, context)
        return circumstances
    }

    var proposal: Proposal { _read { yield sharedProposal.value } }
    var definition: LifecycleDefinition { _read { yield lifecycle.definition } }

    func decide(_ command: Command) throws(Refusal) -> [EventDraft] {
        if proposal.origin == .archive {
            guard case .note = command else {
                throw .unmet("archive", Reason(ArchiveSentence.takesNotesOnly, ["ref": .text(proposal.ref)]))
            }
        }
        let events = try act(command)
        if case .noteDeadline = command { return events }
        guard !events.isEmpty else { return [] }
        let noted = noteDeadline()
        return noted.isEmpty ? events : noted + events
    }

    private func act(_ command: Command) throws(Refusal) -> [EventDraft] {
        switch command {
        case .draft, .importRecord: return []
        case .revise(let fields, let kind, let decidedAt): return try revise(fields, kind, decidedAt)
        case .contestRevision(let revision, let decidedAt): return try contestRevision(revision, decidedAt)
        case .contestPosition(let partner, let invitation, let decidedAt):
            return try contestPosition(partner, invitation: invitation, decidedAt)
        case .advance(let transition, let inputs, let decidedAt, let signature):
            return try advance(transition, inputs, decidedAt, signature)
        case .takePosition(let position):
            return position.invitation == nil ? try take(position) : try takeOnInvitation(position)
        case .acknowledge(let partner, let decidedAt): return try acknowledge(partner, decidedAt)
        case .recordFact(let fact, let inputs, let decidedAt): return try record(fact, inputs, decidedAt)
        case .note(let text, let decidedAt): return try note(text, decidedAt)
        case .moveDeadline(let closes, let reason, let decidedAt):
            return try moveDeadline(closes, reason, decidedAt)
        case .invite(let invitee, let event, let decidedAt): return try invite(invitee, event, decidedAt)
        case .decideInvitation(let number, let outcome, let meeting, let decidedAt):
            return try decideInvitation(number, outcome, meeting, decidedAt)
        case .migrate(let migration, let plan): return try migrate(migration, plan: plan)
        case .file(let document): return try file(document)
        case .noteDeadline: return noteDeadline(isAsked: true)
        }
    }

    /// An event that does not move the state.
    func fact(_ body: some ProposalBody, actor: Actor, decidedAt: Instant? = nil) -> EventDraft {
        EventDraft(
            body, from: proposal.state, to: proposal.state, decidedAt: decidedAt ?? context.now, actor: actor)
    }

    /// When the body acted: as given, now when left out, never in the future.
    func decidedAt(_ given: Instant?) throws(Refusal) -> Instant { try context.decidedAt(given) }

    /// What deadlines are compared with: when the body acted, or by the first schema, when it is recorded.
    func judged(at decidedAt: Instant) -> Instant { context.isByBody ? decidedAt : context.now }

    /// The actor in one of these roles; a refusal that names who may where there is none.
    func actor(
        _ roles: [String], _ deed: some EngineSentence, _ values: [String: Reason.Value] = [:]
    ) throws(Refusal) -> Actor {
        let circumstances = proposal.circumstances(definition, context)
        guard let office = definition.office(in: circumstances, roles: roles) else {
            throw .forbidden(
                .only(labels(roles), may: deed, values), who: definition.capable(roles, circumstances))
        }
        return Actor(account: context.account, office: office)
    }
}
