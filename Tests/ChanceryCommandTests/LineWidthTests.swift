import ArgumentParser
import CanonicalJSON
import LineProtocol
import Testing

@testable import ChanceryCommand
@testable import Terminal

/// What people read fits the screen on which they read it.
@Suite struct LineWidthTests {
    private static func paths(
        _ command: any ParsableCommand.Type = ChanceryCommand.self, _ path: [String] = []
    ) -> [[String]] {
        [path] + command.configuration.subcommands.flatMap { paths($0, path + [$0._commandName]) }
    }

    private func check(_ text: String, _ width: Int, _ words: [String]) {
        for line in text.split(separator: "\n") { #expect(String(line).columns <= width, "\(words): \(line)") }
    }

    private func console(_ width: Int, _ peer: FakePeer? = nil) -> TestConsole {
        TestConsole(
            environment: ["CHANCERY_SERVER": peer?.address ?? "127.0.0.1:1", "CHANCERY_TOKEN": "t"],
            traits: TerminalTraits(isTerminal: true, columns: width, hasColour: true))
    }

    @Test(arguments: [80, 120]) func everyHelp(_ width: Int) async {
        for path in Self.paths() {
            let console = console(width)
            #expect(await console.run(path + ["--help"]) == .done, "\(path)")
            check(console.out, width, path)
        }
        // Without a screen a help has the lines of one of 80 columns.
        let plain = TestConsole()
        #expect(await plain.run("advance", "--help") == .done)
        check(plain.out, 80, ["advance"])
        #expect(plain.out.contains("\nUSAGE: chancery advance <ref> <transition>"))
    }

    @Test(arguments: [80, 120], ExitStatusTests.commands) func everyPage(_ width: Int, _ words: [String]) async throws {
        let (status, out, err) = try await FakePeer.with(Scripts.agreeable) { peer in
            let console = console(width, peer)
            return (await console.run(words), console.out, console.err)
        }
        #expect(status == .done || status == .refused, "\(words): \(err)")
        check(out, width, words)
        check(err, width, words)
    }

    @Test(arguments: [80, 120]) func theHelpOfOneAct(_ width: Int) async throws {
        for words in [["advance", "R", "circulate"], ["advance", "R"], ["record", "R", "held"], ["record", "R"]] {
            let out = try await FakePeer.with(Scripts.agreeable) { peer in
                let console = console(width, peer)
                _ = await console.run(words + ["--help"])
                return console.out + console.err
            }
            check(out, width, words)
        }
    }

    @Test func aFileThatIsChecked() async {
        let console = console(80)
        let file = Repository.path("schema/lifecycles/asean-cooperation-project.yaml")
        #expect(await console.run("lifecycle", "check", file) == .done)
        #expect(console.out.replacing("\n  ", with: " ").hasSuffix("no fault\n"))
        check(console.out.replacing(file, with: ""), 80, ["lifecycle", "check"])
    }

    // MARK: failures

    private static let long = Failure(
        .refused, "the proposal cannot be moved, because " + (1...40).map { "reason-\($0)" }.joined(separator: " "))

    @Test(arguments: [40, 80, 120]) func failuresAreFoldedOnAScreen(_ width: Int) async throws {
        let err = try await FakePeer.with(Scripts.refusing(.ack, Self.long)) { peer in
            let console = console(width, peer)
            #expect(await console.run("ack", "R") == .refused)
            return console.err
        }
        let lines = err.split(separator: "\n")
        #expect(lines.count > 2 && lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
        check(err, width, ["ack"])
        #expect(err.contains("reason-40"))
    }

    /// Scripts look for a failure by its line.
    @Test func failuresAreOneLineWhereNobodyLooks() async throws {
        let err = try await FakePeer.with(Scripts.refusing(.ack, Self.long)) { peer in
            let console = TestConsole(environment: [
                "CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t", "COLUMNS": "80",
            ])
            _ = await console.run("ack", "R")
            return console.err
        }
        #expect(err.split(separator: "\n").first?.hasSuffix("reason-40") == true)
    }

    @Test func foldingKeepsWhatIsAligned() {
        #expect("a short line".folded(to: 20) == ["a short line"])
        #expect("one two three four".folded(to: nil) == ["one two three four"])
        #expect("chancery: one two three".folded(to: 15) == ["chancery: one", "  two three"])
        #expect("  said below one two".folded(to: 12) == ["  said below", "  one two"])
        #expect("  --on  the first day of it".folded(to: 18) == ["  --on  the first", "        day of it"])
        // A word that fits no line can still be copied.
        #expect("at /a/very/long/path ends".folded(to: 10) == ["at", "  /a/very/long/path", "  ends"])
        let painted = Paint(TerminalTraits(hasColour: true)).red("one")
        #expect("\(painted) two".columns == 7 && "\(painted) two".folded(to: 7).count == 1)
    }
}
