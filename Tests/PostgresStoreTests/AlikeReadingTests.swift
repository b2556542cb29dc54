import Postgres
import ProposalService
import Testing

@testable import PostgresStore

/// Titles that may be like another's are found by the pairs of words that they share, and their number has an end.
@Suite struct AlikeReadingTests {
    /// Two proposals with one title, and 3,000 rows like theirs of which each second one shares their pair of words.
    private func filled() async throws -> StoreFixture {
        let fixture = try await StoreFixture.make()
        var streams: [TestStream] = []
        for name in ["DEMO-2026-0001", "DEMO-2026-0002"] {
            var stream = TestStream(name)
            stream.text.title = "Harbours and ports"
            streams.append(stream)
        }
        _ = try await fixture.put(streams) { $0.draft() }
        try await fixture.script(
            """
            ALTER TABLE proposal DISABLE TRIGGER USER;
            ALTER TABLE proposal_text DISABLE TRIGGER USER;
            DO $$
            DECLARE
                one record;
            BEGIN
                FOR one IN
                    SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ') AS columns
                    FROM information_schema.columns AS c
                    WHERE c.table_name IN ('proposal', 'proposal_text') AND c.is_generated = 'NEVER' AND c.column_name <> 'ref'
                    GROUP BY c.table_name ORDER BY c.table_name
                LOOP
                    EXECUTE format(
                        'INSERT INTO %1$I (ref, %2$s) SELECT ''DEMO-2026-'' || n, %2$s
                        FROM %1$I, generate_series(2001, 5000) AS n WHERE ref = ''DEMO-2026-0002''',
                        one.table_name, one.columns);
                END LOOP;
            END $$;
            UPDATE proposal_text SET title_words = ARRAY['other|' || ref] WHERE ref > 'DEMO-2026-2000' AND right(ref, 1)::integer % 2 = 1;
            ALTER TABLE proposal ENABLE TRIGGER USER;
            ALTER TABLE proposal_text ENABLE TRIGGER USER;
            """)
        return fixture
    }

    @Test func onlyWhatSharesAPairOfWordsIsLookedAt() async throws {
        let fixture = try await filled()
        let ref = "DEMO-2026-0001"
        let alike = try await fixture.store.alike(forum: "demo", ref: ref)
        #expect(alike.count == 100 && alike.allSatisfy { $0.ref != ref && $0.title == "Harbours and ports" })
        // The one that shares the pair with nobody.
        #expect(try await fixture.store.alike(forum: "demo", ref: "DEMO-2026-2001") == [])

        // The same pair in a title that no proposal has yet, and a title without any.
        let titles = ["Of ports and harbours", "Glaciers and museums"]
        let drafts = AlikeReading.drafts(forum: "demo", titles: titles)
        let found = try await fixture.store.read([drafts]) { results in
            try AlikeReading.decode(results[0].rows, of: titles)
        }
        #expect(found[titles[0]]?.count == 100 && found[titles[1]] == [])

        for statement in [AlikeReading.titles(forum: "demo", refs: [ref]), drafts] {
            let plan = try await fixture.store.read([
                Statement(
                    "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " + statement.sql, statement.parameters)
            ]) { results in try results[0].rows.column(String.self) }.joined(separator: "\n")
            #expect(plan.contains("Bitmap Index Scan on proposal_text_title_words"), "\(plan)")
            #expect(plan.contains("Bitmap Heap Scan on proposal_text k (actual rows="), "\(plan)")
        }
    }
}
