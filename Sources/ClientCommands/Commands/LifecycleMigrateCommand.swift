import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

extension LifecycleCommand {
    /// `chancery lifecycle migrate`
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Move running proposals to a later version of their lifecycle: make a plan, check it, apply it.",
            discussion: """
                --plan writes one line for each running proposal: what would become of it, or why it stays. It changes nothing. \
                --apply does what the plan says, with one event for each proposal that holds the plan's SHA-256. A line that no \
                longer holds is refused and its proposal stays; a proposal that the plan does not name is never moved. Applying \
                a plan again changes nothing. You may remove lines from a plan, and change "kept" to "closed" to end a round.

                Examples:
                  chancery lifecycle migrate asem-initiative --plan plan.jsonl
                  chancery lifecycle migrate measure --state open=begun --plan plan.jsonl
                  chancery lifecycle migrate --apply plan.jsonl
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption

        @Argument(help: "The lifecycle to plan for.")
        var lifecycle: String?

        @Option(
            help: ArgumentHelp("Write the plan to this file; - is the standard output.", valueName: "file"),
            completion: .file())
        var plan: String?

        @Option(help: ArgumentHelp("Apply this plan.", valueName: "file"), completion: .file())
        var apply: String?

        @Option(
            help: ArgumentHelp("Only proposals of this version. Default: every earlier version.", valueName: "number"))
        var from: Int64?

        @Option(help: ArgumentHelp("The version to move to. Default: the newest.", valueName: "number"))
        var to: Int64?

        @Option(
            help: ArgumentHelp(
                "A state that the new version lacks, and the state that replaces it; may be repeated.",
                valueName: "old=new"))
        var state: [String] = []

        mutating func validate() throws {
            guard (plan == nil) != (apply == nil) else {
                throw ValidationError("Give --plan FILE to make a plan, or --apply FILE to apply one.")
            }
            guard apply == nil || (lifecycle == nil && from == nil && to == nil && state.isEmpty) else {
                throw ValidationError("The plan says what to apply; give --apply FILE alone.")
            }
            guard apply != nil || lifecycle != nil else {
                throw ValidationError("Name the lifecycle, as in: chancery lifecycle migrate LIFECYCLE --plan FILE")
            }
            for pair in state where pair.split(separator: "=", omittingEmptySubsequences: false).count != 2 {
                throw ValidationError("Write --state old=new, not \"\(pair)\".")
            }
        }

        func run() async throws {
            if let apply { return try await self.apply(apply) }
            try await ClientSession.with(connection) { session in
                let plan = MigrationPlan(rows: try await rows(session))
                guard let file = self.plan, file != "-" else {
                    session.console.write(plan.text)
                    // The standard output is the plan and nothing else; an empty one would leave no word at all.
                    if plan.moving.isEmpty {
                        session.console.errorLine("chancery: nothing moves: \(plan.stayingSentence)")
                    }
                    return
                }
                do throws(FileFault) { try LocalFile.writeShared(plan.text, to: file) } catch {
                    throw CommandFailure.usage("the plan \(TerminalText.line(file)) \(error.sentence)")
                }
                let moving = plan.moving.count
                let answer: JSONObject = [
                    "plan": .string(plan.digest), "file": .string(file), "migrate": .integer(Int64(moving)),
                    "stay": .integer(Int64(plan.lines.count - moving)),
                ]
                let lines = try plan.table(session.paint)
                session.print(
                    plan.lines, answer,
                    lines + (lines.isEmpty ? [] : [""]) + [
                        "\(TerminalText.line(file)): \(moving) to migrate, \(plan.lines.count - moving) to stay; "
                            + "nothing was changed",
                        "plan \(plan.digest)",
                    ])
            }
        }

        /// Every page of the plan; one may be without rows.
        private func rows(_ session: ClientSession) async throws -> [JSONObject] {
            let forum = try await session.forum(self.forum.forum)
            var migration = Verbs.Migration()
            migration.forum = forum
            migration.lifecycle = lifecycle ?? ""
            migration.from = from.map { Int($0) }
            migration.to = to.map { Int($0) }
            for pair in state.map({ $0.split(separator: "=").map(String.init) }) where pair.count == 2 {
                migration.states = (migration.states ?? [:]).merging([pair[0]: pair[1]]) { $1 }
            }
            var rows: [JSONObject] = []
            while true {
                let page = try await session.read(migration)
                rows += page.sent.rows
                guard let next = try page.end.next, next != migration.after else { return rows }
                migration.after = next
            }
        }

        private func apply(_ file: String) async throws {
            let bytes: [UInt8]
            do throws(FileFault) { bytes = try LocalFile.bytes(file) } catch {
                throw CommandFailure.usage("the plan \(TerminalText.line(file)) \(error.sentence)")
            }
            let plan = try MigrationPlan(bytes: bytes, file: file)
            try await ClientSession.with(connection) { session in
                let requests = try plan.requests
                let bar = ProgressBar("migrating", total: requests.count, console: session.console)
                let answers = try await Pipeline(session).run(requests) { bar.step() }
                bar.finish()
                var (moved, unchanged) = (0, 0)
                var refused: [JSONObject] = []
                for (request, answer) in zip(requests, answers) {
                    switch answer.result {
                    case .success(let object) where WrittenChange(object).place.isRepeated: unchanged += 1
                    case .success: moved += 1
                    case .failure(let failure):
                        refused.append([
                            "ref": .string(request.arguments[0]), "error": .string(failure.codeText),
                            "message": .string(failure.message),
                        ])
                    }
                }
                let stay = plan.lines.count - requests.count
                let answer: JSONObject = [
                    "plan": .string(plan.digest), "migrated": .integer(Int64(moved)),
                    "unchanged": .integer(Int64(unchanged)), "refused": .integer(Int64(refused.count)),
                    "stay": .integer(Int64(stay)),
                ]
                session.print(
                    refused, answer,
                    [
                        "\(TerminalText.line(file)): \(moved) migrated, \(unchanged) migrated before, \(stay) stay, "
                            + "\(refused.count) refused", "plan \(plan.digest)",
                    ])
                guard refused.isEmpty else {
                    let told =
                        refused.count == 1
                        ? "1 line of the plan was refused; its proposal is as it was"
                        : "\(refused.count) lines of the plan were refused; their proposals are as they were"
                    throw CommandFailure.notDone(
                        [told]
                            + refused.map {
                                TerminalText.line("\($0["ref"]?.string ?? ""): \($0["message"]?.string ?? "")")
                            })
                }
            }
        }
    }
}
