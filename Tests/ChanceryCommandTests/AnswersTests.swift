import CanonicalJSON
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// How a proposal differs from others that look like it is said in plain words, and whoever is asked for it is told how.
@Suite struct AnswersTests {
    private func run(
        _ words: [String], script: @escaping FakePeer.Script = Scripts.agreeable
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            return (console, await console.run(words), peer.requests)
        }
    }

    private static let unmet = """
        {"requirement":"duplicates-answered","label":"likely duplicates looked at and answered","met":false,"detail":\
        "looks like ASEM-2026-0007, ASEM-2026-0009: say in \\"duplicates\\" how it differs","rule":"AECF 25","subjects":\
        ["ASEM-2026-0007","ASEM-2026-0009"],"who":[]}
        """
    private static let command =
        "chancery revise ASEM-2026-0001 --field duplicates=\"ASEM-2026-0007: it differs because …; ASEM-2026-0009: it "
        + "differs because …\""

    /// A proposal whose first answer was given before.
    private static let script: FakePeer.Script = { request in
        switch request.verb {
        case .show:
            var proposal = (try? Samples.proposal()) ?? [:]
            var fields = proposal["fields"]?.object ?? [:]
            fields["duplicates"] = [["ref": "ASEM-2026-0007", "answer": "before"]]
            proposal["fields"] = .object(fields)
            return .ok(proposal)
        case .advance:
            let unmet = (try? JSONObject(json: unmet)) ?? [:]
            return .refused(
                Failure(.refused, "\"circulate\" is not possible yet", details: ["unmet": .array([.object(unmet)])]))
        case .inbox:
            return .ok(
                ["count": 1, "next": .null],
                rows: [
                    [
                        "ref": "ASEM-2026-0001", "title": "T", "what": "circulate", "transition": "circulate",
                        "possible": false, "why": "looks like ASEM-2026-0007", "needs": [],
                        "missing": [["requirement": "duplicates-answered", "label": "l", "detail": "d"]],
                    ]
                ])
        case .why:
            let row = try? JSONObject(
                json: "{\"transition\":\"circulate\",\"label\":\"circulate\",\"allowed\":false,\"unmet\":[\(unmet)]}")
            return .ok(["ref": "ASEM-2026-0001", "state": "drafted", "version": 1], rows: [row ?? [:]])
        default: return Scripts.agreeable(request)
        }
    }

    @Test func theNextCommandStandsInFull() async throws {
        let (refusal, refused, _) = try await run(["advance", "R", "circulate"], script: Self.script)
        #expect(refused == .refused && refusal.err.contains("next: " + Self.command), "\(refusal.err)")
        let (why, _, _) = try await run(["why", "R", "circulate"], script: Self.script)
        #expect(why.out.contains("next: " + Self.command), "\(why.out)")
        let peer = try await FakePeer.with(Self.script) { peer in
            let console = TestConsole(
                environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"],
                traits: TerminalTraits(isTerminal: true, columns: 300))
            _ = await console.run(["inbox"])
            return console
        }
        #expect(peer.out.contains("next: " + Self.command), "\(peer.out)")
    }

    @Test func anOptionThatIsAFieldIsTold() async throws {
        let (console, status, _) = try await run(["advance", "R", "circulate", "--duplicates", "x"])
        #expect(status == .usage)
        #expect(
            console.err.contains("\"duplicates\" is a field of the proposal: chancery revise REF --field duplicates=…"),
            "\(console.err)")
    }

    @Test(arguments: [
        (["asem-2026-9: for judges"], #"[["ASEM-2026-0009","for judges"]]"#),
        (["ASEM-2026-0009: a; ASEM-2026-10 : b: c"], #"[["ASEM-2026-0009","a"],["ASEM-2026-0010","b: c"]]"#),
        (["ASEM-2026-0009: a; and more"], #"[["ASEM-2026-0009","a; and more"]]"#),
        (["ASEM-2026-0009: a", "ASEM-2026-0010: b"], #"[["ASEM-2026-0009","a"],["ASEM-2026-0010","b"]]"#),
        (["ASEM-2026-0007: anew"], #"[["ASEM-2026-0007","anew"]]"#),
        ([#"[{"ref":"ASEM-2026-0009","answer":"a"}]"#], #"[["ASEM-2026-0009","a"]]"#),
    ])
    func answersAreWords(_ texts: [String], _ pairs: String) async throws {
        let wanted = try #require(try JSONValue.parse(pairs).array).map { $0.array?.compactMap(\.string) ?? [] }
        let words = texts.flatMap { ["--field", "duplicates=" + $0] }
        func sent(_ command: [String]) async throws -> [[String]] {
            let (console, status, requests) = try await run(command + words, script: Self.script)
            #expect(status == .done, "\(console.err)")
            return (requests.last?.object?["duplicates"]?.array ?? []).map {
                [$0["ref"]?.string ?? "", $0["answer"]?.string ?? ""]
            }
        }
        #expect(try await sent(["draft", "--field", "title=x"]) == wanted)
        // A revision adds to what was answered before; JSON says the whole.
        let isAnew = texts[0].hasPrefix("[") || texts[0].hasPrefix("ASEM-2026-0007")
        #expect(try await sent(["revise", "R"]) == (isAnew ? wanted : [["ASEM-2026-0007", "before"]] + wanted))
    }

    @Test(arguments: ["it differs", "ASEM-2026-0009", "ASEM-2026-0009:", "Seminar: it differs"])
    func whatIsNoAnswer(_ text: String) async throws {
        let (console, status, sent) = try await run(["revise", "R", "--field", "duplicates=" + text])
        #expect(status == .usage && sent.allSatisfy { !$0.isWrite })
        let says = "takes REF: how it differs, as \"ABC-2026-0007: it differs because …\""
        #expect(console.err.contains(says), "\(console.err)")
    }

    @Test(arguments: [
        "duplicates:\n  - ASEM-2026-0009: a\n  - \"asem-2026-10: b\"\n",
        "duplicates:\n  ASEM-2026-0009: a\n  asem-2026-10: b\n",
        "duplicates: \"ASEM-2026-0009: a; ASEM-2026-0010: b\"\n",
        "duplicates:\n  - ref: ASEM-2026-0009\n    answer: a\n  - {ref: ASEM-2026-0010, answer: b}\n",
    ])
    func aFileTakesThem(_ text: String) throws {
        let fields = try DraftFile.fields(text, file: "f", Repository.form)
        #expect(
            JSONValue.object(fields).canonicalText
                == #"{"duplicates":[{"answer":"a","ref":"ASEM-2026-0009"},{"answer":"b","ref":"ASEM-2026-0010"}]}"#)
    }

    @Test func aWrongOneIsToldWithItsLine() {
        #expect {
            _ = try DraftFile.fields("title: x\nduplicates:\n  - no answer\n", file: "f", Repository.form)
        } throws: { error in
            (error as? CommandFailure)?.lines(Paint(TerminalTraits())).first?.contains("f:3: duplicates takes REF")
                == true
        }
    }
}
