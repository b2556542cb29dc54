import CanonicalJSON
import HTTPTypes
import LineProtocol
import WebPages

/// What is published of a proposal: the choice, a preview as a stranger would see it, then the act.
struct PublishPages: FormPage {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (page, proposal) = try await page(visit)
        return try await answer(page, proposal, visit.newForm(seen: proposal.record?.version), visit)
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (page, proposal) = try await page(visit)
        let step = visit.form.text("step")
        let (inputs, decidedAt, faults) = page.form.read(visit.form)
        var state = visit.sentForm(seen: visit.seen.map { Int($0) } ?? proposal.record?.version)
        guard step != "back" else { return try await answer(page, proposal, state, visit) }
        guard faults.isEmpty else {
            state.faults = faults
            return try await answer(page, proposal, state, visit, status: .unprocessableContent)
        }
        guard step == "record" else {
            return visit.page(page.preview(inputs, state), forum: PageFrame.Forum(proposal))
        }
        var verb = Verbs.Publish()
        (verb.ref, verb.inputs, verb.decided.at) = (ref, inputs, decidedAt)
        switch await visit.write(verb, if: visit.seen) {
        case .success(let written): return visit.done(written, .published)
        case .failure(let failure):
            _ = try visit.passed(failure)
            let (fresh, now) = try await self.page(visit)
            state = visit.sentForm(failure, seen: now.record?.version)
            if failure.code == .versionConflict { state.meanwhile = try await visit.meanwhile(ref) }
            return try await answer(fresh, now, state, visit, status: .conflict)
        }
    }

    private func page(_ visit: Visit) async throws(PageEnd) -> (PublishPage, ShownProposal) {
        let proposal = try await visit.proposal(ref)
        let (around, _) = try await visit.surroundings(of: proposal)
        guard let page = PublishPage(proposal, around) else {
            throw .missing(tr("\(proposal.ref) is not published by a form."))
        }
        return (page, proposal)
    }

    private func answer(
        _ page: PublishPage, _ proposal: ShownProposal, _ state: FormState, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let why = try await visit.why(proposal.ref, transition: page.form.act)
        return visit.page(
            page.page(why.rows.first, state, account: visit.who?.account), forum: PageFrame.Forum(proposal),
            status: status)
    }
}
