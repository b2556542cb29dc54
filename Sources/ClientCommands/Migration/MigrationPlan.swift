import CanonicalJSON
import DefinitionFiles
import LineProtocol
import Record
import Terminal

/// A plan as a file holds it: a line of JSON for each proposal, what becomes of it or why it stays.
struct MigrationPlan: Sendable {
    /// SHA-256 of the file's bytes, as hex: it stands in every event that the plan leads to.
    let digest: String
    let lines: [JSONObject]

    /// The lines that move a proposal; the others say why theirs stays.
    var moving: [JSONObject] { lines.filter { $0["stays"] == nil } }

    /// Why a plan that moves nothing does not.
    var stayingSentence: String {
        switch lines.count {
        case 0: "no running proposal is at such an earlier version"
        case 1: "the one running proposal stays, and the plan says why"
        default: "all \(lines.count) running proposals stay, and the plan says why"
        }
    }

    /// A plan from what the server answered.
    init(rows: [JSONObject]) {
        lines = rows
        digest = Digest.sha256(Array(MigrationPlan.text(rows).utf8)).hex
    }

    /// A plan from a file. It is read whole before anything is sent: a line that is none, or a proposal named twice, refuses it all.
    init(bytes: [UInt8], file: String) throws(CommandFailure) {
        let text: String
        do { text = try SourceText.decoded(bytes) } catch {
            throw .notDone(["\(TerminalText.line(file)) \(error.sentenceWithLine)"])
        }
        var faults: [String] = []
        var lines: [JSONObject] = []
        var seen: [String: Int] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            func fault(_ sentence: String) {
                faults.append(TerminalText.line("\(file):\(index + 1): \(sentence)"))
            }
            let object: JSONObject
            do {
                guard let value = try JSONValue.parse(Array(line.utf8)).object else {
                    fault("an object is needed")
                    continue
                }
                object = value
            } catch {
                fault("\(error)")
                continue
            }
            guard let ref = object["ref"]?.string else {
                fault("a line of a plan names a proposal with \"ref\"")
                continue
            }
            if let earlier = seen.updateValue(index + 1, forKey: ref) { fault("\(ref) is also on line \(earlier)") }
            lines.append(object)
        }
        guard faults.isEmpty else {
            throw .notDone(["\(TerminalText.line(file)) is not a migration plan; nothing was migrated"] + faults)
        }
        self.lines = lines
        digest = Digest.sha256(bytes).hex
    }

    /// The text of the file.
    var text: String { MigrationPlan.text(lines) }

    private static func text(_ lines: [JSONObject]) -> String {
        lines.map { JSONValue.object($0).canonicalText + "\n" }.joined()
    }

    /// One request for each line that moves a proposal. Its key follows from plan and proposal, so that applying a plan again
    /// changes nothing.
    var requests: [Request] {
        get throws {
            try moving.map { line in
                let move = Verbs.Migrate(ref: line["ref"]?.string ?? "", plan: digest, line: line)
                let key = Digest.sha256(Array("\(digest) \(move.ref)".utf8)).hex.prefix(40)
                return try ClientSession.request(move, key: "migrate-" + key)
            }
        }
    }

    /// What becomes of each proposal, as a table.
    func table(_ paint: Paint) throws -> [String] {
        var table = Table([
            .init("REF"), .init("FROM", isRight: true), .init("TO", isRight: true), .init("STATE", mayWrap: true),
            .init("ROUND"),
            .init("NOT FILLED", mayWrap: true), .init("NO FIELD ANY MORE", mayWrap: true),
            .init("STAYS", mayWrap: true),
        ])
        for line in lines.map({ Verbs.Migration.Row($0) }) {
            let place = line.toState ?? line.state
            table.add([
                line.ref, line.from.map { String($0.version) } ?? "", line.to.map { String($0.version) } ?? "",
                place == line.state ? place : "\(line.state) \(paint.allowed) \(place)", line.round ?? "",
                (line.unfilled ?? []).joined(separator: ", "), (line.lacks ?? []).joined(separator: ", "),
                line.stays ?? "",
            ])
        }
        return try table.lines(paint)
    }
}
