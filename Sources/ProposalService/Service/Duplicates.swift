import CanonicalJSON
import Proposals

/// Proposals whose titles are alike enough to be asked about. The edition that one follows is no duplicate of it.
struct Duplicates {
    /// Those that the proposer may see and has to answer.
    let candidates: [DuplicateCandidate]
    /// How many drafts of other partners look alike: hinted at, never named.
    let hiddenDrafts: Int

    init(of proposal: Proposal, among rows: [AlikeRow]) {
        let words = Similarity.words(proposal.fields["title"]?.string ?? "")
        let follows = proposal.fields["follows"]?.string
        let alike = rows.filter {
            $0.ref != proposal.ref && $0.ref != follows
                && Similarity.score(words, Similarity.words($0.title)) >= Similarity.threshold
        }
        let visible = alike.filter { row in row.isShared || proposal.proposer.map(row.insiders.contains) ?? false }
        candidates = visible.map { DuplicateCandidate(ref: $0.ref, title: $0.title) }
        hiddenDrafts = alike.count - visible.count
    }
}
