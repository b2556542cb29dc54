import CanonicalJSON
import Postgres
import ProposalService
import Record

/// Writes the words of proposals anew that an earlier program wrote in an earlier form. Nothing of the record changes, only by what a
/// proposal is found; the check that words come with an event does not concern it.
struct WordsUpgrade {
    let connection: PostgresConnection

    private static let page = 200

    private struct Row {
        var standing: ProposalRow
        var text: ProposalText
        var definition: [UInt8]
    }

    /// Answers how many proposals it was. Acts as the owner of the tables; each page is a transaction of its own.
    func run() async throws -> Int {
        // A schema of before the form of words, or of before the columns that are read here.
        guard try await connection.hasColumn("asks", of: "proposal") else { return 0 }
        var stored = StoredHistories()
        var (forum, ref, count) = ("", "", 0)
        while true {
            let rows = try await connection.query(
                """
                SELECT \(ProposalReading.columns), l.definition
                FROM proposal_text AS t JOIN proposal AS p ON p.forum = t.forum AND p.ref = t.ref
                JOIN lifecycle AS l ON l.digest = p.lifecycle
                WHERE t.words < $1 AND (t.forum, t.ref) > ($2, $3) ORDER BY t.forum, t.ref LIMIT $4
                """,
                [
                    .int4(Int32(ProposalWords.presentForm)), .text(forum), .text(ref), .int8(WordsUpgrade.page),
                ]
            ).map {
                Row(
                    standing: try ProposalReading.standing($0), text: try ProposalReading.text($0),
                    definition: try $0[ProposalReading.count])
            }
            guard let last = rows.last?.standing else { return count }
            let histories = try await connection.run(
                rows.map { StoredHistory.events($0.standing.forum, $0.standing.ref, until: $0.standing.version) }
            ).checked()
            var written: [JSONObject] = []
            for (row, history) in zip(rows, histories) {
                let words = stored.words(of: try history.rows.column(), under: row.definition)
                let (forum, ref) = (row.standing.forum, row.standing.ref)
                written.append(
                    ProposalWriting.stored(row.text.rewritten(in: forum, words: words), forum: forum, ref: ref))
            }
            try await write(written)
            count += rows.count
            (forum, ref) = (last.forum, last.ref)
        }
    }

    private func write(_ written: [JSONObject]) async throws {
        _ = try await connection.run([
            Statement("BEGIN"),
            // Its owner alone may do so, and nobody writes a text meanwhile.
            Statement("ALTER TABLE proposal_text DISABLE TRIGGER proposal_text_check_update"),
            Statement(
                """
                UPDATE proposal_text AS t SET digest = decode(r.digest, 'hex'), title_words = r.title_words,
                    search_text = r.search_text, search = array_to_tsvector(r.search), words = r.words
                FROM jsonb_to_recordset($1::jsonb) AS r (forum text, ref text, digest text, title_words text[],
                    search_text text, search text[], words smallint)
                WHERE t.forum = r.forum AND t.ref = r.ref AND t.words < r.words
                """, [.text(JSONValue.array(written.map { .object($0) }).canonicalText)]),
            Statement("ALTER TABLE proposal_text ENABLE TRIGGER proposal_text_check_update"),
            Statement("COMMIT"),
        ]).checked()
    }
}
