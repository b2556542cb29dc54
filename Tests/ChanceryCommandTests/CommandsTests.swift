import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Synchronization
import TestSupport
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// Each command against a peer that speaks the protocol: what it sends, what it prints, how it exits.
@Suite struct CommandsTests {
    /// Runs a command against a peer; answers the console, the status, and what was sent.
    private func run(
        _ arguments: [String], script: @escaping FakePeer.Script = Scripts.agreeable, input: [String] = [],
        traits: TerminalTraits = TerminalTraits()
    ) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(script) { peer in
            let console = TestConsole(
                environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"], input: input, traits: traits)
            let status = await console.run(arguments)
            return (console, status, peer.requests)
        }
    }

    static let writes: [([String], String)] = [
        (["draft", "--field", "title=A B", "--partner", "VN"], "DRAFT asem {\"partner\":\"VN\",\"title\":\"A B\"}"),
        (
            ["revise", "ASEM-2026-0001", "--field", "finance=", "--kind", "substantive", "--if", "6"],
            "REVISE ASEM-2026-0001 if=6 {\"finance\":null,\"kind\":\"substantive\"}"
        ),
        (["advance", "ASEM-2026-0001", "confirm"], "ADVANCE ASEM-2026-0001 confirm"),
        (
            ["advance", "--meeting", "som-1", "ASEM-2026-0001", "bless", "--decided-at=2026-06-23", "--key", "k1"],
            "ADVANCE ASEM-2026-0001 bless key=k1 "
                + "{\"decided_at\":\"2026-06-23T00:00:00.000000Z\",\"meeting\":\"som-1\"}"
        ),
        (["position", "ASEM-2026-0001", "support"], "POSITION ASEM-2026-0001 support"),
        (
            [
                "position", "R", "reservation", "--reason", "Why", "--resolves", "How", "--round", "2", "--text",
                "5f1c9a20", "--decided-at", "2026-03-01T10:00:00+01:00",
            ],
            "POSITION R reservation {\"decided_at\":\"2026-03-01T09:00:00.000000Z\",\"reason\":\"Why\","
                + "\"resolves\":\"How\",\"round\":2,\"text\":\"5f1c9a20\"}"
        ),
        (
            [
                "position", "R", "no-objection", "--partner", "TH", "--relayed-from", "Note 1", "--digest", "ab",
                "--received-at", "2026-02-28",
            ],
            "POSITION R no-objection {\"partner\":\"TH\",\"relayed\":{\"digest\":\"ab\",\"from\":\"Note 1\","
                + "\"received_at\":\"2026-02-28T00:00:00.000000Z\"}}"
        ),
        (["ack", "R", "--partner", "FR"], "ACK R {\"partner\":\"FR\"}"),
        (["contest", "R"], "CONTEST R"),
        (["contest", "R", "--revision", "3"], "CONTEST R {\"revision\":3}"),
        (["contest", "R", "--position", "--partner", "FR"], "CONTEST R {\"partner\":\"FR\",\"position\":true}"),
        (["note", "R", "a note"], "NOTE R {\"text\":\"a note\"}"),
        (
            ["deadline", "R", "2026-07-15", "--reason", "Why"],
            "DEADLINE R {\"closes\":\"2026-07-15T23:59:59.000000Z\",\"reason\":\"Why\"}"
        ),
        (
            ["publish", "R", "--url", "https://example.org", "--fields", "title,starts"],
            "PUBLISH R {\"fields\":[\"title\",\"starts\"],\"url\":\"https://example.org\"}"
        ),
        (
            ["implemented", "R", "--starts", "2026-01-01", "--ends", "2026-01-02"],
            "IMPLEMENTED R {\"ends\":\"2026-01-02\",\"starts\":\"2026-01-01\"}"
        ),
        (
            ["implemented", "R", "--status", "postponed", "--reason", "Flood"],
            "IMPLEMENTED R {\"reason\":\"Flood\",\"status\":\"postponed\"}"
        ),
        (["record", "R", "published"], "RECORD R published"),
        (
            ["invite", "R", "--invitee", "WCO", "--event", "Day 2"],
            "INVITE R {\"event\":\"Day 2\",\"invitee\":\"WCO\"}"
        ),
        (
            ["invite", "R", "--decide", "1", "--decision", "agreed", "--meeting", "som-1"],
            "INVITE R {\"decision\":\"agreed\",\"invitation\":1,\"meeting\":\"som-1\"}"
        ),
        (
            ["meeting", "schedule", "som-1", "--kind", "som", "--starts", "2026-06-22", "--city", "Brussels"],
            "MEETING asem som-1 {\"city\":\"Brussels\",\"kind\":\"som\",\"starts\":\"2026-06-22\"}"
        ),
        (
            ["meeting", "held", "som-1", "--starts", "2026-06-22", "--forum", "other"],
            "HELD other som-1 {\"ends\":\"2026-06-22\",\"starts\":\"2026-06-22\"}"
        ),
        (
            [
                "account", "create", "--role", "contact-point", "--partner", "FR", "--name", "A. Martin", "--from",
                "2026-01-01",
            ],
            "ACCOUNT asem {\"appointments\":[{\"from\":\"2026-01-01\",\"partner\":\"FR\",\"role\":\"contact-point\"}],"
                + "\"name\":\"A. Martin\"}"
        ),
        (
            ["account", "appoint", "other/x", "--role", "proposer", "--partner", "FR", "--deputy"],
            "APPOINT other other/x {\"deputy\":true,\"partner\":\"FR\",\"role\":\"proposer\"}"
        ),
        (
            ["account", "end", "asem/x", "2", "--until", "2026-06-30"],
            "APPOINT asem asem/x {\"end\":2,\"until\":\"2026-06-30\"}"
        ),
        (
            ["token", "issue", "asem/x", "--expires", "2026-12-31"],
            "TOKEN asem/x {\"expires\":\"2026-12-31T23:59:59.000000Z\"}"
        ),
        (["token", "revoke", "asem/x", "--id", "tk-1"], "REVOKE asem/x {\"token\":\"tk-1\"}"),
        (["show", "R"], "SHOW R"),
        (["why", "R", "confirm", "--json"], "WHY R confirm"),
        (["why", "R", "bless", "--meeting", "m"], "WHY R bless {\"meeting\":\"m\"}"),
        (["show", "R", "--round", "2"], "SHOW R round=2"),
        (["history", "R", "--after", "3", "--limit", "5"], "HISTORY R after=3 limit=5"),
        (["replay", "R", "--version", "2"], "REPLAY R version=2"),
        (["replay", "R", "--at", "2026-03-01"], "REPLAY R at=2026-03-01T23:59:59.000000Z"),
        (
            ["list", "--state", "circulated", "--partner", "JP", "--limit", "5"],
            "LIST asem limit=5 origin=live partner=JP state=circulated"
        ),
        (["list", "--origin", "all", "--focus-area", "water"], "LIST asem focus_area=water"),
        (["search", "water", "river"], "SEARCH asem {\"text\":\"water river\"}"),
        (["inbox"], "INBOX asem"),
        (["watch", "--after", "asem:1:aa"], "WATCH asem after=asem:1:aa"),
        (["watch", "--after", "[asem:1:aa]"], "WATCH asem after=asem:1:aa"),
        (["partners", "--at", "2009-01-01"], "PARTNERS asem at=2009-01-01"),
        (["meeting", "list", "--kind", "som"], "MEETINGS asem kind=som"),
        (["account", "list"], "ACCOUNTS asem"),
        (["forum", "list"], "FORUMS"),
        (["forum", "show", "asem"], "FORUM asem"),
        (["lifecycle", "show", "--version", "1"], "LIFECYCLE asem version=1"),
        (["packet", "R"], "WHY R"),
        (["ping"], "PING"),
        (["import", "/dev/null", "--kind", "meetings"], ""),
    ]

