import CanonicalJSON
package import Proposals
package import ViewDefinitions

extension ViewDefinition {
    /// Makes the view from a snapshot. Pure: the same snapshot and parameters give the same view.
    ///
    /// Throws where a parameter is unknown, missing or means nothing.
    package func make(
        from snapshot: ForumSnapshot, _ parameters: [String: String] = [:]
    ) throws(ViewFault) -> ViewResult {
        let known = self.parameters
        for name in parameters.keys.sorted() where !known.contains(name) {
            throw ViewFault(
                name,
                known.isEmpty
                    ? "the view \"\(id)\" takes no parameters"
                    : "the view \"\(id)\" has no parameter \"\(name.prefix(40))\"; it takes "
                        + known.joined(separator: ", "))
        }
        let scope = ViewScope(view: self, snapshot: snapshot, parameters: parameters)
        return switch kind {
        case .table(let table): scope.table(table)
        case .agenda(let agenda): try scope.agenda(agenda)
        case .interests(let interests): scope.interests(interests)
        case .listing(let listing): try scope.listing(listing)
        case .contacts: try scope.contacts()
        case .links(let datum): scope.links(datum)
        case .tally(let tally): try scope.tally(tally)
        case .timeInState: try scope.timeInState()
        case .waiting(let waits): try scope.waiting(waits)
        case .calendar(let calendar): scope.calendar(calendar)
        }
    }
}
