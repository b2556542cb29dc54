import CanonicalJSON
import HTTPTypes
import Lifecycle
import LineProtocol
import WebPages

/// A transition, or a fact: its form, and the act.
struct ActPages: FilePage {
    let ref: String
    let act: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (form, proposal) = try await form(visit)
        return try await page(form, proposal, visit, visit.newForm(seen: proposal.record?.version))
    }

    /// The one file that an act takes is its signature.
    func awaits(_ name: String, _ visit: Visit) async throws(PageEnd) -> Int {
        guard visit.form.text("step") == SignPage.signed else {
            throw .told(.unsupported, tr("This page takes no file."), advice: tr("Open the page that takes it."))
        }
        return SignPage.largest
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (form, proposal) = try await form(visit)
        if let signed = try await SignedActs(ref: ref, act: act, form: form).step(visit) { return signed }
        let (inputs, decidedAt, faults) = form.read(visit.form)
        guard faults.isEmpty else {
            var state = visit.sentForm(seen: visit.seen.map { Int($0) })
            state.faults = faults
            return try await page(form, proposal, visit, state, status: .unprocessableContent)
        }
        let result: Result<WrittenProposal, Failure>
        if form.isFact {
            var verb = Verbs.Record()
            (verb.ref, verb.fact, verb.inputs, verb.decided.at) = (ref, act, inputs, decidedAt)
            result = await visit.write(verb, if: visit.seen)
        } else {
            var verb = Verbs.Advance()
            (verb.ref, verb.transition, verb.inputs, verb.decided.at) = (ref, act, inputs, decidedAt)
            result = await visit.write(verb, if: visit.seen)
        }
        switch result {
        case .success(let written): return visit.done(written, .recorded)
        case .failure(let failure):
            let (now, state) = try await visit.refusedForm(failure, on: ref)
            return try await page(form, now, visit, state, status: .conflict)
        }
    }

    private func form(_ visit: Visit) async throws(PageEnd) -> (ActForm, ShownProposal) {
        let proposal = try await visit.proposal(ref)
        let takesMeeting = try await visit.definition(of: proposal).map { ActForm.takesMeeting(act, $0) } ?? false
        let (around, _) = try await visit.surroundings(of: proposal, meetings: takesMeeting)
        guard let form = ActForm(act, around) else {
            throw .missing(tr("\(proposal.ref) knows no act of this name."))
        }
        return (form, proposal)
    }

    private func page(
        _ form: ActForm, _ proposal: ShownProposal, _ visit: Visit, _ state: FormState,
        status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let why = try await visit.why(proposal.ref, transition: act)
        var form = form
        if !form.isFact { form.offersSignature = await visit.keys().contains(where: \.counts) }
        return visit.page(
            form.page(
                proposal, why: why.rows.first, state, account: visit.who?.account,
                meeting: visit.target.query.text("meeting"), decidedAt: visit.target.query.text("decided_at")),
            forum: PageFrame.Forum(proposal), status: status)
    }
}
