import Postgres
import ProposalService

/// Proposals with an act that rests on a meeting.
enum MeetingUseReading {
    static func uses(forum: String, meetings: [String]) -> Statement {
        Statement(
            """
            SELECT m.id, u.ref, u.is_shared
            FROM unnest($1::text[], $2::text[]) AS m (forum, id)
            CROSS JOIN LATERAL (
                SELECT p.ref, p.is_shared FROM proposal AS p
                WHERE p.meetings @> ARRAY[m.id] COLLATE "C" AND p.meetings <> '{}' AND p.forum = m.forum
                ORDER BY p.ref_year, p.ref_number
                LIMIT \(BatchPlan.mostMeetingUses)) AS u
            """, [.textArray(meetings.map { _ in forum }), .textArray(meetings)])
    }

    static func decode(_ rows: PostgresRows) throws -> [String: [MeetingUse]] {
        var uses: [String: [MeetingUse]] = [:]
        for row in rows { uses[try row[0], default: []].append(MeetingUse(ref: try row[1], isShared: try row[2])) }
        return uses
    }
}
