import HTTPTypes
import LineProtocol
import WebPages

/// The personal data that is kept of an account, a contact point or a proposal, and the form that erases it.
struct ErasePages: FormPage {
    /// As ERASE names it.
    let subject: String
    /// The forum; nil of a proposal, which says so itself.
    let forum: String?
    let address: String
    /// The page that leads here.
    let back: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer { try await page(visit, visit.newForm(seen: nil)) }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        guard let chosen = visit.form.text(Self.choice) else {
            var state = visit.sentForm(seen: nil)
            state.faults = [Self.choice: tr("This is needed.")]
            return try await page(visit, state, status: .unprocessableContent)
        }
        var order = Verbs.Erase.Order()
        (order.reason, order.rule) = (visit.form.text("reason") ?? "", visit.form.text("rule"))
        order.values = chosen.split(separator: " ").map(String.init)
        switch await visit.write(Verbs.Erase(subject: subject, order), if: nil) {
        case .success(let written):
            let isRepeated = written.registry.change.place.isRepeated
            let done: Done = isRepeated ? .repeated : written.erased == 0 ? .nothing : .recorded
            return .redirect(PageAddress.path(address, telling: done))
        case .failure(let failure):
            return try await page(visit, visit.sentForm(try visit.passed(failure), seen: nil), status: .conflict)
        }
    }

    /// What holds the ids of the values that are to go, blanks between them.
    private static let choice = "value"

    private func page(
        _ visit: Visit, _ state: FormState, status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let answer = try await visit.ask(
            Verbs.Erase(subject: subject), missing: tr("There is no \(subject) that you can see."))
        let kept = answer.rows.map { (id: $0.id, label: PageText.line($0.value)) }
        guard !kept.isEmpty else {
            return visit.page(
                MessagePage.page(
                    tr("Nothing is kept"), tr("No personal data of \(subject) is kept beside the record."),
                    links: [(tr("Back"), back)]))
        }
        guard try await isKeeper(visit) else { return list(visit, kept.map(\.label), count: answer.end.count) }
        // What is chosen is what was shown, whatever is entered meanwhile.
        let all = (id: kept.map(\.id).joined(separator: " "), label: Self.extent(kept.count, of: answer.end.count))
        var form = RegistryForm(
            tr("Erase personal data"),
            lead: tr(
                "Of \(subject). This cannot be undone. The record keeps that something was erased, by whom and why: name nobody in the reason."
            ),
            action: address, cancel: back, submit: tr("Erase for good"))
        form.fields = [
            .one(Self.choice, tr("What goes"), of: (kept.count > 1 ? [all] : []) + kept, isRequired: true),
            .text("reason", tr("Reason"), isRequired: true),
            .text("rule", tr("Rule"), help: tr("What asks for it, such as the article of a law.")),
        ]
        return visit.page(form.page(state), status: status)
    }

    /// What is kept, for who audits it.
    private func list(_ visit: Visit, _ values: [String], count: Int) -> PageAnswer {
        var parts = TablePage.Parts(
            tr("Personal data"), lead: tr("Of \(subject). Whoever keeps the accounts of the forum can erase it."))
        parts.up = (tr("Back"), back)
        parts.sections = [
            TablePage.Section(
                Self.extent(values.count, of: count), columns: [tr("Value")], rows: values.map { TablePage.Row($0) },
                empty: "")
        ]
        return visit.page(TablePage.page(parts))
    }

    /// How much is shown.
    private static func extent(_ shown: Int, of count: Int) -> String {
        shown < count ? tr("The first \(shown) of \(count)") : tr("All that is kept")
    }

    private func isKeeper(_ visit: Visit) async throws(PageEnd) -> Bool {
        if let forum { return try await visit.keepsAccounts(of: forum) }
        return try await visit.keepsAccounts(of: try await visit.proposal(subject).forum)
    }
}

extension Visit {
    /// Whether whoever is logged in keeps the accounts of a forum, and with them what can be erased.
    func keepsAccounts(of forum: String) async throws(PageEnd) -> Bool {
        guard login != nil else { return false }
        return holds(try await self.forum(forum).settings?.accountRole)
    }
}
