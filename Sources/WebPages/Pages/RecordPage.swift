import CivilTime
package import LineProtocol

/// A forum's record, for whoever wants to verify it: the checkpoint, who cosigned it, the key, and how it is done.
package enum RecordPage {
    package static func page(forum: String, name: String, _ end: Verbs.Checkpoint.End) -> WebPage {
        WebPage(
            tr("The record of \(PageText.name(name))"), "record",
            Content(
                forum: PageText.line(forum), name: PageText.name(name), size: end.size,
                root: end.root.map { PageText.line($0) },
                origin: end.origin.map { PageText.line($0) }, key: PageText.line(end.key),
                note: PageText.shown(end.note), files: PageAddress.log(forum, epoch: (end.breaks ?? []).count + 1),
                cosignatures: end.cosignatures.map {
                    Cosignature(witness: PageText.line($0.witness), key: PageText.line($0.key), at: PageTime($0.at))
                },
                breaks: (end.breaks ?? []).map {
                    Break(epoch: $0.epoch, at: PageTime($0.begunAt), key: PageText.line($0.oldKey))
                },
                diverged: end.diverged.map { PageText.message($0) }))
    }

    private struct Content: PageContent {
        let forum: String
        let name: String
        let size: Int
        let root: String?
        let origin: String?
        let key: String
        let note: String
        let files: String
        let cosignatures: [Cosignature]
        let breaks: [Break]
        let diverged: String?
    }

    private struct Cosignature: PageContent {
        let witness: String
        let key: String
        let at: PageTime?
    }

    private struct Break: PageContent {
        let epoch: Int
        let at: PageTime?
        let key: String
    }
}
