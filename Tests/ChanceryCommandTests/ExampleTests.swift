import ArgumentParser
import LineProtocol
import Record
import TestSupport
import Testing

@testable import ChanceryCommand
@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// What --help prints as an example works as it is typed.
@Suite struct ExampleTests {
    /// Commands whose examples need a server's data or a file of their own: they are read to the last word, and run elsewhere.
    private static let readOnly: Set<String> = [
        "serve", "init", "backup", "restore", "tour", "import", "file", "fetch", "export", "verify", "witness",
        "signature",
        "audit",
        "send", "login", "logout", "key", "config", "erase",
    ]

    /// The examples of all commands, each as one line.
    static var all: [String] {
        func discussions(_ command: any ParsableCommand.Type) -> [String] {
            [command.configuration.discussion] + command.configuration.subcommands.flatMap(discussions)
        }
        return discussions(ChanceryCommand.self).flatMap { discussion -> [String] in
            guard let start = discussion.firstRange(of: "Example") else { return [] }
            let text = String(discussion[start.upperBound...]).replacing("\\\n", with: " ")
            return text.split(separator: "\n").dropFirst().filter { $0.hasPrefix("  ") }.map {
                PartnerNames.trimmed($0)
            }
        }
    }

    /// The words of a line as a shell reads them, up to where its output goes.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for letter in line {
            if let open = quote {
                if letter == open { quote = nil } else { word = (word ?? "") + String(letter) }
            } else if letter == "\"" || letter == "'" {
                (quote, word) = (letter, word ?? "")
            } else if letter == ">" || letter == "|" {
                break
            } else if letter == " " {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(letter)
            }
        }
        return words + [word].compactMap(\.self)
    }

    @Test func thereAreMany() {
        #expect(Self.all.count > 90)
        #expect(Self.all.filter { !$0.hasPrefix("chancery ") && !$0.contains("$(chancery ") }.isEmpty)
    }

    @Test(arguments: all)
    func works(_ example: String) async throws {
        guard example.hasPrefix("chancery ") else { return try policy(example) }
        let words = Array(Self.words(example).dropFirst())
        let first = words.first ?? ""
        _ = try await ChanceryCommand.asyncParseAsRoot(words)
        guard !Self.readOnly.contains(first) else { return }
        // Files that an example names are there; an editor, a signing key and a forum's folder are for other tests.
        // So are examples of another forum's lifecycle.
        let isElsewhere =
            words.contains { $0.hasPrefix("ACP-") } || words.contains("--editor") || words.contains("--sign")
            || words.contains("load")
        guard !isElsewhere, !(first == "account" && words.contains("import")), first != "lifecycle" else { return }
        let file = try TestRoot.freePath("named")
        try LocalFile.writePrivate("title: Seminar on Water\n", to: file)
        defer { Editor.remove(file) }
        let endings = [".yaml", ".pdf", ".json", ".token", ".csv", ".svg", ".atom", ".ics"]
        // A directory that an example makes is a new one.
        let directory = try TestRoot.freePath("made")
        let given = words.map { word in
            word == "trial-tls" ? directory : endings.contains { word.hasSuffix($0) } ? file : word
        }
        let (status, error) = try await FakePeer.with(Scripts.agreeable) { peer in
            let console = TestConsole(environment: [
                "CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t", "CHANCERY_SCHEMA": Repository.path("schema"),
            ])
            return (await console.run(given), console.err)
        }
        #expect(status == .done, "\(example): \(error)")
    }

    /// A policy that an example writes is one.
    private func policy(_ example: String) throws {
        let key = try NoteSigner(name: "chancery/asem", seed: Array(repeating: 9, count: 32)).key.text
        guard let end = example.firstRange(of: " > ") else { throw FileFault(sentence: example) }
        let command = example[..<end.lowerBound].replacing("$(chancery checkpoint --key)", with: key)
        let written = try Shell.run(["/bin/bash", "-c", String(command)])
        #expect(written.status == 0 && written.out == "log \(key)\nquorum none\n", "\(written.out)")
        let policy = try WitnessPolicy(parsing: Array(written.out.utf8))
        #expect(policy.logs.map(\.key.text) == [key])
    }
}
