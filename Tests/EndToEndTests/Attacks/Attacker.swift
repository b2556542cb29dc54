import CanonicalJSON
import CivilTime
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Record
import TestRandom

/// Somebody with every right on a database, at random places of a record.
struct Attacker {
    let record: AttackedRecord
    let connection: PostgresConnection
    let store: PostgresStore
    var random: SeededRandom

    /// Does it; answers the proposal whose bundle then shows it best (nil for the whole forum), and the tables that it touched.
    mutating func attack(_ attack: Attack) async throws -> (ref: String?, tables: [String]) {
        switch attack {
        case .changeByte: return try await changeByte()
        case .recompute: return try await recompute(signing: false)
        case .delete: return try await delete()
        case .cut: return try await cut()
        case .insert: return try await insert()
        case .swap: return try await swap()
        case .backdate: return try await backdate()
        case .projection: return try await projection()
        case .lifecycle: return try await lifecycle()
        case .office: return try await office()
        case .backup: return try await backup()
        case .fork: return try await recompute(signing: true)
        }
    }

    /// Brings tables back to how a copy has them.
    func reset(_ tables: [String], to copy: String = AttackedRecord.full) async throws {
        var script = ""
        for table in Set(tables + ["tile", "checkpoint", "signer", "divergence"]).sorted() {
            let columns = try await connection.query(
                """
                SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'
                """, [.text(table)])
            let names: String = try columns.value()
            let same = "(\(AttackedRecord.keys[table] ?? "true")) AND s *= t"
            script += """
                DELETE FROM public.\(table) AS t WHERE NOT EXISTS (SELECT FROM \(copy).\(table) AS s WHERE \(same));
                INSERT INTO public.\(table) (\(names)) SELECT \(names) FROM \(copy).\(table) AS s
                WHERE NOT EXISTS (SELECT FROM public.\(table) AS t WHERE \(same));
                """
        }
        try await connection.runScript("BEGIN; \(script) COMMIT;")
    }

    // MARK: places

    /// Any event of a proposal, or of the registry, but the last of all: that one the signer reads again each time.
    private mutating func place(where isFit: (StoredEvent) -> Bool = { _ in true }) throws -> StoredEvent {
        for _ in 0..<100_000 {
            let event = random.pick(record.events)
            if event.position < record.size - 1, isFit(event) { return event }
        }
        throw Unexpected("there is no such event")
    }

    private func anyRef(_ event: StoredEvent) -> String {
        let stream = event.sealed.event.stream
        return stream == Event.registryStream
            ? record.events.first { $0.sealed.event.stream != Event.registryStream }?.sealed.event.stream ?? "" : stream
    }

    private func put(_ position: Int64, _ bytes: [UInt8], digest isDigestToo: Bool = true) async throws {
        try await connection.query(
            "UPDATE event SET bytes = $2\(isDigestToo ? ", digest = sha256($2), leaf_hash = sha256('\\x00'::bytea || $2)" : "") "
                + "WHERE forum = 'mini' AND position = $1", [.int8(position), .bytea(bytes)])
    }

    // MARK: attacks

    private mutating func changeByte() async throws -> (String?, [String]) {
        let event = try place()
        var bytes = event.sealed.bytes
        let index = random.below(bytes.count)
        bytes[index] = bytes[index] &+ UInt8(1 + random.below(255))
        try await put(event.position, bytes, digest: random.chance(50))
        return (anyRef(event), ["event"])
    }

    /// Another day of the act, then every digest, leaf and tile that follows from it; for a fork a checkpoint as well.
    private mutating func recompute(signing: Bool) async throws -> (String?, [String]) {
        let first = try place()
        let stream = first.sealed.event.stream
        var hashes = record.events.map { Digest($0.leafHash) ?? MerkleTree.emptyRoot }
        var previous = first.sealed.event.previous
        for event in record.events where event.sealed.event.stream == stream && event.position >= first.position {
            var changed = event.sealed.event
            changed.previous = previous
            if event.position == first.position {
                changed.decidedAt = changed.decidedAt.advanced(byMicroseconds: -Int64(1 + random.below(1_000_000)))
            }
            let sealed = SealedEvent(changed)
            previous = sealed.digest
            hashes[Int(event.position)] = MerkleTree.leafHash(sealed.bytes)
            try await put(event.position, sealed.bytes)
        }
        let digest = "decode('\(previous ?? "")', 'hex')"
        try await connection.runScript(
            stream == Event.registryStream
                ? "UPDATE forum SET registry_digest = \(digest) WHERE forum = 'mini'"
                : "UPDATE proposal SET last_digest = \(digest) WHERE ref = '\(stream)'")
        let root = try await retile(hashes)
        if signing {
            let note = try Checkpoint(origin: record.log.key.name, size: record.size, root: root).signed(by: record.log)
            try await connection.query("DELETE FROM checkpoint WHERE forum = 'mini'")
            try await connection.query(
                "INSERT INTO checkpoint (forum, size, note) VALUES ('mini', $1, $2)",
                [.int8(record.size), .bytea(note.bytes)])
        }
        return (anyRef(first), ["event", "forum", "proposal"])
    }

