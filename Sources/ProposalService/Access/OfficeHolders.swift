package import CivilTime
package import Lifecycle
package import Proposals

/// What is said of the offices that can meet a requirement: who holds them now, or since when nobody does.
package struct OfficeHolders: Sendable {
    let registry: Registry
    let now: Instant
    /// Whether the administrators of the server may do what was asked, as those may who keep the forum's accounts.
    let isServersToo: Bool
    /// The proposal that it is about. Where it is still kept among those who write it, nobody else is named: to them there is no
    /// such proposal.
    let draft: Draft?

    /// A proposal that not everybody appointed in the forum sees.
    struct Draft: Sendable {
        let proposal: Proposal
        let definition: LifecycleDefinition
    }

    package init(_ registry: Registry, at now: Instant, isServersToo: Bool = false) {
        self.init(registry, at: now, isServersToo: isServersToo, draft: nil)
    }

    /// Those who see a proposal, as far as not everybody does.
    package init(_ registry: Registry, at now: Instant, of proposal: Proposal, _ definition: LifecycleDefinition) {
        self.init(
            registry, at: now, isServersToo: false,
            draft: proposal.isShared(definition) ? nil : Draft(proposal: proposal, definition: definition))
    }

    private init(_ registry: Registry, at now: Instant, isServersToo: Bool, draft: Draft?) {
        self.registry = registry
        self.now = now
        self.isServersToo = isServersToo
        self.draft = draft
    }

    /// Holders of one office that are named; of more it is said how many they are.
    static let mostHolders = 8

    /// An office with its holders now; nil where nobody in it sees what it is about.
    package func seat(_ office: Capable) -> OfficeSeat? {
        var holders = registry.holders(of: office, at: now)
        if draft != nil { holders.removeAll { !sees($0) } }
        if holders.isEmpty, let draft {
            let insiders = draft.proposal.insiders(draft.definition)
            guard office.partner.map(insiders.contains) ?? readsEverything(office.role) else { return nil }
        }
        let isServers = holders.isEmpty && isServersToo && office.role == registry.settings?.accountRole
        let isVacant = holders.isEmpty && !isServers
        return OfficeSeat(
            office: office, holders: Array(holders.prefix(OfficeHolders.mostHolders)), holderCount: holders.count,
            isVacant: isVacant, vacantSince: isVacant ? registry.vacantSince(office, at: now) : nil,
            isServers: isServers)
    }

    /// Whether an account sees the draft that it is about.
    private func sees(_ id: String) -> Bool {
        guard let draft, let account = registry.accounts[id] else { return draft == nil }
        let offices = account.offices(at: now)
        let viewer = Viewer(
            account: account.id, offices: offices, readsEverything: offices.contains { readsEverything($0.role) })
        return draft.proposal.readAccess(of: viewer, draft.definition) == .everything
    }

    private func readsEverything(_ role: String) -> Bool {
        role == registry.settings?.auditRole || role == registry.settings?.accountRole
    }
}