    @Test(arguments: writes)
    func whatIsSent(_ arguments: [String], _ line: String) async throws {
        let (console, status, sent) = try await run(arguments)
        #expect(status == .done, "\(console.err)")
        #expect(console.err.isEmpty)
        #expect(line.isEmpty || sent.map(\.text).contains(line), "\(sent.map(\.text))")
        #expect(!console.out.isEmpty)
    }

    /// With --json every line is one object of JSON and nothing else is printed.
    @Test(arguments: writes)
    func jsonForPrograms(_ arguments: [String], _ line: String) async throws {
        let (console, status, _) = try await run(arguments + (arguments.contains("--json") ? [] : ["--json"]))
        #expect(status == .done, "\(console.err)")
        for text in console.lines { #expect((try? JSONValue.parse(text))?.object != nil, "\(text)") }
        #expect(!console.lines.isEmpty)
    }

    /// Every write has a key of its own, so that it may be sent again.
    @Test func writesHaveKeys() async throws {
        let (_, _, sent) = try await run(["note", "R", "x"])
        #expect(sent.first?.key?.hasPrefix("cli-") == true)
        let (_, _, reads) = try await run(["show", "R"])
        #expect(reads.allSatisfy { $0.key == nil })
    }

    /// What a program needs of an answer and does not find is a matter of versions, and said so; another program reads what there is.
    @Test(
        arguments: [
            (["show", "R"], Verb.show, "SHOW", "ref"), (["why", "R"], .why, "WHY", "transition"),
            (["list"], .list, "LIST", "ref"), (["inbox"], .inbox, "INBOX", "ref"),
            (["history", "R"], .history, "HISTORY", "version"),
            (["replay", "R", "--version", "1", "--events"], .replay, "REPLAY", "ref"),
            (["partners"], .partners, "PARTNERS", "id"), (["meeting", "list"], .meetings, "MEETINGS", "id"),
            (["account", "list"], .accounts, "ACCOUNTS", "account"), (["forum", "list"], .forums, "FORUMS", "forum"),
            (["refusals"], .refusals, "REFUSALS", "id"),
            (["forum", "history", "asem"], .registry, "REGISTRY", "version"),
            (["forum", "show", "asem"], .forum, "FORUM", "forum"),
        ] as [([String], Verb, String, String)])
    func serversOfAnotherVersion(_ arguments: [String], _ verb: Verb, _ name: String, _ member: String) async throws {
        let script: FakePeer.Script = { request in
            request.verb == verb
                ? .ok(["count": 1, "other": true], rows: [["other": 1, "state": "s"]]) : Scripts.agreeable(request)
        }
        let (console, status, _) = try await run(arguments, script: script)
        #expect(status == .refused && console.out.isEmpty)
        #expect(
            console.err.hasPrefix(
                "chancery: the server is of another version: its answer to \(name) has no \"\(member)\""),
            "\(console.err)")
        let (json, done, _) = try await run(arguments + ["--json"], script: script)
        #expect(done == .done && json.lines.contains { $0.contains("\"other\":") })
    }

