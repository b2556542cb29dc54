import Testing

/// What somebody does past every check of the database, and words of the sentence that names it.
struct Difference: Sendable, CustomTestStringConvertible {
    let sql: String
    let words: String

    init(_ sql: String, _ words: String) {
        self.sql = sql
        self.words = words
    }

    var testDescription: String { sql }

    static let all = record + tables + cosignatures + personal + documents + answers

    static let record = [
        Difference("UPDATE event SET bytes = bytes || ' ' WHERE forum = 'mini' AND position = 30", "event 30"),
        Difference(
            "UPDATE event SET leaf_hash = sha256('x') WHERE forum = 'mini' AND position = 30",
            "do not have the leaf hash"),
        Difference(
            "UPDATE event SET digest = sha256('x') WHERE forum = 'mini' AND position = 30", "do not have the digest"),
        Difference(
            "UPDATE event SET account = 'mini/nobody' WHERE forum = 'mini' AND position = 30", "another account"),
        Difference(
            "UPDATE event SET lifecycle = sha256('x') WHERE stream = 'MINI-2026-0001' AND version = 1",
            "another lifecycle"),
        Difference("DELETE FROM event WHERE forum = 'mini' AND position = 30", "no event 30"),
        Difference(
            "UPDATE forum_head SET next_position = next_position + 1 WHERE forum = 'mini'",
            "the head of the record says"),
        Difference(
            "UPDATE tile SET hashes = sha256('x') || substr(hashes, 33) WHERE forum = 'mini'",
            "other hashes than the events"),
        Difference("DELETE FROM tile WHERE forum = 'mini'", "the stored tree lacks"),
        Difference(
            "INSERT INTO tile SELECT forum, level, 7, 1, sha256('x') FROM tile WHERE forum = 'mini' LIMIT 1",
            "stands for events that the record does not have"),
        Difference(
            "UPDATE checkpoint SET note = replace(encode(note, 'escape'), 'mini', 'maxi')::bytea",
            "was not signed by"),
        Difference("DELETE FROM signer; REVOKE INSERT ON signer FROM chancery_app", "no key that signs"),
    ]

    static let tables = [
        Difference("UPDATE proposal SET facts = '{implemented}' WHERE ref = 'MINI-2026-0001'", "says another facts"),
        Difference("UPDATE proposal SET track = 'information' WHERE ref = 'MINI-2026-0001'", "says another track"),
        Difference("UPDATE proposal SET not_heard = '{}' WHERE ref = 'MINI-2026-0002'", "another not_heard"),
        Difference("UPDATE proposal SET standing = 'held' WHERE ref = 'MINI-2026-0001'", "says another standing"),
        Difference("UPDATE proposal SET first_day = '2026-01-01' WHERE ref = 'MINI-2026-0001'", "another first_day"),
        Difference("UPDATE proposal SET asks = '{nobody}' WHERE ref = 'MINI-2026-0002'", "another asks"),
        Difference("UPDATE proposal SET last_day = NULL WHERE ref = 'MINI-2026-0002'", "another last_day"),
        Difference("UPDATE proposal SET lapsed = true WHERE ref = 'MINI-2026-0002'", "another lapsed"),
        Difference("DELETE FROM proposal WHERE ref = 'MINI-2026-0002'", "of which the tables have no row"),
        Difference("DELETE FROM proposal_text WHERE ref = 'MINI-2026-0002'", "has no words beside it"),
        Difference(
            """
            INSERT INTO proposal_text SELECT forum, 'MINI-2026-0009', digest, title, proposer, insiders, pillar, focus_areas,
                regions, starts, ends, title_words, search_text, search, words FROM proposal_text WHERE ref = 'MINI-2026-0002'
            """, "words of MINI-2026-0009"),
        Difference(
            "UPDATE proposal_text SET title = 'Other' WHERE ref = 'MINI-2026-0002'", "other words than their digest"),
        Difference("UPDATE proposal_text SET search = '' WHERE ref = 'MINI-2026-0002'", "is found by other words"),
        Difference("DELETE FROM search_word WHERE forum = 'mini'", "missing in the table of its forum's words"),
        Difference("UPDATE proposal_text SET words = 1 WHERE ref = 'MINI-2026-0002'", "other words than their digest"),
        Difference(
            "UPDATE proposal_text SET words = 9 WHERE ref = 'MINI-2026-0002'", "a form that this program does not know"),
        Difference(
            "UPDATE proposal_text SET regions = '{Asia}', digest = digest WHERE ref = 'MINI-2026-0002'",
            "MINI-2026-0002"),
        Difference(
            "UPDATE forum SET registry_version = 3 WHERE forum = 'mini'", "says version 3 of the registry"),
        Difference("UPDATE ref_counter SET last_number = 9 WHERE forum = 'mini'", "9 was given out last"),
        Difference("DELETE FROM ref_counter WHERE forum = 'mini'", "0 was given out last"),
        Difference(
            "UPDATE token SET account = 'mini/admin' WHERE account = 'mini/cp-FR'", "but was issued to mini/cp-FR"),
        Difference("DELETE FROM token WHERE account = 'mini/cp-FR'", "lack the token"),
        Difference("UPDATE lifecycle SET final = '{}'", "other states or edges"),
        Difference("UPDATE lifecycle SET shown = shown || '{drafted}'", "other states or edges"),
        Difference("UPDATE lifecycle SET abandoned = '{}'", "other states or edges"),
        Difference(
            "UPDATE lifecycle_edge SET to_state = 'reported' WHERE transition = 'confirm'", "other states or edges"),
        Difference("DELETE FROM forum_lifecycle WHERE forum = 'mini'", "lack the lifecycle"),
        Difference(
            """
            INSERT INTO lifecycle SELECT sha256('x'), 'secret', 1, 'x', initial_state, states, final, shown, abandoned
            FROM lifecycle LIMIT 1
            """, "the stored lifecycle secret version 1 was loaded by no forum"),
    ]

