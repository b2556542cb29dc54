import Bundles
import Failpoints
package import ProposalService
import Proposals
import Record

/// Signs the record of one forum. What it signed last is on the disk before it is published, and nothing is signed that does not
/// extend it; the bytes of each event are hashed again first.
package actor ForumSigner {
    package static let keyName = "signing-key"
    private static let page = 1000

    private let forum: String
    private let store: any RecordStore
    private let signer: NoteSigner
    private let file: SignerFile
    private var state: SignerState
    private var isAtWork = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(
        _ forum: String, _ store: any RecordStore, _ signer: NoteSigner, _ file: SignerFile, _ state: SignerState
    ) {
        self.forum = forum
        self.store = store
        self.signer = signer
        self.file = file
        self.state = state
    }

    /// Opens the folder of the forum, for this process alone; the first time, makes the key.
    package static func open(_ forum: String, in path: String, origin: String, store: any RecordStore) throws
        -> ForumSigner
    {
        let folder = try DurableFolder(path)
        let signer: NoteSigner
        if let bytes = try folder.read(keyName) {
            signer = try NoteSigner(file: bytes)
        } else {
            signer = try NoteSigner(newNamed: origin)
            try folder.write(keyName, signer.file)
        }
        let file = SignerFile(in: folder)
        return ForumSigner(forum, store, signer, file, try file.load(origin: signer.key.name))
    }

    /// The public key.
    package nonisolated var key: String { signer.key.text }

    /// Signs the record as it stands; one call after the other.
    package func sign() async -> SigningOutcome {
        while isAtWork { await withCheckedContinuation { waiting.append($0) } }
        isAtWork = true
        defer {
            isAtWork = false
            let next = waiting
            waiting = []
            for one in next { one.resume() }
        }
        do {
            return try await extend()
        } catch let error as StoreError {
            return .unavailable("the record cannot be read: \(error)")
        } catch is MissingTile {
            // What was signed can no longer be made from what is stored.
            let action = state.treeExtended(from: TileEdge(), to: TileEdge())
            return (try? refuse(action)) ?? .notSigned("the signer's state cannot be kept")
        } catch {
            return .notSigned("\(error)")
        }
    }

    private func extend() async throws -> SigningOutcome {
        if let divergence = state.divergence { return .diverged("\(divergence)") }
        let length = try await store.recordLength(forum: forum)
        if length == 0, state.size == 0 { return .empty }
        let known = try await store.signerKey(forum: forum, entering: signer.key.text)
        if known != signer.key.text {
            guard let other = try? NoteKey(text: known), signer.key.name.hasPrefix(other.name + "/epoch-") else {
                return .notSigned("another key signs this record: \(known)")
            }
            // The database went back to before the record was started again.
            return try refuse(state.treeExtended(from: TileEdge(), to: TileEdge()))
        }
        if let refused = state.recordCounted(length) { return try refuse(refused) }
        let tiles = StoredTiles(forum: forum, store: store)
        var edge = try await tiles.edge(ofSize: state.size)
        let stored = edge
        if stored.root != state.root { return try refuse(state.treeExtended(from: stored, to: stored)) }
        // The last event that was signed is read again: a record that lost its end, or in which events were moved, no longer has it there.
        let last = state.size > 0 ? try await tiles.leaf(state.size - 1) : nil
        var next = max(0, state.size - 1)
        while next < length {
            let page: [StoredEvent]
            do {
                page = try await store.record(forum: forum, after: next - 1, limit: ForumSigner.page)
            } catch {
                guard case .unreadable(let event) = error else { throw error }
                return try refuse(state.eventChanged(at: event.position))
            }
            if page.isEmpty { return try refuse(state.recordCounted(next) ?? state.eventChanged(at: next)) }
            var changed: [Tile: [Digest]] = [:]
            var hashes: [Digest] = []
            for event in page {
                let hash = MerkleTree.leafHash(event.sealed.bytes)
                guard event.position == next, hash.bytes == event.leafHash else {
                    return try refuse(state.eventChanged(at: next))
                }
                if next >= state.size {
                    hashes.append(hash)
                } else if hash != last {
                    return try refuse(state.eventChanged(at: next))
                }
                next += 1
            }
            edge.append(hashes) { changed[$0] = $1 }
            try await store.keep(forum: forum, tiles: changed)
            try Failpoint.tilesKept.reached(else: StoreError.unavailable("a failpoint"))
        }
        // Nothing is signed that a fail-over could take back.
        if edge.size > state.size { try await store.awaitStandbys() }
        var advanced = state
        switch advanced.treeExtended(from: stored, to: edge) {
        case .refuse(let divergence):
            state = advanced
            return try refuse(.refuse(divergence))
        case .rest:
            // What was kept on the disk and not published, because the process ended between the two, is published now.
            if try await store.checkpoint(forum: forum, size: state.size) == nil { try await publish() }
            return .signed
        case .keepThenSign:
            Failpoint.stateKeeping.reached()
            try file.keep(advanced)
            state = advanced
            try Failpoint.stateKept.reached(else: StoreError.unavailable("a failpoint"))
            try await publish()
            return .signed
        }
    }

    private func publish() async throws {
        let note = try Checkpoint(origin: signer.key.name, size: state.size, root: state.root).signed(by: signer)
        try await store.publish(forum: forum, checkpoint: note.bytes, size: state.size)
        try Failpoint.checkpointPublished.reached(else: StoreError.unavailable("a failpoint"))
    }

    private func refuse(_ action: SignerState.Action) throws -> SigningOutcome {
        try file.keep(state)
        guard case .refuse(let divergence) = action else { return .signed }
        return .diverged("\(divergence)")
    }
}

extension NoteSigner {
    /// A new key by chance.
    package init(newNamed name: String) throws {
        var generator = SystemRandomNumberGenerator()
        try self.init(name: name, seed: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// Reads the file of a key: its first line.
    package init(file: [UInt8]) throws {
        try self.init(text: String(decoding: file.split(separator: 0x0A).first ?? [], as: UTF8.self))
    }

    /// The file of a key.
    package var file: [UInt8] { Array((secretText + "\n").utf8) }
}
