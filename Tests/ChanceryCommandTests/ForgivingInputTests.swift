import CanonicalJSON
import LineProtocol
import Synchronization
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// What people type is understood where it can mean one thing only; what cannot is answered with what was meant. What is sent
/// has the strict form.
@Suite struct ForgivingInputTests {
    private func run(
        _ arguments: [String], script: @escaping FakePeer.Script = Scripts.agreeable, input: [String] = [],
        isInteractive: Bool = false, environment: [String: String] = [:], traits: TerminalTraits = TerminalTraits()
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let world = [
                "CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t", "CHANCERY_SCHEMA": Repository.path("schema"),
            ]
            let console = TestConsole(
                environment: world.merging(environment) { _, own in own }, input: input, traits: traits,
                isInteractive: isInteractive)
            return (console, await console.run(arguments), peer.requests)
        }
    }

    // MARK: labels and names

    @Test(arguments: [
        (["advance", "R", "confirm consensus"], "ADVANCE R confirm"),
        (["advance", "R", "Confirm"], "ADVANCE R confirm"),
        (["why", "R", "confirm consensus", "--json"], "WHY R confirm"),
        (["position", "R", "No objection"], "POSITION R no-objection"),
        (["position", "R", "SUPPORT"], "POSITION R support"),
        (["list", "--state", "SOM-blessed"], "LIST asem origin=live state=SOM-blessed"),
        (["list", "--state", "SOM blessed,Consensus"], "LIST asem origin=live state=SOM-blessed,Consensus"),
        (["list", "--partner", "Viet Nam"], "LIST asem origin=live partner=VN"),
        (["position", "R", "support", "--partner", "vietnam"], "POSITION R support {\"partner\":\"VN\"}"),
        (["position", "R", "support", "--partner", "vn"], "POSITION R support {\"partner\":\"VN\"}"),
        (["ack", "R", "--partner", "Viet Nam"], "ACK R {\"partner\":\"VN\"}"),
        (["position", "R", "support", "--partner", "South Korea"], "POSITION R support {\"partner\":\"KR\"}"),
        (["draft", "--field", "Title=x", "--partner", "VIET NAM"], "DRAFT asem {\"partner\":\"VN\",\"title\":\"x\"}"),
        (
            ["advance", "R", "circulate", "--track", "Work Programme"],
            "ADVANCE R circulate {\"track\":\"work-programme\"}"
        ),
    ])
    func whatIsPrintedIsAccepted(_ arguments: [String], _ line: String) async throws {
        let (console, status, sent) = try await run(arguments)
        #expect(status == .done, "\(console.err)")
        #expect(sent.last?.text == line)
    }

    @Test(
        arguments: [
            ("SOM Paris", "som-2027-paris", nil), ("som-2027-paris", "som-2027-paris", nil),
            ("SOM Pariss", nil, "did you mean \"som-2027-paris\"?"),
            ("The spring SOM", nil, "fmm-1, som-1: give one of these"),
            ("Quite another", nil, "chancery meeting list lists them"),
        ] as [(String, String?, String?)])
    func aMeetingIsFoundByItsName(_ word: String, _ id: String?, _ says: String?) async throws {
        let rows: [JSONObject] = [
            ["id": "som-2027-paris", "name": "SOM Paris"], ["id": "fmm-1", "name": "The spring SOM"],
            ["id": "som-1", "name": "The spring SOM"],
        ]
        let (console, status, sent) = try await run(
            ["advance", "R", "bless", "--meeting", word],
            script: { request in
                request.verb == .meetings
                    ? .ok(["count": 3, "next": .null], rows: rows) : Scripts.agreeable(request)
            })
        if let id {
            #expect(status == .done && sent.last?.text == "ADVANCE R bless {\"meeting\":\"\(id)\"}", "\(console.err)")
        }
        if let says { #expect(status == .usage && console.err.contains(says), "\(console.err)") }
        #expect(sent.contains { $0.isWrite } == (id != nil))
    }

    // MARK: what was meant

    @Test(arguments: [
        (["histroy", "R"], "there is no command \"histroy\"; did you mean: chancery history R"),
        (["help", "nonsense"], "there is no command \"nonsense\"; chancery --help lists them"),
        (["help", "forum", "lst"], "there is no command \"forum lst\"; did you mean: chancery forum list"),
        (["forum", "lst"], "there is no command \"forum lst\"; did you mean: chancery forum list"),
        (["support", "asem-2026-7"], "did you mean: chancery position asem-2026-7 support"),
        (["circulate", "asem-2026-7"], "if it is a transition: chancery advance asem-2026-7 circulate"),
        (["asem-2026-7", "show"], "did you mean: chancery show asem-2026-7"),
        (["asem-2026-7"], "did you mean: chancery show asem-2026-7"),
        (["position", "support", "asem-2026-7"], "did you mean: chancery position asem-2026-7 support"),
        (["advance", "circulate", "asem-2026-7"], "did you mean: chancery advance asem-2026-7 circulate"),
        (["why", "circulate", "asem-2026-7"], "did you mean: chancery why asem-2026-7 circulate"),
        (["position", "R", "suport"], "did you mean \"support\"?"),
        (["advance", "R", "cofirm"], "did you mean \"confirm\"?"),
        (["advance", "R", "cofirm", "--decided-at", "2026-03-01"], "did you mean \"confirm\"?"),
        (["advance", "R", "bless", "--metting", "m"], "did you mean --meeting?"),
        (["draft", "--field", "titel=x"], "did you mean \"title\"?"),
        (["position", "R", "support", "--partner", "Vietnm"], "did you mean Viet Nam (VN)?"),
        (
            ["deadline", "R", "2026-12-15T18:00", "--reason", "x"],
            "has no time zone; write 2026-12-15T18:00:00Z for UTC, or 2026-12-15T18:00:00+02:00"
        ),
    ])
    func whatWasMeant(_ arguments: [String], _ says: String) async throws {
        let (console, status, sent) = try await run(arguments)
        #expect(status == .usage && console.err.contains(says), "\(console.err)")
        #expect(sent.allSatisfy { !$0.isWrite })
    }

    // MARK: what is final

    @Test func whatIsFinalIsAskedAbout() async throws {
        let withdraw = ["advance", "R", "withdraw", "--reason", "x"]
        let (script, refused, nothing) = try await run(withdraw)
        #expect(refused == .usage && nothing.allSatisfy { !$0.isWrite })
        #expect(script.err.contains("which is final; add --yes to go ahead without being asked"), "\(script.err)")
        let (_, done, sent) = try await run(withdraw + ["--yes"])
        #expect(done == .done && sent.last?.text == "ADVANCE R withdraw {\"reason\":\"x\"}")
        let (_, agreed, written) = try await run(withdraw, input: ["yes"], isInteractive: true)
        #expect(agreed == .done && written.last?.verb == .advance)
        for answer in [["no"], [""], []] {
            let (console, kept, asked) = try await run(withdraw, input: answer, isInteractive: true)
            #expect(kept == .refused && asked.allSatisfy { !$0.isWrite })
            #expect(console.err.contains("withdraw moves ASEM-2026-0001") && console.err.contains("nothing was sent"))
        }
        // What is not final is not asked about.
        let (_, plain, moved) = try await run(["advance", "R", "confirm"])
        #expect(plain == .done && moved.last?.text == "ADVANCE R confirm")
    }

    // MARK: the rest

    @Test func aScriptGetsTheRefAlone() async throws {
        let (script, _, _) = try await run(["draft", "--field", "title=x"])
        #expect(script.out == "ASEM-2026-0001\n" && script.err.isEmpty)
        let (person, _, _) = try await run(
            ["draft", "--field", "title=x"], traits: TerminalTraits(isTerminal: true, columns: 80))
        #expect(person.lines.count == 2 && person.out.contains("recorded"))
    }

    @Test(arguments: ["tk_1", " tk_1\r\n", "\"tk_1\"\n", "'tk_1'", "\u{FEFF}tk_1\u{200B}\n", "“tk_1”"])
    func aTokenIsReadWithoutWhatStandsAroundIt(_ text: String) {
        #expect(ConnectionOptions.token(in: text) == "tk_1")
    }

    @Test func theVersion() async throws {
        let (console, status, _) = try await run(["--version"])
        #expect(status == .done && console.out == "chancery \(Version.text)\n")
    }

    /// Trials that tours left never count; the environment names a forum.
    @Test func trialsNeverCount() async throws {
        let script: @Sendable (Bool) -> FakePeer.Script = { hasForum in
            { request in
                switch request.verb {
                case .auth: .ok(["account": "server/admin", "forum": "server", "administrator": true])
                case .forums:
                    .ok(
                        ["count": 2],
                        rows: (hasForum ? [["forum": "asem", "mark": .null]] : [])
                            + [["forum": "asem-trial", "mark": "TRIAL"], ["forum": "asem-trial-2", "mark": "TRIAL"]])
                default: Scripts.agreeable(request)
                }
            }
        }
        for command in [["inbox"], ["list"], ["view"]] {
            let (console, status, sent) = try await run(command, script: script(true))
            #expect(status == .done && sent.last?.arguments.first == "asem", "\(console.err)")
        }
        let (console, status, _) = try await run(["inbox"], script: script(false))
        #expect(status == .usage && console.err.contains("the server has only trials; choose a forum with --forum or"))
        let (_, _, named) = try await run(
            ["inbox"], script: script(true), environment: ["CHANCERY_FORUM": "asem-trial-2"])
        #expect(named.map(\.text) == ["INBOX asem-trial-2"])
        let (_, _, option) = try await run(
            ["inbox", "--forum", "asem"], script: script(true), environment: ["CHANCERY_FORUM": "asem-trial-2"])
        #expect(option.map(\.text) == ["INBOX asem"])
    }

    @Test func whereAWatchBegins() async throws {
        func sent(_ words: [String], isTerminal: Bool = false) async throws -> String? {
            let traits = TerminalTraits(isTerminal: isTerminal, columns: isTerminal ? 80 : nil)
            return try await run(["watch"] + words + ["--count", "1"], traits: traits).sent.first { $0.verb == .watch }?
                .text
        }
        #expect(try await sent([]) == "WATCH asem")
        #expect(try await sent([], isTerminal: true) == "WATCH asem after=now")
        #expect(try await sent(["--json"], isTerminal: true) == "WATCH asem")
        #expect(try await sent(["--from-start"], isTerminal: true) == "WATCH asem")
        #expect(try await sent(["--now"]) == "WATCH asem after=now")
        #expect(try await sent(["--after", "asem:1:aa"], isTerminal: true) == "WATCH asem after=asem:1:aa")
        #expect(try await sent(["--ref", "asem-2026-1", "--now"]) == "WATCH asem after=now ref=asem-2026-1")
    }

    /// A part of a history stands under the proposal as it is, not as it was then.
    @Test func theHeadOfAPartIsThePresent() async throws {
        let present = try Samples.proposal()
        var past = present
        past["state"] = "drafted"
        let (console, _, sent) = try await run(
            ["history", "R", "--limit", "1"],
            script: { [past] request in
                request.verb == .history
                    ? .ok(
                        (try? Samples.historyEnd(of: past, count: 1)) ?? [:],
                        rows: Array(((try? Samples.history()) ?? []).prefix(1)))
                    : Scripts.agreeable(request)
            })
        #expect(sent.contains { $0.verb == .show })
        let (whole, _, _) = try await run(["show", "R"])
        #expect(console.lines.first == whole.lines.first && console.lines[1] == whole.lines[1])
    }
}
