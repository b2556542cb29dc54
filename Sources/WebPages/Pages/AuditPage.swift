package import LineProtocol

/// The audit of a forum's record: what was compared and what was refused, and the record as a file to verify without this server.
package enum AuditPage {
    package struct Parts: Sendable {
        package var forum: String
        package var tables: TablePage.Parts
        /// The record as a file; nil for whoever may not have it.
        package var record: Record?
        /// How far an audit has come that is under way; nil where none is shown.
        package var progress: Progress?

        package init(_ forum: String, _ tables: TablePage.Parts) {
            self.forum = forum
            self.tables = tables
        }
    }

    /// An audit that is under way.
    package struct Progress: Sendable {
        package var row: Verbs.Audit.Row
        /// Where one sees how far it has come then.
        package var again: String

        package init(_ row: Verbs.Audit.Row, again: String) {
            self.row = row
            self.again = again
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
                table: TablePage.Content(parts.tables), progress: parts.progress.map { Bar($0) },
                record: parts.record.map { File($0, of: parts.forum) }),
            isFollowed: parts.progress != nil)
    }

    private struct Content: PageContent {
        let table: TablePage.Content
        let progress: Bar?
        let record: File?
    }

    private struct Bar: PageContent {
        let stage: String
        let done: String
        let total: String
        let count: String
        let again: String

        init(_ progress: Progress) {
            let row = progress.row
            let total = max(row.total, 1)
            stage = AuditPage.stage(row.stage)
            done = String(min(row.done, total))
            self.total = String(total)
            count = row.total == 0 ? tr("Nothing was compared yet.") : tr("\(row.done) of \(row.total) compared")
            again = progress.again
        }
    }

    /// What an audit compares at a time. A newer server knows more of it.
    private static func stage(_ word: String) -> String {
        switch word {
        case "": tr("It begins.")
        case "record": tr("The record")
        case "proposals": tr("Proposals")
        case "documents": tr("Documents")
        case "personal": tr("Personal data")
        case "cosignatures": tr("Cosignatures")
        case "epochs": tr("Keys of the log")
        case "answers": tr("Answers")
        case "registry": tr("The forum's registry")
        default: PageText.label(ofID: word)
        }
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