    static let cosignatures = [
        // Another time, by the same witness.
        Difference(
            """
            UPDATE cosignature SET line = overlay(line PLACING
                CASE substr(line, length(line) - 40, 1) WHEN 'B' THEN 'C' ELSE 'B' END FROM length(line) - 40)
            """, "was not made by that key"
        ),
        Difference("UPDATE cosignature SET line = 'nonsense'", "was not made by that key"),
        Difference(
            "UPDATE cosignature SET key = (SELECT key FROM signer WHERE forum = 'mini')", "a key that no witness has"),
        Difference("UPDATE cosignature SET key = 'nonsense'", "a key that no witness has"),
        // A server that signs may have stored a checkpoint of any size, so one is sought of which there is none.
        Difference(
            """
            UPDATE cosignature AS c SET size = (SELECT min(n) FROM generate_series(1, c.size) AS n
                WHERE NOT EXISTS (SELECT FROM checkpoint AS p WHERE p.forum = c.forum AND p.size = n))
            """, "belongs to no stored checkpoint"),
        Difference(
            """
            INSERT INTO past_checkpoint (forum, epoch, size, note) SELECT forum, 1, size, note FROM checkpoint
            WHERE forum = 'mini'
            """, "but none began after it"),
        Difference(
            """
            INSERT INTO record_break (forum, epoch, old_key, note) SELECT s.forum, 2, s.key, c.note
            FROM signer AS s JOIN checkpoint AS c USING (forum) WHERE forum = 'mini' LIMIT 1;
            UPDATE record_break SET note = replace(encode(note, 'escape'), 'mini', 'maxi')::bytea
            """, "with which epoch 2 began was not signed by"),
    ]

    static let personal = [
        Difference(
            "UPDATE personal SET value = 'A foreign desk' WHERE value = 'A third'", "it was changed, or its salt"),
        Difference("UPDATE personal SET salt = sha256(salt) WHERE value = 'A third'", "it was changed, or its salt"),
        Difference(
            """
            UPDATE personal AS p SET salt = o.salt, value = o.value FROM personal AS o
            WHERE p.value = 'A third' AND o.value = 'Another desk'
            """, "it was changed, or its salt"),
        Difference(
            "UPDATE personal SET value = 'Somebody else' WHERE subject = 'mini/cp-FR'",
            "the personal value of mini/cp-FR to which event"),
        Difference("UPDATE personal SET salt = NULL WHERE subject = 'mini/cp-FR'", "neither kept nor erased"),
        Difference("UPDATE personal SET value = 'Back' WHERE erased_at IS NOT NULL", "neither kept nor erased"),
        Difference("DELETE FROM personal WHERE value = 'A third'", "nothing says that it was erased"),
        Difference("DELETE FROM personal WHERE subject = 'mini/cp-FR'", "nothing says that it was erased"),
        // Erased for another subject it would stay.
        Difference("UPDATE personal SET subject = 'mini/cp-DE' WHERE subject = 'mini/cp-FR'", "opens nothing"),
        Difference("UPDATE personal SET subject = 'MINI-2026-0001' WHERE value = 'A third'", "opens nothing"),
        Difference("UPDATE personal SET forum = 'asem' WHERE value = 'A third'", "nothing says that it was erased"),
        Difference(opening("MINI-2026-0001"), "MINI-2026-0001 under commitment:"),
        Difference(opening("mini/cp-FR"), "mini/cp-FR under commitment:"),
        Difference(opening("nobody"), "opens nothing: no event of nobody"),
        Difference(
            "INSERT INTO personal VALUES ('commitment:x', 'mini', 'nobody', NULL, NULL, now())", "opens nothing"),
    ]

