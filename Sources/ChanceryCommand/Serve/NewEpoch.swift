import Bundles
import Postgres
import PostgresStore
import ProposalService
import Record

/// Begins the record of a forum anew after it broke with what was signed: one transaction of the tables' owner, and a statement that
/// the keys of both epochs sign. The signer's folder keeps the old key and the statement.
struct NewEpoch {
    let forum: String
    let reason: String
    /// The folder of the signers of all forums.
    let folder: String
    let conninfo: String

    private static let nextKey = "next-key"
    private static let page = 1000

    /// Why nothing is begun.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Begins the epoch; answers the statement. What another run left half done is finished.
    func begin() async throws -> EpochBreak {
        let folder = try DurableFolder(self.folder + "/" + forum)
        guard let bytes = try folder.read(ForumSigner.keyName) else {
            throw Fault(
                description:
                    "there is no key of \(forum) in \(self.folder): only the signer of a record can begin it again"
            )
        }
        let old = try NoteSigner(file: bytes)
        let new = try nextSigner(after: old, folder)
        var options = StoreOptions()
        options.role = StoreRole.owner
        let store = PostgresStore(PostgresConfiguration(conninfo: conninfo), options: options)
        do {
            let begun = try await begin(folder, old, new, store)
            await store.close()
            return begun
        } catch {
            await store.close()
            throw error
        }
    }

    /// The key of the next epoch: the one that an earlier run made, or a new one, on the disk before it signs.
    private func nextSigner(after old: NoteSigner, _ folder: DurableFolder) throws -> NoteSigner {
        let name = EpochBreak.origin(after: old.key.name)
        if let bytes = try folder.read(NewEpoch.nextKey), let made = try? NoteSigner(file: bytes), made.key.name == name
        {
            return made
        }
        let made = try NoteSigner(newNamed: name)
        try folder.write(NewEpoch.nextKey, made.file)
        return made
    }

    private func begin(
        _ folder: DurableFolder, _ old: NoteSigner, _ new: NoteSigner, _ store: PostgresStore
    ) async throws -> EpochBreak {
        let stored = try await store.signerKey(forum: forum)
        let breaks = try await store.breaks(forum: forum)
        if stored == new.key.text, let last = breaks.last {
            // It was committed, and the folder did not follow.
            let begun = try EpochBreak(verifying: try SignedNote(parsing: last.note), signedBy: old.key)
            try settle(folder, old, new, begun, last.note)
            return begun
        }
        if let stored, stored != old.key.text {
            guard let other = try? NoteKey(text: stored), old.key.name.hasPrefix(other.name + "/epoch-") else {
                throw Fault(description: "another key signs the record of \(forum): \(stored)")
            }
        }
        let state = try SignerFile(in: folder).load(origin: old.key.name)
        let found = try await store.divergence(forum: forum)
        guard state.divergence != nil || found != nil else {
            throw Fault(
                description:
                    "the record of \(forum) still matches what was signed, as far as is known; nothing was changed")
        }
        let before = try Checkpoint(origin: state.origin, size: state.size, root: state.root)
        return try await commit(folder, old, new, before, store)
    }

