import Postgres
package import ProposalService

extension PostgresStore {
    package func figures() async throws(StoreError) -> [RecordFigures] {
        let statement = Statement(
            """
            SELECT h.forum, h.next_position, c.size,
                (extract(epoch FROM clock_timestamp() - e.recorded_at) * 1000000)::int8,
                EXISTS (
                    SELECT 1 FROM divergence AS d
                    WHERE d.forum = h.forum AND d.epoch = coalesce(
                        (SELECT max(b.epoch) FROM record_break AS b WHERE b.forum = h.forum), 1))
            FROM forum_head AS h
            LEFT JOIN LATERAL (
                SELECT size FROM checkpoint AS c WHERE c.forum = h.forum ORDER BY size DESC LIMIT 1) AS c ON true
            LEFT JOIN event AS e ON e.forum = h.forum AND e.position = coalesce(c.size, 0)
            ORDER BY h.forum
            """)
        return try await read([statement]) { results in
            try results[0].rows.map { row in
                let microseconds: Int64? = try row[3]
                return RecordFigures(
                    forum: try row[0], length: try row[1], signed: try row[2],
                    unsignedFor: microseconds.map { .microseconds($0) }, isDiverged: try row[4])
            }
        }
    }

    /// How many connections to the database are in use and idle, and how many tasks wait for one.
    package var connections: (used: Int, idle: Int, waiting: Int) {
        let counts = pool.counts
        return (counts.leased, counts.idle, counts.waiting)
    }
}