    /// A good value under a good commitment that stands in no event.
    private static func opening(_ subject: String) -> String {
        """
        INSERT INTO personal (commitment, forum, subject, salt, value)
        SELECT 'commitment:' || encode(sha256('chancery/commitment/v1\\012'::bytea || int8send(32) || sha256('s')
            || int8send(6) || 'Nobody'), 'hex'), 'mini', '\(subject)', sha256('s'), 'Nobody'
        """
    }

    static let documents = [
        // One byte, far beyond what is read at a time.
        Difference(
            """
            UPDATE document SET content = set_byte(content, 500000, 255 - get_byte(content, 500000))
            WHERE octet_length(content) = 600000
            """, "the 600000 stored bytes of the document"),
        Difference(
            "UPDATE document SET content = substr(content, 1, 400000) WHERE octet_length(content) = 600000",
            "with 600000 bytes, but 400000 are stored"),
        Difference(
            """
            UPDATE document SET content = substr(content, 1, 300000) || substr(content, 345001)
            WHERE octet_length(content) = 600000
            """, "but 555000 are stored"),
        Difference("DELETE FROM document WHERE octet_length(content) = 5000", "which is not stored"),
        Difference("INSERT INTO document VALUES (sha256('Forged'), 'Forged')", "was filed by no event"),
        Difference(
            "UPDATE document SET digest = sha256('x') WHERE octet_length(content) = 5000", "which is not stored"),
        Difference("INSERT INTO document VALUES ('Short', 'Forged')", "under what is not a digest"),
    ]

    static let answers = [
        Difference("UPDATE request SET answer = answer || ' ' WHERE key = 'draft-3'", "is not written as answers are"),
        Difference(edit("revise-3", "\"version\":2", "\"version\":1"), "says MINI-2026-0003 1, but event"),
        Difference(edit("revise-3", "\"version\":2", "\"version\":9"), "says MINI-2026-0003 9, but event"),
        Difference(edit("revise-3", "-0003\"", "-0002\""), "says MINI-2026-0002 2, but event"),
        Difference(edit("revise-3", "\"drafted\"", "\"reported\""), "says another state"),
        Difference(edit("revise-3", "\"revised\"", "\"moved\""), "tells of moved, but the events are revised"),
        Difference(edit("revise-3", "[\"revised\"]", "[]"), "but tells of 0 events"),
        Difference(edit("revise-3", "\"recorded_at\":\"20", "\"recorded_at\":\"19"), "another recorded_at"),
        Difference(edit("revise-3", "\"text_digest\":\"", "\"text_digest\":\"0"), "says another text_digest"),
        Difference(edit("nothing-3", "\"version\":2", "\"version\":7"), "7, which the record does not have"),
        Difference(
            "UPDATE request SET position = position - 1 WHERE key = 'draft-3'",
            "the answer that is kept with the key \"draft-3\""),
        Difference("UPDATE request SET position = NULL WHERE key = 'draft-3'", "but stands for none"),
        Difference("UPDATE request SET position = 100000 WHERE key = 'forgotten'", "stands for event 100000"),
        Difference("UPDATE request SET position = -1 WHERE key = 'forgotten'", "stands for event -1"),
        Difference("UPDATE request SET account = 'mini/cp-DE' WHERE key = 'forgotten'", "which is by mini/pr-FR"),
        Difference("UPDATE request SET answer = '{}' WHERE key = 'forgotten'", "tells of no version"),
    ]

    private static func edit(_ key: String, _ old: String, _ new: String) -> String {
        """
        UPDATE request SET answer = convert_to(replace(convert_from(answer, 'UTF8'), '\(old)', '\(new)'), 'UTF8')
        WHERE key = '\(key)'
        """
    }
}
