import Postgres
import ProposalService
import Proposals
import Record

/// Statements that read events, and their rows as stored events.
enum EventReading {
    private static let columns = "e.position, e.bytes, e.digest, e.leaf_hash"

    /// What several streams hold after a version each, in the order of the cursors: one statement, so one moment. Of the event at that
    /// version itself only the digest.
    static func streams(_ cursors: [StreamCursor]) -> Statement {
        Statement(
            """
            SELECT c.place - 1, e.position, CASE WHEN e.version > c.after THEN e.bytes END, e.digest, e.leaf_hash
            FROM unnest($1::text[], $2::text[], $3::int8[]) WITH ORDINALITY AS c (forum, stream, after, place)
            CROSS JOIN LATERAL (
                SELECT * FROM event AS e
                WHERE e.forum = c.forum AND e.stream = c.stream AND e.version >= c.after ORDER BY e.version) AS e
            ORDER BY c.place, e.version
            """,
            [
                .textArray(cursors.map(\.forum)), .textArray(cursors.map(\.stream)),
                .int8Array(cursors.map { Int64($0.after) }),
            ])
    }

    static func decodeStreams(_ rows: PostgresRows, _ cursors: [StreamCursor]) throws -> [[StoredEvent]] {
        var streams: [[StoredEvent]] = Array(repeating: [], count: cursors.count)
        var confirmed: Set<Int> = []
        for row in rows {
            let place: Int = try row[0]
            guard streams.indices.contains(place) else {
                throw StoreError.corrupt("the database answered events of a stream that was not asked for")
            }
            guard let _: [UInt8] = try row[2] else {
                let digest: [UInt8] = try row[3]
                if Digest(digest)?.hex == cursors[place].digest { confirmed.insert(place) }
                continue
            }
            streams[place].append(try event(row, from: 1, forum: cursors[place].forum, stream: cursors[place].stream))
        }
        let outdated = cursors.indices.filter { cursors[$0].digest != nil && !confirmed.contains($0) }
        guard outdated.isEmpty else { throw StoreError.outdated(outdated.map { cursors[$0] }) }
        return streams
    }

    /// A part of one stream.
    static func stream(_ cursor: StreamCursor, limit: Int) -> Statement {
        Statement(
            """
            SELECT \(columns) FROM event AS e WHERE e.forum = $1 AND e.stream = $2 AND e.version > $3
            ORDER BY e.version LIMIT $4
            """, [.text(cursor.forum), .text(cursor.stream), .int8(cursor.after), .int8(limit)])
    }

    /// A part of a forum's record in its total order.
    static func record(forum: String, after position: Int64, limit: Int) -> Statement {
        Statement(
            "SELECT \(columns) FROM event AS e WHERE e.forum = $1 AND e.position > $2 ORDER BY e.position LIMIT $3",
            [.text(forum), .int8(position), .int8(limit)])
    }

    /// Opens a row's bytes, and makes sure that they are the ones that were stored.
    static func event(
        _ row: PostgresRow, from column: Int = 0, forum: String, stream: String? = nil
    ) throws -> StoredEvent {
        let position: Int64 = try row[column]
        func unreadable(_ reason: String) -> StoreError {
            .unreadable(UnreadableEvent(forum: forum, position: position, stream: stream, reason: reason))
        }
        let sealed: SealedEvent
        do {
            sealed = try SealedEvent(bytes: try row[column + 1])
        } catch let error as EventError {
            throw unreadable(error.description)
        }
        let digest: [UInt8] = try row[column + 2]
        guard Digest(digest)?.hex == sealed.digest else {
            throw unreadable("its bytes do not have the digest stored with them")
        }
        return StoredEvent(position: position, sealed: sealed, leafHash: try row[column + 3])
    }
}
