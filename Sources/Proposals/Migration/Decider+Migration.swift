import CanonicalJSON
import Lifecycle

extension Decider {
    /// Moves the proposal to a later version of its lifecycle, exactly as a plan says.
    ///
    /// Everything that the line says is found again from the proposal as it stands, so a line that was tampered with, or that
    /// no longer holds, moves nothing. One thing is the planner's choice: a round that could be kept may be closed.
    func migrate(_ asked: Migration, plan: String) throws(Refusal) -> [EventDraft] {
        let role = context.registry.settings?.accountRole
        guard let office = context.offices.first(where: { $0.role == role }) else {
            throw .forbidden(
                "only the forum's administrators may migrate proposals", who: role.map { [Capable(role: $0)] } ?? [])
        }
        guard plan.utf8.count == 64, plan.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw .badField("plan", "give the plan's SHA-256 as 64 lowercase hex digits") }
        guard asked.from == proposal.lifecycle else {
            throw .unmet(
                "plan-holds",
                "\(proposal.ref) follows version \(proposal.lifecycle.version) of \(proposal.lifecycle.id), digest "
                    + "\(proposal.lifecycle.digest.prefix(12)), not what the plan says; make a new plan",
                subjects: ["from"])
        }
        guard asked.state == proposal.state else {
            throw .unmet(
                "plan-holds",
                "\(proposal.ref) stands in \(proposal.state), not in \(asked.state.prefix(64)) as the plan "
                    + "says; make a new plan", subjects: ["state"])
        }
        guard let target = context.registry.lifecycles[asked.to.digest],
            asked.to == LifecycleReference(id: target.id, version: target.version, digest: asked.to.digest)
        else {
            throw .unmet(
                "plan-holds",
                "the forum has loaded no version \(asked.to.version) of \(asked.to.id.prefix(64)) with the "
                    + "digest \(asked.to.digest.prefix(12))", subjects: ["to"])
        }
        let found = try Migration(
            of: proposal, definition, to: target, digest: asked.to.digest, states: [asked.state: asked.toState],
            context.registry)
        var differences = asked.differences(from: found)
        if asked.round == .closed, found.round == .kept { differences.removeAll { $0 == "round" } }
        guard differences.isEmpty else {
            throw .unmet(
                "plan-holds",
                "the plan says of \(proposal.ref) what is not so: \(differences.joined(separator: ", ")); make a new plan",
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
