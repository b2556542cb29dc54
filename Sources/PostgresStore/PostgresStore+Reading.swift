import CanonicalJSON
package import CivilTime
import Postgres
package import ProposalService
import Proposals

extension PostgresStore {
    package func load(_ cursors: [StreamCursor]) async throws(StoreError) -> LoadedStreams {
        // The time after the events, so that no event read was recorded after it.
        let trip = [EventReading.streams(cursors), Statement("SELECT clock_timestamp()")]
        return try await read(trip) { results in
            LoadedStreams(
                now: Instant(microseconds: try results[1].rows.value()),
                events: try EventReading.decodeStreams(results[0].rows, cursors))
        }
    }

    package func stream(_ cursor: StreamCursor, limit: Int) async throws(StoreError) -> [StoredEvent] {
        try await read([EventReading.stream(cursor, limit: limit)]) { results in
            try results[0].rows.map { try EventReading.event($0, forum: cursor.forum, stream: cursor.stream) }
        }
    }

    package func record(
        forum: String, after position: Int64, limit: Int
    ) async throws(StoreError) -> [StoredEvent] {
        try await read([EventReading.record(forum: forum, after: position, limit: limit)]) { results in
            try results[0].rows.map { try EventReading.event($0, forum: forum) }
        }
    }

    package func record(
        forum: String, after position: Int64, limit: Int, with cursors: [StreamCursor]
    ) async throws(StoreError) -> (events: [StoredEvent], streams: LoadedStreams) {
        let trip = [
            EventReading.record(forum: forum, after: position, limit: limit), EventReading.streams(cursors),
            Statement("SELECT clock_timestamp()"),
        ]
        return try await read(trip) { results in
            // What is remembered and not stored any more comes before what cannot be read.
            let streams = LoadedStreams(
                now: Instant(microseconds: try results[2].rows.value()),
                events: try EventReading.decodeStreams(results[1].rows, cursors))
            return (try results[0].rows.map { try EventReading.event($0, forum: forum) }, streams)
        }
    }

    package func recordLength(forum: String) async throws(StoreError) -> Int64 {
        let statement = Statement("SELECT next_position FROM forum_head WHERE forum = $1", [.text(forum)])
        return try await read([statement]) { results in try results[0].rows.first.map { try $0[0] } ?? 0 }
    }

    package func list(_ query: ListQuery) async throws(StoreError) -> [ListedRow] {
        guard let statement = try ListStatement.make(query) else { return [] }
        return try await read([statement]) { results in try results[0].rows.map { try ProposalReading.listed($0) } }
    }

    package func refs(_ query: ListQuery) async throws(StoreError) -> [String] {
        guard let statement = try ListStatement.make(query, columns: "p.ref") else { return [] }
        return try await read([statement]) { results in try results[0].rows.column(String.self) }
    }

    package func waiting(_ query: WaitingQuery) async throws(StoreError) -> WaitingPage? {
        try await read([WaitingReading.rows(query)]) { results in
            try WaitingReading.decode(results[0].rows, query)
        }
    }

    package func alike(forum: String, refs: [String]) async throws(StoreError) -> [String: [AlikeRow]] {
        try await read([AlikeReading.titles(forum: forum, refs: refs)]) { results in
            try AlikeReading.decode(results[0].rows)
        }
    }

