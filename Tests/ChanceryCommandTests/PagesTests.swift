import CanonicalJSON
import LineProtocol
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

@Suite struct PagesTests {
    /// A row without a name is shown under the word that the server gives for it.
    @Test func aRowWithoutANameHasAWord() throws {
        let answer: JSONObject = [
            "view": "focus", "label": "Focus",
            "columns": [
                ["key": "area", "label": "Area", "type": "text", "blank": "(none)"],
                ["key": "cost", "label": "Cost", "type": "money"],
            ],
        ]
        let lines = try ViewPage([["area": "water"], ["area": .null, "cost": .null]], answer, Paint(TerminalTraits()))
            .lines()
        #expect(lines.contains { $0.hasPrefix("(none)") } && !lines.joined().contains("(none)  (none)"), "\(lines)")
    }

    private let plain = Paint(TerminalTraits())
    private let screen = Paint(TerminalTraits(isTerminal: true, columns: 80))
    private let coloured = Paint(TerminalTraits(isTerminal: true, columns: 80, hasColour: true))
    private let ascii = Paint(TerminalTraits(isTerminal: true, columns: 80, isUnicode: false))

    @Test func history() throws {
        let rows = try Samples.history()
        let proposal = try Samples.proposal()
        try Golden.expect(HistoryPage(rows, proposal, Repository.labels, screen).lines, "history")
        try Golden.expect(HistoryPage(rows, proposal, Repository.labels, coloured).lines, "history-coloured")
        try Golden.expect(HistoryPage(rows, proposal, LifecycleLabels(), plain).lines, "history-without-labels")
    }

    @Test func show() throws {
        try Golden.expect(ShowPage(try Samples.proposal(), Repository.labels, screen).lines, "show")
        let published = try JSONObject(
            json: """
                {"ref":"ASEM-2026-0001","title":"Seminar","state":"som-blessed","state_label":"SOM-blessed","published":true,\
                "fields":{"title":"Seminar","location":"Can Tho"},"recorded_at":"2026-03-05T09:00:00.000000Z"}
                """)
        try Golden.expect(ShowPage(published, LifecycleLabels(), screen).lines, "show-published")
    }

