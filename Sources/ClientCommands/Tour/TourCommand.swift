import ArgumentParser
import CanonicalJSON
import DefinitionFiles
import Lifecycle
import LineClient
import LineProtocol
import Terminal

/// Takes one real initiative through every state of its lifecycle in a trial forum, and prints every line of it.
struct TourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour",
        abstract: "Take one initiative from draft to report in a trial forum; print every line sent and received.",
        discussion: """
            Plays the tour.txt of a forum's folder in a forum of its own, whose every line is marked TRIAL: no invented \
            position of a real government enters a real forum. Each tour has a new forum, FORUM-trial, FORUM-trial-2 and so on. \
            Needs the token of an administrator of the server. What it leaves there is closed with `chancery forum close`. \
            `deploy/run tour` runs it on a throw-away server.

            Each line starts with who sends (>) or receives (<) it. A long list within a line is cut to its first and last \
            element, and of many similar answers only the differences are shown; "…" marks both, and --whole prints \
            everything. Access tokens are hidden.

            Examples:
              chancery tour schema/forums/asem
              chancery tour schema/forums/asem --whole
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("The forum's folder.", valueName: "dir"), completion: .directory)
    var folder: String

    @Flag(help: "Print every line in full, even where it repeats.")
    var whole = false

    func run() async throws {
        let forum = try ForumLoad.read(folder)
        let path = folder + "/tour.txt"
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.notDone(["\(TerminalText.line(path)) \(error.sentence)"])
        }
        let script = try TourScript(text, file: path)
        try await ClientSession.with(connection) { session in
            let trial = TourCommand.trial(
                of: forum.definition.id, among: try await session.read(Verbs.Forums(closed: true)).rows)
            let load = ForumLoad(session: session, folder: folder, forum: forum, overrides: trial)
            let parts = try await load.run(withInitiatives: false)
            let stage = TourStage(
                forum: load.id, mark: "TRIAL", connection: connection, console: session.console,
                labels: LifecycleLabels(forum.lifecycles.first?.json.object ?? [:]), isWhole: whole)
            stage.say(
                "Loaded the forum \(load.id): " + parts.map { "\($0.name) \($0.total)" }.joined(separator: ", ") + ".")
            var play = TourPlay(
                stage: stage, admin: TourLine(session.client, name: "admin", stage: stage),
                forum: forum, folder: folder)
            try await play.play(script)
            stage.say("The forum \(load.id) stays on this server; end it with: chancery forum close \(load.id)")
        }
    }

    /// A trial that is not there yet, whose refs no forum has: what an earlier tour left could not be told again.
    static func trial(of id: String, among forums: [ShownForum]) -> ForumLoad.Overrides {
        let names = Set(forums.flatMap { [$0.forum, $0.settings?.refPrefix].compactMap(\.self) })
        var (number, trial, prefix) = (1, id + "-trial", "TRIAL")
        while names.contains(trial) || names.contains(prefix) {
            number += 1
            (trial, prefix) = ("\(id)-trial-\(number)", "TRIAL\(number)")
        }
        return ForumLoad.Overrides(id: trial, mark: "TRIAL", prefix: prefix)
    }
}
