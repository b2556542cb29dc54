import ArgumentParser
import CanonicalJSON
import DefinitionFiles
import Lifecycle
import LineClient

/// Takes one real initiative through every state of its lifecycle in a trial forum, and prints every line of it.
struct TourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour",
        abstract: "Take one initiative through all its states in a trial forum, printing every line sent and received.",
        discussion: """
            Plays the tour.txt of a forum's folder in a forum of its own, whose every line is marked TRIAL: no invented \
            position of a real government enters a real forum. Needs an administrator's token. `deploy/run tour` runs it on \
            a throw-away server.

            Every line sent and received is printed, beginning with who sends (>) or receives (<) it. Of lists of many like \
            elements within a line the first and the last are shown, of the answers to many like lines what differs from \
            the first; both say so with "…", and --whole prints all of it. Access tokens are hidden.

            Examples:
              chancery tour schema/forums/asem
              chancery tour schema/forums/asem --whole
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("The forum's folder.", valueName: "dir"), completion: .directory)
    var folder: String

    @Flag(help: "Print every line whole, however much it repeats.")
    var whole = false

    func run() async throws {
        let forum = try ForumLoad.read(folder)
        let path = folder + "/tour.txt"
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.notDone(["\(PlainText.line(path)) \(error.sentence)"])
        }
        let script = try TourScript(text, file: path)
        try await ClientSession.with(connection) { session in
            let load = ForumLoad(
                session: session, folder: folder, forum: forum,
                overrides: ForumLoad.Overrides(id: forum.definition.id + "-trial", mark: "TRIAL", prefix: "TRIAL"))
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
        }
    }
}
