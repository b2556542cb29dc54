import DefinitionFiles
import DefinitionTree
import Lifecycle
import TestSupport
import Testing
import Wording

@testable import ClientCommands
@testable import Terminal

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
        let harmful = (console.out + console.err).unicodeScalars.filter(HiddenCharacter.isHarmful)
        #expect(harmful.isEmpty, "\(console.err)")
        #expect(console.err.contains("\(name).yaml:"), "\(console.err)")
    }

    /// A stored definition may hold what today's check refuses; the diagram that is made of it is written without it.
    @Test func aDiagramIsCleaned() throws {
        var definition = try #require(
            LifecycleFile.check(path: Repository.path("schema/lifecycles/asem-initiative.yaml")).0)
        definition.states[0].label = "Draf\u{1B}[2Jted\u{202E}\u{85}"
        for diagram in [definition.mermaid, definition.scxml] {
            let written = TerminalText.block(diagram)
            #expect(!written.unicodeScalars.contains(where: HiddenCharacter.isHarmful))
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

    /// The same of a folder on the command line: nobody is asked, and the file is named with a line.
    @Test func aFolderThatIsTooLong() async throws {
        let folder = try TestRoot.freePath("long-forum")
        try LocalFile.makePrivateDirectory(folder)
        let groups = (1...1500).map { "  - {id: g-\($0), partners: [A]}\n" }.joined()
        let files = [
            "forum.yaml": """
            forum: grants
            name: Grants
            ref_prefix: GR
            appointments:
              - {role: applicant, of: partner}
              - {role: member, of: partner}
              - {role: board, of: group}
              - {role: admin, of: forum}
              - {role: auditor, of: forum}
            duties: {publishing: admin, meetings: admin, accounts: admin, audit: auditor}
            attributes: [side, group]
            meeting_kinds: [council]
            lifecycles: [grant.yaml]
            files: {partners: partners.csv}
            groups:
            \(groups)
            """,
            "partners.csv": "partner_id,name,side,group\nA,Alpha,left,g\nB,Beta,right,g\n",
            "grant.yaml": try LocalFile.text(Repository.path("Tests/DefinitionFilesTests/Good/grant.yaml")),
        ]
        defer {
            for name in files.keys { LocalFile.remove("\(folder)/\(name)") }
            LocalFile.removeDirectory(folder)
        }
        for (name, text) in files { try LocalFile.writePrivate(text, to: "\(folder)/\(name)") }
        let console = TestConsole(environment: ["CHANCERY_TOKEN": "t", "CHANCERY_SERVER": "127.0.0.1:1"])
        #expect(await console.run("forum", "load", folder) == .refused)
        #expect(console.err.contains("\(folder)/forum.yaml:1: the settings are "), "\(console.err)")
        #expect(console.err.contains("a server keeps at most 49152"), "\(console.err)")
    }
}
