/// The accounts of a forum by id, and beside them who was ever appointed to what, so that nobody is looked for among all.
package struct Accounts: Sendable {
    package private(set) var byID: [String: Account] = [:]
    private(set) var appointments = AppointmentIndex()

    /// None yet.
    package init() {}

    /// The account of an id. What changes in its appointments changes in the index with it.
    package subscript(id: String) -> Account? {
        get { byID[id] }
        set {
            appointments.replace(byID[id], by: newValue)
            byID[id] = newValue
        }
    }

    /// All of them, in no order.
    package var values: Dictionary<String, Account>.Values { byID.values }
}

/// The index follows from the accounts.
extension Accounts: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.byID == right.byID }

    package func hash(into hasher: inout Hasher) { hasher.combine(byID) }
}
