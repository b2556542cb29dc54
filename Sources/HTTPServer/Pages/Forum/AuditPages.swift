import LineProtocol
import WebPages

/// The audit of a forum: what is stored compared with the record, when it is asked for.
struct AuditPages: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        var parts = TablePage.Parts(
            tr("Audit"),
            lead: tr(
                "It decides every act again from what stands in the record before it, and compares all that is stored.")
        )
        parts.up = (PageText.name(shown.name ?? forum), PageAddress.forum(forum))
        parts.links = [(tr("Run the audit"), PageAddress.path(["f", forum, "audit"], [("run", "1")]))]
        if visit.target.query.text("run") != nil {
            var verb = Verbs.Audit()
            verb.forum = forum
            let end = try await visit.ask(verb).end
            parts.lead =
                end.isSound
                ? tr("The record is sound: everything that is stored follows from it.")
                : tr(
                    "Something differs: \(made: end.differs.map { PageText.message($0.sentence) } ?? tr("see the command line for all of it"))"
                )
            parts.sections = [
                TablePage.Section(
                    tr("What was compared"), columns: [tr("What"), tr("Count")],
                    rows: [
                        TablePage.Row(tr("Events"), nil, ["\(end.events)"]),
                        TablePage.Row(tr("Proposals"), nil, ["\(end.proposals)"]),
                        TablePage.Row(tr("Checkpoints"), nil, ["\(end.checkpoints)"]),
                        TablePage.Row(tr("Cosignatures"), nil, ["\(end.cosignatures)"]),
                        TablePage.Row(tr("Documents"), nil, ["\(end.documents)"]),
                        TablePage.Row(tr("Answers"), nil, ["\(end.answers)"]),
                    ], empty: ""),
                TablePage.Section(
                    tr("Offices that are held otherwise than the forum says"),
                    columns: [tr("Account"), tr("Office"), tr("What is missing")],
                    rows: (end.misheld ?? []).map { one in
                        TablePage.Row(
                            one.account, nil,
                            [PageText.label(ofID: one.office?.role ?? ""), PageText.message(one.lacks)])
                    }, empty: tr("None.")),
            ]
        }
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }
}