    /// Every stored tile made anew from leaf hashes; answers the root.
    private func retile(_ hashes: [Digest]) async throws -> Digest {
        var made: [Tile: [Digest]] = [:]
        var edge = TileEdge()
        edge.append(hashes) { made[Tile(level: $0.level, index: $0.index)] = $1 }
        let rows = try await connection.query("SELECT level, index, width FROM tile WHERE forum = 'mini'")
        for row in rows {
            let (level, index, width): (Int, Int64, Int) = (try row[0], try row[1], try row[2])
            let bytes = made[Tile(level: level, index: index)]?.prefix(width).flatMap(\.bytes) ?? []
            try await connection.query(
                "UPDATE tile SET hashes = $4 WHERE forum = 'mini' AND level = $1 AND index = $2 AND width = $3",
                [.int4(Int32(level)), .int8(index), .int4(Int32(width)), .bytea(bytes)])
        }
        return edge.root
    }

    private mutating func delete() async throws -> (String?, [String]) {
        let last = Dictionary(record.events.map { ($0.sealed.event.stream, $0.position) }) { $1 }
        let event = try place { $0.position < last[$0.sealed.event.stream] ?? 0 }
        try await connection.runScript(
            """
            DELETE FROM event WHERE forum = 'mini' AND position = \(event.position);
            \(shift("position > \(event.position)", by: -1))
            UPDATE forum_head SET next_position = next_position - 1 WHERE forum = 'mini';
            """)
        return (anyRef(event), ["event", "forum_head"])
    }

    /// Moves events up or down, past the unique index.
    private func shift(_ which: String, by steps: Int) -> String {
        """
        UPDATE event SET position = position + 1000000 WHERE forum = 'mini' AND \(which);
        UPDATE event SET position = position - 1000000 + \(steps) WHERE forum = 'mini' AND position >= 1000000;
        """
    }

    private mutating func cut() async throws -> (String?, [String]) {
        let event = try place { $0.position > 200 }
        try await connection.runScript(
            """
            DELETE FROM event WHERE forum = 'mini' AND position >= \(event.position);
            UPDATE forum_head SET next_position = \(event.position) WHERE forum = 'mini';
            """)
        return (nil, ["event", "forum_head"])
    }

    /// A note that nobody wrote, in a chain that fits.
    private mutating func insert() async throws -> (String?, [String]) {
        let ends = Dictionary(record.events.map { ($0.sealed.event.stream, $0.position) }) { $1 }
        let last = try place {
            $0.sealed.event.stream != Event.registryStream && $0.position == ends[$0.sealed.event.stream]
        }
        var forged = last.sealed.event
        (forged.version, forged.kind, forged.from) = (forged.version + 1, .noted, forged.to)
        forged.data = ["text": .string("Agreed by all \(random.below(1000)).")]
        forged.previous = last.sealed.digest
        let bytes = forged.canonicalBytes
        let at = last.position + 1
        try await connection.runScript(
            shift("position >= \(at)", by: 1)
                + "UPDATE forum_head SET next_position = next_position + 1 WHERE forum = 'mini';")
        try await connection.query(
            """
            INSERT INTO event (forum, position, stream, version, kind, from_state, to_state, lifecycle, recorded_at, account,
                bytes, digest, leaf_hash)
            SELECT forum, $1, stream, version + 1, 'noted', to_state, to_state, lifecycle, recorded_at, account, $2, sha256($2),
                sha256('\\x00'::bytea || $2)
            FROM event WHERE forum = 'mini' AND stream = $3 AND version = $4
            """,
            [.int8(at), .bytea(bytes), .text(forged.stream), .int8(Int64(last.sealed.event.version))])
        try await connection.query(
            "UPDATE proposal SET version = $2, last_digest = sha256($3) WHERE ref = $1",
            [.text(forged.stream), .int8(Int64(forged.version)), .bytea(bytes)])
        return (forged.stream, ["event", "forum_head", "proposal"])
    }

    private mutating func swap() async throws -> (String?, [String]) {
        let one = try place()
        let other = try place { $0.sealed.event.stream != one.sealed.event.stream }
        try await connection.runScript(
            """
            UPDATE event SET position = 1000000 WHERE forum = 'mini' AND position = \(one.position);
            UPDATE event SET position = \(one.position) WHERE forum = 'mini' AND position = \(other.position);
            UPDATE event SET position = \(other.position) WHERE forum = 'mini' AND position = 1000000;
            """)
        return (anyRef(one), ["event"])
    }

