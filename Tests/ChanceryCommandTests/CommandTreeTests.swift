import ArgumentParser
import CanonicalJSON
import Testing

@testable import ChanceryCommand
@testable import Terminal

@Suite struct CommandTreeTests {
    /// All commands with the words that lead to them.
    private static func all(
        _ command: any ParsableCommand.Type = ChanceryCommand.self, _ path: [String] = []
    ) -> [(path: [String], command: any ParsableCommand.Type)] {
        command.configuration.subcommands.flatMap { sub in
            [(path + [sub._commandName], sub)] + all(sub, path + [sub._commandName])
        }
    }

    @Test func everyCommandHasAnExample() {
        #expect(Self.all().count > 35)
        for (path, command) in Self.all() where command.configuration.subcommands.isEmpty {
            #expect(!command.configuration.abstract.isEmpty, "\(path)")
            #expect(command.configuration.discussion.contains("chancery \(path[0])"), "\(path)")
            #expect(command.configuration.discussion.contains("Example"), "\(path)")
            // Examples stand as they are typed: no line is broken by a screen of 80 columns.
            for line in command.configuration.discussion.split(separator: "\n") where line.hasPrefix("  ") {
                #expect(line.count <= 80, "\(line)")
            }
        }
    }

    @Test func helpIsNoError() async {
        for (path, _) in Self.all() {
            let console = TestConsole()
            #expect(await console.run(path + ["--help"]) == .done, "\(path)")
            #expect(console.out.contains("USAGE: chancery \(path[0])"), "\(path)")
            #expect(console.err.isEmpty)
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completions(_ shell: String) async {
        let console = TestConsole()
        #expect(await console.run("completions", shell) == .done)
        #expect(console.out.contains("advance") && console.out.contains("chancery"))
        // Refs and transitions are asked for where they are needed.
        #expect(console.out.split(separator: "\n").filter { $0.contains("---completion") }.count > 10)
    }

    /// Whatever takes a file or a folder offers those that there are.
    @Test func filesAreCompleted() throws {
        var count = 0
        for (path, command) in Self.all() {
            let help = try JSONValue.parse(command._dumpHelp())
            for argument in help["command"]?["arguments"]?.array ?? [] {
                let name = argument["valueName"]?.string ?? ""
                guard ["file", "keyfile", "dir", "folder", "path"].contains(name) else { continue }
                let kind = argument["completionKind"]?.object
                #expect(kind?["file"] != nil || kind?["directory"] != nil, "\(path) \(name)")
                count += 1
            }
        }
        #expect(count > 60)
    }

    @Test func checkingALifecycle() async {
        let good = TestConsole()
        #expect(
            await good.run("lifecycle", "check", Repository.path("schema/lifecycles/asem-initiative.yaml")) == .done)
        #expect(good.out.hasSuffix("7 states, 10 transitions, 24 fields; no fault\n"))
        let missing = TestConsole()
        #expect(await missing.run("lifecycle", "check", "/nonexistent.yaml") == .usage)
        #expect(missing.err == "chancery: /nonexistent.yaml cannot be opened: No such file or directory\n")
        let drawn = TestConsole()
        #expect(
            await drawn.run("lifecycle", "diagram", Repository.path("schema/lifecycles/asem-initiative.yaml")) == .done)
        #expect(drawn.out.hasPrefix("stateDiagram-v2\n"))
        let xml = TestConsole()
        #expect(
            await xml.run("lifecycle", "diagram", "--scxml", Repository.path("schema/lifecycles/asem-initiative.yaml"))
                == .done)
        #expect(xml.out.hasPrefix("<?xml version=\"1.0\""))
    }
}
