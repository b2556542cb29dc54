import Postgres
import ProposalService
import Proposals
import Record
import TestSupport
import Testing

@testable import PostgresStore

/// The words that proposals are found by: of any text, written by this program or by the one before, under any settings of the database.
@Suite struct WordsTests {
    /// Texts that a word's length, a quotation mark or a keyboard could break.
    static let hard = [
        "a" + String(repeating: "\u{20D0}", count: 700), String(repeating: "\u{0D4E}", count: 2000),
        "\u{0D4E} ' \\ '' \u{0D4E}'",
        String(repeating: "\u{0E31}", count: 900), "ก" + String(repeating: "\u{0E48}", count: 900),
        "a" + String(repeating: "\u{200D}", count: 900), String(repeating: "𠀀", count: 900),
        String(repeating: "𝒳", count: 900), String(repeating: "ﷺ", count: 900), String(repeating: "ß", count: 900),
        "अ" + String(repeating: "\u{093E}", count: 900), "👩‍👩‍👧" + String(repeating: "\u{1F3FB}", count: 900),
        "\u{FEFF}\u{200E}abc",
    ]

    /// Proposals with these texts, each under its own number.
    private func filled() async throws -> StoreFixture {
        let fixture = try await StoreFixture.make()
        var streams: [TestStream] = []
        for (index, text) in Self.hard.enumerated() {
            var stream = TestStream("DEMO-2026-\(String(String(10_001 + index).dropFirst()))")
            stream.text.title = index == 0 ? "Évora" : "Title \(index)"
            stream.searched = stream.text.title + "\n" + text
            streams.append(stream)
        }
        _ = try await fixture.put(streams) { $0.draft() }
        return fixture
    }

    private func found(_ text: String, _ fixture: StoreFixture) async throws -> [String] {
        var query = ListQuery(forum: "demo", visibility: .everything)
        query.search = text
        return try await fixture.store.list(query).map(\.row.ref)
    }

    private func audited(_ fixture: StoreFixture) async throws -> [AuditedProposal] {
        try await fixture.store.auditProposals(
            forum: "demo", after: nil, limit: AuditPageLimit(proposals: 100, events: 100, history: 100),
            registryVersion: 0
        ).proposals
    }

