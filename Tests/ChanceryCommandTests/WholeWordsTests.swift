import CanonicalJSON
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// A word of the command line stays one word of the request, and what it says is what is sent.
@Suite struct WholeWordsTests {
    private func run(
        _ words: [String], script: @escaping FakePeer.Script = Scripts.agreeable
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: [
                "CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t", "CHANCERY_SCHEMA": Repository.path("schema"),
            ])
            return (console, await console.run(words), peer.requests)
        }
    }

    // MARK: blanks

    @Test(arguments: [
        (["show", "ASEM-2026-59 round=1"], "\"ASEM-2026-59 round=1\" is not the ref of a proposal, which is one word"),
        (["show", "round=1"], "\"round=1\" is not the ref of a proposal"),
        (["show", "{\"a\":1}"], "is not the ref of a proposal"),
        (["show", "R\u{A0}x"], "is not the ref of a proposal"),
        (["show", "R\nx"], "is not the ref of a proposal"),
        (["view", "archive format=ical"], "\"archive format=ical\" is not the name of a view"),
        (["view", "format=ical"], "\"format=ical\" is not the name of a view"),
        (["note", "ASEM-2026-7", "--key", "a b", "hi"], "--key takes one word, not \"a b\""),
        (["list", "--from", "2026 01 01"], "--from takes one word, not \"2026 01 01\""),
        (["list", "--forum", "asem limit=1"], "\"asem limit=1\" is not the id of a forum"),
        (["watch", "--forum", "asem after=now"], "\"asem after=now\" is not the id of a forum"),
        (["watch", "--after", "asem:1:aa ref=R"], "--after takes one word"),
        (["audit", "--forum", "a b"], "\"a b\" is not the id of a forum"),
        (["token", "issue", "asem/a b"], "\"asem/a b\" is not the id of an account"),
        (["listing", "submit", "ASEAN x", "--year", "2027"], "\"ASEAN x\" is not the id of a group"),
        (["history", "ASEM-2026-7 limit=1"], "is not the ref of a proposal"),
    ])
    func aBlankMakesNoOtherArgument(_ words: [String], _ says: String) async throws {
        let (console, status, sent) = try await run(words)
        #expect(status == .usage && console.err.contains(says), "\(console.err)")
        #expect(console.out.isEmpty)
        // What a command looks up on the way may be asked; nothing has an argument that was not meant.
        #expect(sent.allSatisfy { !$0.isWrite && $0.options["round"] == nil && $0.options["format"] == nil })
    }

    @Test(arguments: [
        (["show", " ASEM-2026-7 ", "--json"], "SHOW ASEM-2026-7"),
        (["show", "ASEM 2026 7", "--json"], "SHOW ASEM-2026-7"),
        (["show", "ASEM- 2026 -7", "--json"], "SHOW ASEM-2026-7"),
        (["history", "\tASEM-2026-7\n", "--json"], "HISTORY ASEM-2026-7 limit=1000"),
        (["ack", "asem 2026 7"], "ACK asem-2026-7"),
    ])
    func aRefIsUnderstood(_ words: [String], _ line: String) async throws {
        let (console, status, sent) = try await run(words)
        #expect(status == .done && sent.last?.text == line, "\(console.err) \(sent.map(\.text))")
    }

    // MARK: the order of words

    @Test(arguments: [
        (["note", "some text", "ASEM-2026-7"], "chancery note ASEM-2026-7 \"some text\""),
        (["note", "a \"b\" $c", "ASEM-2026-7"], "chancery note ASEM-2026-7 \"a \\\"b\\\" \\$c\""),
        (["note", "ok", " asem-2026-7"], "chancery note asem-2026-7 ok"),
        (["file", "doc.pdf", "ASEM-2026-7"], "chancery file ASEM-2026-7 doc.pdf"),
        (["fetch", "doc.pdf", "ASEM-2026-7"], "chancery fetch ASEM-2026-7 doc.pdf"),
        (["revise", "changes.yaml", "ASEM-2026-7"], "chancery revise ASEM-2026-7 changes.yaml"),
        (
            ["deadline", "2027-01-01", "ASEM-2026-7", "--reason", "x"],
            "chancery deadline ASEM-2026-7 2027-01-01"
        ),
    ])
    func theProposalComesFirst(_ words: [String], _ right: String) async throws {
        let (console, status, sent) = try await run(words)
        #expect(status == .usage && sent.isEmpty)
        #expect(console.err.contains("he proposal comes first; did you mean: \(right)"), "\(console.err)")
    }

    // MARK: bytes

    @Test func bytesThatAreNotUTF8() {
        let title = Array("title=caf".utf8) + [0xE9]
        let fault = RawWords.fault(arguments: [Array("draft".utf8), title], environment: [])
        #expect(fault?.contains("is not UTF-8: the byte E9 is \"é\" in Windows-1252") == true, "\(fault ?? "")")
        // A text that lawfully holds the sign of a replaced byte is another thing.
        #expect(RawWords.fault(arguments: [Array("title=caf\u{FFFD}".utf8)], environment: []) == nil)
        let token = Array("CHANCERY_TOKEN=".utf8) + [0x81]
        let said = RawWords.fault(arguments: [], environment: [token])
        #expect(said?.hasPrefix("the variable CHANCERY_TOKEN is not UTF-8: the byte 81") == true, "\(said ?? "")")
        #expect(said?.contains("\u{FFFD}") == false)
        #expect(RawWords.fault(arguments: [], environment: [Array("LESSOPEN=".utf8) + [0xE9]]) == nil)
    }

    /// The program itself, with bytes that no text of Swift's can hold.
    @Test func theProgramRefusesBytes() throws {
        let program = try ThisBuild.chancery
        for words in [
            "draft --field title=\"$(printf 'caf\\351')\"", "position R objection --reason \"$(printf '\\377')\"",
            "note R \"$(printf 'caf\\351')\"", "\"$(printf '\\351')\"",
        ] {
            let ended = try Shell.run(["/bin/sh", "-c", "exec \(program) \(words)"])
            #expect(ended.status == 2 && ended.out.isEmpty, "\(ended)")
            #expect(ended.err.hasPrefix("chancery: the argument \"") && ended.err.contains("is not UTF-8"), "\(ended)")
        }
        let named = try Shell.run(["/bin/sh", "-c", "CHANCERY_FORUM=\"$(printf '\\351')\" exec \(program) list"])
        #expect(named.status == 2 && named.err.contains("the variable CHANCERY_FORUM is not UTF-8"), "\(named)")
    }
}
