package import CivilTime
package import Lifecycle

/// All that a decision may look at besides the proposal: the time and the actor come in with it.
package struct Context: Sendable {
    /// The database's clock after the lock, never before the proposal's last event.
    package var now: Instant
    package var account: String
    /// The offices that the account holds now.
    package var offices: [Office]
    package var registry: Registry
    /// The schema of the events that are decided: what one means is settled by its number, for good.
    package var schema = Event.currentSchema
    /// The ref that a new proposal would get.
    package var newRef: String?
    /// The office that decided then, where the actor records an act of the past in its name.
    package var past: PastOffice?
    /// Proposals whose titles are alike, for a circulation.
    package var duplicateCandidates: [DuplicateCandidate]
    /// Whether the act stands in the record already and is only decided again, by whoever verifies it: limits that came later do
    /// not hold for it, nor do rules on how a value is written.
    package var isRecorded = false

    package init(
        now: Instant, account: String, offices: [Office], registry: Registry, newRef: String? = nil,
        duplicateCandidates: [DuplicateCandidate] = []
    ) {
        self.now = now
        self.account = account
        self.offices = offices
        self.registry = registry
        self.newRef = newRef
        self.duplicateCandidates = duplicateCandidates
    }

    /// Without the offices that name no partner or no group although they are held for one: nobody acts in those.
    var able: Context {
        var able = self
        able.offices.removeAll { registry.lack(of: $0) != nil }
        return able
    }

    /// Whether deadlines are compared with when the body acted.
    var isByBody: Bool { schema >= 2 }

    package func holds(_ role: String) -> Bool { offices.contains { $0.role == role } }

    /// An actor without a particular office in mind: the first held.
    var actor: Actor { Actor(account: account, office: offices.first) }
}

/// A proposal that looks like the one being circulated.
package struct DuplicateCandidate: Sendable, Hashable {
    package var ref: String
    package var title: String

    package init(ref: String, title: String) {
        self.ref = ref
        self.title = title
    }
}
