import HTTPTypes
import LineProtocol
import Record
import WebPages

/// A position that a coordinator relays for a partner: the mail that says it, then the choice, then what will be recorded.
struct RelayPages: FilePage {
    let ref: String
    /// The invitation that it is on; nil where it is on the proposal.
    var invitation: Int?

    private var choice: PositionPages { PositionPages(ref: ref, kind: .relayed(invitation)) }

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let proposal = try await visit.proposal(ref)
        return try await page(
            proposal, visit.target.query.text(MailForm.partnerField),
            visit.newForm(seen: proposal.record?.version), visit)
    }

    func awaits(_ name: String, _ visit: Visit) async throws(PageEnd) -> Int {
        if let fault = MailForm.fault(name) { throw .answer(try await refused(fault, visit)) }
        return MailForm.largest
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        guard let file = visit.file else { return try await choice.send(visit) }
        guard visit.form.text(MailForm.partnerField) != nil else {
            return try await refused(tr("This is needed."), of: MailForm.partnerField, visit)
        }
        let beginning: [UInt8]
        do { beginning = try await file.bytes(from: 0, count: MailForm.beginning) } catch {
            throw .unreadable(error)
        }
        if let fault = MailForm.fault(file.name, beginning: beginning) { return try await refused(fault, visit) }
        return try await choice.begin(visit, mail: file.digest.hex)
    }

    private func refused(
        _ fault: String, of field: String = MailForm.fileField, _ visit: Visit
    ) async throws(PageEnd) -> PageAnswer {
        let proposal = try await visit.proposal(ref)
        var state = visit.sentForm(seen: visit.seen.map { Int($0) } ?? proposal.record?.version)
        state.faults = [field: fault]
        return try await page(
            proposal, visit.form.text(MailForm.partnerField), state, visit, status: .unprocessableContent)
    }

    private func page(
        _ proposal: ShownProposal, _ partner: String?, _ state: FormState, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let (around, partners) = try await visit.surroundings(of: proposal)
        let choices = partner == nil ? try await coordinated(partners, proposal, visit) : []
        let form = MailForm(
            around, partner: partner, among: choices,
            on: try invitation.map { number throws(PageEnd) in try proposal.invitation(number) })
        return visit.page(form.page(proposal, state), forum: PageFrame.Forum(proposal), status: status)
    }

    /// The partners of the groups that the visitor coordinates.
    private func coordinated(
        _ partners: [ShownPartner], _ proposal: ShownProposal, _ visit: Visit
    ) async throws(PageEnd) -> [String] {
        let groups = try await visit.forum(proposal.forum).settings?.groups ?? [:]
        let definition = try await visit.definition(of: proposal)
        let own = groups.filter { visit.mayRelay(for: $0.key, definition) }.values
        return partners.filter { partner in own.contains { $0.holds(partner) } }.map(\.id)
    }
}
