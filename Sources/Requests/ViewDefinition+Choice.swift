package import ProposalService
import Proposals
package import ViewDefinitions

extension ViewDefinition {
    /// What the rows of proposals say of those that the view can show, so that no others are folded for it. An agenda tells of all that was
    /// discussed at its meeting.
    package var choice: SnapshotScope.Choice {
        var choice = SnapshotScope.Choice()
        if case .agenda = kind { return choice }
        choice.origin = select.origin
        choice.notStates = select.notStates
        choice.facts = select.facts
        choice.track = select.tracks.count == 1 ? select.tracks[0] : nil
        if !select.states.isEmpty {
            choice.states = select.states
            // A past activity in the archive is in no state.
            choice.origin = Proposal.Origin.live.rawValue
        }
        if case .waiting(let waits) = kind {
            let waited = Set(waits.flatMap(\.states))
            choice.states = choice.states?.filter(waited.contains) ?? waited.sorted()
        }
        return choice
    }
}
