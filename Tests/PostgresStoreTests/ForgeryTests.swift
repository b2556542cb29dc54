import CanonicalJSON
import CivilTime
import Postgres
import ProposalService
import Proposals
import Record
import TestSupport
import Testing

@testable import PostgresStore

/// What somebody with the serving role may not slip in beside the states: bytes, rows, numbers, answers, tokens.
@Suite struct ForgeryTests {
    private func enter() async throws -> (Intruder, TestStream) {
        let intruder = try await Intruder.enter()
        let stream = try await intruder.fixture.draft(["DEMO-2026-0001"])[0]
        return (intruder, stream)
    }

    // MARK: bytes

    /// Bytes as they should be, and each change that jsonb takes and no reader should meet.
    private static let bytes: [(String, String, String?)] = [
        (#""text":"noted""#, #""text":"a \" \\ \n \u001f é \ud83d 9007199254740992""#, "22P02"),
        (#""text":"noted""#, #""text":"a \" \\ \n \u001f é 日 \b, : {} 1.5 ","z":[-1,0,9007199254740992,{},[]]"#, nil),
        (#""text":"noted""#, #""text":"noted","text":"again""#, "event_bytes"),
        (#""text":"noted""#, #""text":{"a":1,"b":{"c":1,"c":2}}"#, "event_bytes"),
        (#""schema":2"#, #""schema":2,"schema":2"#, "event_bytes"),
        (#""text":"noted""#, #""text": "noted""#, "event_bytes"),
        (#""text":"noted""#, "\"text\":\n\"noted\"", "event_bytes"),
        (#""text":"noted""#, #""text":"\/""#, "event_bytes"), (#""text":"noted""#, #""text":"\u00e9""#, "event_bytes"),
        (#""text":"noted""#, #""text":"\u000a""#, "event_bytes"),
        (#""text":"noted""#, #""text":"\u001F""#, "event_bytes"),
        (#""text":"noted""#, #""text":1.5"#, "event_bytes"), (#""text":"noted""#, #""text":1e3"#, "event_bytes"),
        (#""text":"noted""#, #""text":-0"#, "event_bytes"),
        (#""text":"noted""#, #""text":9007199254740993"#, "event_bytes"),
        (#""text":"noted""#, #""text":-9007199254740993"#, "event_bytes"),
        (#""text":"noted""#, #""text":12345678901234567"#, "event_bytes"),
        (#""text":"noted""#, #""text":"# + nested(14), nil),
        (#""text":"noted""#, #""text":"# + nested(15), "event_bytes"),
        (#""text":"noted""#, #""text":"\u0000""#, "22P05"),
        (#""schema":2"#, #""schema":1"#, nil), (#""schema":2"#, #""schema":3"#, "event_bytes"),
        (#""schema":2"#, #""schema":2,"extra":1"#, "event_bytes"),
        (#"},"decided_at""#, #"},"dataz":{},"decided_at""#, "event_bytes"),
        (#""data":{"text":"noted"}"#, #""data":[]"#, "event_bytes"),
        (#""role":"clerk""#, #""role":"clerk","deputy":true"#, "event_bytes"),
        (#""office":{"role":"clerk"}"#, #""office":null"#, nil),
        (#""office":{"role":"clerk"}"#, #""office":{"deputy":true,"group":"g","partner":"p","role":"clerk"}"#, nil),
        (#""office":{"role":"clerk"}"#, #""office":{"partner":"p"}"#, "event_bytes"),
        (#""office":{"role":"clerk"}"#, #""office":"clerk""#, "event_bytes"),
        (
            #""actor":{"account":"demo/clerk","office":{"role":"clerk"}}"#,
            #""actor":{"office":null,"account":"demo/clerk"}"#, "event_bytes"
        ),
        (#""kind":"noted""#, #""kind":"invented""#, "event_kind"),
        (#""kind":"noted""#, #""kind":"forum-opened""#, "event_kind"),
        (#""decided_at":"2023-"#, #""decided_at":"20230"#, "22007"), (#"Z","forum""#, #"","forum""#, "event_bytes"),
        (#"{"actor""#, #" {"actor""#, "event_bytes"), (#""version":2}"#, #""version":2} "#, "event_bytes"),
    ]

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test(arguments: bytes)
    func bytesThatNoProgramWritesAreRefused(part: String, other: String, rule: String?) async throws {
        var (intruder, stream) = try await enter()
        let note = stream.note()
        let text = String(decoding: note.sealed.bytes, as: UTF8.self)
        try #require(text.contains(part))
        let forged = Array(text.replacing(part, with: other, maxReplacements: 1).utf8)
        let isReadable = (try? SealedEvent(bytes: forged)) != nil
        stream.digest = Digest.sha256(forged).hex
        let refusal = try await intruder.insert(stream, after: 1, [note]) { $0.replace(bytes: forged) }
        #expect((refusal?.constraint ?? refusal?.sqlState.rawValue) == rule)
        // What is let in can be read.
        if refusal == nil { #expect(isReadable) }
    }

    @Test func kindsAreThoseOfTheProgram() async throws {
        let fixture = try await StoreFixture.make(opened: false)
        let check: String = try await fixture.value(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'event_kind'")
        let named = check.split(separator: "'").map(String.init).filter { text in
            text.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) } && text != "registry"
        }
        #expect(Set(named).isSuperset(of: EventKind.allCases.map(\.rawValue)))
        #expect(named.count == EventKind.allCases.count)
    }

    @Test func whatIsRecordedTomorrowIsNotRecordedToday() async throws {
        var (intruder, stream) = try await enter()
        stream.recordedAt = Instant("9999-01-01T00:00:00Z") ?? stream.recordedAt
        let note = stream.note()
        #expect(try await intruder.insert(stream, after: 1, [note]) == .rule("event_clock"))
    }

    // MARK: rows

    @Test(
        arguments: [
            "is_shared = NOT is_shared", "is_final = true", "lifecycle_id = 'other'", "published_fields = '{title}'",
            "track = 'fast'", "closes = now()", "deadline_noted = true", "has_open_round = true", "round = 7",
            "not_heard = '{fr}'", "facts = '{published}'", "standing = 'held'", "first_day = '2026-01-01'",
            "last_day = '2026-01-01'", "lapsed = true", "recorded_at = now()", "version = version",
        ])
    func aRowChangesWithAnEventOnly(change: String) async throws {
        var (intruder, stream) = try await enter()
        let refusal = try await intruder.attempt("UPDATE proposal SET \(change)")
        #expect(refusal == .rule("proposal_follows_events"))
        // With an event that has nothing to do with it, it is refused as well.
        let note = stream.note()
        let beside = try await intruder.insert(stream, after: 1, [note], beside: "UPDATE proposal SET \(change)")
        #expect(beside?.sqlState == .checkViolation)
        #expect(try await intruder.insert(stream, after: 1, [note]) == nil)
    }

    @Test(arguments: [
        "is_shared = true", "published_fields = '{title}'", "facts = '{x}'", "round = 1", "track = 'fast'",
        "standing = 'held'", "first_day = '2026-01-01'", "lapsed = true",
    ])
    func anEventOfAnotherKindIsNoExcuse(change: String) async throws {
        var (intruder, stream) = try await enter()
        let note = stream.note()
        #expect(try await intruder.insert(stream, after: 1, [note], set: change) == .rule("proposal_kinds"))
        stream = try await intruder.fixture.put([TestStream("DEMO-2026-0002")]) { $0.draft() }[0]
        let sent = stream.move("send", to: "sent")
        #expect(
            try await intruder.insert(stream, after: 1, [sent], set: "round = 1, track = 'fast', is_shared = true")
                == nil)
    }

    @Test(arguments: [
        "standing = 'postponed'", "first_day = '2026-01-01'", "last_day = NULL", "lapsed = true",
        "first_day = NULL, last_day = NULL",
    ])
    func itsDaysAreThoseOfTheEvents(change: String) async throws {
        var (intruder, stream) = try await enter()
        let revised = stream.revise { $0.starts = CivilDate("2026-03-01") }
        let days = "first_day = '2026-03-01', last_day = '2026-03-01'"
        let text = "UPDATE proposal_text SET starts = '2026-03-01'"
        for (days, text) in [("first_day = NULL, last_day = '2026-03-01'", text), ("lapsed = false", text)] {
            #expect(
                try await intruder.insert(stream, after: 1, [revised], set: days, beside: text)
                    == .rule("proposal_days"))
        }
        #expect(try await intruder.insert(stream, after: 1, [revised], set: days, beside: text) == nil)
        // A fact that tells nothing of the activity is no excuse either.
        let recorded = stream.add(.factRecorded, ["fact": "seen", "inputs": ["status": "postponed"]])
        #expect(
            try await intruder.insert(stream, after: 2, [recorded], set: "facts = '{seen}', \(change)")
                == .rule("proposal_days"))
        #expect(try await intruder.insert(stream, after: 2, [recorded], set: "facts = '{seen}'") == nil)
    }

    @Test(
        arguments: [
            "title = 'Forged'", "insiders = '{fr}'", "proposer = 'fr'", "pillar = 'x'", "focus_areas = '{x}'",
            "starts = '2026-01-01'", "search_text = 'x'", "title_words = '{x}'",
        ])
    func wordsChangeWithAnEventOnly(change: String) async throws {
        var (intruder, stream) = try await enter()
        let forging = "UPDATE proposal_text SET \(change)"
        #expect(try await intruder.attempt(forging) == .rule("proposal_text_follows_events"))
        // A note changes no words.
        let note = stream.note()
        let beside = try await intruder.insert(stream, after: 1, [note], beside: forging)
        #expect(beside == .rule("proposal_text_follows_events"))
    }

    @Test func theWordsAreThoseOfTheText() async throws {
        var (intruder, stream) = try await enter()
        let revised = stream.revise { $0.title = "Another title" }
        let right = "UPDATE proposal_text SET title = 'Another title', title_words = '{another,title}'"
        for wrong in ["title = 'Forged'", "title = ''", "pillar = 'x'", "starts = '2026-01-01'", "proposer = 'fr'"] {
            let refusal = try await intruder.insert(
                stream, after: 1, [revised], beside: "\(right); UPDATE proposal_text SET \(wrong)")
            #expect(refusal == .rule("proposal_text_follows_events"), "\(wrong)")
        }
        #expect(try await intruder.insert(stream, after: 1, [revised], beside: right) == nil)
    }

    // MARK: numbers

    @Test(
        arguments: [
            ("UPDATE ref_counter SET last_number = 9", "ref_counter_follows_proposals"),
            ("UPDATE ref_counter SET last_number = 1", "ref_counter_follows_proposals"),
            ("INSERT INTO ref_counter VALUES ('demo', 1998, 3)", "ref_counter_follows_proposals"),
            ("INSERT INTO forum_head (forum) VALUES ('mine')", "forum_head_has_forum"),
        ])
    func countersFollowWhatTheyCount(statement: String, rule: String) async throws {
        let (intruder, _) = try await enter()
        _ = try await intruder.fixture.draft(["DEMO-2026-0002"])
        #expect(try await intruder.attempt(statement) == .rule(rule))
    }

    @Test func aNumberIsGivenOutOnce() async throws {
        let (intruder, _) = try await enter()
        let fixture = intruder.fixture
        for name in ["DEMO-2026-0003", "OTHER-2026-0002"] {
            await #expect(throws: StoreError.self) { _ = try await fixture.draft([name]) }
        }
        // Without its number.
        var stream = TestStream("DEMO-2026-0002")
        var writes = BatchWrites(events: [stream.draft()])
        writes.proposals = [stream.projection(since: 0)]
        writes.texts[stream.name] = stream.newText()
        let silent = writes
        await #expect(throws: StoreError.self) {
            _ = try await fixture.store.write(TestForum.plan(drafts: true)) { _ in silent }
        }
        #expect(try await fixture.draft(["DEMO-2026-0002"]).count == 1)
    }

    // MARK: answers, tokens, personal data

    @Test(
        arguments: [
            (
                "INSERT INTO request (key, account, forum, body_digest, answer, position) VALUES ('k', 'demo/a', 'demo', sha256('x'), '{}', 2)",
                "request_follows_events"
            ),
            (
                "INSERT INTO request (key, account, forum, body_digest, answer, position) VALUES ('k', 'demo/clerk', 'demo', sha256('x'), '{}', 2)",
                "request_follows_events"
            ),
            (
                "INSERT INTO request (key, account, forum, body_digest, answer, position) VALUES ('k', 'demo/clerk', 'demo', sha256('x'), '{}', 99)",
                "request_follows_events"
            ),
            (
                "INSERT INTO request (key, account, forum, body_digest, answer) VALUES ('k', 'demo/a', 'demo', sha256('x'), '{}'); UPDATE request SET answer = '{\"forged\":1}'",
                "request_answer_kept"
            ),
            (
                "INSERT INTO token SELECT h, 'tk-' || left(encode(sha256(h), 'hex'), 16), 'demo/boss', 'demo' FROM sha256('mine') AS h",
                "token_follows_events"
            ),
            ("INSERT INTO token VALUES (sha256('mine'), 'tk-0123456789abcdef', 'demo/boss', 'demo')", "token_name"),
            (
                "INSERT INTO personal VALUES ('commitment:00', 'demo', 'x', sha256('salt'), 'Somebody Else')",
                "personal_commitment"
            ),
        ])
    func nothingIsForgedBesideTheRecord(statement: String, rule: String) async throws {
        let (intruder, _) = try await enter()
        #expect(try await intruder.attempt(statement) == .rule(rule))
    }

    /// The server notes a deadline that passed before it does what is asked for; the answer names both.
    @Test(
        arguments: [
            ([.deadlinePassed], TestStream.account, nil), ([.deadlinePassed, .tacitRecorded], TestStream.account, nil),
            ([.deadlinePassed], "demo/other", "request_follows_events"),
            ([.tacitRecorded], TestStream.account, "request_follows_events"),
        ] as [([EventKind], String, String?)])
    func anAnswerMayBeginWithADeadline(noted: [EventKind], account: String, rule: String?) async throws {
        var (intruder, stream) = try await enter()
        let length = try await intruder.fixture.store.recordLength(forum: "demo")
        let events = noted.map { stream.add($0, by: .server) } + [stream.note()]
        let refusal = try await intruder.insert(
            stream, after: 1, events,
            beside: """
                INSERT INTO request (key, account, forum, body_digest, answer, position)
                VALUES ('k', '\(account)', 'demo', sha256('x'), '{}', \(length))
                """)
        #expect(refusal == rule.map { .rule($0) })
        // Alone it is nobody's.
        let alone = stream.add(.deadlinePassed, by: .server)
        let other = try await intruder.insert(
            stream, after: 1, [alone],
            beside: """
                INSERT INTO request (key, account, forum, body_digest, answer, position)
                VALUES ('j', '\(TestStream.account)', 'demo', sha256('x'), '{}', \(length + Int64(events.count)))
                """)
        #expect(other != nil)
    }

    @Test func anAnswerCanBeErased() async throws {
        let (intruder, _) = try await enter()
        let script = """
            INSERT INTO request (key, account, forum, body_digest, answer) VALUES ('k', 'demo/a', 'demo', sha256('x'), '{}');
            UPDATE request SET answer = NULL
            """
        #expect(try await intruder.attempt(script) == nil)
        #expect(
            try await intruder.attempt(
                "INSERT INTO request VALUES ('j', 'demo/a', 'demo', sha256('x'), '{}', NULL, '2020-01-01')")
                == .privilege)
    }

    @Test func aLifecycleIsWhatItsEventSays() async throws {
        let (intruder, _) = try await enter()
        var registry = TestStream.registry()
        _ = TestForum.opening(&registry)
        let shortcut = TestForum.shortcut
        var said = TestForum.loading(shortcut)
        said["definition"] = TestForum.loading(TestForum.lifecycle)["definition"]
        let event = registry.add(.lifecycleLoaded, said)
        let script =
            "SELECT load_lifecycle('\\x\(shortcut.digest)', '\\x\(Intruder.Columns.hex(shortcut.definition))'); "
        let length = try await intruder.fixture.store.recordLength(forum: "demo")
        #expect(
            try await intruder.attempt(
                script + "UPDATE forum_head SET next_position = \(length + 1) WHERE forum = 'demo'; "
                    + Intruder.Columns(event, position: length).insert) == .rule("event_lifecycle"))
    }
}
