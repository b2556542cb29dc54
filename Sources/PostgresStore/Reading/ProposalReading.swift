import CivilTime
import Postgres
import ProposalService
import Record

/// The columns of a proposal's rows, and how they are read.
enum ProposalReading {
    /// What a list tells: where proposals stand, and what lists show of their texts.
    static let listedColumns = """
        p.forum, p.ref, p.version, p.last_digest, p.lifecycle, p.lifecycle_id, p.state, p.is_final, p.origin, p.is_shared,
        p.published_fields, p.track, p.standing, p.first_day::text, p.last_day::text, p.lapsed, p.closes,
        p.deadline_noted, p.has_open_round, p.round, p.not_heard, p.facts, p.meetings, p.asks, p.recorded_at,
        t.title, t.proposer, t.insiders, t.pillar, t.focus_areas, t.regions, t.starts::text, t.ends::text
        """
    /// Those, and the words.
    static let columns = listedColumns + ", t.search_text, t.title_words, t.words"
    /// How many columns those are.
    static let count = 36

    static func listed(_ row: PostgresRow) throws -> ListedRow {
        ListedRow(try standing(row), try listedText(row))
    }

    static func standing(_ row: PostgresRow) throws -> ProposalRow {
        let version: Int = try row[2]
        let closes: Int64? = try row[16]
        return ProposalRow(
            forum: try row[0], ref: try row[1], version: version, versionBefore: version,
            lastDigest: try hex(row, 3), lifecycle: try hex(row, 4), lifecycleID: try row[5], state: try row[6],
            isFinal: try row[7], origin: try row[8], isShared: try row[9], publishedFields: try row[10],
            track: try row[11], standing: try row[12], firstDay: try day(row, 13), lastDay: try day(row, 14),
            isLapsed: try row[15], closes: closes.map { Instant(microseconds: $0) }, deadlineNoted: try row[17],
            hasOpenRound: try row[18], round: try row[19], notHeard: try row[20], facts: try row[21],
            meetings: try row[22], asks: try row[23], recordedAt: Instant(microseconds: try row[24]))
    }

    static func text(_ row: PostgresRow) throws -> ProposalText {
        ProposalText(
            try listedText(row),
            ProposalWords(searchText: try row[33], titleWords: try row[34], form: try row[35]))
    }

    private static func listedText(_ row: PostgresRow) throws -> ListedText {
        ListedText(
            title: try row[25], proposer: try row[26], insiders: try row[27], pillar: try row[28],
            focusAreas: try row[29], regions: try row[30], starts: try day(row, 31), ends: try day(row, 32))
    }

    private static func day(_ row: PostgresRow, _ column: Int) throws -> CivilDate? {
        let text: String? = try row[column]
        return text.flatMap { CivilDate($0) }
    }

    private static func hex(_ row: PostgresRow, _ column: Int) throws -> String {
        guard let digest = Digest(try row[column]) else {
            throw StoreError.corrupt("a digest in the database does not have 32 bytes")
        }
        return digest.hex
    }
}