    @Test func noTextBreaksItsRow() async throws {
        let fixture = try await filled()
        let proposals = try await audited(fixture)
        #expect(proposals.count == Self.hard.count)
        for proposal in proposals { #expect(proposal.fault == nil, "\(proposal.ref)") }
        let longest: Int = try await fixture.value(
            "SELECT max(octet_length(w)) FROM proposal_text CROSS JOIN LATERAL unnest(tsvector_to_array(search)) AS w")
        #expect(longest <= 4 * FoldedText.longestWord)
    }

    @Test func everySearchIsAnswered() async throws {
        let fixture = try await filled()
        for text in Self.hard + ["'", "\\", "a'b\\", "& | !", ":*", "\u{0D4E}'", "\u{0300}'", "\u{200D}'"] {
            _ = try await found(text, fixture)
        }
        #expect(try await found("evora", fixture) == ["DEMO-2026-0001"])
        #expect(try await found("E\u{301}VORA", fixture) == ["DEMO-2026-0001"])
    }

    /// What the program before wrote is sound as it stands, found by what it was, and then written anew.
    @Test func wordsOfBeforeAreBroughtAlong() async throws {
        let fixture = try await filled()
        let connection = try await fixture.database.connect(role: .superuser)
        try await connection.runScript("ALTER TABLE proposal_text DISABLE TRIGGER USER")
        for (index, audited) in try await audited(fixture).enumerated() {
            let stored = try #require(audited.text)
            let text = ProposalText(
                stored.listed,
                ProposalWords(
                    title: stored.listed.title, in: "demo", text: stored.words.searchText, form: 1 + index % 2))
            try await connection.execute(
                Statement(
                    """
                    UPDATE proposal_text SET title_words = $2, search_text = $3, search = array_to_tsvector($4::text[]),
                        digest = $5, words = $6
                    WHERE ref = $1
                    """,
                    [
                        .text(audited.ref), .textArray(text.words.titleWords), .text(text.words.searchText),
                        // Longer ones, which were stored once, later releases of PostgreSQL refuse.
                        .textArray(text.words.searched.filter { $0.utf8.count <= 2046 }), .bytea(text.digest.bytes),
                        .int4(Int32(text.words.form)),
                    ]))
        }
        try await connection.runScript("ALTER TABLE proposal_text ENABLE TRIGGER USER")
        await connection.close()
        for proposal in try await audited(fixture) { #expect(proposal.fault == nil, "\(proposal.ref)") }
        #expect(try await found("evora", fixture) == [])
        // An event that is no text may meanwhile write them anew.
        var stream = TestStream("DEMO-2026-0002")
        let left = try #require(try await audited(fixture).first { $0.ref == stream.name })
        (stream.row, stream.text) = (try #require(left.row), try #require(left.text).listed)
        stream.searched = try #require(left.text).words.searchText
        stream = try await noted(stream, fixture)
        let migrator = Migrator(
            fixture.database.configuration(role: .owner), migrations: try TestTemplate.schemaMigrations())
        #expect(try await migrator.migrate().rewrittenWords == Self.hard.count - 1)
        #expect(try await migrator.migrate().rewrittenWords == 0)
        #expect(try await found("evora", fixture) == ["DEMO-2026-0001"])
        for proposal in try await audited(fixture) {
            #expect(proposal.fault == nil && proposal.text?.words.form == ProposalWords.presentForm, "\(proposal.ref)")
        }
        // The check that words come with an event is in force again.
        await #expect(throws: PostgresError.self) {
            try await fixture.script("UPDATE proposal_text SET title = 'x'", as: .owner)
        }
    }

    /// A note on a proposal as another program left it.
    private func noted(_ stream: TestStream, _ fixture: StoreFixture) async throws -> TestStream {
        var before = TestStream(stream.name)
        _ = before.draft()
        let events = try await fixture.store.stream(
            StreamCursor(forum: "demo", stream: stream.name, after: 0), limit: 10)
        before.digest = events.last?.sealed.digest
        before.recordedAt = events.last?.sealed.event.recordedAt ?? before.recordedAt
        (before.row, before.text, before.searched) = (stream.row, stream.text, stream.searched)
        return try await fixture.put([before]) { $0.note() }[0]
    }

    @Test func aPageOfAHistoryIsAllThatIsRead() async throws {
        let fixture = try await StoreFixture.make()
        var stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        for _ in 0..<5 { stream = try await fixture.put([stream]) { $0.note() }[0] }
        func versions(after version: Int, limit: Int) async throws -> [Int] {
            try await fixture.store.stream(
                StreamCursor(forum: "demo", stream: stream.name, after: version), limit: limit
            ).map(\.sealed.event.version)
        }
        #expect(try await versions(after: 0, limit: 2) == [1, 2])
        #expect(try await versions(after: 4, limit: 10) == [5, 6])
        #expect(try await versions(after: 6, limit: 10) == [])
    }

    /// The check of a new text reads the events that came with it: an earlier text that nobody could parse does not concern it.
    @Test func aNewTextIsComparedWithItsOwnEvents() async throws {
        let fixture = try await StoreFixture.make()
        var stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        try await fixture.script(
            """
            ALTER TABLE event DISABLE TRIGGER USER;
            ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;
            UPDATE event SET bytes = '\\x7b' WHERE stream = 'DEMO-2026-0001';
            ALTER TABLE event ENABLE TRIGGER USER;
            """)
        let revised = stream.revise { $0.title = "Another title" }
        let row = stream.projection(since: 1)
        let text = stream.newText()
        _ = try await fixture.store.write(
            BatchPlan(forum: "demo", registries: ["demo": 0])
        ) { _ in BatchWrites(events: [revised], proposals: [row], texts: text.map { [row.ref: $0] } ?? [:]) }
        #expect(try await fixture.value("SELECT title FROM proposal_text") as String == "Another title")
    }

    // MARK: errors

    @Test(arguments: [
        ("42601", false), ("42501", true), ("42P01", false), ("22021", false), ("23514", false), ("P0001", false),
        ("XX001", false), ("57014", true), ("57P01", true), ("53300", true), ("40001", true), ("25006", true),
        ("58030", true),
    ])
    func onlyWhatMayPassIsOutOfReach(_ state: String, _ mayPass: Bool) {
        let error = PostgresError(ServerError(sqlState: SQLState(rawValue: state), message: "m"))
        if case .unavailable = StoreError(error) { #expect(mayPass) } else { #expect(!mayPass) }
    }

    @Test func aFaultOfSyntaxIsNotOutOfReach() async throws {
        let fixture = try await StoreFixture.make()
        await #expect {
            try await fixture.store.read([Statement("SELECT 'a &'::tsquery")]) { _ in }
        } throws: { error in
            guard case .rejected(let why)? = error as? StoreError else { return false }
            return !why.contains("a &")
        }
    }
}
