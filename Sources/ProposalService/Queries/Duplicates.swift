import CanonicalJSON
import Lifecycle
import Proposals

/// Proposals whose titles are alike enough to be asked about. The edition that one follows is no duplicate of it.
struct Duplicates {
    /// Those that the proposer has to answer and that the reader may see as well.
    let candidates: [DuplicateCandidate]
    /// How many drafts look alike that one of the two may not see: hinted at, never named.
    let hiddenDrafts: Int

    init(
        of proposal: Proposal, _ definition: LifecycleDefinition, among rows: [AlikeRow], for reader: Viewer
    ) {
        let words = Similarity.words(proposal.fields["title"]?.string ?? "")
        let known = definition.form.fields.filter { $0.type == .reference }.compactMap {
            proposal.fields[$0.key]?.string
        }
        let alike = rows.filter {
            $0.ref != proposal.ref && !known.contains($0.ref)
                && Similarity.score(words, Similarity.words($0.title)) >= Similarity.threshold
        }
        let visible = alike.filter { row in
            row.isShared
                || proposal.proposer.map(row.insiders.contains) ?? false
                    && row.audience.readAccess(of: reader) == .everything
        }
        candidates = visible.map { DuplicateCandidate(ref: $0.ref, title: $0.title) }
        hiddenDrafts = alike.count - visible.count
    }
}
