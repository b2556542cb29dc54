import CanonicalJSON
import HTTPTypes
import LineProtocol
import WebPages

/// A page whose form is about what a forum keeps besides its proposals.
protocol RegistryPage: FormPage {
    var forum: String { get }
    /// The form, as it is shown first or comes back.
    func page(
        _ visit: Visit, _ shown: ShownForum, _ state: FormState, status: HTTPResponse.Status
    ) async throws(PageEnd) -> PageAnswer
}

extension RegistryPage {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        return try await page(visit, shown, visit.newForm(seen: shown.settings?.registryVersion), status: .ok)
    }

    /// What follows from a write: the page that it leads to, or the form again with why it was refused.
    func answer(
        _ failure: Failure?, leadsTo address: String, _ visit: Visit
    ) async throws(PageEnd) -> PageAnswer {
        guard let failure else { return .redirect(address) }
        let shown = try await visit.forum(forum)
        var state = visit.sentForm(try visit.passed(failure), seen: shown.settings?.registryVersion)
        if failure.code == .versionConflict, let seen = visit.seen {
            state.meanwhile = try await visit.ask(Verbs.Registry(forum: forum, after: Int(seen), limit: 50)).rows
        }
        if let field = failure.object["field"]?.string { state.faults = [field: PageText.message(failure.message)] }
        return try await page(visit, shown, state, status: .conflict)
    }
}

extension PageAddress {
    /// A page that tells what was just done.
    static func path(_ address: String, telling done: Done) -> String {
        address + PageAddress.query([("done", done.rawValue)])
    }
}
