import LineProtocol
import WebPages

/// What changed in a forum's registry, the newest first: `/f/FORUM/audit/events`. Each visitor is told what a watch of the forum tells.
struct RegistryEventsPages: Page {
    private static let size = 50

    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.audited(forum)
        let version = shown.settings?.registryVersion ?? 0
        let last = min(try before(visit).map { $0 - 1 } ?? version, version)
        let after = max(0, last - Self.size)
        let events =
            last > after
            ? try await visit.ask(Verbs.Registry(forum: forum, after: after, limit: last - after)).rows : []
        let parts = RegistryEventsPage.Parts(
            forum, events.reversed(), version: version, before: after > 0 ? after + 1 : nil,
            partners: shown.settings?.closed == nil ? try await visit.partners(forum) : [])
        return visit.page(RegistryEventsPage.page(parts), forum: PageFrame.Forum(shown))
    }

    /// The version that the address names.
    private func before(_ visit: Visit) throws(PageEnd) -> Int? {
        guard let text = visit.target.query.text("before") else { return nil }
        guard let version = Int(text), version > 0 else {
            throw .told(
                .badArgument, tr("“\(Visit.named(text))” is not the number of a version."),
                advice: tr("Write a number, such as 1."))
        }
        return version
    }
}