    /// A write was done, whatever its answer lacks.
    @Test(
        arguments: [
            (["note", "R", "x"], Verb.note, "NOTE", "ref"), (["token", "issue", "asem/x"], .token, "TOKEN", "token"),
            (["account", "create", "--role", "proposer", "--partner", "FR"], .account, "ACCOUNT", "account"),
        ] as [([String], Verb, String, String)])
    func writesToServersOfAnotherVersion(
        _ arguments: [String], _ verb: Verb, _ name: String, _ member: String
    ) async throws {
        let script: FakePeer.Script = { request in
            request.verb == verb ? .ok(["other": true]) : Scripts.agreeable(request)
        }
        let (console, status, _) = try await run(arguments, script: script)
        #expect(status == .refused && console.out.isEmpty)
        #expect(
            console.err.hasPrefix(
                "chancery: \(name) was done, but the server is of another version: its answer has no \"\(member)\""),
            "\(console.err)")
        let (json, done, _) = try await run(arguments + ["--json"], script: script)
        #expect(done == .done && json.lines == ["{\"other\":true}"])
    }

    @Test func peopleReadTheirPages() async throws {
        let screen = TerminalTraits(isTerminal: true, columns: 80)
        let (show, _, _) = try await run(["show", "ASEM-2026-0001"], traits: screen)
        #expect(show.lines == (ShowPage(try Samples.proposal(), Repository.labels, Paint(screen)).lines))
        let (note, _, _) = try await run(["note", "R", "x"])
        #expect(
            note.out == """
                ASEM-2026-0001 · circulated · version 7 · round 1
                  recorded 2026-03-01 12:00 UTC: moved

                """)
        let (watch, _, _) = try await run(["watch", "--count", "2"])
        #expect(watch.lines.count == 2)
        #expect(
            watch.lines[1] == "2026-03-01 09:30  v2  revised  proposer VN, asem/contact-point-VN  [asem:1:aa]"
                || watch.lines[1].contains("revised"))
    }

    // MARK: exit status

    @Test func refused() async throws {
        let script = Scripts.refusing(.advance, try Samples.refusal())
        let (console, status, _) = try await run(["advance", "R", "confirm"], script: script)
        #expect(status == .refused)
        #expect(console.out.isEmpty)
        #expect(
            console.err == """
                chancery: refused: "confirm consensus" is not possible yet
                  ✗ full consensus of all partners (AECF 25): AT, BE and BG are not heard; DE has a reservation: Parliament must agree.
                    can be met by: contact-point AT (asem/contact-point-AT)
                    can be met by: contact-point BE, vacant since 2026-01-31
                    can be met by: contact-point BG, vacant: never held

                """)
        let (json, _, _) = try await run(["advance", "R", "confirm", "--json"], script: script)
        let object = try JSONObject(json: json.lines[0])
        #expect(object["error"] == "REFUSED" && object["unmet"]?.array?.count == 1 && object["effect"] == "none")
    }

    @Test(arguments: [
        ["nonsense"], ["draft"], ["forum", "lst"], ["position", "support", "ASEM-2026-1"],
        ["advance", "R", "aprove"], ["record", "R", "nothing"], ["why", "R", "aprove"],
        ["advance", "circulate", "ASEM-2026-1"],
        ["advance", "R", "withdraw", "--reason", "x"], ["watch", "--now", "--after", "x"],
        ["draft", "--field", "titel=x"], ["position", "R", "support", "--partner", "Atlantis"],
        ["position", "R", "maybe"], ["advance", "R"], ["advance", "R", "confirm", "more"],
        ["replay", "R"], ["show", "R", "--round", "0"], ["contest", "R", "--position", "--revision", "1"],
        ["list", "--limit", "x"],
        ["show", "R", "--server", "a b"], ["show", "R", "--token", "x", "--token-file", "y"],
        ["show", "R", "--token-file", "/nonexistent"], ["import", "/nonexistent"],
        ["advance", "R", "bless", "--nope", "1"],
        ["advance", "R", "approve", "--reason", "1"], ["deadline", "R", "soon", "--reason", "x"],
        ["position", "R", "support", "--decided-at", "soon"], ["position", "R", "support", "--relayed-from", "x"],
        ["invite", "R", "--invitee", "x"], ["completions", "tcsh"],
    ])
    func usage(_ arguments: [String]) async throws {
        let (console, status, sent) = try await run(arguments)
        #expect(status == .usage, "\(console.out)\(console.err)")
        #expect(!console.err.isEmpty)
        #expect(sent.allSatisfy { !$0.isWrite })
    }

    @Test func unreachable() async throws {
        // A port below those that the system gives out: no other test can come to listen there.
        let address = "127.0.0.1:1"
        let console = TestConsole(environment: ["CHANCERY_TOKEN": "t"])
        #expect(await console.run("show", "R", "--server", address) == .unreachable)
        #expect(console.err.hasPrefix("chancery: no server can be reached at \(address): "))
        let socket = TestConsole(environment: ["CHANCERY_SERVER": "unix:/nonexistent", "CHANCERY_TOKEN": "t"])
        #expect(await socket.run("show", "R") == .unreachable)
    }

    /// What was published is read by anybody: these commands need no token.
    @Test(arguments: [["list", "--forum", "asem"], ["show", "R"], ["view", "--forum", "asem"], ["forum", "list"]])
    func publicReadsNeedNoToken(_ arguments: [String]) async throws {
        try await FakePeer.with(Scripts.agreeable) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address])
            #expect(await console.run(arguments) == .done, "\(console.err)")
            #expect(!peer.requests.isEmpty && peer.requests.allSatisfy { $0.verb != .auth })
            let other = TestConsole(environment: ["CHANCERY_SERVER": peer.address])
            #expect(await other.run("inbox") == .usage)
            #expect(other.err.contains("no access token"))
        }
    }

    /// A token is found in a file however an editor saved it.
    @Test(arguments: [
        "\u{FEFF}chy_1\r\n", "chy_1", "  chy_1 \t\r", "\r\nchy_1\n\n", "chy_1\u{A0}", "\u{FEFF}\u{FEFF}chy_1",
    ])
    func tokensAsEditorsSaveThem(_ text: String) {
        #expect(ConnectionOptions.token(in: text) == "chy_1")
    }

    /// How long to wait for a server that is silent.
    @Test(arguments: [("0", nil), ("5", .seconds(5)), ("", .seconds(60))] as [(String, Duration?)])
    func theTimeToWaitIsSaid(_ text: String, _ expected: Duration?) throws {
        var console = Console.process
        console.environment = ["CHANCERY_TIMEOUT": text]
        #expect(try ConnectionOptions.parse([]).clientOptions(console).requestTimeout == expected)
    }

    @Test(arguments: ["soon", "-1", "1.5", "86401"])
    func aTimeThatIsNone(_ text: String) throws {
        var console = Console.process
        console.environment = ["CHANCERY_TIMEOUT": text]
        #expect {
            try ConnectionOptions.parse([]).clientOptions(console)
        } throws: { error in
            "\(error)".contains("CHANCERY_TIMEOUT is") && "\(error)".contains("0 (wait for ever) to 86400")
        }
    }

    @Test func theTokenComesFromWhereItIsSaid() async throws {
        let seen = Mutex<[String]>([])
        let script: FakePeer.Script = { request in
            if request.verb == .auth { seen.withLock { $0.append(request.object?["token"]?.string ?? "") } }
            return Scripts.agreeable(request)
        }
        let file = try TestRoot.freePath("token")
        try LocalFile.writePrivate("from-file\n", to: file)
        defer { Editor.remove(file) }
        try await FakePeer.with(script) { peer in
            for environment in [["CHANCERY_TOKEN": "from-environment"], ["CHANCERY_TOKEN_FILE": file]] {
                let all = environment.merging(["CHANCERY_SERVER": peer.address]) { own, _ in own }
                #expect(await TestConsole(environment: all).run("whoami") == .done)
            }
            let environment = ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "from-environment"]
            #expect(await TestConsole(environment: environment).run("whoami", "--token", "from-option") == .done)
            #expect(await TestConsole(environment: environment).run("whoami", "--token-file", file) == .done)
            let none = TestConsole(environment: ["CHANCERY_SERVER": peer.address])
            #expect(await none.run("whoami") == .usage)
            #expect(none.err.contains("no access token"))
        }
        #expect(seen.withLock { $0 } == ["from-environment", "from-file", "from-option", "from-file"])
    }

    @Test func aWrongTokenIsRefused() async throws {
        let (console, status, sent) = try await run(
            ["whoami"], script: Scripts.refusing(.auth, Failure(.badToken, "this token is not known")))
        #expect(status == .refused)
        #expect(console.err.hasPrefix("chancery: BAD_TOKEN: this token is not known\n"))
        #expect(sent.isEmpty)
    }

    /// The only forum is meant; where there are several, one must be named.
    @Test func whichForum() async throws {
        let administrator: @Sendable (Int) -> FakePeer.Script = { count in
            { request in
                switch request.verb {
                case .auth: .ok(["account": "server/admin", "forum": "server", "administrator": true])
                case .forums:
                    .ok(["count": 1], rows: ["asem", "other"].prefix(count).map { ["forum": .string($0)] })
                default: Scripts.agreeable(request)
                }
            }
        }
        let (_, one, sent) = try await run(["inbox"], script: administrator(1))
        #expect(one == .done && sent.last?.text == "INBOX asem")
        let (console, two, _) = try await run(["inbox"], script: administrator(2))
        #expect(
            two == .usage && console.err == "chancery: choose a forum with --forum or CHANCERY_FORUM: asem, other\n")
        let (_, named, asked) = try await run(["inbox", "--forum", "other"], script: administrator(2))
        #expect(named == .done && asked.map(\.text) == ["INBOX other"])
        let (empty, none, _) = try await run(["inbox"], script: administrator(0))
        #expect(none == .usage && empty.err.contains("chancery forum load DIR"))
    }

    /// A busy server is asked again with the same key.
    @Test func aBusyServerIsAskedAgain() async throws {
        let left = Mutex(2)
        let (_, status, sent) = try await run(
            ["note", "R", "x"],
            script: { request in
                guard request.verb == .note,
                    left.withLock({
                        $0 -= 1
                        return $0 >= 0
                    })
                else {
                    return Scripts.agreeable(request)
                }
                return .refused(Failure(.busy, "the queue is full", retry: .after(milliseconds: 1)))
            })
        #expect(status == .done)
        #expect(sent.count == 3 && Set(sent.map(\.key)).count == 1)
    }

    @Test func aListOfManyPages() async throws {
        let (console, _, sent) = try await run(
            ["list", "--json"],
            script: { request in
                guard request.verb == .list else { return Scripts.agreeable(request) }
                let isFirst = request.options["after"] == nil
                return .ok(
                    ["count": 1, "next": isFirst ? "R1" : .null], rows: [["ref": isFirst ? "R1" : "R2"]])
            })
        #expect(console.lines == ["{\"ref\":\"R1\"}", "{\"ref\":\"R2\"}", "{\"count\":2,\"next\":null}"])
        #expect(sent.map(\.text) == ["LIST asem origin=live", "LIST asem after=R1 origin=live"])
    }

    /// A watch that the server ends says where to go on.
    @Test func aWatchThatEnds() async throws {
        let (console, status, _) = try await run(
            ["watch"],
            script: { request in
                guard request.verb == .watch else { return Scripts.agreeable(request) }
                return FakePeer.Response(
                    rows: [["cursor": "asem:7:aa", "event": .object((try? Samples.watched())?.first ?? [:])]],
                    result: .failure(Failure(.shuttingDown, "the server is stopping")))
            })
        #expect(status == .unreachable)
        #expect(console.lines.count == 1)
        #expect(
            console.err.hasPrefix(
                "chancery: to continue, add --after asem:7:aa\nchancery: SHUTTING_DOWN: the server is stopping\n"))
    }

    @Test func rawLines() async throws {
        let (console, status, _) = try await run(["send", "a PING", "b NOPE"])
        #expect(status == .refused)
        #expect(console.lines[0] == "a OK {\"now\":\"2026-03-01T12:00:00.000000Z\"}")
        #expect(console.lines[1].hasPrefix("b ERR UNKNOWN_VERB never none {"))
        let (standard, good, sent) = try await run(["send"], input: ["x FORUMS", "", "y WATCH asem", "z PING"])
        #expect(good == .done)
        #expect(standard.lines.contains("x OK {\"count\":1}") && standard.lines.contains { $0.hasPrefix("y EVT ") })
        #expect(sent.map(\.verb) == [.forums, .watch, .ping])
        let (_, _, raw) = try await run(["send", "--no-login", "a PING"])
        #expect(raw.count == 1)
        let (bye, dismissed, _) = try await run(["send", "no tag at all!\u{1}", "b PING"])
        #expect(dismissed == .refused && bye.lines.count == 1 && bye.lines[0].hasPrefix("* BYE {\"code\":"))
    }
}
