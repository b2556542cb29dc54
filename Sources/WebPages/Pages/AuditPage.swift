package import LineProtocol

/// The audit of a forum's record: what was compared and what was refused, and the record as a file to verify without this server.
package enum AuditPage {
    package struct Parts: Sendable {
        package var forum: String
        package var tables: TablePage.Parts
        /// The record as a file; nil for whoever may not have it.
        package var record: Record?

        package init(_ forum: String, _ tables: TablePage.Parts) {
            self.forum = forum
            self.tables = tables
        }
    }

    /// What can be had of a record.
    package struct Record: Sendable {
        /// The last checkpoint, or why there is none.
        package var checkpoint: Result<Verbs.Checkpoint.End, Failure>
        /// Whether witnesses have seen one; nil where the server's policy asks for none.
        package var isWitnessed: Bool?

        package init(_ checkpoint: Result<Verbs.Checkpoint.End, Failure>, isWitnessed: Bool?) {
            self.checkpoint = checkpoint
            self.isWitnessed = isWitnessed
        }
    }

    package static func page(_ parts: Parts) -> WebPage {
        WebPage(
            parts.tables.title, "audit",
            Content(
                table: TablePage.Content(parts.tables), record: parts.record.map { File($0, of: parts.forum) }))
    }

    private struct Content: PageContent {
        let table: TablePage.Content
        let record: File?
    }

    private struct File: PageContent {
        let unsigned: String?
        let bundle: String?
        let witnessed: String?
        let isUnwitnessed: Bool
        let file: String

        init(_ record: Record, of forum: String) {
            switch record.checkpoint {
            case .success:
                unsigned = nil
                bundle = PageAddress.forum(forum, "audit", "bundle")
            case .failure(let failure):
                unsigned = FailureWords.noCheckpoint(failure)
                bundle = nil
            }
            witnessed =
                record.isWitnessed == true
                ? PageAddress.path(["f", forum, "audit", "bundle"], [("witnessed", "true")]) : nil
            isUnwitnessed = record.isWitnessed == false
            file = PageAddress.bundleName(forum)
        }
    }
}
