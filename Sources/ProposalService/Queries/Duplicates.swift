import CanonicalJSON
import Lifecycle
import Proposals

extension LifecycleDefinition {
    /// Whether any act is judged by what looks like the proposal.
    var asksForDuplicates: Bool {
        transitions.contains { $0.requirements.contains(where: \.asksForDuplicates) }
            || facts.contains { $0.requirements.contains(where: \.asksForDuplicates) }
    }

    /// The states of proposals that were given up: the ends next to the beginning. Such a proposal looks like nothing.
    var abandonedStates: Set<String> {
        Set(transitions.filter { $0.from.contains(initial) }.compactMap(\.to))
            .intersection(states.filter(\.isFinal).map(\.id))
    }
}

/// Proposals whose titles are alike enough to be asked about, the most alike first. The edition that one follows is no duplicate of it.
struct Duplicates {
    /// Those that the proposer has to answer and that the reader may see as well.
    let candidates: [DuplicateCandidate]
    /// How many drafts look alike that one of the two may not see: hinted at, never named.
    let hiddenDrafts: Int

    init(
        of proposal: Proposal, _ definition: LifecycleDefinition, among rows: [AlikeRow], for reader: Viewer
    ) {
        let title = proposal.comparedTitle
        let known = definition.form.fields.filter { $0.type == .reference }.compactMap {
            proposal.fields[$0.key]?.string
        }
        var found: [(row: AlikeRow, likeness: Int, place: Int)] = []
        // Editions and drafts often have one title among many.
        var compared: [String: Int] = [:]
        for (place, row) in rows.enumerated() where row.ref != proposal.ref && !known.contains(row.ref) {
            let likeness =
                compared[row.title] ?? title.likeness(to: ComparedTitle(row.title, in: proposal.forum))
            compared[row.title] = likeness
            if likeness >= ComparedTitle.threshold { found.append((row, likeness, place)) }
        }
        found.sort { $0.likeness == $1.likeness ? $0.place < $1.place : $0.likeness > $1.likeness }
        let alike = found.map(\.row)
        let visible = alike.filter { row in
            row.isShared
                || proposal.proposer.map(row.insiders.contains) ?? false
                    && row.audience.readAccess(of: reader) == .everything
        }
        candidates = visible.map { DuplicateCandidate(ref: $0.ref, title: $0.title) }
        hiddenDrafts = alike.count - visible.count
    }
}
