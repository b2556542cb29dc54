import ArgumentParser
import CanonicalJSON
import CivilTime
import LineProtocol
import Terminal

/// `chancery view`
struct ViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view", abstract: "Show a list or report of the forum. Without a name, list them.",
        discussion: """
            A forum defines its own lists and reports; docs/views.md says how. Give the parameters of a view with --param.

            Examples:
              chancery view
              chancery view work-programme --on 2026-06-30
              chancery view agenda --param meeting=som-2026-06-brussels
              chancery view focus --param by=balance --csv > balance.csv
              chancery view waiting --svg --output waiting.svg
              chancery view announcements --ical --output announcements.ics
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    @Argument(help: "The name of the view.")
    var view: String?

    @Option(help: ArgumentHelp("As it was recorded at this instant, or at the end of this day.", valueName: "instant"))
    var at: String?
    @Option(help: ArgumentHelp("As the bodies had decided by the end of this day.", valueName: "day"))
    var on: String?
    @Option(
        name: .customLong("param"), parsing: .singleValue,
        help: ArgumentHelp("A parameter of the view, as name=value; may be repeated.", valueName: "name=value"))
    var parameters: [String] = []

    @Flag(help: "As comma-separated values.")
    var csv = false
    @Flag(help: "With --csv: start with a byte order mark, so that Excel reads the file as UTF-8.")
    var bom = false
    @Flag(help: "As an SVG chart.")
    var svg = false
    @Flag(help: "As an Atom feed.")
    var atom = false
    @Flag(help: "As an iCalendar file.")
    var ical = false
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write it to this file; - is the standard output.", valueName: "file"), completion: .file())
    var output: String?

    func validate() throws {
        let formats = formats
        if formats.count > 1 { throw ValidationError("use only one of --csv, --svg, --atom and --ical") }
        if output != nil, formats.isEmpty { throw ValidationError("--output needs --csv, --svg, --atom or --ical") }
        if bom, !csv { throw ValidationError("--bom goes with --csv") }
        if view == nil, !formats.isEmpty || at != nil || on != nil || !parameters.isEmpty {
            throw ValidationError("name a view; chancery view lists them")
        }
    }

    private var formats: [Verbs.View.Format] {
        let given: [(Verbs.View.Format, Bool)] = [(.csv, csv), (.svg, svg), (.atom, atom), (.ical, ical)]
        return given.filter(\.1).map(\.0)
    }

    func run() async throws {
        var asked = Verbs.View()
        asked.at = try at.map { try Instant(option: $0, "--at", endOfDay: true) }
        asked.format = formats.first
        asked.parameters = try givenParameters()
        try await ClientSession.with(connection, login: .optional) { [asked] session in
            var asked = asked
            let forum = try await session.forum(self.forum.forum)
            guard let view else {
                let answer = try await session.read(Verbs.View(forum: forum))
                return try session.print(answer, ViewCommand.lines(answer, session.paint(table)))
            }
            asked.forum = forum
            asked.on = try on.map { try CivilDate(sentOption: $0, "on") }
            let answer = try await session.view(view, asked)
            guard asked.format != nil else {
                return try session.print(
                    answer, ViewPage(answer.rows.map(\.values), answer.end, session.paint(table)).lines())
            }
            let text = try answer.rows(as: TextPart.self).map(\.text).joined()
            try write((bom ? "\u{FEFF}" : "") + text, answer.sent.object, session)
        }
    }

    private static func lines(_ answer: ReadAnswer<Verbs.View>, _ paint: Paint) throws -> [String] {
        let views = try answer.rows(as: Verbs.View.Listed.self)
        return ListText.lines(try Tables.views(views, paint), CountEnd(count: views.count))
    }

    private func givenParameters() throws -> [String: String] {
        var given: [String: String] = [:]
        for parameter in parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !CommandGap.isBlank(parts[0]) else {
                throw CommandFailure.usage(
                    "\"\(TerminalText.line(parameter))\" is not a parameter; write --param name=value")
            }
            guard !CommandGap.isBlank(parts[1]) else {
                let example =
                    CommandShape(["view"]).example(with: "--param") ?? "chancery view agenda --param meeting=VALUE"
                throw CommandFailure.usage(
                    TerminalText.line(
                        "--param \(parts[0])= has no value; give one, or leave the parameter out; for example: \(example)"
                    ))
            }
            given[String(parts[0])] = String(parts[1])
        }
        return given
    }

    private func write(_ text: String, _ answer: JSONObject, _ session: ClientSession) throws {
        guard let output, output != "-" else {
            if session.isJSON {
                var object = answer
                object["text"] = .string(text)
                session.printJSON(object)
            } else {
                session.console.write(text)
            }
            return
        }
        do { try LocalFile.writeShared(text, to: output) } catch {
            throw CommandFailure.notDone(["\(TerminalText.line(output)) \(error.sentence)"])
        }
        session.print(answer, ["\(TerminalText.line(output)): \(text.utf8.count) bytes"])
    }
}
