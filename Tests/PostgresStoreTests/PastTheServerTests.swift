import CanonicalJSON
import CivilTime
import Lifecycle
import Postgres
import ProposalService
import Proposals
import Record
import TestSupport
import Testing

@testable import PostgresStore

/// What somebody with the serving role may not do past the server besides: rules, times, documents and trees of their own.
@Suite struct PastTheServerTests {
    private func enter() async throws -> (Intruder, TestStream, registry: TestStream) {
        let intruder = try await Intruder.enter(administrator: true)
        let stream = try await intruder.fixture.draft(["DEMO-2026-0001"])[0]
        var registry = TestStream.registry()
        _ = TestForum.opening(&registry, administrator: true)
        return (intruder, stream, registry)
    }

    // MARK: rules

    /// The next version of the forum's lifecycle, with an edge from its first state to its end.
    private static let shortened: NewLifecycle = {
        let jump: JSONValue = ["id": "jump", "from": ["open"], "to": "done", "roles": ["clerk"]]
        let bytes = TestForum.definition(id: "test", version: 2, extra: [jump]).canonicalBytes
        return NewLifecycle(digest: Digest.sha256(bytes).hex, id: "test", version: 2, definition: bytes)
    }()

    private static let loading =
        "SELECT load_lifecycle('\\x\(shortened.digest)', '\\x\(Intruder.Columns.hex(shortened.definition))'); "

    @Test(arguments: ["demo/nobody", "server", "server/nobody", "other/clerk", "demo/cler", "demo/clerk2"])
    func rulesAreChangedByWhoAdministersTheForum(account: String) async throws {
        let (intruder, _, registry) = try await enter()
        let actor = Actor(account: account, office: Office(role: "clerk"))
        let token = Token(7)
        let acts: [(EventKind, JSONObject, first: String, beside: String)] = [
            (.lifecycleLoaded, TestForum.loading(Self.shortened), Self.loading, ""),
            (.appointmentMade, TestForum.appointment(of: account), "", ""),
            (.forumChanged, ["name": "Demo", "ref_prefix": "DEMO", "account_role": "anybody"], "", ""),
            (
                .identityLinked,
                [
                    "account": .string(TestStream.account), "identity": "id-1", "issuer": "https://login.example.org",
                    "subject": "commitment:1",
                ], "", ""
            ),
            (
                .tokenIssued, ["token": .string(token.name), "account": .string(TestStream.account), "expires": .null],
                "",
                "INSERT INTO token VALUES ('\\x\(Intruder.Columns.hex(token.hash))', '\(token.name)', '\(TestStream.account)', 'demo')"
            ),
        ]
        for act in acts {
            var forged = registry
            let event = forged.add(act.0, act.1, by: actor)
            let refusal = try await intruder.insert(registry: forged, event, first: act.first, beside: act.beside)
            #expect(refusal == .rule("event_administrator"), "\(act.0)")
            // It is who did it that is refused.
            var right = registry
            let same = right.add(act.0, act.1)
            let taken = try await intruder.insert(
                registry: right, same, first: act.first, beside: act.beside + "; ROLLBACK; BEGIN")
            #expect(taken == nil, "\(act.0)")
        }
    }

    @Test func anOfficeThatEndedChangesNothing() async throws {
        var (intruder, _, registry) = try await enter()
        let nobody = Actor(account: "demo/nobody", office: Office(role: "clerk"))
        func loads() async throws -> Bool {
            var next = registry
            let event = next.add(.lifecycleLoaded, TestForum.loading(Self.shortened), by: nobody)
            return try await intruder.insert(
                registry: next, event, first: Self.loading, beside: "ROLLBACK; BEGIN") == nil
        }
        func add(_ kind: EventKind, _ data: JSONObject) async throws {
            let event = registry.add(kind, data)
            #expect(try await intruder.insert(registry: registry, event) == nil)
        }
        try await add(.appointmentMade, TestForum.appointment(of: "demo/nobody", until: "2021-01-01T00:00:00.000000Z"))
        #expect(try await !loads())
        var second = TestForum.appointment(of: "demo/nobody")
        second["number"] = 2
        try await add(.appointmentMade, second)
        #expect(try await loads())
        try await add(
            .appointmentEnded,
            ["account": "demo/nobody", "number": 2, "until": .string(registry.recordedAt.description)])
        #expect(try await !loads())
        // The role that the forum names now counts.
        second["number"] = 3
        try await add(.appointmentMade, second)
        #expect(try await loads())
        try await add(.forumChanged, ["name": "Demo", "ref_prefix": "DEMO", "account_role": "keeper"])
        #expect(try await !loads())
    }

