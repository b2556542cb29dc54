import CivilTime
import Postgres
import ProposalService
import Record

/// The columns of a proposal's row, and how they are read.
enum ProposalReading {
    static let columns = """
        p.forum, p.ref, p.version, p.last_digest, p.lifecycle, p.lifecycle_id, p.state, p.is_final, p.origin, t.title,
        t.proposer, t.insiders, p.is_shared, p.published_fields, p.track, t.pillar, t.focus_areas, t.regions,
        t.starts::text, t.ends::text, p.closes, p.deadline_noted, p.has_open_round, p.round, p.not_heard, p.facts,
        t.search_text, t.title_words, p.recorded_at, p.meetings, t.words, p.standing, p.first_day::text,
        p.last_day::text, p.lapsed
        """

    static func row(_ row: PostgresRow) throws -> ProposalRow {
        let version: Int = try row[2]
        let starts: String? = try row[18]
        let ends: String? = try row[19]
        let closes: Int64? = try row[20]
        var read = ProposalRow(
            forum: try row[0], ref: try row[1], version: version, versionBefore: version,
            lastDigest: try hex(row, 3), lifecycle: try hex(row, 4), lifecycleID: try row[5], state: try row[6],
            isFinal: try row[7], origin: try row[8], title: try row[9], proposer: try row[10], insiders: try row[11],
            isShared: try row[12], publishedFields: try row[13], track: try row[14], pillar: try row[15],
            focusAreas: try row[16], regions: try row[17], starts: starts.flatMap { CivilDate($0) },
            ends: ends.flatMap { CivilDate($0) }, closes: closes.map { Instant(microseconds: $0) },
            deadlineNoted: try row[21], hasOpenRound: try row[22], round: try row[23], notHeard: try row[24],
            facts: try row[25], searchText: try row[26], titleWords: try row[27],
            recordedAt: Instant(microseconds: try row[28]), meetings: try row[29])
        read.wordsForm = try row[30]
        let (first, last): (String?, String?) = (try row[32], try row[33])
        read.standing = try row[31]
        read.firstDay = first.flatMap { CivilDate($0) }
        read.lastDay = last.flatMap { CivilDate($0) }
        read.isLapsed = try row[34]
        return read
    }

    private static func hex(_ row: PostgresRow, _ column: Int) throws -> String {
        guard let digest = Digest(try row[column]) else {
            throw StoreError.corrupt("a digest in the database does not have 32 bytes")
        }
        return digest.hex
    }
}
