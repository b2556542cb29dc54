import ArgumentParser
import CanonicalJSON
import DefinitionFiles
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

            Example:
              chancery tour schema/forums/asem
            """)

    @OptionGroup var connection: ConnectionOptions
    @Argument(help: ArgumentHelp("The forum's folder.", valueName: "dir"), completion: .directory)
    var folder: String

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
            let stage = TourStage(forum: load.id, connection: connection, console: session.console)
            stage.say(
                "Loaded the forum \(load.id): " + parts.map { "\($0.name) \($0.total)" }.joined(separator: ", ") + ".")
            var play = TourPlay(
                stage: stage, admin: TourLine(session.client, name: "admin", stage: stage),
                initiatives: folder + "/" + (forum.definition.files.initiatives ?? "initiatives.jsonl"),
                partners: forum.partners.map(\.id))
            try await play.play(script)
        }
    }
}