    // MARK: times

    @Test func noChainOfEventsLeadsIntoTheFuture() async throws {
        let (intruder, stream, _) = try await enter()
        let now: Instant = Instant(microseconds: try await intruder.fixture.value("SELECT clock_timestamp()"))
        var chained = stream
        let notes = (1...600).map { number in
            chained.recordedAt = now.advanced(byMicroseconds: Int64(number) * 1_000_000)
            return chained.note()
        }
        #expect(try await intruder.insert(chained, after: 1, notes) == .rule("event_clock"))
        var near = stream
        near.recordedAt = now
        let note = near.note()
        #expect(try await intruder.insert(near, after: 1, [note]) == nil)
    }

    @Test func actsAreDecidedBeforeTheyAreRecorded() async throws {
        let (intruder, stream, _) = try await enter()
        for (day, rule) in [
            ("1800-01-01", "event_decided"), ("1899-12-31", "event_decided"), ("9999-01-01", "event_decided"),
            ("1900-01-01", nil), ("1996-03-01", nil),
        ] as [(String, String?)] {
            var acting = stream
            let note = acting.add(.noted, ["text": "noted"], decidedAt: Instant("\(day)T00:00:00Z"))
            let refusal = try await intruder.insert(acting, after: 1, [note], beside: "; ROLLBACK; BEGIN")
            #expect(refusal == rule.map { .rule($0) }, "\(day)")
            acting = stream
            let sent = acting.move("send", to: "sent", decidedAt: Instant("\(day)T00:00:00Z"))
            let moved = try await intruder.insert(acting, after: 1, [sent], beside: "; ROLLBACK; BEGIN")
            #expect(moved == rule.map { .rule($0) }, "\(day)")
        }
    }

    // MARK: the tree

