import CivilTime
import Lifecycle
import Proposals

/// What a read stands on: the database's time, the registries as they are now, who reads.
struct ReadContext: Sendable {
    var now: Instant
    var registries: [String: Registry]
    var caller: Caller?
    var forum: String

    var registry: Registry { registries[forum] ?? Registry(forum: forum) }
    var viewer: Viewer { Access.viewer(caller, registries, forum, now) }

    /// The offices that the reader holds in the forum.
    var offices: [Office] { caller.map { Access.offices($0, registries, forum, now) } ?? [] }

    /// A refusal of what only those read who manage or audit the forum; it names them.
    func forbidden(_ reason: Reason) -> ServiceFailure {
        Access.forbidden(reason, registry, now, others: [registry.settings?.auditRole].compactMap(\.self))
    }

    /// A context for judging what the reader could do.
    func judging(candidates: [DuplicateCandidate] = []) -> Context {
        Context(
            now: now, account: caller?.account ?? "", offices: offices, registry: registry,
            duplicateCandidates: candidates)
    }
}

/// A proposal as somebody reads it.
struct VisibleProposal: Sendable {
    var proposal: Proposal
    var definition: LifecycleDefinition
    var context: ReadContext
    var readAccess: ReadAccess

    /// Who can meet what is not met.
    var seats: OfficeHolders { OfficeHolders(context.registry, at: context.now, of: proposal, definition) }
}
