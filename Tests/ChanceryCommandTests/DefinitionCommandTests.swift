import DefinitionFiles
import Lifecycle
import TestSupport
import Testing

@testable import ChanceryCommand

/// Definitions on the command line: what is told before anything is sent.
@Suite struct DefinitionCommandTests {
    /// Whatever a file holds, no control character of it reaches the terminal: not in a diagram, and not in a fault.
    @Test(
        arguments: ["control-in-a-label", "bidi-in-a-label", "bidi-in-help", "label-of-two-lines"],
        ["check", "diagram"])
    func nothingHarmfulIsPrinted(_ name: String, _ command: String) async throws {
        let console = TestConsole()
        let path = Repository.path("Tests/DefinitionFilesTests/Faulty/\(name).yaml")
        #expect(await console.run(["lifecycle", command, path]) == .refused)
        let harmful = (console.out + console.err).unicodeScalars.filter(DefinitionReading.isHarmful)
        #expect(harmful.isEmpty, "\(console.err)")
        #expect(console.err.contains("\(name).yaml:"), "\(console.err)")
    }

    /// A stored definition may hold what today's check refuses; the diagram that is made of it is written without it.
    @Test func aDiagramIsCleaned() throws {
        var definition = try #require(
            LifecycleFile.check(path: Repository.path("schema/lifecycles/asem-initiative.yaml")).0)
        definition.states[0].label = "Draf\u{1B}[2Jted\u{202E}\u{85}"
        for diagram in [definition.mermaid, definition.scxml] {
            let written = PlainText.block(diagram)
            #expect(!written.unicodeScalars.contains(where: DefinitionReading.isHarmful))
            #expect(written.contains("ted"))
        }
    }

    /// The limit of a forum's settings is told with its file, before a server is asked.
    @Test func settingsThatAreTooLong() throws {
        let folder = Repository.path("schema/forums/asem")
        var forum = try ForumFile.load(folder)
        #expect(ForumLoad.oversize(forum, folder) == nil)
        forum.definition.groups[0].partners = Array(repeating: "FR", count: 12_000)
        let fault = try #require(ForumLoad.oversize(forum, folder))
        #expect(fault.file == folder + "/forum.yaml" && fault.sentence.contains("at most 49152"), "\(fault)")
        #expect(ForumLoad.oversize(forum, folder + "/forum.yaml")?.file == folder + "/forum.yaml")
    }
}