    private mutating func backdate() async throws -> (String?, [String]) {
        let event = try place()
        var changed = event.sealed.event
        let recordedAt = changed.recordedAt.advanced(byMicroseconds: -Int64(1 + random.below(3_000_000_000)))
        changed.recordedAt = recordedAt
        changed.decidedAt = min(changed.decidedAt, recordedAt)
        try await put(event.position, changed.canonicalBytes)
        try await connection.query(
            "UPDATE event SET recorded_at = $2 WHERE forum = 'mini' AND position = $1",
            [.int8(event.position), .timestamptz(recordedAt.microseconds)])
        return (anyRef(event), ["event"])
    }

    private mutating func projection() async throws -> (String?, [String]) {
        let ref = anyRef(try place { $0.sealed.event.stream != Event.registryStream })
        let change = random.pick([
            "UPDATE proposal SET state = CASE state WHEN 'reported' THEN 'drafted' ELSE 'reported' END WHERE ref = '\(ref)'",
            "UPDATE proposal SET is_shared = NOT is_shared WHERE ref = '\(ref)'",
            "UPDATE proposal SET facts = facts || 'settled'::text WHERE ref = '\(ref)'",
            "UPDATE proposal SET round = coalesce(round, 0) + 1 WHERE ref = '\(ref)'",
            "UPDATE proposal SET last_day = coalesce(last_day, first_day, '2026-01-01') + 1 WHERE ref = '\(ref)'",
            "UPDATE proposal SET version = version + 1 WHERE ref = '\(ref)'",
            "UPDATE proposal_text SET title = title || '.' WHERE ref = '\(ref)'",
            "UPDATE proposal_text SET insiders = insiders || 'ZZ'::text WHERE ref = '\(ref)'",
            "UPDATE proposal_text SET search = search || array_to_tsvector('{elsewhere}') WHERE ref = '\(ref)'",
            "DELETE FROM proposal_text WHERE ref = '\(ref)'", "DELETE FROM proposal WHERE ref = '\(ref)'",
            "UPDATE ref_counter SET last_number = last_number + 1 WHERE forum = 'mini'",
            "UPDATE token SET account = 'mini/admin' WHERE account = 'mini/cp-FR'",
            "DELETE FROM lifecycle_edge WHERE transition = 'confirm'",
        ])
        try await connection.runScript(change)
        return (ref, ["proposal", "proposal_text", "ref_counter", "token", "lifecycle_edge"])
    }

    /// A rule taken out of a lifecycle that the registry loaded.
    private mutating func lifecycle() async throws -> (String?, [String]) {
        let event = try place { $0.sealed.event.kind == .lifecycleLoaded }
        var changed = event.sealed.event
        guard var definition = changed.data["definition"]?.object, var transitions = definition["transitions"]?.array,
            !transitions.isEmpty
        else { throw Unexpected("no definition") }
        transitions.remove(at: random.below(transitions.count))
        definition["transitions"] = .array(transitions)
        definition["title"] = .string("Rules number \(random.below(10_000))")
        changed.data["definition"] = .object(definition)
        changed.data["digest"] = .string(Digest.sha256(JSONValue.object(definition).canonicalBytes).hex)
        try await put(event.position, changed.canonicalBytes)
        return (record.lastRef, ["event"])
    }

    private mutating func office() async throws -> (String?, [String]) {
        let event = try place { $0.sealed.event.kind == .appointmentMade }
        var changed = event.sealed.event
        guard var office = changed.data["office"]?.object else { throw Unexpected("no office") }
        let present = office["role"]?.string ?? ""
        let roles = ["som-leader", "admin", "auditor", "meeting-host"].filter { $0 != present }
        office["role"] = .string(random.pick(roles))
        changed.data["office"] = .object(office)
        try await put(event.position, changed.canonicalBytes)
        return (record.lastRef, ["event"])
    }

    /// The tables as they were, and a few writes on top of them.
    private mutating func backup() async throws -> (String?, [String]) {
        try await reset(AttackedRecord.tables, to: random.pick(AttackedRecord.early))
        let service = ProposalService(store: store)
        let rows = try await store.list(ListQuery(forum: "mini", visibility: .everything, limit: 1000))
        let refs = rows.filter { $0.text.proposer == "FR" }.map(\.row.ref)
        for number in 0..<(1 + random.below(4)) {
            let work = WriteRequest.Work.act(ref: random.pick(refs), .note("Another past \(number)", decidedAt: nil))
            let promise = await service.submit(WriteRequest(work: work, body: []), record.writer)
            if case .failure(let failure) = await promise.value { throw Unexpected("\(failure)") }
        }
        return (refs.first, AttackedRecord.tables)
    }
}
