import CanonicalJSON
import ImportFiles
import LineClient
import LineProtocol
import Terminal

/// Sends what a file holds to the server: mapped, pipelined, and so that doing it again changes nothing.
struct ImportRun {
    let session: ClientSession
    let forum: String
    let vocabulary: ImportVocabulary
    /// The role that the rows of coordinators are appointments to.
    var coordinatorRole = "regional-coordinator"
    /// The lifecycle of imported proposals, where the forum has several.
    var lifecycle: String?

    func run(_ kind: ImportKind, file: String, text: String) async throws -> ImportReport {
        var report = ImportReport(file: file, kind: kind)
        switch kind {
        case .initiatives: try await initiatives(text, &report)
        case .meetings: try await meetings(text, &report)
        case .partners: try await partners(text, &report)
        case .coordinators: try await coordinators(text, &report)
        }
        if let failure = report.failure { throw failure }
        return report
    }

    /// One request with the record that it comes from.
    struct Sent {
        /// Which record of the file, and where it begins.
        let number: Int
        let line: Int
        let subject: String
        /// What it makes, for the count.
        let word: String
        let request: Request
    }

    /// What of the requests was not simply taken.
    struct Outcome {
        /// Those whose key was used in another forum.
        var elsewhere: [Sent] = []
        /// By their places among the requests, those that the server refused.
        var refused: Set<Int> = []
    }

    /// Sends requests and counts what came of them. With the letters that the forum's refs begin with, what was entered in another forum
    /// under the same key is not counted but answered.
    @discardableResult
    func send(
        _ sent: [Sent], _ label: String, _ report: inout ImportReport, prefix: String? = nil
    ) async throws -> Outcome {
        let bar = ProgressBar(label, total: sent.count, console: session.console)
        defer { bar.finish() }
        var outcome = Outcome()
        let answers = try await Pipeline(session).run(sent.map(\.request)) { bar.step() }
        for (place, (one, answer)) in zip(sent, answers).enumerated() {
            switch answer.result {
            case .success(let object):
                report.count(WrittenChange(object).isIdle ? nil : one.word, record: one.number)
            case .failure(let failure) where one.request.verb == .import && failure.code == .keySpent:
                report.count(nil, record: one.number)
            case .failure(let failure) where one.request.verb == .import && failure.code == .keyReused:
                let ref = failure.object["ref"]?.string
                if let prefix, let ref, !ref.hasPrefix(prefix + "-") {
                    outcome.elsewhere.append(one)
                    continue
                }
                report.count(nil, record: one.number)
                report.issues.append(
                    ImportIssue(
                        line: one.line, subject: one.subject, keys: [],
                        reason:
                            "imported before\(ref.map { " as \($0)" } ?? "") with another mapping; it stays as it is",
                        kind: "imported before with another mapping; it stays as it is"))
            case .failure(let failure):
                outcome.refused.insert(place)
                report.refuse(failure, line: one.line, subject: one.subject)
            }
        }
        return outcome
    }
}
