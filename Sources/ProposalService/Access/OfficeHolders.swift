import CanonicalJSON
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

    /// The offices that are named, with their holders now; a vacant one with the moment since which it is, null where it was never filled.
    func json(_ offices: [Capable]) -> [JSONValue] { offices.compactMap { json($0).map { .object($0) } } }

    /// Nil where nobody in that office sees what it is about.
    func json(_ office: Capable) -> JSONObject? {
        let holders = registry.holders(of: office, at: now).filter(sees)
        if holders.isEmpty, let draft {
            let insiders = draft.proposal.insiders(draft.definition)
            guard office.partner.map(insiders.contains) ?? readsEverything(office.role) else { return nil }
        }
        let isServers = holders.isEmpty && isServersToo && office.role == registry.settings?.accountRole
        let isVacant = holders.isEmpty && !isServers
        var object: JSONObject = [
            "role": .string(office.role), "holders": .strings(holders.prefix(OfficeHolders.mostHolders).map(\.id)),
            "vacant": .bool(isVacant),
        ]
        if holders.count > OfficeHolders.mostHolders { object["holder_count"] = .integer(Int64(holders.count)) }
        if let partner = office.partner { object["partner"] = .string(partner) }
        if let group = office.group { object["group"] = .string(group) }
        if let except = office.except { object["except"] = .string(except) }
        if isServers { object["server"] = true }
        if isVacant { object["vacant_since"] = .optional(registry.vacantSince(office, at: now)?.description) }
        return object
    }

    private func sees(_ account: Account) -> Bool {
        guard let draft else { return true }
        let offices = account.offices(at: now)
        let viewer = Viewer(
            account: account.id, offices: offices, readsEverything: offices.contains { readsEverything($0.role) })
        return draft.proposal.readAccess(of: viewer, draft.definition) == .everything
    }

    private func readsEverything(_ role: String) -> Bool {
        role == registry.settings?.auditRole || role == registry.settings?.accountRole
    }
}
