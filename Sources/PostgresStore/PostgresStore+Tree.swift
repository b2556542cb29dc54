package import Postgres
package import ProposalService
package import Record

extension PostgresStore {
    package func signerKey(forum: String, entering key: String) async throws(StoreError) -> String {
        let trip = [
            Statement(
                "INSERT INTO signer (forum, key) VALUES ($1, $2) ON CONFLICT DO NOTHING", [.text(forum), .text(key)]),
            Statement("SELECT key FROM signer WHERE forum = $1", [.text(forum)]),
        ]
        return try await read(trip) { results in try results[1].rows.value() }
    }

    package func signerKey(forum: String) async throws(StoreError) -> String? {
        let statement = Statement("SELECT key FROM signer WHERE forum = $1", [.text(forum)])
        return try await read([statement]) { results in try results[0].rows.first.map { try $0[0] } }
    }

    package func tiles(forum: String, _ tiles: [Tile]) async throws(StoreError) -> [Tile: [Digest]] {
        let statement = Statement(
            """
            SELECT k.place - 1, t.hashes
            FROM unnest($2::int4[], $3::int8[], $4::int4[]) WITH ORDINALITY AS k (level, index, width, place)
            CROSS JOIN LATERAL (
                SELECT hashes FROM tile AS t
                WHERE t.forum = $1 AND t.level = k.level AND t.index = k.index AND t.width >= k.width
                ORDER BY t.width LIMIT 1) AS t
            """,
            [
                .text(forum), .int4Array(tiles.map { Int32($0.level) }), .int8Array(tiles.map(\.index)),
                .int4Array(tiles.map { Int32($0.width) }),
            ])
        return try await read([statement]) { results in
            var found: [Tile: [Digest]] = [:]
            for row in results[0].rows {
                let place: Int = try row[0]
                let bytes: [UInt8] = try row[1]
                guard tiles.indices.contains(place) else {
                    throw StoreError.corrupt("the database answered a tile that was not asked for")
                }
                found[tiles[place]] = stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap {
                    Digest(Array(bytes[$0..<min($0 + Digest.byteCount, bytes.count)]))
                }
            }
            return found
        }
    }

    package func keep(forum: String, tiles: [Tile: [Digest]]) async throws(StoreError) {
        guard !tiles.isEmpty else { return }
        _ = try await read([PostgresStore.keeping(forum: forum, tiles: tiles)]) { _ in true }
    }

    /// What adds tiles that are not there yet.
    package static func keeping(forum: String, tiles: [Tile: [Digest]]) -> Statement {
        let tiles = tiles.sorted { ($0.key.level, $0.key.index) < ($1.key.level, $1.key.index) }
        return Statement(
            """
            INSERT INTO tile (forum, level, index, width, hashes)
            SELECT $1, k.* FROM unnest($2::int4[], $3::int8[], $4::int4[], $5::bytea[]) AS k
            ON CONFLICT DO NOTHING
            """,
            [
                .text(forum), .int4Array(tiles.map { Int32($0.key.level) }), .int8Array(tiles.map(\.key.index)),
                .int4Array(tiles.map { Int32($0.key.width) }), .byteaArray(tiles.map { $0.value.flatMap(\.bytes) }),
            ])
    }

    package func publish(forum: String, checkpoint note: [UInt8], size: Int64) async throws(StoreError) {
        let statement = Statement(
            "INSERT INTO checkpoint (forum, size, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [.text(forum), .int8(size), .bytea(note)])
        _ = try await read([statement]) { _ in true }
    }

    package func checkpoint(forum: String, size: Int64?) async throws(StoreError) -> [UInt8]? {
        let statement =
            size.map {
                Statement("SELECT note FROM checkpoint WHERE forum = $1 AND size = $2", [.text(forum), .int8($0)])
            }
            ?? Statement(
                "SELECT note FROM checkpoint WHERE forum = $1 ORDER BY size DESC LIMIT 1", [.text(forum)])
        return try await read([statement]) { results in try results[0].rows.first.map { try $0[0] } }
    }

    package func openings(of commitments: [String]) async throws(StoreError) -> [String: CommitmentOpening] {
        guard !commitments.isEmpty else { return [:] }
        let statement = Statement(
            "SELECT commitment, salt, value FROM personal WHERE commitment = ANY ($1)", [.textArray(commitments)])
        return try await read([statement]) { results in
            var openings: [String: CommitmentOpening] = [:]
            for row in results[0].rows {
                let commitment: String = try row[0]
                let (salt, value): ([UInt8]?, String?) = (try row[1], try row[2])
                guard let salt, let value else {
                    openings[commitment] = .erased
                    continue
                }
                // A value that is not the one committed to is as good as erased.
                let kept = PersonalValue(commitment: commitment, salt: salt, value: value, subject: "")
                openings[commitment] = kept.isIntact ? .value(salt: salt, text: value) : .erased
            }
            return openings
        }
    }
}
