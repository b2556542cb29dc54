/// Proposals as the tables tell of them, each with its events.
package struct AuditedPage: Sendable {
    package var proposals: [AuditedProposal]
    /// The registry's events after the version asked for.
    package var registry: [AuditedEvent]

    package init(proposals: [AuditedProposal], registry: [AuditedEvent]) {
        self.proposals = proposals
        self.registry = registry
    }
}

/// One proposal as the tables tell of it.
package struct AuditedProposal: Sendable {
    package var ref: String
    /// Nil where what is stored cannot be read as a row.
    package var row: ProposalRow?
    /// Nil where there is no row that can be read.
    package var text: ProposalText?
    /// What is wrong with the row by itself; nil where nothing is.
    package var fault: String?
    /// Its first events.
    package var events: [AuditedEvent]
    /// The version of its last event.
    package var lastVersion: Int64
    /// The personal values that are kept for it.
    package var personal: [AuditedPersonal]

    package init(
        ref: String, row: ProposalRow?, fault: String?, events: [AuditedEvent], lastVersion: Int64,
        personal: [AuditedPersonal]
    ) {
        self.ref = ref
        self.row = row
        self.fault = fault
        self.events = events
        self.lastVersion = lastVersion
        self.personal = personal
    }
}