    private func commit(
        _ folder: DurableFolder, _ old: NoteSigner, _ new: NoteSigner, _ before: Checkpoint, _ store: PostgresStore
    ) async throws -> EpochBreak {
        var configuration = PostgresConfiguration(conninfo: conninfo)
        configuration.setup.append("SET ROLE \(Conninfo.identifier(StoreRole.owner))")
        let connection = try await PostgresConnection.connect(configuration)
        do {
            let length = try await lock(connection)
            try await retire(connection, epoch: EpochBreak.number(ofOrigin: old.key.name))
            let edge = try await hash(length, store, connection)
            let after = try Checkpoint(origin: new.key.name, size: length, root: edge.root)
            let begun = try EpochBreak(old: before, new: after, reason: reason)
            let note = try begun.signed(by: old, and: new).bytes
            try await publish(connection, old, new, after, note, folder)
            try await connection.execute(Statement("COMMIT"))
            await connection.close()
            try settle(folder, old, new, begun, note)
            return begun
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Keeps every batch out until the end of the transaction; answers the record's length.
    private func lock(_ connection: PostgresConnection) async throws -> Int64 {
        try await connection.execute(Statement("BEGIN"))
        let rows = try await connection.query(
            "SELECT next_position FROM forum_head WHERE forum = $1 FOR UPDATE", [.text(forum)])
        guard let length: Int64 = try rows.first.map({ try $0[0] }), length > 0 else {
            throw Fault(description: "there is no record of \(forum)")
        }
        return length
    }

    /// Moves the checkpoints of the epoch that ends aside, with their cosignatures, and takes its tree away.
    private func retire(_ connection: PostgresConnection, epoch: Int) async throws {
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

    /// Hashes the bytes of every event again, and stores the tree over them. A history that does not follow is not begun from: nobody
    /// could read it, or write on.
    private func hash(
        _ length: Int64, _ store: PostgresStore, _ connection: PostgresConnection
    ) async throws -> TileEdge {
        var edge = TileEdge()
        var fold = RecordFold(forum)
        while edge.size < length {
            let limit = Int(min(Int64(NewEpoch.page), length - edge.size))
            let events = try await store.auditEvents(forum: forum, after: edge.size - 1, limit: limit)
            var hashes: [Digest] = []
            for (index, event) in events.enumerated() where event.position == edge.size + Int64(index) {
                do throws(AuditFinding) {
                    hashes.append(try RecordAudit.leaf(of: event))
                    try fold.fold(event)
                } catch {
                    throw Fault(description: "\(error.sentence); bring the database to a state that can go on first")
                }
            }
            guard hashes.count == limit else {
                throw Fault(
                    description:
                        "the record has no event \(edge.size + Int64(hashes.count)); bring the database to a state that can "
                        + "go on first")
            }
            var changed: [Tile: [Digest]] = [:]
            edge.append(hashes) { changed[$0] = $1 }
            try await connection.execute(PostgresStore.keeping(forum: forum, tiles: changed))
        }
        return edge
    }

    private func publish(
        _ connection: PostgresConnection, _ old: NoteSigner, _ new: NoteSigner, _ after: Checkpoint, _ note: [UInt8],
        _ folder: DurableFolder
    ) async throws {
        try await connection.query(
            "INSERT INTO signer (forum, key) VALUES ($1, $2)", [.text(forum), .text(new.key.text)])
        try await connection.query(
            "INSERT INTO checkpoint (forum, size, note) VALUES ($1, $2, $3)",
            [.text(forum), .int8(after.size), .bytea(try after.signed(by: new).bytes)])
        // A database that went back in time may lack the breaks before; the folder has them.
        let epoch = EpochBreak.number(ofOrigin: new.key.name)
        for number in 2..<epoch {
            guard let kept = try folder.read("break-\(number)"), let end = kept.firstIndex(of: 0x0A) else { continue }
            try await insert(
                number, String(decoding: kept[..<end], as: UTF8.self), Array(kept[(end + 1)...]), connection)
        }
        try await insert(epoch, old.key.text, note, connection)
    }

    private func insert(
        _ epoch: Int, _ oldKey: String, _ note: [UInt8], _ connection: PostgresConnection
    ) async throws {
        try await connection.query(
            "INSERT INTO record_break (forum, epoch, old_key, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            [.text(forum), .int4(Int32(epoch)), .text(oldKey), .bytea(note)])
    }

    /// The folder follows what was committed: the old key and the statement kept, the new state, the new key last.
    private func settle(
        _ folder: DurableFolder, _ old: NoteSigner, _ new: NoteSigner, _ begun: EpochBreak, _ note: [UInt8]
    ) throws {
        let ended = EpochBreak.number(ofOrigin: old.key.name)
        try folder.write("key-\(ended)", old.file)
        try folder.write("break-\(ended + 1)", Array((old.key.text + "\n").utf8) + note)
        try SignerFile(in: folder).keep(
            SignerState(signed: begun.new))
        try folder.write(ForumSigner.keyName, new.file)
    }
}
