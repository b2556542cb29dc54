import CanonicalJSON
import Lifecycle

/// What is refused of a line of a plan that does not hold.
enum MigrationSentence: String, EngineSentence {
    static let room = "migration"

    case toMigrate = "migrate proposals"
    case otherVersion = """
        {ref} follows version {version} of {lifecycle}, digest {digest}, not what the plan says; make a new plan
        """
    case otherState = "{ref} stands in {state}, not in {planned} as the plan says; make a new plan"
    case notLoaded = "the forum has loaded no version {version} of {lifecycle} with the digest {digest}"
    case differs = "the plan says of {ref} what is not so: {members}; make a new plan"
}

extension Decider {
    /// Moves the proposal to a later version of its lifecycle, exactly as a plan says.
    ///
    /// Everything that the line says is found again from the proposal as it stands, so a line that was tampered with, or that
    /// no longer holds, moves nothing. One thing is the planner's choice: a round that could be kept may be closed.
    func migrate(_ asked: Migration, plan: String) throws(Refusal) -> [EventDraft] {
        let role = context.registry.settings?.accountRole
        guard let office = context.offices.first(where: { $0.role == role }) else {
            throw .forbidden(
                .onlyAdministrators(may: MigrationSentence.toMigrate), who: role.map { [Capable(role: $0)] } ?? [])
        }
        guard plan.utf8.count == 64, plan.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw .badField("plan", "give the plan's SHA-256 as 64 lowercase hex digits") }
        guard asked.from == proposal.lifecycle else {
            throw .unmet(
                "plan-holds",
                Reason(
                    MigrationSentence.otherVersion,
                    [
                        "ref": .text(proposal.ref), "version": .number(proposal.lifecycle.version),
                        "lifecycle": .text(proposal.lifecycle.id), "digest": "\(proposal.lifecycle.digest.prefix(12))",
                    ]),
                subjects: ["from"])
        }
        guard asked.state == proposal.state else {
            throw .unmet(
                "plan-holds",
                Reason(
                    MigrationSentence.otherState,
                    [
                        "ref": .text(proposal.ref), "state": .text(proposal.state),
                        "planned": "\(asked.state.prefix(64))",
                    ]), subjects: ["state"])
        }
        guard let target = context.registry.lifecycles[asked.to.digest],
            asked.to == LifecycleReference(id: target.id, version: target.version, digest: asked.to.digest)
        else {
            throw .unmet(
                "plan-holds",
                Reason(
                    MigrationSentence.notLoaded,
                    [
                        "version": .number(asked.to.version), "lifecycle": "\(asked.to.id.prefix(64))",
                        "digest": "\(asked.to.digest.prefix(12))",
                    ]), subjects: ["to"])
        }
        let found = try Migration(
            of: proposal, definition, to: target, digest: asked.to.digest, states: [asked.state: asked.toState],
            context.registry)
        var differences = asked.differences(from: found)
        if asked.round == .closed, found.round == .kept { differences.removeAll { $0 == "round" } }
        guard differences.isEmpty else {
            throw .unmet(
                "plan-holds",
                Reason(MigrationSentence.differs, ["ref": .text(proposal.ref), "members": .list(differences)]),
                subjects: differences)
        }
        let migrated = Event.Migrated(
            lifecycle: asked.to, from: asked.from, round: asked.round, lacks: asked.lacks, unfilled: asked.unfilled,
            plan: plan, wasShared: proposal.wasShared(definition))
        return [
            EventDraft(
                migrated, from: proposal.state, to: asked.toState, decidedAt: context.now,
                actor: Actor(account: context.account, office: office))
        ]
    }
}
