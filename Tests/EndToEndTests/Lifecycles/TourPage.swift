import Foundation

@testable import Terminal

/// docs/tour.md: what the tour of the real forum printed, pasted as it was.
struct TourPage {
    /// What `deploy/run` says when the tour is over.
    static let last = "TRIAL  The server of the trial is stopped, and its data is removed."
    private static let fence = "```"

    private let path = Repository.path("docs/tour.md")
    private let text: String

    init() throws { text = try LocalFile.text(path) }

    /// The lines that were pasted.
    var lines: [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.firstIndex(of: Self.fence), let end = lines.lastIndex(of: Self.fence), first < end
        else {
            return []
        }
        return Array(lines[(first + 1)..<end])
    }

    /// Pastes others instead.
    func paste(_ lines: [String]) throws {
        let parts = text.split(separator: Self.fence + "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts[0] + ([Self.fence] + lines + [Self.fence, ""]).joined(separator: "\n")
        try whole.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// What the tour prints in a test as `deploy/run` prints it: from the directory of the project, on a server that does not
    /// give more time for a login than others do.
    static func asRun(_ text: String) -> String {
        text.replacing(Repository.path("schema/"), with: "schema/").replacing(
            "_ms\":\(TestServer.patience),", with: "_ms\":10000,")
    }

    /// A line without what is another one each time: instants of the record, digests, names of tokens, and the year in refs.
    static func lasting(_ line: String) -> String {
        line.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/, with: "INSTANT")
            .replacing(/(recorded|TRIAL +\d+ ) \d{4}-\d\d-\d\d \d\d:\d\d/) { "\($0.1) TIME" }
            .replacing(/tk-[0-9a-f]+/, with: "tk-TOKEN").replacing(/\b([0-9a-f]{64}|[0-9a-f]{16})\b/, with: "DIGEST")
            .replacing(/TRIAL-\d{4}-/, with: "TRIAL-YEAR-")
    }
}
