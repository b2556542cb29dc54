import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal

extension ForumCommand {
    /// `chancery forum close`
    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a trial for good.",
            discussion: """
                A trial that was closed is gone from every list; nothing more is done in it, and nothing of it is shown. \
                Its record stays: who audits it can export and audit it and read its histories. Its id and the letters of \
                its refs stay taken. A real forum cannot be closed. Needs an administrator of the forum or of the server.

                Examples:
                  chancery forum close asem-trial
                  chancery forum close asem-trial --yes
                """)

        @OptionGroup var connection: ConnectionOptions

        @Argument(help: "The trial.")
        var forum: String

        @OptionGroup var yes: YesOption

        func run() async throws {
            try await ClientSession.with(connection) { session in
                if !yes.yes {
                    // Asked about only where it can be done.
                    let shown = try await session.read(Verbs.Forum(forum: forum)).end
                    if shown.mark != nil {
                        try FinalAct(closing: forum, shown.name).confirm(session.console)
                    }
                }
                var close = Verbs.Forum()
                close.forum = forum
                close.close = true
                let answer = try await session.write(close)
                try session.print(answer) {
                    let day = $0.closed.map { " on \(TimeText.minute($0)) UTC" } ?? ""
                    let mark = MarkText.prefix($0.registry.change.mark, session.paint)
                    return [
                        mark + session.paint.bold(TerminalText.line(forum)) + " was closed\(day)",
                        TerminalText.line("  its record stays: chancery export --forum \(forum) --out FILE"),
                    ]
                }
            }
        }
    }
}