    /// A round by itself: every position with its reason.
    @Test func round() throws {
        let rows = try [
            """
            {"partner":"DE","stance":"reservation","reason":"Parliament must agree.\\u001b[31m","resolves":"Its vote in May."}
            """,
            #"{"partner":"FR","stance":"support"}"#,
        ].map { try JSONObject(json: $0) }
        let round = try JSONObject(
            json: """
                {"ref":"ASEM-2026-0001","number":1,"track":"work-programme","opened_at":"2026-03-02T09:00:00.000000Z",\
                "roster":53,"heard":2,"ended":"recirculated","stances":{"reservation":1,"support":1},"not_heard":["AT","BE"]}
                """)
        #expect(
            RoundPage(rows, round, LifecycleLabels(), plain).lines == [
                "ASEM-2026-0001  round 1 · work-programme · opened 2026-03-02 · 2 of 53 heard · ended: "
                    + "recirculated",
                "  support (1)         FR", "  reservation (1)     DE",
                "    DE: Parliament must agree.\u{FFFD}[31m; lifted by: Its vote in May.",
                "  not heard (2)       AT, BE",
            ])
    }

    /// A round is dated by when the body opened it; after its deadline it is not called open.
    @Test func aRoundOfThePast() throws {
        func line(_ extra: String) throws -> String {
            let round = try JSONObject(
                json: """
                    {"number":1,"opened_at":"2026-11-29T09:00:00.000000Z","decided_at":"2026-01-15T00:00:00.000000Z",\
                    "closes":"2026-06-01T00:00:00.000000Z","roster":3,"heard":0,"ended":null\(extra)}
                    """)
            return ShowPage(round, LifecycleLabels(), plain).roundLines(round, after: "").joined()
        }
        #expect(
            try line("").hasPrefix("round 1 · opened 2026-01-15 (recorded 2026-11-29) · ")
                && line("").hasSuffix(" · open"))
        #expect(try line(",\"deadline_passed\":true").hasSuffix(" · deadline passed 2026-06-01"))
    }

    /// Nothing in a page is cut: a long label goes on in the next line.
    @Test(arguments: [80, 120]) func longLabelsAreWrapped(_ columns: Int) throws {
        let proposal = try JSONObject(
            json: """
                {"ref":"R","title":"T","state":"drafted","fields":{"contribution":"Much.","expected_partners":30}}
                """)
        let paint = Paint(TerminalTraits(isTerminal: true, columns: columns))
        let lines = ShowPage(proposal, Repository.labels, paint).lines
        for label in [Repository.labels.field("contribution"), Repository.labels.field("expected_partners")] {
            let words = label.split(separator: " ").map(String.init)
            let start = try #require(lines.firstIndex { $0.hasPrefix("  " + words[0]) })
            let shown = lines[start...].prefix(3).joined(separator: " ").split(separator: " ").map(String.init)
            for word in words { #expect(shown.contains(word), "\(label): \(lines)") }
        }
        #expect(!lines.joined().contains(paint.ellipsis) && lines.allSatisfy { $0.columns <= columns })
    }

    @Test func why() throws {
        let (rows, answer) = try Samples.why()
        try Golden.expect(WhyPage(rows, answer, Repository.labels, screen).lines, "why")
        try Golden.expect(WhyPage(rows, answer, Repository.labels, screen).brief, "why-brief")
        try Golden.expect(WhyPage(rows, answer, Repository.labels, ascii).lines, "why-ascii")
        try Golden.expect(WhyPage([rows[2]], answer, Repository.labels, plain).lines, "why-one-transition")
    }

    /// A way out of the lifecycle is not told as the way on, until what asks for it has happened.
    @Test(arguments: [(false, false), (true, true)])
    func waysOut(isCancelled: Bool, isWayOn: Bool) throws {
        let lacking = #"{"requirement":"fact-recorded","label":"recorded as cancelled","source":"order of the record"}"#
        let row = try JSONObject(
            json: """
                {"transition":"close","to":"cancelled","label":"close as cancelled","allowed":\(isCancelled),\
                "unmet":[\(isCancelled ? "" : lacking)]}
                """)
        let other = try JSONObject(json: #"{"transition":"report","to":"reported","allowed":true,"unmet":[]}"#)
        let answer = try JSONObject(json: #"{"ref":"ASEM-2026-0001","state":"som-blessed","version":9}"#)
        let page = WhyPage([other, row], answer, Repository.labels, plain).brief
        #expect(page.contains { $0.hasPrefix("close as cancelled (close)") } == isWayOn)
        #expect(page.contains { $0.hasPrefix("Also from here: close") } == !isWayOn)
        #expect(page.contains { $0.contains("report") && $0.contains("possible now") })
    }

    /// Where no round is open the next command is the one that opens one, as the lifecycle has it; and a command is told only to who can
    /// do it.
    @Test(
        arguments: [
            ("asem/proposer-FR", "chancery advance ASEM-2026-0001 recirculate --reason …"),
            ("asem/contact-point-AT", nil),
        ] as [(String, String?)])
    func nextCommandIsForWhoAsks(asker: String, next: String?) throws {
        let who = #"{"role":"proposer","partner":"FR","holders":["asem/proposer-FR"],"vacant":false}"#
        let confirm = try JSONObject(
            json: """
                {"transition":"confirm","to":"consensus","label":"confirm consensus","allowed":false,"unmet":[\
                {"requirement":"consensus","label":"full consensus of all partners","detail":"no round is open on the present \
                text: circulate it first","rule":"AECF 25","subjects":[],"who":[\(who)],"met":false}]}
                """)
        let answer = try JSONObject(json: #"{"ref":"ASEM-2026-0001","state":"circulated","version":9}"#)
        let page = WhyPage([confirm], answer, Repository.labels, plain, asker: asker).brief
        #expect(page.first { $0.contains("next:") } == next.map { "  next: " + $0 })
        #expect(page.contains { $0.contains("can be met by: proposer FR (asem/proposer-FR)") })
    }

    /// An act that lacks nothing but its office is told with whose it is, and with its command to those alone.
    @Test(arguments: [("asem/regional-coordinator-VN", true), ("asem/proposer-FR", false)])
    func anActOfAnotherOffice(asker: String, isAskers: Bool) throws {
        let confirm = try JSONObject(
            json: """
                {"transition":"confirm","to":"consensus","label":"confirm consensus","allowed":false,"unmet":[\
                {"requirement":"role","label":"made by a Regional Coordinator","subjects":[],"met":false,"who":[\
                {"role":"regional-coordinator","holders":["asem/regional-coordinator-VN"],"vacant":false}]}]}
                """)
        let answer = try JSONObject(json: #"{"ref":"ASEM-2026-0001","state":"circulated","version":9}"#)
        let page = WhyPage([confirm], answer, Repository.labels, plain, asker: asker).brief
        #expect(page.contains { $0.contains("next: chancery advance ASEM-2026-0001 confirm") } == isAskers)
        #expect(page.contains { $0.contains("regional-coordinator (asem/regional-coordinator-VN)") })
    }

    /// A past activity in the archive stands in no state, and an account without offices is told so.
    @Test func whatIsNoStateAndNoOffice() throws {
        let record = try JSONObject(
            json:
                #"{"ref":"ASEM-2017-0001","title":"Seminar","state":"drafted","state_label":"Drafted","origin":"archive"}"#
        )
        #expect(ShowPage(record, Repository.labels, plain).head[1] == "Archive record")
        #expect(
            WhoamiCommand.lines(["account": "asem/x", "appointments": []], plain).contains {
                $0.contains("holds no office")
            })
        #expect(
            !WhoamiCommand.lines(["account": "server/admin", "appointments": [], "administrator": true], plain)
                .contains { $0.contains("holds no office") })
    }

    /// Days from which an activity was postponed are shown as no longer holding.
    @Test(
        arguments: [
            (
                #"{"standing":"postponed","starts":"2026-09-01","ends":"2026-09-02","lapsed":true}"#,
                "(no longer holds: postponed to 2026-09-01 to 2026-09-02)"
            ),
            (#"{"standing":"postponed","starts":null,"ends":null,"lapsed":true}"#, "(no longer holds: postponed)"),
            (
                #"{"standing":"cancelled","starts":"2026-09-01","ends":"2026-09-01","lapsed":true}"#,
                "(no longer holds: cancelled; was 2026-09-01)"
            ),
            (#"{"standing":"cancelled","starts":"2026-06-01","ends":"2026-06-01","lapsed":false}"#, nil),
        ] as [(String, String?)])
    func daysThatNoLongerHold(activity: String, told: String?) throws {
        let proposal = try JSONObject(
            json: """
                {"ref":"ASEM-2026-0001","title":"Seminar","state":"som-blessed","fields":{"starts":"2026-06-01"},\
                "activity":\(activity)}
                """)
        let page = ShowPage(proposal, Repository.labels, plain).lines
        let day = try #require(page.first { $0.contains("2026-06-01") })
        #expect(day.hasSuffix(told ?? "2026-06-01"))
    }

    /// On a track without positions nobody is asked for one, and nobody is missed.
    @Test func information() throws {
        var proposal = try Samples.proposal()
        proposal["track"] = "information"
        proposal["rounds"] = [["number": 1, "track": "information", "roster": 53, "heard": 0]]
        let packet = try #require(PacketText(proposal, Repository.labels, checklist: []).lines)
        #expect(packet.contains { $0.hasSuffix("to the 53 partners for their") })
        #expect(!packet.contains { $0.contains("How to answer") || $0.contains("Positions are asked") })
        let page = ShowPage(proposal, Repository.labels, screen).lines
        #expect(!page.contains { $0.contains("not heard (") })
        #expect(page.contains("  round 1 · information · to 53 partners · open"))
    }

    @Test func inbox() throws {
        let rows = try [
            """
            {"ref":"ASEM-2026-0001","what":"position","partner":"KR","closes":"2026-06-30T23:59:59.000000Z","since":\
            "2026-03-02T09:00:00.000000Z","title":"관세 자료 세미나 é́ — 亞歐會議 Seminar on customs data for small and \
            medium enterprises","why":"not yet heard"}
            """,
            "{\"ref\":\"ASEM-2026-0002\",\"what\":\"circulate\",\"due\":\"2026-07-01\",\"title\":\"B\",\"mark\":\"TRIAL\"}",
        ].map { Verbs.Inbox.Row(try JSONObject(json: $0)) }
        let lines = try InboxPage(rows, Paint(TerminalTraits(isTerminal: true, columns: 60))).lines()
        #expect(
            lines == [
                "ASEM-2026-0001 · position · for KR", "  closes 2026-06-30 23:59 UTC · since 2026-03-02",
                "  관세 자료 세미나 é́ — 亞歐會議 Seminar on customs data for", "  small and medium enterprises",
                "  not yet heard", "", "[TRIAL] ASEM-2026-0002 · circulate · due 2026-07-01", "  B", "", "2 things",
            ])
        // Piped, each is one row.
        #expect(try InboxPage(rows, plain).lines().count == 3)
        #expect(try InboxPage([], screen).lines() == ["Nothing is waiting for you."])
    }

    @Test func packet() throws {
        let (_, answer) = try Samples.why()
        let checklist = (answer["checklist"]?.array ?? []).compactMap(\.object)
        let lines = try #require(PacketText(try Samples.proposal(), Repository.labels, checklist: checklist).lines)
        try Golden.expect(lines, "packet")
        for line in lines { #expect(line.columns <= PacketText.width) }
        var draft = try Samples.proposal()
        draft["round_open"] = false
        #expect(PacketText(draft, Repository.labels, checklist: []).lines == nil)
        // What was decided asks nobody for a position, though its round was never closed.
        var blessed = try Samples.proposal()
        blessed["state"] = "som-blessed"
        #expect(PacketText(blessed, Repository.labels, checklist: []).lines == nil)
    }

    @Test func refusal() throws {
        try Golden.expect(FailureText(screen).lines(try Samples.refusal()), "refusal")
        let conflict = Failure(.versionConflict, "the proposal is at version 7", details: ["version": 7])
        try Golden.expect(FailureText(screen).lines(conflict), "refusal-version")
        let unknown = Failure(.effectUnknown, "the connection was lost")
        try Golden.expect(FailureText(screen).lines(unknown), "refusal-unknown")
    }

    @Test func lifecycle() throws {
        let answer: JSONObject = ["id": "asem-initiative", "version": 1, "digest": "d1"]
        let lines = LifecyclePage(Repository.definition, answer, screen).lines
        try Golden.expect(Array(lines.prefix(30)), "lifecycle")
        for line in lines { #expect(line.columns <= 80) }
    }

    /// Many offices of one role are told in one line, vacant ones apart.
    @Test func manyOffices() throws {
        let who = (0..<8).map { index -> String in
            let since = index == 7 ? "\"2026-01-31T00:00:00.000000Z\"" : "null"
            return "{\"role\":\"contact-point\",\"partner\":\"P\(index)\",\"holders\":[],\"vacant\":\(index > 4),"
                + "\"vacant_since\":\(since)}"
        }
        let requirement = try JSONObject(json: "{\"who\":[\(who.joined(separator: ","))]}")
        #expect(
            RequirementText.who(requirement) == [
                "can be met by: contact-point of P0, P1, P2, P3, P4",
                "can be met by: contact-point of P5, P6, vacant: never held",
                "can be met by: contact-point of P7, vacant since 2026-01-31",
            ])
    }

    /// Where the server's administrators can act, the forum's seat is not called vacant.
    @Test func anOfficeThatTheServerFills() throws {
        let requirement = try JSONObject(
            json: "{\"who\":[{\"role\":\"admin\",\"holders\":[],\"vacant\":false,\"server\":true}]}")
        #expect(RequirementText.who(requirement) == ["can be met by: admin (an administrator of the server)"])
    }

    /// Nothing that the server sends, in whatever place, brings an escape to the terminal.
    @Test func hostileServer() throws {
        func hostile(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string(let text): .string(text + "\u{1B}]0;owned\u{7}\r\u{9B}2J")
            case .array(let elements): .array(elements.map(hostile))
            case .object(let object):
                .object(JSONObject(object.members.map { JSONObject.Member(key: $0.key, value: hostile($0.value)) }))
            case .null, .bool, .integer: value
            }
        }
        let object = { (object: JSONObject) in hostile(.object(object)).object ?? [:] }
        let (rows, answer) = try Samples.why()
        let (labels, proposal) = (LifecycleLabels(object(Repository.definition)), object(try Samples.proposal()))
        let lines =
            try ShowPage(proposal, labels, screen).lines
            + HistoryPage(try Samples.history().map(object), proposal, labels, screen).lines
            + WhyPage(rows.map(object), object(answer), labels, screen).lines
            + WhyPage(rows.map(object), object(answer), labels, screen).brief
            + FailureText(screen).lines(
                Failure(codeText: "\u{1B}X", retry: .never, effect: .none, object: object(try Samples.refusal().object))
            )
            + Tables.proposals([proposal], screen) + WhoamiCommand.lines(proposal, screen)
            + WriteText(screen).lines(
                Verbs.Revise.Written(object(["ref": "x", "state": "y", "events": ["z"], "effect": "e"])))
            + WatchText(screen).lines(["event": .object(object(try Samples.history()[2])), "cursor": "c\u{1B}"])
        for line in lines {
            #expect(
                !line.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(line.debugDescription)")
        }
    }
}
