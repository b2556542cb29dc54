import CivilTime
import HTTPTypes
import LineProtocol
import WebPages

/// The forms about guests of a proposal: one is proposed, or decided on.
struct InvitePages: FormPage {
    let ref: String
    /// The invitation that is decided on; nil proposes one.
    var invitation: Int?

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let proposal = try await visit.proposal(ref)
        return try await page(proposal, visit.newForm(seen: proposal.record?.version), visit)
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let proposal = try await visit.proposal(ref)
        var verb = Verbs.Invite()
        verb.ref = ref
        var faults: [String: String] = [:]
        switch InviteForm.decidedAt(visit.form) {
        case .success(let moment): verb.decided.at = moment
        case .failure(let fault): faults["decided_at"] = fault.sentence
        }
        if let invitation {
            verb.invitation = invitation
            verb.decision = visit.form.text(InviteForm.decisionField) ?? ""
            verb.meeting = visit.form.text(InviteForm.meetingField)
            if verb.decision.isEmpty { faults[InviteForm.decisionField] = tr("Say what was decided.") }
        } else {
            (verb.invitee, verb.event) = (visit.form.text("invitee") ?? "", visit.form.text("event") ?? "")
            if verb.invitee.isEmpty { faults["invitee"] = tr("Say who is to be invited.") }
            if verb.event.isEmpty { faults["event"] = tr("Say to which event.") }
        }
        guard faults.isEmpty else {
            var state = visit.sentForm(seen: visit.seen.map { Int($0) })
            state.faults = faults
            return try await page(proposal, state, visit, status: .unprocessableContent)
        }
        switch await visit.write(verb, if: visit.seen) {
        case .success(let written):
            return visit.done(written.proposal, invitation == nil ? .invited : .recorded)
        case .failure(let failure):
            let (now, state) = try await visit.refusedForm(failure, on: ref)
            return try await page(now, state, visit, status: .conflict)
        }
    }

    private func page(
        _ proposal: ShownProposal, _ state: FormState, _ visit: Visit, status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let (around, _) = try await visit.surroundings(of: proposal, meetings: invitation != nil)
        let page: WebPage
        if let invitation {
            page = InviteForm.decision(proposal, try proposal.invitation(invitation), around, state)
        } else {
            page = InviteForm.proposal(proposal, around, state)
        }
        return visit.page(page, forum: PageFrame.Forum(proposal), status: status)
    }
}
