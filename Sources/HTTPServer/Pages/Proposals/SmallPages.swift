import CanonicalJSON
import HTTPTypes
import Lifecycle
import LineProtocol
import WebPages

/// The short forms about a proposal.
struct SmallPages: FormPage {
    /// What is sent with it.
    enum Kind: String, Sendable {
        case note, ack, contest
    }

    let ref: String
    let kind: Kind

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let proposal = try await visit.proposal(ref)
        return try await page(visit, proposal, visit.newForm(seen: proposal.record?.version))
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let result: Result<WrittenProposal, Failure>
        let done: Done
        switch kind {
        case .note:
            var verb = Verbs.Note()
            (verb.ref, verb.text) = (ref, visit.form.text("text") ?? "")
            // A note stands beside whatever happened meanwhile.
            (result, done) = (try await visit.write(verb, on: ref) { _ in true }, .note)
        case .ack:
            var verb = Verbs.Ack()
            (verb.ref, verb.partner) = (ref, visit.form.text("partner"))
            (result, done) = (
                try await visit.write(verb, on: ref) { ["position-taken", "acknowledged", "noted"].contains($0.kind) },
                .ack
            )
        case .contest:
            var verb = Verbs.Contest()
            verb.ref = ref
            let what = visit.form.text("what") ?? ""
            if what.hasPrefix(SmallForm.positionPrefix) {
                (verb.position, verb.partner) = (true, String(what.dropFirst(SmallForm.positionPrefix.count)))
            } else if what.hasPrefix(SmallForm.invitationPrefix) {
                let parts = what.split(separator: "-", maxSplits: 2)
                (verb.position, verb.partner) = (true, parts.count == 3 ? String(parts[2]) : nil)
                verb.invitation = parts.count == 3 ? Int(parts[1]) : nil
            } else {
                verb.revision = Int(what)
            }
            (result, done) = (await visit.write(verb, if: visit.seen), .contest)
        }
        switch result {
        case .success(let written): return visit.done(written, done)
        case .failure(let failure):
            let (now, state) = try await visit.refusedForm(failure, on: ref)
            return try await page(visit, now, state, status: .conflict)
        }
    }

    private func page(
        _ visit: Visit, _ proposal: ShownProposal, _ state: FormState, status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let login = try visit.account()
        let (around, _) = try await visit.surroundings(of: proposal)
        let page =
            switch kind {
            case .note: SmallForm.note(proposal, around, state)
            case .ack: SmallForm.receipt(proposal, around, state, login: login)
            case .contest: SmallForm.contest(proposal, around, state, login: login)
            }
        return visit.page(page, forum: PageFrame.Forum(proposal), status: status)
    }
}
