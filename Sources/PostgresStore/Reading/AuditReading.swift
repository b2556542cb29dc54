import CivilTime
import Postgres
import ProposalService
import Record

/// Rows of an audit: taken as they are, whatever is in them.
enum AuditReading {
    static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    static let columns = """
        e.position, e.stream, e.version, e.kind, e.from_state, e.to_state, e.lifecycle, e.recorded_at, e.account, e.bytes,
        e.digest, e.leaf_hash
        """
    /// How many columns those are.
    static let count = 12

    static let personal = "v.commitment, v.subject, v.salt, v.value, v.erased_at IS NOT NULL"
    /// The digest of the document that an event files, as the index `event_filed` has it.
    static let filedDigest = "substring(e.bytes FROM position('\"data\":{\"digest\":\"'::bytea IN e.bytes) + 18 FOR 64)"

    static func registry(_ forum: String, after version: Int) -> Statement {
        Statement(
            """
            SELECT \(columns) FROM event AS e WHERE e.forum = $1 AND e.stream = 'registry' AND e.version > $2
            ORDER BY e.version
            """, [.text(forum), .int8(version)])
    }

    static func event(_ row: PostgresRow, hasRow: Bool) throws -> AuditedEvent {
        AuditedEvent(
            position: try row[0], stream: try row[1], version: try row[2], kind: try row[3], from: try row[4],
            to: try row[5], lifecycle: try row[6], recordedAt: Instant(microseconds: try row[7]), account: try row[8],
            bytes: try row[9], digest: try row[10], leafHash: try row[11], hasRow: hasRow)
    }

    /// The words that a row is found by. Of the first form words could be longer than what holds them counts, and are then no text: where one
    /// may be, they are not looked at.
    static let searchWords =
        "CASE WHEN t.words > 1 OR t.search_text !~ '[^ \\n]{255}' THEN tsvector_to_array(t.search) END"

    /// Whether a word of a row is missing among those of its forum.
    static let lacksWords = """
        t.words > 1 AND EXISTS (
            SELECT FROM unnest(tsvector_to_array(t.search)) AS w (word)
            WHERE char_length(w.word) > 2
                AND NOT EXISTS (SELECT FROM search_word AS s WHERE s.forum = t.forum AND s.word = w.word))
        """

    static func hex(_ row: PostgresRow, _ column: Int) throws -> String {
        let bytes: [UInt8] = try row[column]
        return Digest(bytes)?.hex ?? "\(bytes.count) bytes"
    }

    static func personal(_ row: PostgresRow) throws -> AuditedPersonal {
        AuditedPersonal(
            commitment: try row[0], subject: try row[1], salt: try row[2], value: try row[3], isErased: try row[4],
            isOfProposal: try row[5])
    }

    static func lifecycle(_ row: PostgresRow) throws -> AuditedLifecycle {
        let (edges, shown, abandoned): ([String], [String], [String]) = (try row[7], try row[8], try row[9])
        return AuditedLifecycle(
            digest: try hex(row, 0), id: try row[1], version: try row[2], definition: try row[3],
            initial: try row[4], states: try row[5], final: try row[6], shown: shown.sorted(),
            abandoned: abandoned.sorted(), edges: edges.sorted())
    }

    static func proposal(
        _ row: PostgresRow, _ histories: [String: [AuditedEvent]], _ personal: [String: [AuditedPersonal]]
    ) throws -> AuditedProposal {
        let ref: String = try row[1]
        var audited = AuditedProposal(
            ref: ref, row: nil, fault: nil, events: histories[ref] ?? [],
            lastVersion: try row[ProposalReading.count + 3], personal: personal[ref] ?? [])
        let texts: String? = try row[ProposalReading.count]
        guard texts != nil else {
            audited.fault = "has no words beside it"
            return audited
        }
        let text: ProposalText
        do { (audited.row, text) = (try ProposalReading.standing(row), try ProposalReading.text(row)) } catch {
            audited.fault = "cannot be read: \(error)"
            return audited
        }
        audited.text = text
        let (digest, words, lacksWords): ([UInt8], [String]?, Bool?) = (
            try row[ProposalReading.count + 1], try row[ProposalReading.count + 2], try row[ProposalReading.count + 4]
        )
        if !(1...ProposalWords.presentForm).contains(text.words.form) {
            audited.fault = "has words of a form that this program does not know"
        } else if digest != text.digest.bytes {
            audited.fault = "has other words than their digest says"
        } else if let words, words.sorted() != text.words.searched {
            audited.fault = "is found by other words than stand in it"
        } else if lacksWords == true {
            audited.fault = "has words that are missing in the table of its forum's words"
        }
        return audited
    }
}
