/// What stands in the tables of a forum besides its events and proposals.
package struct AuditedRegistry: Sendable {
    /// The registry's events after the version asked for.
    package var events: [AuditedEvent]
    /// The forum's own row; nil where there is none.
    package var row: RegistryRow?
    package var lifecycles: [AuditedLifecycle]
    /// A stored lifecycle that no forum has loaded.
    package var strayLifecycle: String?
    /// A proposal of which there are words and no row.
    package var strayText: String?
    package var tokens: [TokenRow]
    /// Tokens whose name is not made from their hash.
    package var misnamedTokens: [String]
    package var years: [AuditedYear]

    package init(
        events: [AuditedEvent], row: RegistryRow?, lifecycles: [AuditedLifecycle],
        strayLifecycle: String?, strayText: String?, tokens: [TokenRow], misnamedTokens: [String], years: [AuditedYear]
    ) {
        self.events = events
        self.row = row
        self.lifecycles = lifecycles
        self.strayLifecycle = strayLifecycle
        self.strayText = strayText
        self.tokens = tokens
        self.misnamedTokens = misnamedTokens
        self.years = years
    }
}

/// A lifecycle that the tables say the forum has loaded.
package struct AuditedLifecycle: Sendable {
    /// As hex.
    package var digest: String
    package var id: String
    package var version: Int
    package var definition: [UInt8]
    package var initial: String
    package var states: [String]
    package var final: [String]
    /// States in which everyone sees a proposal, and ends that a draft goes to directly; both sorted.
    package var shown: [String]
    package var abandoned: [String]
    /// `transition from to`, the last empty for an undo; sorted.
    package var edges: [String]

    package init(
        digest: String, id: String, version: Int, definition: [UInt8], initial: String, states: [String],
        final: [String], shown: [String], abandoned: [String], edges: [String]
    ) {
        self.digest = digest
        self.id = id
        self.version = version
        self.definition = definition
        self.initial = initial
        self.states = states
        self.final = final
        self.shown = shown
        self.abandoned = abandoned
        self.edges = edges
    }
}

/// The numbers of one year's refs: the last given out, how many proposals there are, and the largest number among them.
package struct AuditedYear: Sendable, Hashable {
    package var year: Int
    package var lastNumber: Int
    package var proposals: Int
    package var largest: Int

    package init(year: Int, lastNumber: Int, proposals: Int, largest: Int) {
        self.year = year
        self.lastNumber = lastNumber
        self.proposals = proposals
        self.largest = largest
    }
}
