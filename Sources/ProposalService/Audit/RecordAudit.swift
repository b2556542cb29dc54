import CanonicalJSON
import Proposals
package import Record
import Wording

/// Walks a record from its beginning: every position is there, every byte hashes to its leaf, and the
/// leaves are those of the stored tiles and of every signed checkpoint. Events are only added, so pages read one after the other are
/// parts of one record, whatever is written meanwhile.
package struct RecordAudit: AuditPart {
    private static let page = 1024

    let stage = "record"
    private let bounds: AuditBounds
    private var edge = TileEdge()
    private var hasBegun = false

    init(_ bounds: AuditBounds) { self.bounds = bounds }

    var total: Int64 { bounds.length ?? 0 }
    /// Events found in order so far.
    var done: Int64 { edge.size }
    var isDone: Bool { hasBegun && edge.size >= total }
    var place: AuditCursor.Place { .record(size: edge.size, root: edge.root) }

    /// Goes on from where an earlier audit was, if the stored tiles still have the root that it saw; else from the beginning.
    mutating func resume(at size: Int64, root: Digest, _ scope: AuditScope) async {
        guard size <= total,
            let stored = try? await StoredTiles(forum: scope.forum, store: scope.store).edge(ofSize: size),
            stored.root == root
        else { return }
        edge = stored
    }

    /// Walks the next page.
    mutating func advance(_ scope: inout AuditScope) async throws {
        if !hasBegun { try checkEnds() }
        hasBegun = true
        let start = edge.size
        let limit = Int(min(Int64(RecordAudit.page), total - start))
        let events = try await scope.store.auditEvents(forum: scope.forum, after: start - 1, limit: limit)
        let checkpoints = try await scope.store.auditCheckpoints(
            forum: scope.forum, above: start, upTo: start + Int64(limit))
        var hashes: [Digest] = []
        for index in 0..<limit {
            let position = start + Int64(index)
            guard index < events.count, events[index].position == position else {
                throw AuditFinding("the record has no event \(position), but later ones", at: position)
            }
            hashes.append(try RecordAudit.leaf(of: events[index]))
        }
        var changed: [Tile: [Digest]] = [:]
        var taken = 0
        for checkpoint in checkpoints {
            let count = Int(checkpoint.size - start)
            append(hashes[taken..<count], &changed)
            taken = count
            try check(checkpoint.note, size: checkpoint.size, scope.key)
            scope.checkpoints += 1
        }
        append(hashes[taken...], &changed)
        try await compare(changed, scope)
    }

    /// What the head row, the checkpoints and the stored tree say of the record's end must be true of its events.
    private func checkEnds() throws(AuditFinding) {
        if bounds.signedSize > total {
            throw AuditFinding(
                "a checkpoint of \(counted(bounds.signedSize, "event")) was signed, but the record has only \(total): the end of it is gone",
                at: total)
        }
        guard bounds.end == total else {
            throw AuditFinding(
                "the head of the record says that it has \(counted(total, "event")), but its last one is event \(bounds.end - 1)",
                at: min(bounds.end, total))
        }
        if let stray = bounds.strayTile {
            throw AuditFinding(
                "the stored tree has \(stray.path), which stands for events that the record does not have")
        }
    }

    private mutating func append(_ hashes: ArraySlice<Digest>, _ changed: inout [Tile: [Digest]]) {
        edge.append(hashes) { tile, hashes in
            // A tile that has grown takes the place of what it was before.
            changed[Tile(level: tile.level, index: tile.index)] = hashes
        }
    }

    // MARK: one event

    /// The leaf hash of an event whose bytes are those that its hashes were made of.
    package static func leaf(of event: AuditedEvent) throws(AuditFinding) -> Digest {
        let leaf = MerkleTree.leafHash(event.bytes)
        guard leaf.bytes == event.leafHash else {
            throw event.finding("its bytes do not have the leaf hash stored with them")
        }
        guard Digest.sha256(event.bytes).bytes == event.digest else {
            throw event.finding("its bytes do not have the digest stored with them")
        }
        guard event.hasRow else {
            throw AuditFinding(
                "event \(event.position) belongs to \(event.stream), of which the tables have no row",
                at: event.position, of: event.stream, concernsRecord: false)
        }
        return leaf
    }

    // MARK: checkpoints

    private func check(_ note: [UInt8], size: Int64, _ key: NoteKey?) throws(AuditFinding) {
        func finding(_ sentence: String) -> AuditFinding { AuditFinding("the checkpoint of size \(size) \(sentence)") }
        guard let key else { throw finding("is there, but no key that signs the record") }
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(verifying: try SignedNote(parsing: note), signedBy: key) } catch {
            // What nobody signed says nothing of the record: whoever can write to the table could stop all writes with it.
            throw AuditFinding.beside("the checkpoint of size \(size) was not signed by \(key.name): \(error)")
        }
        guard checkpoint.size == size else { throw finding("says another size, \(checkpoint.size)") }
        guard checkpoint.root == edge.root else {
            throw finding("has another root than the first \(size) events: they are not those that were signed")
        }
    }

    // MARK: tiles

    /// Compares stored tiles with those made from the events. A stored one may be narrower, being older, or wider, being newer.
    private func compare(_ changed: [Tile: [Digest]], _ scope: AuditScope) async throws {
        for (level, tiles) in Dictionary(grouping: changed.keys, by: \.level).sorted(by: { $0.key < $1.key }) {
            let indexes = tiles.map(\.index)
            guard let first = indexes.min(), let last = indexes.max() else { continue }
            let stored = try await scope.store.auditTiles(
                forum: scope.forum, level: level, indexes: first...last)
            var widest: [Int64: Int] = [:]
            for (tile, bytes) in stored {
                guard let made = changed[Tile(level: level, index: tile.index)] else { continue }
                let common = min(tile.width, made.count)
                guard bytes.count == tile.width * Digest.byteCount,
                    bytes.prefix(common * Digest.byteCount).elementsEqual(made.prefix(common).flatMap(\.bytes))
                else { throw AuditFinding("the stored \(tile.path) has other hashes than the events under it") }
                widest[tile.index] = max(widest[tile.index] ?? 0, tile.width)
            }
            for index in indexes.sorted() {
                // Tiles are stored as far as the record was signed.
                let signed = Tile.count(ofLevel: level, index: index, inSize: min(bounds.signedSize, edge.size))
                guard (widest[index] ?? 0) >= signed else {
                    throw AuditFinding(
                        "the stored tree lacks \(Tile(level: level, index: index, width: signed).path), which was signed"
                    )
                }
            }
        }
    }
}

extension AuditedEvent {
    func finding(_ sentence: String) -> AuditFinding {
        AuditFinding("event \(position) (\(stream) \(version)): \(sentence)", at: position)
    }

    /// The event that the bytes are, if they are canonical and the columns of the row say the same.
    func opened(_ forum: String) throws(AuditFinding) -> SealedEvent {
        let read: Event
        do throws(JSONError) { read = try Event(canonical: bytes) } catch {
            throw finding("its bytes are not those of an event: \(error)")
        }
        let columns: [(name: String, isSame: Bool)] = [
            ("forum", read.forum == forum), ("stream", read.stream == stream),
            ("version", Int64(read.version) == version), ("kind", read.kind.rawValue == kind),
            ("state", read.from == from && read.to == to), ("recorded_at", read.recordedAt == recordedAt),
            ("account", read.actor.account == account),
        ]
        if let column = columns.first(where: { !$0.isSame }) {
            throw finding("its row says another \(column.name) than its bytes")
        }
        return SealedEvent(read, readFrom: bytes)
    }
}
