import CanonicalJSON
import HTTPTypes
import Lifecycle
import LineProtocol
import WebPages

/// A new proposal of a forum.
struct NewPages: FormPage {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        return try await page(visit, visit.newForm(seen: nil))
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (form, partners) = try await form(visit)
        let sent = form.read(visit.form)
        guard sent.faults.isEmpty else {
            var state = visit.sentForm(seen: nil)
            state.faults = sent.faults
            return try await page(visit, state, status: .unprocessableContent)
        }
        var verb = Verbs.Draft()
        (verb.forum, verb.fields) = (forum, sent.changes)
        verb.partner = sent.partner ?? (partners.count == 1 ? partners[0] : nil)
        switch await visit.write(verb, if: nil) {
        case .success(let written): return visit.done(written.proposal, .draft)
        case .failure(let failure):
            return try await page(visit, visit.sentForm(try visit.passed(failure), seen: nil), status: .conflict)
        }
    }

    private func page(
        _ visit: Visit, _ state: FormState, status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let (form, partners) = try await form(visit)
        return visit.page(
            form.page(forum: forum, partners: partners, state), forum: PageFrame.Forum(id: forum), status: status)
    }

    private func form(_ visit: Visit) async throws(PageEnd) -> (EditForm, partners: [String]) {
        guard let definition = try await visit.definition(forum, visit.target.query.text("lifecycle")) else {
            throw .missing(tr("\(forum) has no form to fill in, or several."))
        }
        let partners = try await visit.partners(forum)
        let held = visit.who?.appointments ?? []
        let roles = definition.roles.filter { $0.scope == .proposingPartner }.flatMap(\.heldBy)
        let mine = held.map(\.office).filter { roles.contains($0.role) }.compactMap(\.partner)
        return (EditForm(FormSurroundings(definition, partners: partners)), Set(mine).sorted())
    }
}

/// The text of a proposal, to be changed.
struct EditPages: FormPage {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let proposal = try await visit.proposal(ref)
        return try await page(visit, proposal, visit.newForm(seen: proposal.record?.version))
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let proposal = try await visit.proposal(ref)
        let (around, _) = try await visit.surroundings(of: proposal)
        let sent = EditForm(around, try await seen(proposal, visit)).read(visit.form)
        guard sent.faults.isEmpty else {
            var state = visit.sentForm(seen: visit.seen.map { Int($0) })
            state.faults = sent.faults
            return try await page(visit, proposal, state, status: .unprocessableContent)
        }
        guard !sent.changes.isEmpty else { return visit.unchanged(ref) }
        var verb = Verbs.Revise()
        (verb.ref, verb.fields, verb.kind, verb.decided.at) = (ref, sent.changes, sent.kind, sent.decidedAt)
        switch await visit.write(verb, if: visit.seen) {
        case .success(let written): return visit.done(written.proposal, .edit)
        case .failure(let failure):
            let (now, state) = try await visit.refusedForm(failure, on: ref)
            return try await page(visit, now, state, status: .conflict)
        }
    }

    /// The proposal that the form was made from: what differs from that was typed, and the same form sent twice says the same.
    private func seen(_ proposal: ShownProposal, _ visit: Visit) async throws(PageEnd) -> ShownProposal {
        guard let version = visit.seen, version != proposal.record.map({ Int64($0.version) }), version > 0 else {
            return proposal
        }
        return try await visit.ask(Verbs.Replay(ref: ref, version: Int(version))).end
    }

    private func page(
        _ visit: Visit, _ proposal: ShownProposal, _ state: FormState, status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let (around, _) = try await visit.surroundings(of: proposal)
        // What looks like it and is not answered is named by the requirement that asks for the answers.
        let why = try await visit.why(proposal.ref)
        let offers =
            why.rows.flatMap { $0.unmet ?? $0.needs ?? [] }.first {
                $0.requirement == "duplicates-answered" && !$0.isMet
            }?.subjects ?? []
        return visit.page(
            EditForm(around, proposal).page(state, offers: offers), forum: PageFrame.Forum(proposal), status: status)
    }
}
