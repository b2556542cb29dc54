import HTTPTypes
import LineProtocol
import WebPages

/// The personal data that is kept of an account, a contact point or a proposal, and the form that erases it.
struct ErasePages: Page {
    /// As ERASE names it.
    let subject: String
    /// The page of what it is.
    let address: String

    private var back: String { address.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } }

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer { try await page(visit, visit.newForm(seen: nil)) }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        var order = Verbs.Erase.Order()
        (order.reason, order.rule) = (visit.form.text("reason") ?? "", visit.form.text("rule"))
        order.values = visit.form.text("value").map { [$0] }
        switch await visit.write(Verbs.Erase(subject: subject, order), if: nil) {
        case .success: return .redirect(address + PageAddress.query([("done", Done.recorded.rawValue)]))
        case .failure(let failure):
            return try await page(visit, visit.sentForm(try visit.passed(failure), seen: nil), status: .conflict)
        }
    }

    private func page(
        _ visit: Visit, _ state: FormState, status: HTTPResponse.Status = .ok
    ) async throws(PageEnd) -> PageAnswer {
        let kept = try await visit.ask(Verbs.Erase(subject: subject))
        guard !kept.rows.isEmpty else {
            return visit.page(
                MessagePage.page(
                    tr("Nothing is kept"), tr("No personal data of \(subject) is kept beside the record."),
                    links: [(tr("Back"), back)]))
        }
        var form = RegistryForm(
            tr("Erase personal data"),
            lead: tr(
                "Of \(subject). This cannot be undone. The record keeps that something was erased, by whom and why: name nobody in the reason."
            ),
            action: address, cancel: back, submit: tr("Erase for good"))
        form.fields = [
            .one(
                "value", tr("Value"), of: kept.rows.map { (id: $0.id, label: PageText.line($0.value)) },
                help: tr("All of them, if none is chosen.")),
            .text("reason", tr("Reason"), isRequired: true),
            .text("rule", tr("Rule"), help: tr("What asks for it, such as the article of a law.")),
        ]
        return visit.page(form.page(state), status: status)
    }
}
