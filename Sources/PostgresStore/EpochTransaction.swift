import Postgres
package import Record

/// The transaction in which the record of a forum is started again: the tables' owner's own, because nobody else may take away what was
/// signed. Every batch of the forum waits until it ends; nothing of it stays unless it is committed.
package struct EpochTransaction: Sendable {
    private let forum: String
    private let connection: PostgresConnection

    /// How many events the record has.
    package let length: Int64

    /// Runs the body in such a transaction and commits it; answers nil, and changes nothing, where the forum has no record.
    package static func with<Result: Sendable>(
        forum: String, conninfo: String, _ body: (EpochTransaction) async throws -> Result
    ) async throws -> Result? {
        var configuration = PostgresConfiguration(conninfo: conninfo)
        configuration.setup.append("SET ROLE \(Conninfo.identifier(StoreRole.owner))")
        let connection = try await PostgresConnection.connect(configuration)
        do {
            try await connection.execute(Statement("BEGIN"))
            guard let length = try await lock(forum, connection) else {
                await connection.close()
                return nil
            }
            let result = try await body(EpochTransaction(forum: forum, connection: connection, length: length))
            try await connection.execute(Statement("COMMIT"))
            await connection.close()
            return result
        } catch {
            // Whatever was written goes with the connection.
            await connection.close()
            throw error
        }
    }

    /// Keeps every batch out until the end of the transaction; answers the record's length, nil where there is none.
    private static func lock(_ forum: String, _ connection: PostgresConnection) async throws -> Int64? {
        let rows = try await connection.query(
            "SELECT next_position FROM forum_head WHERE forum = $1 FOR UPDATE", [.text(forum)])
        let length: Int64? = try rows.first.map { try $0[0] }
        return length.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Moves the checkpoints of the epoch that ends aside, with their cosignatures, and takes its tree away.
    package func retire(epoch: Int) async throws {
        let hasCosignatures: Bool = try await connection.query("SELECT to_regclass('cosignature') IS NOT NULL").value()
        let lines =
            hasCosignatures
            ? """
            || coalesce((SELECT string_agg(convert_to(s.line || E'\\n', 'UTF8'), ''::bytea) FROM cosignature AS s
                WHERE s.forum = c.forum AND s.size = c.size), ''::bytea)
            """ : ""
        try await connection.query(
            """
            INSERT INTO past_checkpoint (forum, epoch, size, note)
            SELECT c.forum, $2, c.size, c.note \(lines) FROM checkpoint AS c WHERE c.forum = $1 ON CONFLICT DO NOTHING
            """, [.text(forum), .int4(Int32(epoch))])
        for table in (hasCosignatures ? ["cosignature"] : []) + ["checkpoint", "tile", "signer"] {
            try await connection.query("DELETE FROM \(table) WHERE forum = $1", [.text(forum)])
        }
    }

    /// Stores tiles of the new tree.
    package func keep(_ tiles: [Tile: [Digest]]) async throws {
        try await connection.execute(PostgresStore.keeping(forum: forum, tiles: tiles))
    }

    /// Names the key that signs from now on, and publishes its first checkpoint.
    package func publish(key: String, size: Int64, note: [UInt8]) async throws {
        try await connection.query("INSERT INTO signer (forum, key) VALUES ($1, $2)", [.text(forum), .text(key)])
        try await connection.query(
            "INSERT INTO checkpoint (forum, size, note) VALUES ($1, $2, $3)",
            [.text(forum), .int8(size), .bytea(note)])
    }

    /// Keeps the statement with which an epoch began, unless it is there already.
    package func keep(breakOf epoch: Int, oldKey: String, note: [UInt8]) async throws {
        try await connection.query(
            "INSERT INTO record_break (forum, epoch, old_key, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            [.text(forum), .int4(Int32(epoch)), .text(oldKey), .bytea(note)])
    }
}