    package func forums() async throws(StoreError) -> [ForumRow] {
        // Nothing follows on the closing of a trial: whether a forum is closed stands in the last event of its registry.
        let statement = Statement(
            """
            SELECT f.forum, f.ref_prefix, CASE WHEN e.kind = 'forum-changed' THEN e.bytes END
            FROM forum AS f
            LEFT JOIN event AS e ON e.forum = f.forum AND e.stream = 'registry' AND e.version = f.registry_version
            ORDER BY f.forum
            """)
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                let last: [UInt8]? = try row[2]
                // An event that cannot be read is told of where its forum is asked for, and keeps no other from being listed.
                let changed = last.flatMap { try? SealedEvent(bytes: $0) }?.event.body(Event.ForumChanged.self)
                return ForumRow(forum: try row[0], refPrefix: try row[1], isClosed: changed?.settings.closed != nil)
            }
        }
    }

    package func token(hash: [UInt8]) async throws(StoreError) -> TokenRow? {
        let statement = Statement("SELECT token, account, forum FROM token WHERE hash = $1", [.bytea(hash)])
        return try await read([statement]) { results in
            try results[0].rows.first.map { TokenRow(token: try $0[0], account: try $0[1], forum: try $0[2]) }
        }
    }

    package func personalValues(_ commitments: [String]) async throws(StoreError) -> [String: String] {
        guard !commitments.isEmpty else { return [:] }
        let statement = Statement(
            "SELECT commitment, salt, value FROM personal WHERE commitment = ANY ($1) AND value IS NOT NULL",
            [.textArray(commitments)])
        return try await read([statement]) { results in
            var values: [String: String] = [:]
            for row in results[0].rows {
                let kept = PersonalValue(commitment: try row[0], salt: try row[1], value: try row[2], subject: "")
                // A value that is not the one committed to is as good as erased.
                if kept.isIntact { values[kept.commitment] = kept.value }
            }
            return values
        }
    }

    package func personal(
        forum: String, of subject: String, limit: Int
    ) async throws(StoreError) -> (values: [PersonalValue], count: Int) {
        let statement = Statement(
            """
            SELECT commitment, salt, value, count(*) OVER () FROM personal
            WHERE forum = $1 AND subject = $2 AND value IS NOT NULL ORDER BY commitment LIMIT $3
            """, [.text(forum), .text(subject), .int8(limit)])
        return try await read([statement]) { results in
            let rows = results[0].rows
            let values = try rows.map { row in
                PersonalValue(commitment: try row[0], salt: try row[1], value: try row[2], subject: subject)
            }
            let count: Int64 = try rows.first.map { try $0[3] } ?? 0
            return (values, Int(count))
        }
    }

    package func document(
        _ digest: String, from offset: Int, count: Int
    ) async throws(StoreError) -> [UInt8]? {
        let statement = Statement(
            "SELECT substring(content FROM $2::int4 FOR $3::int4) FROM document WHERE digest = $1",
            [.bytea(try BatchStoring.bytes(digest)), .int4(Int32(clamping: offset + 1)), .int4(Int32(clamping: count))])
        return try await read([statement]) { results in try results[0].rows.first.map { try $0[0] } }
    }

    package func passedDeadlines(
        forum: String, now: Instant, limit: Int
    ) async throws(StoreError) -> [String] {
        let statement = Statement(
            """
            SELECT ref FROM proposal
            WHERE forum = $1 AND closes < $2 AND has_open_round AND NOT deadline_noted ORDER BY closes, ref LIMIT $3
            """, [.text(forum), .timestamptz(now.microseconds), .int8(limit)])
        return try await read([statement]) { results in try results[0].rows.column() }
    }

    /// One trip outside a batch, and what its answers mean.
    func read<Value: Sendable>(
        _ statements: [Statement], _ decode: ([StatementResult]) throws -> Value
    ) async throws(StoreError) -> Value {
        let results = try await answers(to: statements)
        // What it wrote besides was committed, and the wait for the standbys was ended from outside.
        if !results.allSatisfy(\.warnings.isEmpty) { try await awaitStandbys() }
        do {
            return try decode(results)
        } catch let error as PostgresError {
            throw StoreError(error)
        } catch {
            throw error as? StoreError ?? .corrupt("\(error)")
        }
    }

    /// A connection that was lost is replaced once: reading again changes nothing.
    private func answers(to statements: [Statement]) async throws(StoreError) -> [StatementResult] {
        var isSecond = false
        while true {
            do {
                return try await pool.run(statements, timeout: options.tripTimeout).checked()
            } catch {
                let isLost = error.isConnectionFailure || error.server?.endsSession == true
                guard isLost, !isSecond else { throw StoreError(error) }
                isSecond = true
            }
        }
    }
}
