import LineProtocol
import WebPages

/// The audit of a forum: what is stored compared with the record, when it is asked for.
struct AuditPages: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        var parts = TablePage.Parts(
            "Audit",
            lead:
                "It decides every act again from what stands in the record before it, and compares all that is stored.")
        parts.up = (shown.name ?? forum, PageAddress.forum(forum))
        parts.links = [("Run the audit", PageAddress.path(["f", forum, "audit"], [("run", "1")]))]
        if visit.target.query.text("run") != nil {
            var verb = Verbs.Audit()
            verb.forum = forum
            let end = try await visit.ask(verb).end
            parts.lead =
                end.isSound
                ? "The record is sound: everything that is stored follows from it."
                : "Something differs: \(end.differs?.sentence ?? "see the command line for all of it")"
            parts.sections = [
                TablePage.Section(
                    "What was compared", columns: ["", "Count"],
                    rows: [
                        TablePage.Row("Events", nil, ["\(end.events)"]),
                        TablePage.Row("Proposals", nil, ["\(end.proposals)"]),
                        TablePage.Row("Checkpoints", nil, ["\(end.checkpoints)"]),
                        TablePage.Row("Cosignatures", nil, ["\(end.cosignatures)"]),
                        TablePage.Row("Documents", nil, ["\(end.documents)"]),
                        TablePage.Row("Answers", nil, ["\(end.answers)"]),
                    ], empty: ""),
                TablePage.Section(
                    "Offices that are held otherwise than the forum says",
                    columns: ["Account", "Office", "What is missing"],
                    rows: (end.misheld ?? []).map { one in
                        TablePage.Row(one.account, nil, [PageText.words(one.office?.role ?? ""), one.lacks])
                    }, empty: "None."),
            ]
        }
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }
}
