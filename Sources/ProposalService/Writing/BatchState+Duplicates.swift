import CanonicalJSON
import Lifecycle
import Proposals

/// What proposals of a batch look like.
extension BatchState {
    /// So many are named to whoever begins a proposal, at most.
    private static let mostNamed = 10

    /// What a proposal looks like that is about to be circulated.
    func duplicates(of proposal: Proposal, for viewer: Viewer) -> [DuplicateCandidate] {
        guard let rows = loaded.alike[proposal.ref], let definition = registry.lifecycles[proposal.lifecycle.digest]
        else { return [] }
        return Duplicates(of: proposal, definition, among: rows, for: viewer).candidates
    }

    /// What a proposal looks like that was just begun, the most alike first: of what is stored, and of what this batch wrote before it.
    func lookalikes(of ref: String, title: String?, for viewer: Viewer) -> [DuplicateCandidate] {
        guard let rows = title.flatMap({ loaded.alikeTitles[$0] }), let proposal = proposals[ref],
            let definition = registry.lifecycles[proposal.lifecycle.digest], definition.asksForDuplicates
        else { return [] }
        // What this batch has changed is as it stands now, not as it was loaded.
        let stored = rows.compactMap { isTouched.contains($0.ref) ? alikeRow($0.ref) : $0 }
        let known = Set(rows.map(\.ref))
        let written = writtenTitles.refs(like: proposal.comparedTitle).filter { !known.contains($0) }
            .compactMap(alikeRow)
        return Array(
            Duplicates(of: proposal, definition, among: stored + written, for: viewer).candidates
                .prefix(Self.mostNamed))
    }

    /// Keeps in mind what a write made of a proposal's title, where drafts are in the batch that may be like it.
    mutating func noteTitle(of proposal: Proposal?, before: Proposal?) {
        guard !loaded.alikeTitles.isEmpty, let proposal, proposal.fields["title"] != before?.fields["title"]
        else { return }
        writtenTitles.add(proposal.ref, proposal.comparedTitle)
    }

    /// A proposal as it is compared with others; nil where it was given up.
    private func alikeRow(_ ref: String) -> AlikeRow? {
        guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest],
            !definition.abandonedStates.contains(proposal.state)
        else { return nil }
        return AlikeRow(
            ref: ref, title: proposal.fields["title"]?.string ?? "", isShared: proposal.isShared(definition),
            insiders: proposal.insiders(definition))
    }
}

extension Command {
    /// The title of a draft as it is given; nil for anything else.
    var comparedTitle: String? {
        switch self {
        case .draft(_, _, let fields, _): fields["title"]?.string
        case .importRecord, .revise, .contestRevision, .contestPosition, .advance, .takePosition, .acknowledge,
            .recordFact, .note, .moveDeadline, .invite, .decideInvitation, .migrate, .file, .noteDeadline:
            nil
        }
    }
}

extension Proposal {
    /// Its title as it is compared with others.
    var comparedTitle: ComparedTitle { ComparedTitle(fields["title"]?.string ?? "", in: forum) }
}
