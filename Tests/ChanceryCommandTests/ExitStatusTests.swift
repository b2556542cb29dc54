import ArgumentParser
import CanonicalJSON
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// The rule of docs/command-line.md over all commands: the same mistake ends in the same status, whoever notices it.
@Suite struct ExitStatusTests {
    /// A command line of each command that talks to the server with words alone.
    static let commands: [[String]] = [
        ["draft", "--field", "title=x"], ["revise", "R", "--field", "title=x"], ["advance", "R", "confirm"],
        ["position", "R", "support"], ["ack", "R"], ["contest", "R"], ["note", "R", "x"],
        ["deadline", "R", "2026-07-15", "--reason", "x"], ["invite", "R", "--invitee", "x", "--event", "y"],
        ["record", "R", "published"], ["publish", "R", "--url", "https://example.org", "--fields", "title"],
        ["implemented", "R", "--starts", "2026-01-01", "--ends", "2026-01-02"], ["packet", "R"], ["inbox"],
        ["show", "R"],
        ["why", "R"], ["list"], ["search", "x"], ["history", "R"], ["replay", "R", "--version", "1"], ["watch"],
        ["view"],
        ["forum", "list"], ["forum", "show"], ["lifecycle", "show"], ["partners"], ["meeting", "list"],
        ["meeting", "schedule", "m", "--kind", "som", "--starts", "2026-06-22"],
        ["meeting", "held", "m", "--starts", "2026-06-22"], ["account", "list"],
        ["account", "create", "--role", "contact-point", "--partner", "FR"],
        ["account", "appoint", "asem/x", "--role", "proposer", "--partner", "FR"], ["account", "end", "asem/x", "1"],
        ["token", "issue", "asem/x"], ["token", "revoke", "asem/x"], ["key", "list", "asem/x"],
        ["key", "end", "asem/x", "1"],
        ["listing", "draw", "ASEAN", "--year", "2027", "R"], ["listing", "submit", "ASEAN", "--year", "2027"],
        ["contact", "end", "1", "--until", "2026-06-30"], ["contact", "circulate"], ["checkpoint"], ["audit"], ["ping"],
    ]

    private func status(_ words: [String], _ failure: Failure) async throws -> Status {
        let script: FakePeer.Script = { request in
            switch request.verb {
            case .auth: Scripts.agreeable(request)
            // What commands look up on the way is answered, unless it is what they are for.
            case .show where words[0] != "show", .forums where words[0] != "forum",
                .partners where words[0] != "partners", .lifecycle where words[0] != "lifecycle":
                Scripts.agreeable(request)
            default: .refused(failure)
            }
        }
        return try await FakePeer.with(script) { peer in
            await TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"]).run(words)
        }
    }

    /// Words that the server cannot understand are a wrong command line; what it understands and refuses is a refusal.
    @Test(arguments: commands)
    func whatTheServerSays(_ words: [String]) async throws {
        for code in [ErrorCode.badField, .badArgument, .missingArgument, .extraArgument] {
            #expect(try await status(words, Failure(code, "no")) == .usage, "\(words) \(code)")
        }
        for code in [ErrorCode.refused, .notFound, .forbidden, .versionConflict, .badToken] {
            #expect(try await status(words, Failure(code, "no")) == .refused, "\(words) \(code)")
        }
    }

    /// Another attempt helps only where the connection has no future, not where one request was too long.
    @Test func whatEndsTheConnection() {
        for code in [ErrorCode.tooManyConnections, .shuttingDown] {
            #expect(CommandFailure.refused(Failure(code, "no")).status == .unreachable)
        }
        #expect(CommandFailure.refused(Failure(.lineTooLong, "no")).status == .refused)
    }

    @Test(arguments: commands)
    func noServerIsReached(_ words: [String]) async {
        let console = TestConsole(environment: ["CHANCERY_SERVER": "127.0.0.1:1", "CHANCERY_TOKEN": "t"])
        #expect(await console.run(words) == .unreachable)
    }

    @Test(arguments: commands)
    func anUnknownOption(_ words: [String]) async throws {
        let peer = try await FakePeer.with(Scripts.agreeable) { peer in
            await TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"]).run(
                words + ["--no-such-option", "x"])
        }
        #expect(peer == .usage)
    }

    /// A file that cannot be read is a wrong command line, for every command that reads one.
    @Test(arguments: [
        ["draft", "/nonexistent"], ["revise", "R", "/nonexistent"], ["import", "/nonexistent"],
        ["verify", "/nonexistent"],
        ["file", "R", "/nonexistent"], ["audit", "--policy", "/nonexistent"],
        ["verify", "/dev/null", "--policy", "/nonexistent"],
        ["key", "add", "asem/x", "/nonexistent"], ["advance", "R", "confirm", "--sign", "/nonexistent"],
        ["position", "R", "support", "--partner", "FR", "--relayed-from", "x", "--letter", "/nonexistent"],
        ["inbox", "--token-file", "/nonexistent"], ["inbox", "--trust", "/nonexistent"],
        ["lifecycle", "check", "/nonexistent"],
        ["lifecycle", "diagram", "/nonexistent"], ["forum", "load", "/nonexistent"], ["tour", "/nonexistent"],
        ["serve", "--config", "/nonexistent"],
    ])
    func aMissingFile(_ words: [String]) async throws {
        let (status, error) = try await FakePeer.with(Scripts.agreeable) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            return (await console.run(words), console.err)
        }
        #expect(status == .usage && error.contains("/nonexistent"), "\(error)")
    }

    /// What stands in a file that can be read is content: wrong content is refused.
    @Test func wrongContentIsRefused() async throws {
        let file = try TestRoot.freePath("draft.yaml")
        try LocalFile.writePrivate("title: x\nstarts: soon\n", to: file)
        defer { Editor.remove(file) }
        let (local, error) = try await FakePeer.with(Scripts.agreeable) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            return (await console.run("draft", file), console.err)
        }
        #expect(local == .refused && error.contains(":2: starts"), "\(error)")
        try LocalFile.writePrivate("title: x\n", to: file)
        #expect(try await status(["draft", file], Failure(.badField, "no")) == .refused)
        #expect(try await status(["revise", "R", file], Failure(.badField, "no")) == .refused)
    }
}
