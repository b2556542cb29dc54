import CanonicalJSON
import DefinitionFiles
import DefinitionTree
import ImportFiles
import LineProtocol
import Terminal

extension ImportRun {
    func partners(_ text: String, _ report: inout ImportReport) async throws {
        let present = try await session.read(Verbs.Partners(forum: forum)).rows
        let attributes = Set(present.flatMap(\.attributes.keys)).sorted()
        let known = ["partner_id", "id", "name", "joined", "left"]
        let hasID = CSVTable.columns(of: text, known: known)?.contains("partner_id") ?? false
        let table = try RecordList.table(
            text, report.file, hasID ? ["partner_id"] : ["id", "name"], known + attributes)
        report.records = table.rows.count
        let partners = RegistryMapper.partners(
            table, present: present.map(\.id), issues: &report.issues)
        let sent = try partners.map { partner in
            var request = Verbs.Partner()
            request.forum = forum
            request.partner = partner.id
            request.change = partner.change
            return Sent(
                number: partner.line, line: partner.line, subject: partner.id, word: "entered",
                request: try ClientSession.request(request))
        }
        try await send(sent, "partners", &report)
    }

    func coordinators(_ text: String, _ report: inout ImportReport) async throws {
        let table = try RecordList.table(text, report.file, ["group", "holder"], ["from", "to"])
        report.records = table.rows.count
        let groups = try await session.read(Verbs.Forum(forum: forum)).end.settings?.groups.keys.sorted() ?? []
        let names = PartnerNames(
            try await session.read(Verbs.Partners(forum: forum)).rows, spellings: vocabulary.spellings)
        let holders = RegistryMapper.coordinators(
            table, role: coordinatorRole, groups: groups, names: names, issues: &report.issues)
        var accounts = Set(try await session.pages(Verbs.Accounts(forum: forum)).rows.map(\.account))
        // Each row goes by itself, so that a refusal has its line: the first that is taken makes the holder's account.
        for turn in 0..<(holders.map(\.lines.count).max() ?? 0) {
            let sent = try holders.filter { turn < $0.lines.count }.map { holder in
                try appointment(holder, turn, isPresent: accounts.contains(account(of: holder)))
            }
            let refused = try await send(sent, "coordinators", &report).refused
            for (place, one) in sent.enumerated() where !refused.contains(place) { accounts.insert(one.subject) }
        }
    }

    private func account(of holder: RegistryMapper.Holder) -> String { "\(forum)/\(coordinatorRole)-\(holder.partner)" }

    /// The request for one row of a holder: an account with it, or one more appointment.
    private func appointment(_ holder: RegistryMapper.Holder, _ row: Int, isPresent: Bool) throws -> Sent {
        let account = account(of: holder)
        let request: Request
        if isPresent {
            var appoint = Verbs.Appoint()
            appoint.forum = forum
            appoint.account = account
            appoint.appointment = holder.terms[row]
            request = try ClientSession.request(appoint)
        } else {
            var open = Verbs.Account()
            open.forum = forum
            open.account = String(account.dropFirst(forum.count + 1))
            open.appointments = [holder.terms[row]]
            request = try ClientSession.request(open)
        }
        return Sent(
            number: holder.lines[row], line: holder.lines[row], subject: account,
            word: isPresent ? "appointed" : ImportReport.accounts, request: request)
    }
}
