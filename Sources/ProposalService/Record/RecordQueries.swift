import Proposals
import Record

/// Which checkpoint is meant.
package enum CheckpointChoice: Sendable, Hashable {
    case newest
    /// The newest that the quorum of the server's policy cosigned.
    case newestWitnessed
    case size(Int64)
}

/// What is told of a forum's record: checkpoints, proofs, cosignatures, exports.
struct RecordQueries: Sendable {
    let records: RecordReader
    let integrity: RecordIntegrity
    /// Whose cosignatures count.
    let policy: WitnessPolicy
    var store: any RecordStore { records.store }

    /// CHECKPOINT: the newest signed checkpoint of a forum, made anew for a member where the record grew, or another one.
    func checkpoint(
        _ forum: String, _ choice: CheckpointChoice = .newest, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenCheckpoint {
        if try await isOfRecord(forum, caller) { await integrity.sign(forum) }
        let published = try await checkpoint(forum, choice)
        let (breaks, divergence) = try await storing { () throws(StoreError) in
            (try await self.store.breaks(forum: forum), try await self.store.divergence(forum: forum))
        }
        return SeenCheckpoint(published: published, divergence: divergence, breaks: breaks)
    }

    /// PROOF: that the record of one size begins with that of another, or that an event stands in it; from O(log n) tiles.
    func proof(
        _ request: ProofRequest, _ forum: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenProof {
        if try await isOfRecord(forum, caller) { await integrity.sign(forum) }
        let newest = try await checkpoint(forum, .newest).checkpoint.size
        let tiles = StoredTiles(forum: forum, store: store)
        do {
            switch request {
            case .consistency(let from, let to):
                let to = try RecordQueries.size(to, "to", newest)
                guard (0...to).contains(from) else {
                    throw ServiceFailure.wrong("from", "\(from) is larger than \(to), the size that the proof leads to")
                }
                return .consistency(try await tiles.consistencyProof(from: from, to: to))
            case .inclusion(let position, let size):
                let size = try RecordQueries.size(size, "size", newest)
                guard (0..<size).contains(position) else {
                    throw ServiceFailure.wrong(
                        "position", "a record of \(size) events has the positions 0 to \(size - 1)")
                }
                let proof = try await tiles.inclusionProof(of: position, in: size)
                return .inclusion(proof, leaf: try await tiles.leaf(position))
            }
        } catch let failure as ServiceFailure {
            throw failure
        } catch let error as StoreError {
            throw ServiceFailure(error)
        } catch {
            throw ServiceFailure(.recordDiverged, "the tree of \(forum) gives no proof: \(error)")
        }
    }

    /// COSIGN: takes in the signature line of a witness that the server's policy names, under a checkpoint of this forum.
    func cosign(
        _ forum: String, size: Int64, line: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenCosignature {
        _ = try await isOfRecord(forum, caller)
        guard let signature = NoteSignature(line: Array(line.utf8)) else {
            throw ServiceFailure.wrong("line", "give a signature line: em dash, space, key name, space, base 64")
        }
        guard let witness = policy.witnesses.first(where: { $0.key.claims(signature) }) else {
            throw ServiceFailure(
                .forbidden,
                "this server's policy names no witness with the key \(signature.keyName.prefix(100))+"
                    + "\(Hexadecimal.encode((0..<4).map { UInt8(truncatingIfNeeded: signature.keyID >> (24 - 8 * $0)) }))"
            )
        }
        let published = try await checkpoint(forum, .size(size))
        guard witness.key.verifies(signature.signature, of: published.note.text) else {
            throw ServiceFailure.wrong(
                "line", "it is not a cosignature by \(witness.name) under the checkpoint of size \(size)")
        }
        let isNew = try await storing { () throws(StoreError) in
            try await self.store.cosign(forum: forum, size: size, key: witness.key.text, line: signature.line)
        }
        // What was there before may be there for no longer than the standbys lack it.
        if !isNew { try await storing { () throws(StoreError) in try await self.store.awaitStandbys() } }
        let now = try await checkpoint(forum, .size(size))
        return SeenCosignature(
            witness: witness.name, isNew: isNew, at: now.moment(of: witness.name), isWitnessed: now.isWitnessed)
    }

    /// A published checkpoint with who cosigned it.
    func checkpoint(
        _ forum: String, _ choice: CheckpointChoice
    ) async throws(ServiceFailure) -> PublishedCheckpoint {
        var size: Int64?
        switch choice {
        case .newest: size = try await newest(forum)?.size
        case .newestWitnessed: size = try await witnessedSizes(forum, limit: 1).first
        case .size(let asked): size = asked
        }
        guard let text = try await storing({ () throws(StoreError) in try await self.store.signerKey(forum: forum) }),
            let size,
            let stored = try await storing({ () throws(StoreError) in
                try await self.store.checkpoints(forum: forum, sizes: [size])
            })[size]
        else { throw await noCheckpoint(forum, choice) }
        do {
            return try PublishedCheckpoint(stored, key: try NoteKey(text: text), policy: policy)
        } catch {
            throw ServiceFailure(.recordDiverged, "the stored checkpoint of \(forum) of size \(size) is none: \(error)")
        }
    }

    /// The sizes of the checkpoints that a quorum cosigned, the largest first.
    func witnessedSizes(_ forum: String, limit: Int) async throws(ServiceFailure) -> [Int64] {
        guard policy.quorum != nil else { return [] }
        let (keys, count) = (policy.witnesses.map(\.key.text), policy.fewestWitnesses)
        var sizes: [Int64] = []
        var last: Int64?
        let page = max(64, min(limit, 10_000))
        while sizes.count < limit {
            let found = try await storing { () throws(StoreError) in
                try await self.store.cosigners(forum: forum, keys: keys, atLeast: count, below: last, limit: page)
            }
            sizes += found.filter { policy.isWitnessed(by: $0.keys) }.map(\.size)
            guard found.count == page else { break }
            last = found.last?.size
        }
        return Array(sizes.prefix(limit))
    }

    /// Whether the caller belongs to the forum. Others read its checkpoints too, which tell hashes, sizes and times alone, where it has
    /// published something or the server's policy names its log; elsewhere the forum is unknown to them.
    func isOfRecord(_ forum: String, _ caller: Caller?) async throws(ServiceFailure) -> Bool {
        let (context, _) = try await records.readerContext(caller, forum, closed: .isRead)
        let missing = ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        guard context.registry.version > 0 else { throw missing }
        if let caller, Access.maySeeForum(caller, context.registries, forum) { return true }
        guard forum != Registry.serverForum else { throw missing }
        let key = try await storing { () throws(StoreError) in try await self.store.signerKey(forum: forum) }
        if let key, policy.logs.contains(where: { $0.key.text == key }) { return false }
        guard try await records.maySeeForum(context) else { throw missing }
        return false
    }

    /// The newest checkpoint as it was signed; nil where there is none.
    func newest(_ forum: String) async throws(ServiceFailure) -> Checkpoint? {
        let bytes = try await storing { () throws(StoreError) in
            try await self.store.checkpoint(forum: forum, size: nil)
        }
        guard let bytes else { return nil }
        guard let note = try? SignedNote(parsing: bytes), let checkpoint = try? Checkpoint(text: note.text) else {
            throw ServiceFailure(.recordDiverged, "the stored checkpoint of \(forum) is none")
        }
        return checkpoint
    }

    private func noCheckpoint(_ forum: String, _ choice: CheckpointChoice) async -> ServiceFailure {
        switch choice {
        case .size(let size): return ServiceFailure(.notFound, "there is no checkpoint of \(forum) of size \(size)")
        case .newestWitnessed:
            return ServiceFailure(
                .notFound,
                policy.quorum == nil
                    ? "this server's policy asks for no witnesses"
                    : "no checkpoint of \(forum) has been cosigned by the quorum of this server's policy yet")
        case .newest:
            switch await integrity.sign(forum) {
            case .unavailable(let why): return ServiceFailure(.storeUnavailable, why)
            case .notSigned(let why), .diverged(let why):
                return ServiceFailure(.notFound, "there is no checkpoint of \(forum) yet: \(why)")
            case .signed, .empty: return ServiceFailure(.notFound, "there is no checkpoint of \(forum) yet")
            }
        }
    }

    /// A size that was signed: the newest unless another is given.
    private static func size(_ given: Int64?, _ field: String, _ newest: Int64) throws -> Int64 {
        guard let given else { return newest }
        guard given <= newest else {
            throw ServiceFailure.wrong(field, "the newest checkpoint is of size \(newest); \(given) is not signed yet")
        }
        return given
    }
}

/// What PROOF is asked for.
package enum ProofRequest: Sendable, Hashable {
    /// That the record of a size extends an older one; without `to`, the record of the newest checkpoint.
    case consistency(from: Int64, to: Int64?)
    /// That an event stands at a position of the record of a size; without one, of the newest checkpoint.
    case inclusion(position: Int64, size: Int64?)
}