    @Test func aTreeIsThatOfTheEvents() async throws {
        let intruder = try await Intruder.enter()
        let fixture = intruder.fixture
        // 258 events with the two that opened the forum.
        _ = try await fixture.draft((1...256).map { "DEMO-2026-\(String(10_000 + $0).dropFirst())" })
        let leaves = try await fixture.store.record(forum: "demo", after: -1, limit: 300).compactMap {
            Digest($0.leafHash)
        }
        #expect(leaves.count == 258)
        for (values, name) in [
            ("0, 0, 1, sha256('x')", "another hash"), ("0, 9, 1, sha256('x')", "no event"),
            ("1, 0, 1, sha256('x')", "no tile below"),
            (
                "0, 0, 2, (SELECT string_agg(leaf_hash, '' ORDER BY position DESC) FROM event WHERE position < 2)",
                "order"
            ),
        ] {
            let refusal = try await intruder.attempt("INSERT INTO tile VALUES ('demo', \(values))")
            #expect(refusal == .rule("tile_follows_events"), "\(name)")
        }
        // As the signer stores it: in steps, some of them the first of their level.
        var edge = TileEdge()
        for count in [1, 2, 200, 256, 258] {
            var tiles: [Tile: [Digest]] = [:]
            edge.append(Array(leaves[Int(edge.size)..<count])) { tiles[$0] = $1 }
            try await fixture.store.keep(forum: "demo", tiles: tiles)
        }
        #expect(try await fixture.values("SELECT width FROM tile WHERE level = 1") == [1])
        #expect(
            try await intruder.attempt(
                "INSERT INTO tile VALUES ('demo', 1, 0, 2, (SELECT hashes || hashes FROM tile WHERE level = 1))")
                == .rule("tile_follows_events"))
    }

    @Test func aRecordIsClosedInItsPresentEpochAlone() async throws {
        let (intruder, _, _) = try await enter()
        let closing = "INSERT INTO divergence (forum, epoch, why) VALUES ('demo', 1, 'because')"
        #expect(try await intruder.attempt(closing) == .rule("divergence_present"))
        let checkpoint = "INSERT INTO checkpoint VALUES ('demo', 4, convert_to(E'x\\n4\\ny\\n', 'UTF8'))"
        #expect(try await intruder.attempt(checkpoint) == .rule("checkpoint_follows_events"))
        try await intruder.fixture.script("INSERT INTO signer VALUES ('demo', 'a key')", as: .app)
        for other in [
            closing.replacing("1,", with: "2,"), closing.replacing("1,", with: "0,"),
            closing.replacing("'because'", with: "repeat('x', 4001)"),
        ] {
            #expect(try await intruder.attempt(other)?.sqlState == .checkViolation, "\(other)")
        }
        for other in [checkpoint.replacing("4", with: "5"), checkpoint.replacing("n4", with: "n3")] {
            #expect(try await intruder.attempt(other) == .rule("checkpoint_follows_events"), "\(other)")
        }
        // These two nobody but a program can judge: docs/threat-model.md names them.
        #expect(try await intruder.attempt(checkpoint) == nil)
        #expect(try await intruder.attempt(closing) == nil)
    }

    // MARK: shadows

    /// Things of the session's own, which fit better than PostgreSQL's: none of them runs within the checks, as the owner.
    @Test func whatASessionMakesForItselfIsNotTakenForOurs() async throws {
        let (intruder, stream, _) = try await enter()
        try await intruder.fixture.script(
            "GRANT TEMPORARY ON DATABASE \(Conninfo.identifier(intruder.fixture.database.name)) TO chancery_app")
        var script = ""
        for (name, type, result) in [
            ("to_json", "text", "json"), ("sha256", "bytea", "bytea"), ("starts_with", "text, text", "boolean"),
            ("convert_from", "bytea, text", "text"), ("concat", "text", "text"), ("text_of", "jsonb", "text"),
            ("event_bytes_fault", "text, jsonb", "text"), ("overlapping", "text[], text[]", "boolean"),
        ] {
            script += """
                CREATE FUNCTION pg_temp.\(name)(\(type)) RETURNS \(result) LANGUAGE plpgsql AS
                    'BEGIN PERFORM set_config(''shadow.seen'', current_user::text, false); RETURN NULL; END';
                """
        }
        script += """
            CREATE OPERATOR pg_temp.&& (LEFTARG = text[], RIGHTARG = text[], FUNCTION = pg_temp.overlapping);
            CREATE DOMAIN pg_temp.jsonb AS text; CREATE DOMAIN pg_temp.timestamptz AS text;
            CREATE TEMPORARY TABLE lifecycle_edge AS SELECT digest AS lifecycle, 'jump' AS transition,
                'open' AS from_state, 'done' AS to_state FROM public.lifecycle;
            CREATE TEMPORARY TABLE forum_head AS SELECT * FROM public.forum_head;
            SET search_path = pg_temp, public, pg_catalog
            """
        #expect(try await intruder.attempt(script) == nil)
        // Sessions may set how they read literals as well.
        try await intruder.connection.runScript("SET backslash_quote = on; SET transform_null_equals = on")
        func attempt(_ stream: TestStream, _ event: NewEvent) async throws -> Intruder.Refusal? {
            let length = try await intruder.fixture.store.recordLength(forum: "demo")
            return try await intruder.attempt(
                """
                UPDATE public.forum_head SET next_position = \(length) + 1 WHERE forum = 'demo';
                \(Intruder.Columns(event, position: length).insert.replacing("INTO event", with: "INTO public.event")
                    .replacing("sha256(", with: "pg_catalog.sha256("));
                UPDATE public.proposal SET version = \(stream.version), state = '\(stream.state ?? "")',
                    last_digest = '\\x\(stream.digest ?? "")', recorded_at = '\(stream.recordedAt)'
                WHERE ref = '\(stream.name)'
                """)
        }
        var jumping = stream
        let jump = jumping.move("jump", to: "done")
        #expect(try await attempt(jumping, jump) == .rule("event_edge"))
        var sending = stream
        let sent = sending.move("send", to: "sent")
        #expect(try await attempt(sending, sent) == nil)
        let seen = try await intruder.connection.query("SELECT pg_catalog.current_setting('shadow.seen', true)")
        #expect(try [nil, ""].contains(seen.value(String?.self)))
    }

    /// Whatever runs as the owner looks where the serving role can put nothing, and last where a session can.
    @Test func everyFunctionOfTheOwnerSaysWhereItLooks() async throws {
        let fixture = try await StoreFixture.make(opened: false)
        let open: [String] = try await fixture.values(
            """
            SELECT p.proname::text FROM pg_proc AS p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND NOT coalesce(p.proconfig, '{}')
                && ARRAY['search_path=pg_catalog, public, pg_temp', 'search_path=pg_catalog, pg_temp']
            """)
        #expect(open == [])
        let callable: [String] = try await fixture.values(
            """
            SELECT p.proname::text FROM pg_proc AS p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
                AND has_function_privilege('chancery_app', p.oid, 'EXECUTE') ORDER BY 1
            """)
        #expect(callable == ["load_lifecycle", "remember_refusals"])
    }
}
