import CanonicalJSON
import LineProtocol
import Testing

@testable import ClientCommands
@testable import Terminal

/// A wrong command line is told in one form, whoever notices it: what is wrong, and what to type.
@Suite struct MisuseTests {
    private func run(
        _ words: [String], script: @escaping FakePeer.Script = Scripts.agreeable
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            return (console, await console.run(words), peer.requests)
        }
    }

    @Test(arguments: [
        (["show"], "<ref> is missing (the proposal); for example: chancery show ASEM-2026-0001"),
        (["show", "R", "S", "T"], "2 unexpected arguments: 'S', 'T'"),
        (["list", "--bogus"], "unknown option '--bogus'; did you mean '--forum'?"),
        (["draft"], "give a FILE, --editor, or at least one --field"),
        (["show", "R", "--round", "x"], "the value 'x' is invalid for '--round <number>'"),
        (["position", "R"], "<stance> is missing (the stance); for example: chancery position ASEM-2026-0001 support"),
        (["completions"], "<shell> is missing (bash, zsh or fish); for example: chancery completions"),
        (["deadline", "R", "2026-07-15", "--reason"], "missing value for '--reason <text>'"),
        (["view", "--csv", "--svg", "x"], "use only one of --csv, --svg, --atom and --ical"),
        (["revise", "R", "--field", "a=b", "--kind", "x"], "--kind takes editorial or substantive"),
        (["advance"], "give the proposal and the transition: chancery advance REF TRANSITION"),
    ])
    func oneForm(_ words: [String], _ sentence: String) async throws {
        let (console, status, sent) = try await run(words)
        #expect(status == .usage && sent.isEmpty && console.out.isEmpty)
        #expect(console.err.hasPrefix("chancery: \(sentence)"), "\(console.err)")
        #expect(!console.err.contains("Error:") && !console.err.contains("Usage:"))
        let rest = console.err.split(separator: "\n").dropFirst()
        #expect(rest.isEmpty || rest.map(String.init) == ["  chancery \(words[0]) --help says more"])
    }

    /// Every word of every command line, left blank.
    @Test(arguments: ExitStatusTests.commands) func noWordIsBlank(_ words: [String]) async throws {
        for index in words.indices.dropFirst() where !words[index].hasPrefix("-") && !Self.isOfTheName(words, index) {
            for blank in ["", "  ", "\u{A0}\t"] {
                var words = words
                words[index] = blank
                let (console, status, sent) = try await run(words)
                #expect(status == .usage && sent.isEmpty && console.out.isEmpty, "\(words): \(console.err)")
                #expect(console.err.contains(" is empty"), "\(words): \(console.err)")
                #expect(console.err.split(separator: "\n").count == 1)
            }
        }
    }

    private static func isOfTheName(_ words: [String], _ index: Int) -> Bool {
        index == 1 && CommandShape(words).path.split(separator: " ").count == 3
    }

    @Test(arguments: [
        (["show", ""], "<ref> is empty (the proposal); for example: chancery show ASEM-2026-0001"),
        (["why", ""], "<ref> is empty; for example: chancery why ASEM-2026-0001"),
        (["why", "R", " "], "<transition> is empty; for example: chancery why ASEM-2026-0001"),
        (["advance", "", "bless"], "<ref> is empty; for example: chancery advance ASEM-2026-0001 circulate"),
        (["advance", "R", "bless", "--meeting="], "--meeting is empty; for example: chancery advance"),
        (["record", "R", "held", "--on", ""], "--on is empty; for example: chancery record ACP-2026-0004"),
        (["inbox", "--forum", ""], "--forum is empty; give it a value, or leave it out"),
        (["view", "agenda", "--param", "meeting="], "--param meeting= has no value; give one, or leave"),
        (["view", "agenda", "--param", "=x"], "\"=x\" is not a parameter; write --param name=value"),
        (["draft", "--field", "title="], "--field title= has no value; write what Title"),
        (["draft", "--field", "title= "], "--field title= has no value; write what Title"),
        (["draft", "--field", "=x"], "--field takes key=value, not \"=x\""),
        (["revise", "R", "--field", "title= "], "--field title= has no value; write what Title"),
    ])
    func whatIsMissingIsNamed(_ words: [String], _ sentence: String) async throws {
        let (console, status, sent) = try await run(words)
        #expect(status == .usage && sent.allSatisfy { !$0.isWrite && $0.verb != .view })
        #expect(console.err.hasPrefix("chancery: \(sentence)"), "\(console.err)")
    }

    // MARK: what a question takes

    private static let meetings: FakePeer.Script = { request in
        request.verb == .meetings
            ? .ok(["count": 1], rows: [["id": "som-2026-06-brussels", "name": "SOM in Brussels"]])
            : Scripts.agreeable(request)
    }

    /// What is asked of a checklist is what the act would send.
    @Test(arguments: [
        ["bless", "--meeting", "SOM in Brussels", "--decided-at", "2026-06-23"],
        ["bless", "--meeting", "som-2026-06-brussels"],
        [
            "bless", "--meeting", "SOM in Brussels", "--decided-by", "som-leader of JP", "--decided-from", "Minute 3",
            "--decided-digest", String(repeating: "ab", count: 32), "--decided-at", "2026-06-23",
        ],
        ["circulate", "--track", "Work programme", "--closes", "2026-06-30"],
    ])
    func whyTakesWhatAdvanceTakes(_ act: [String]) async throws {
        let (acted, _, sent) = try await run(["advance", "R"] + act + ["--yes"], script: Self.meetings)
        let (asked, status, questions) = try await run(["why", "R"] + act, script: Self.meetings)
        let write = try #require(sent.last { $0.verb == .advance }, "\(acted.err)")
        let question = try #require(questions.last { $0.verb == .why }, "\(asked.err)")
        #expect(status == .done && question.object != nil)
        #expect(question.object == write.object && question.arguments == write.arguments)
    }

    @Test func whyTakesTheInputsOfAFact() async throws {
        let (console, status, sent) = try await run(["why", "R", "interest", "--message", "A speaker"])
        #expect(status == .done, "\(console.err)")
        #expect(sent.last?.text == "WHY R interest {\"message\":\"A speaker\"}")
    }

    // MARK: what was sent otherwise than it was typed

    @Test func whatIsTakenOtherwiseIsTold() async throws {
        let (console, _, _) = try await run(
            ["advance", "R", "bless", "--meeting", "SOM in Brussels"], script: Self.meetings)
        #expect(console.lines.last == "  --meeting \"SOM in Brussels\" was taken as som-2026-06-brussels")
        let (same, _, _) = try await run(
            ["advance", "R", "bless", "--meeting", "som-2026-06-brussels"], script: Self.meetings)
        #expect(!same.out.contains("taken as"))
        let (partner, _, _) = try await run(["position", "R", "support", "--partner", "viet nam"])
        #expect(partner.lines.last == "  --partner \"viet nam\" was taken as VN")
    }

    /// A script that takes the ref alone is told on the standard error what was kept.
    @Test func whatIsKeptOtherwiseIsTold() async throws {
        let script: FakePeer.Script = { request in
            request.verb == .draft
                ? .ok([
                    "ref": "ASEM-2026-0001", "state": "drafted", "version": 1, "events": ["drafted"],
                    "kept_as": ["focus_areas": ["Connectivity", "Ports"]],
                ]) : Scripts.agreeable(request)
        }
        let (console, status, _) = try await run(["draft", "--field", "title=x"], script: script)
        #expect(status == .done && console.out == "ASEM-2026-0001\n")
        #expect(console.err == "chancery: focus_areas kept as: Connectivity; Ports\n")
    }

    @Test func whatADraftLooksLikeIsTold() async throws {
        let script: FakePeer.Script = { request in
            request.verb == .draft
                ? .ok([
                    "ref": "ASEM-2026-0002", "state": "drafted", "version": 1, "events": ["drafted"],
                    "looks_like": [["ref": "ASEM-2026-0001", "title": "Harbours"]],
                ]) : Scripts.agreeable(request)
        }
        let (console, status, _) = try await run(["draft", "--field", "title=x"], script: script)
        #expect(status == .done && console.out == "ASEM-2026-0002\n")
        #expect(console.err == "chancery: looks like ASEM-2026-0001: Harbours\n")
    }
}
