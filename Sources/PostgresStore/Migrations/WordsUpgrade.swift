import CanonicalJSON
import Postgres
import ProposalService
import Record

/// Writes the words of proposals anew that an earlier program wrote in an earlier form. Nothing of the record changes, only by what a
/// proposal is found; the check that words come with an event does not concern it.
struct WordsUpgrade {
    let connection: PostgresConnection

    private static let page = 200

    /// Answers how many proposals it was. Acts as the owner of the tables; each page is a transaction of its own.
    func run() async throws -> Int {
        // A schema of before the form of words, or of before the columns that are read here.
        guard try await connection.hasColumn("asks", of: "proposal") else { return 0 }
        var (forum, ref, count) = ("", "", 0)
        while true {
            let rows = try await connection.query(
                """
                SELECT \(ProposalReading.columns)
                FROM proposal_text AS t JOIN proposal AS p ON p.forum = t.forum AND p.ref = t.ref
                WHERE t.words < $1 AND (t.forum, t.ref) > ($2, $3) ORDER BY t.forum, t.ref LIMIT $4
                """,
                [
                    .int4(Int32(ProposalWords.presentForm)), .text(forum), .text(ref), .int8(WordsUpgrade.page),
                ]
            ).map { (try ProposalReading.standing($0), try ProposalReading.text($0)) }
            guard let last = rows.last else { return count }
            try await write(rows)
            count += rows.count
            (forum, ref) = (last.0.forum, last.0.ref)
        }
    }

    private func write(_ rows: [(ProposalRow, ProposalText)]) async throws {
        let written = rows.map { row, text in
            ProposalWriting.stored(text.rewritten(in: row.forum), forum: row.forum, ref: row.ref)
        }
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
