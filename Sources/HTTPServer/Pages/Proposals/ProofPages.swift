import LineProtocol
import WebPages

/// The proof of a proposal: `/p/REF/proof`.
struct ProofPages: Page {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let proposal = try await visit.proposal(ref)
        // Asked for first, so that what is read after it may be in the next one.
        let checkpoint = await visit.attempt(Verbs.Checkpoint(forum: proposal.forum)).map(\.end)
        var parts = ProofPage.Parts(proposal, checkpoint)
        if !proposal.isPublished {
            parts.definition = try await visit.definition(of: proposal)
            parts.partners = try await visit.partners(proposal.forum)
            parts.event = try await writing(proposal, visit)
            if let position = parts.event?.position, case .success(let end) = checkpoint, position < end.size {
                var verb = Verbs.Proof(forum: proposal.forum)
                (verb.position, verb.size) = (position, end.size)
                parts.proof = try await visit.ask(verb).end
            }
        }
        return visit.page(ProofPage.page(parts), forum: PageFrame.Forum(proposal))
    }

    /// The event that wrote the present text.
    private func writing(_ proposal: ShownProposal, _ visit: Visit) async throws(PageEnd) -> ShownEvent? {
        var verb = Verbs.History(ref: proposal.ref, limit: 1000)
        var found: ShownEvent?
        repeat {
            let answer = try await visit.ask(verb)
            found = answer.rows.last { ProofPage.writtenText($0) == proposal.record?.textDigest } ?? found
            verb.after = answer.end.next
        } while verb.after != nil
        return found
    }
}

/// The proof as a file that proves its own contents: `/p/REF/proof/bundle`.
struct ProofFiles: Page {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let ref = try await visit.proposal(ref).ref
        return try await visit.bundle(Verbs.Export(subject: ref, witnessed: false), name: PageAddress.bundleName(ref))
    }
}
