import Bundles
import PostgresStore
import ProposalService
import Record
import Signing

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
        let store = PostgresStore(conninfo: conninfo, options: options)
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
            try await store.awaitStandbys()
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
        let committed = try await EpochTransaction.with(forum: forum, conninfo: conninfo) { transaction in
            try await transaction.retire(epoch: EpochBreak.number(ofOrigin: old.key.name))
            let edge = try await hash(store, transaction)
            let after = try Checkpoint(origin: new.key.name, size: transaction.length, root: edge.root)
            let begun = try EpochBreak(old: before, new: after, reason: reason)
            let note = try begun.signed(by: old, and: new).bytes
            try await publish(transaction, old, new, after, note, folder)
            return (begun, note)
        }
        guard let (begun, note) = committed else { throw Fault(description: "there is no record of \(forum)") }
        try await store.awaitStandbys()
        try settle(folder, old, new, begun, note)
        return begun
    }

    /// Hashes the bytes of every event again, and stores the tree over them. A history that does not follow is not begun from: nobody
    /// could read it, or write on.
    private func hash(_ store: PostgresStore, _ transaction: EpochTransaction) async throws -> TileEdge {
        let length = transaction.length
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
            try await transaction.keep(changed)
        }
        return edge
    }

    private func publish(
        _ transaction: EpochTransaction, _ old: NoteSigner, _ new: NoteSigner, _ after: Checkpoint, _ note: [UInt8],
        _ folder: DurableFolder
    ) async throws {
        try await transaction.publish(
            key: new.key.text, size: after.size, note: try after.signed(by: new).bytes)
        // A database that went back in time may lack the breaks before; the folder has them.
        let epoch = EpochBreak.number(ofOrigin: new.key.name)
        for number in 2..<epoch {
            guard let kept = try folder.read("break-\(number)"), let end = kept.firstIndex(of: 0x0A) else { continue }
            try await transaction.keep(
                breakOf: number, oldKey: String(decoding: kept[..<end], as: UTF8.self), note: Array(kept[(end + 1)...]))
        }
        try await transaction.keep(breakOf: epoch, oldKey: old.key.text, note: note)
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
