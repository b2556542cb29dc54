import HTTPTypes
import LineProtocol
import Record
import WebPages

/// A position that a coordinator relays for a partner: the mail that says it, then the choice, then what will be recorded.
struct RelayPages: FilePage {
    let ref: String

    private var choice: PositionPages { PositionPages(ref: ref, kind: .relayed) }

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        guard let partner = visit.target.query.text(MailForm.partnerField) else {
            throw .redirect(PageAddress.proposal(ref) + "#positions")
        }
        let proposal = try await visit.proposal(ref)
        return try await page(proposal, partner, visit.newForm(seen: proposal.record?.version), visit)
    }

    func awaits(_ name: String, _ visit: Visit) async throws(PageEnd) -> Int {
        if let fault = MailForm.fault(name) { throw .answer(try await refused(fault, visit)) }
        return MailForm.largest
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        guard let file = visit.file else { return try await choice.send(visit) }
        let beginning: [UInt8]
        do { beginning = try await file.bytes(from: 0, count: MailForm.beginning) } catch {
            throw .failure(Failure(.internal, "the file could not be read again: \(error)"))
        }
        if let fault = MailForm.fault(file.name, beginning: beginning) { return try await refused(fault, visit) }
        return try await choice.begin(visit, mail: file.digest.hex)
    }

    private func refused(_ fault: String, _ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let proposal = try await visit.proposal(ref)
        var state = visit.sentForm(seen: visit.seen.map { Int($0) } ?? proposal.record?.version)
        state.faults = [MailForm.fileField: fault]
        return try await page(
            proposal, visit.form.text(MailForm.partnerField) ?? "", state, visit, status: .unprocessableContent)
    }

    private func page(
        _ proposal: ShownProposal, _ partner: String, _ state: FormState, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let form = MailForm(try await visit.surroundings(of: proposal).around, partner: partner)
        return visit.page(form.page(proposal, state), forum: PageFrame.Forum(proposal), status: status)
    }
}
