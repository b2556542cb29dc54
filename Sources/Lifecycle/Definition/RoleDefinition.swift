/// A role as transitions name it, and which appointments make somebody hold it for a given proposal.
package struct RoleDefinition: Sendable, Hashable {
    package var id: String
    package var label: String
    /// The appointment roles that count, as the forum names them.
    package var heldBy: [String]
    package var scope: Scope

    /// For which proposals a holder may act.
    package enum Scope: Sendable, Hashable {
        /// Any proposal of the forum.
        case forum
        /// Proposals of the appointment's own partner.
        case proposingPartner
        /// Proposals whose list of partners under this form key names the appointment's partner.
        case partnersIn(field: String)
        /// The appointment's partner must stand on the round's roster.
        case rosterPartner
    }

    package init(id: String, label: String, heldBy: [String], scope: Scope) {
        self.id = id
        self.label = label
        self.heldBy = heldBy
        self.scope = scope
    }
}
