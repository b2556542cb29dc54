import HTTPServer
import Postgres
import PostgresStore
import ProposalService
import Record
import TestSupport
import TestWeb
import Testing

/// A log as somebody sees it who has its address and its key, and nothing else (C2SP tlog-tiles).
struct HTTPLog: TileReader {
    let address: String
    let key: NoteKey
    var prefix = "/tlog/mini"

    func ask(_ path: String, _ method: String = "GET") async throws -> RawHTTP.Answer {
        let connection = try await RawHTTP.connect(to: address)
        let answer = try await connection.ask(method, prefix + path)
        await connection.close()
        return answer
    }

    /// The newest checkpoint; its signature fits.
    func checkpoint() async throws -> Checkpoint {
        let answer = try await ask("/checkpoint")
        guard answer.status == 200 else { throw Unexpected("no checkpoint: \(answer.status) \(answer.text)") }
        return try Checkpoint(verifying: answer.body, signedBy: key)
    }

    func read(_ tiles: [Tile]) async throws -> [Tile: [Digest]] {
        var found: [Tile: [Digest]] = [:]
        for tile in tiles {
            let answer = try await ask("/" + tile.path)
            guard answer.status == 200, answer.body.count == tile.width * 32 else {
                throw Unexpected("\(tile.path): \(answer.status), \(answer.body.count) bytes")
            }
            found[tile] = stride(from: 0, to: answer.body.count, by: 32).compactMap {
                Digest(Array(answer.body[$0..<$0 + 32]))
            }
        }
        return found
    }

    /// The root over the leaves alone, without what the log says of the levels above them.
    func rootOfLeaves(_ size: Int64) async throws -> Digest {
        var leaves: [Digest] = []
        for index in 0...(size - 1) / 256 {
            let tile = Tile(level: 0, index: index, width: Int(min(256, size - index * 256)))
            leaves += try await read([tile])[tile] ?? []
        }
        return MerkleTree.root(ofLeafHashes: leaves)
    }
}

/// A monitor that follows a record by HTTP alone.
@Suite struct LogFilesTests {
    @Test(.timeLimit(.minutes(60)))
    func aMonitorFollowsTheLog() async throws {
        try await RecordScene.with { scene, _ in
            let log = HTTPLog(address: scene.server.web.address, key: try NoteKey(text: scene.log))
            let first = try await scene.grow(by: 2)
            let seen = try await log.checkpoint()
            #expect(seen.size == first && first < 256)
            #expect(try await log.root(at: seen.size) == seen.root)
            #expect(try await log.rootOfLeaves(seen.size) == seen.root)

            // It grows beyond a full tile; what was seen is the beginning of it, by the hashes of tiles alone.
            let last = try await scene.grow(by: 300)
            let now = try await log.checkpoint()
            #expect(now.size == last && last > 256)
            #expect(try await log.root(at: now.size) == now.root)
            #expect(try await log.rootOfLeaves(now.size) == now.root)
            let proof = try await log.consistencyProof(from: seen.size, to: now.size)
            try proof.verify(oldRoot: seen.root, newRoot: now.root)
            // The leaves are those of the events.
            let events = try await scene.server.store.record(forum: "mini", after: -1, limit: 1000)
            let tile = Tile(level: 0, index: 0)
            #expect(try await log.read([tile])[tile]?.map(\.bytes) == events.prefix(256).map(\.leafHash))
            // A tile that was partial then is still there as it was.
            let partial = Tile(level: 0, index: 0, width: Int(first))
            #expect(try await log.read([partial])[partial]?.map(\.bytes) == events.prefix(Int(first)).map(\.leafHash))
            try await whatStandsInTheHeaders(log)
            try await whatIsNotThere(log, now.size)
        }
    }

    private func whatStandsInTheHeaders(_ log: HTTPLog) async throws {
        let checkpoint = try await log.ask("/checkpoint")
        #expect(checkpoint["content-type"] == "text/plain; charset=utf-8")
        #expect(checkpoint["cache-control"] == "public, max-age=2")
        for path in ["/tile/0/000", "/tile/0/000.p/7", "/tile/1/000.p/1"] {
            let tile = try await log.ask(path)
            #expect(tile["content-type"] == "application/octet-stream")
            #expect(tile["cache-control"] == "public, max-age=31536000, immutable", "\(path)")
            #expect(tile["set-cookie"] == nil)
            let head = try await log.ask(path, "HEAD")
            #expect(head.status == 200 && head["content-length"] == "\(tile.body.count)")
        }
        let other = try await log.ask("/checkpoint", "POST")
        #expect(other.status == 405 && other["allow"] == "GET, HEAD")
    }

    private func whatIsNotThere(_ log: HTTPLog, _ size: Int64) async throws {
        let width = Int(size % 256)
        for path in [
            "/tile/0/001", "/tile/0/001.p/\(width + 1)", "/tile/0/002.p/1", "/tile/1/000", "/tile/1/000.p/2",
            "/tile/2/000.p/1", "/tile/63/000.p/1", "/tile/0/x999/x999/x999/x999/x999/999", "/tile/entries/000",
            "/tile/0/0", "/tile", "/epoch-2/checkpoint", "/epoch-2/tile/0/000",
        ] {
            let answer = try await log.ask(path)
            #expect(answer.status == 404, "\(path): \(answer.status)")
            #expect(answer["cache-control"] == "no-store" && answer["content-type"] == "application/problem+json")
        }
        // Nothing shows which forums there are besides.
        var (hidden, missing, server) = (log, log, log)
        (hidden.prefix, missing.prefix, server.prefix) = ("/tlog/asem", "/tlog/nowhere", "/tlog/server")
        for path in ["/checkpoint", "/tile/0/000.p/1"] {
            let text = try await missing.ask(path).text
            #expect(try await hidden.ask(path).text.replacing("asem", with: "nowhere") == text)
            #expect(try await server.ask(path).text.replacing("server", with: "nowhere") == text)
        }
    }

    /// A log that changed a hash is found out.
    @Test(.timeLimit(.minutes(60)))
    func aChangedHashIsNoticed() async throws {
        try await RecordScene.with { scene, _ in
            let log = HTTPLog(address: scene.server.web.address, key: try NoteKey(text: scene.log))
            let seen = try await log.checkpoint()
            let size = try await scene.grow(by: 3)
            let connection = try await scene.world.database.connect(role: .superuser)
            try await connection.runScript(
                """
                SET session_replication_role = replica;
                UPDATE tile SET hashes = set_byte(hashes, length(hashes) - 1, get_byte(hashes, length(hashes) - 1) # 1)
                    WHERE forum = 'mini' AND level = 0;
                """)
            await connection.close()
            let now = try await log.checkpoint()
            #expect(now.size == size)
            #expect(try await log.rootOfLeaves(now.size) != now.root)
            let proof = try await log.consistencyProof(from: seen.size, to: now.size)
            #expect(throws: (any Error).self) { try proof.verify(oldRoot: seen.root, newRoot: now.root) }
        }
    }
}
