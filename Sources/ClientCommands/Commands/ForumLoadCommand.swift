import ArgumentParser
import CanonicalJSON
import DefinitionFiles
import ImportFiles
import LineProtocol
import Terminal
import Wording

extension ForumCommand {
    /// `chancery forum load`
    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load a forum from its folder, or update it.",
            discussion: """
                The folder holds forum.yaml and the files that it names: partners, lifecycles, coordinators, meetings. \
                Loading it again applies only what has changed. A trial is a separate forum with a mark on every line.

                Examples:
                  chancery forum load schema/forums/asem
                  chancery forum load schema/forums/asem --with-initiatives
                  chancery forum load schema/forums/asem --trial
                """)

        @OptionGroup var connection: ConnectionOptions

        @Argument(help: "The folder, or its forum.yaml.", completion: .directory)
        var folder: String

        @Flag(help: "As a trial: --as ID-trial --mark TRIAL --prefix TRIAL (else TRIAL2), unless these are given.")
        var trial = false

        @Option(name: .customLong("as"), help: ArgumentHelp("Load it under this id.", valueName: "id"))
        var id: String?

        @Option(help: ArgumentHelp("The mark on every line of it.", valueName: "text"))
        var mark: String?

        @Option(help: ArgumentHelp("The letters that its refs start with.", valueName: "letters"))
        var prefix: String?

        @Flag(help: "Also import its initiatives.")
        var withInitiatives = false

        @Flag(help: "List every item that could not be mapped as it is.")
        var verbose = false

        func run() async throws {
            let forum = try ForumLoad.read(folder)
            var overrides = ForumLoad.Overrides(id: id, mark: mark, prefix: prefix)
            if trial {
                overrides.id = id ?? forum.definition.id + "-trial"
                overrides.mark = mark ?? "TRIAL"
            }
            try await ClientSession.with(connection) { [overrides] session in
                var overrides = overrides
                if trial, prefix == nil, let id = overrides.id {
                    // A closed trial keeps its letters.
                    let forums = try await session.read(Verbs.Forums(closed: true)).rows
                    overrides.prefix = Self.trialPrefix(of: id, among: forums)
                }
                let load = ForumLoad(
                    session: session, folder: Self.directory(folder), forum: forum, overrides: overrides)
                let parts: [ForumLoad.Part]
                do { parts = try await load.run(withInitiatives: withInitiatives) } catch let failure as CommandFailure
                {
                    guard let refusal = failure.refusal, refusal.code == .forumClosed else { throw failure }
                    throw CommandFailure.guided(refusal, next: [try await Self.another(than: load.id, folder, session)])
                }
                let issues = parts.flatMap { $0.report?.sortedIssues ?? [] }
                let rows = parts.map(Self.row) + (verbose ? issues.map(\.json) : [])
                session.print(
                    rows, ["forum": .string(load.id), "issues": .integer(Int64(issues.count))],
                    Self.lines(load, parts, verbose: verbose, session.paint))
            }
        }

        /// The letters that the refs of a trial begin with: its own where it is there already, else the first that no forum has.
        static func trialPrefix(of id: String, among forums: [ShownForum]) -> String {
            if let own = forums.first(where: { $0.forum == id })?.settings?.refPrefix { return own }
            let taken = Set(forums.compactMap { $0.settings?.refPrefix })
            var (number, prefix) = (1, "TRIAL")
            while taken.contains(prefix) {
                number += 1
                prefix = "TRIAL\(number)"
            }
            return prefix
        }

        /// How to load a folder under a name that no trial had, closed ones included.
        private static func another(than id: String, _ folder: String, _ session: ClientSession) async throws -> String
        {
            let forums = try await session.read(Verbs.Forums(closed: true)).rows
            let taken = Set(forums.map(\.forum) + [id])
            var number = 2
            while taken.contains("\(id)-\(number)") { number += 1 }
            return TerminalText.line("chancery forum load \(folder) --trial --as \(id)-\(number)")
        }

        /// The folder in which the files that forum.yaml names lie.
        static func directory(_ path: String) -> String {
            guard path.hasSuffix(".yaml") else { return path.hasSuffix("/") ? String(path.dropLast()) : path }
            return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        }

        private static func row(_ part: ForumLoad.Part) -> JSONObject {
            [
                "part": .string(part.name), "total": .integer(Int64(part.total)),
                "changed": .integer(Int64(part.changed)),
                "refused": .integer(Int64(part.report?.refused ?? 0)),
                "issues": .integer(Int64(part.report?.issues.count ?? 0)),
            ]
        }

        private static func lines(
            _ load: ForumLoad, _ parts: [ForumLoad.Part], verbose: Bool, _ paint: Paint
        ) -> [String] {
            var lines = [
                MarkText.prefix(load.mark, paint) + paint.bold(load.id) + ": " + load.forum.definition.name
            ]
            let width = parts.map(\.name.count).max() ?? 0
            for part in parts {
                var text = part.changed == 0 ? "unchanged" : "\(part.changed) changed"
                if let refused = part.report?.refused, refused > 0 { text += ", " + paint.red("\(refused) refused") }
                if let report = part.report, !report.issues.isEmpty, !verbose {
                    text += "; \(counted(report.issues.count, "remark")) (--verbose lists them)"
                }
                lines.append(
                    "  " + part.name.padded(to: width) + "  " + String(part.total).aligned(rightIn: 4) + "  " + text)
            }
            guard verbose else { return lines }
            for report in parts.compactMap(\.report) where !report.issues.isEmpty {
                lines += ["", paint.heading(report.file)]
                for group in ImportIssueGroup.groups(of: report.issues) { lines += group.lines(paint) }
            }
            return lines
        }
    }
}
