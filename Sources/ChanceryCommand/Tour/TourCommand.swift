import ArgumentParser
import CanonicalJSON
import DefinitionFiles
import LineClient

/// Takes one real initiative through every state of its lifecycle in a trial forum, and prints every line of it.
struct TourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour",
        abstract:
            "Take one initiative through all five states in a trial forum, printing every line sent and received.",
        discussion: """
            Works in a forum of its own, asem-trial, whose every line is marked TRIAL: no invented position of a real \
            government enters a real forum. Needs an administrator's token. `deploy/run tour` runs it on a throw-away server.

            Example:
              chancery tour --folder schema/forums/asem
            """)

    @OptionGroup var connection: ConnectionOptions
    @Option(help: ArgumentHelp("The forum's folder.", valueName: "dir"), completion: .directory)
    var folder = "schema/forums/asem"

    func run() async throws {
        let forum = try ForumLoad.read(folder)
        let initiatives = folder + "/" + (forum.definition.files.initiatives ?? "initiatives.jsonl")
        let record = try TourRecord.find(TourScript.title, in: initiatives)
        try await ClientSession.with(connection) { session in
            let id = forum.definition.id + "-trial"
            let load = ForumLoad(
                session: session, folder: folder, forum: forum,
                overrides: ForumLoad.Overrides(id: id, mark: "TRIAL", prefix: "TRIAL"))
            let parts = try await load.run(withInitiatives: false)
            let stage = TourStage(forum: id, connection: connection, console: session.console)
            stage.say("The forum \(id) holds " + parts.map { "\($0.total) \($0.name)" }.joined(separator: ", ") + ".")
            try await TourScript(
                stage: stage, admin: TourLine(session.client, name: "admin", stage: stage), record: record,
                partners: forum.partners.map(\.id)
            ).play()
        }
    }
}
