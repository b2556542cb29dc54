import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record
import Testing

@testable import Bundles

/// A forum whose events are kept in one order, with accounts for everybody who acts, a log that signs, and three witnesses.
struct RecordedWorld {
    var world: World
    private(set) var record: [SealedEvent]
    private(set) var tree = MerkleLog()
    var notes: [SignedNote] = []
    /// The values behind the commitments in the events.
    var values: [Digest: Disclosure] = [:]

    let log: NoteSigner
    let witnesses: [NoteSigner]
    let policy: WitnessPolicy

    init(_ world: World, witnesses count: Int = 3) throws {
        self.world = world
        record = world.registryHistory
        log = try NoteSigner(name: "records.example/\(world.registry.forum)", seed: Array(1...32))
        witnesses = try (0..<count).map {
            try NoteSigner(
                name: "w\($0).example", kind: .cosignature, seed: Array(repeating: UInt8(60 + $0), count: 32))
        }
        policy = try WitnessPolicy(
            lines: ["log \(log.key.text)"] + witnesses.enumerated().map { "witness W\($0) \($1.key.text)" }
                + (count == 3 ? ["group two 2 W0 W1 W2", "quorum two"] : ["quorum W0"]))
        for event in record { tree.append(MerkleTree.leafHash(event.bytes)) }
    }

    /// The small trial forum, with an account for each office of its partners.
    static func small() throws -> RecordedWorld {
        var recorded = try RecordedWorld(try Workload.small())
        let members = recorded.world.registry.members(on: recorded.world.now.date).map(\.id)
        for partner in members {
            for office in [Office.proposer(partner), .contactPoint(partner), .somLeader(partner)] {
                try recorded.open(office)
            }
        }
        for office in [
            .coordinator("ASEAN"), .coordinator("NESA"), .coordinator("Europe"), .infoboard, .admin, .auditor, .host,
        ] as [Office] {
            try recorded.open(office)
        }
        return recorded
    }

    /// The league of cities, where silence counts.
    static func league() throws -> RecordedWorld {
        var recorded = try RecordedWorld(try World.league())
        for city in recorded.world.registry.partnerOrder {
            for office in [Office.mover(city), .voice(city), .doge(city)] { try recorded.open(office) }
        }
        try recorded.open(.registrar)
        return recorded
    }

    static func account(_ office: Office, in forum: String) -> String {
        forum + "/" + [office.role, office.partner ?? office.group ?? ""].filter { !$0.isEmpty }.joined(separator: "-")
    }

    mutating func open(_ office: Office) throws {
        try change(
            .openAccount(
                id: RecordedWorld.account(office, in: world.registry.forum), nameCommitment: nil,
                appointments: [AppointmentCommand(office: office)]))
    }

    mutating func change(_ command: RegistryCommand) throws { append(try world.change(command)) }

    mutating func act(_ command: Command, on ref: String, as office: Office, alike: [String] = []) throws {
        append(try world.act(command, on: ref, as: office, alike: alike))
    }

    /// Does what a scene of the world does, and keeps what it recorded.
    mutating func play(_ scene: (inout World) throws -> Void) throws {
        let known = record.count
        let registry = world.registry.version
        let versions = world.histories.mapValues(\.count)
        try scene(&world)
        var new = Array(world.registryHistory.dropFirst(registry))
        for (ref, history) in world.histories { new += history.dropFirst(versions[ref] ?? 0) }
        // Of what was recorded at one moment, the registry's comes first, as its lock does.
        func place(_ event: SealedEvent) -> (Instant, Int, String, Int) {
            (event.event.recordedAt, event.event.stream == "registry" ? 0 : 1, event.event.stream, event.event.version)
        }
        append(new.sorted { place($0) < place($1) })
        #expect(record.count == known + new.count)
    }

    mutating func append(_ events: [SealedEvent]) {
        for event in events {
            record.append(event)
            tree.append(MerkleTree.leafHash(event.bytes))
        }
    }

    /// Changes the record as nobody may, and signs it anew as if nothing were.
    func forged(_ change: (inout [SealedEvent]) -> Void) throws -> RecordedWorld {
        var copy = self
        change(&copy.record)
        copy.tree = MerkleLog(leafHashes: copy.record.map { MerkleTree.leafHash($0.bytes) })
        copy.notes = []
        return copy
    }

    var seconds: Int64 { world.now.microseconds / 1_000_000 }

    /// Signs the record as it is, and lets witnesses cosign it now.
    mutating func sign(witnesses count: Int = 3, at seconds: Int64? = nil) throws {
        let checkpoint = try Checkpoint(origin: log.key.name, size: tree.size, root: tree.root)
        var note = try checkpoint.signed(by: log)
        for witness in witnesses.prefix(count) {
            note.add(try witness.cosignature(of: note.text, at: seconds ?? self.seconds))
        }
        notes.append(note)
    }

    /// The bundle of the forum, or of one proposal, up to the last checkpoint.
    func bundle(_ ref: String? = nil) throws -> [UInt8] {
        var stages: [BundleWriter.Stage] = []
        for note in notes {
            let size = try Checkpoint(text: note.text).size
            let proof = stages.last.flatMap { tree.consistencyProof(from: $0.checkpoint.size, to: size) }
            stages.append(try BundleWriter.Stage(note: note, proof: proof))
        }
        let size = try #require(stages.last).checkpoint.size
        let chosen = record.enumerated().prefix(Int(size)).filter { _, event in
            ref == nil || event.event.stream == ref || event.event.stream == Event.registryStream
        }
        var bytes: [UInt8] = []
        var writer = try BundleWriter(
            BundleHeader(forum: world.registry.forum, scope: ref.map { .proposal($0) } ?? .forum), policy: policy,
            stages: stages, eventCount: Int64(chosen.count)
        ) { bytes += $0 }
        for (index, event) in chosen {
            try writer.event(
                Int64(index), event.bytes,
                proof: ref == nil ? nil : tree.inclusionProof(of: Int64(index), in: size)
            ) { values[$0] ?? .withheld }
        }
        try writer.close()
        return bytes
    }
}

extension BundleReport {
    /// The irregularities, for a comparison.
    var kinds: [String] { irregularities.map { "\($0.kind.rawValue) \($0.index)" } }
}

extension RecordedWorld {
    /// Leaves of two checkpoints of one size the one with more cosignatures.
    mutating func dropLastDuplicate() {
        let last = notes.removeLast()
        notes[notes.count - 1] = last
    }
}
