import Bundles
import CanonicalJSON
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Record
import TestSupport

@testable import Signing
@testable import Terminal

/// Everybody who may notice that a record was attacked, each with what it remembers and nothing else.
struct AttackObserver {
    let record: AttackedRecord
    let store: PostgresStore

    /// Who notices, and what they say. `ref` is the proposal whose bundle is checked; nil for the whole forum's.
    func noticed(_ ref: String?) async throws -> [Detector: String] {
        var found: [Detector: String] = [:]
        found[.audit] = try await audit()
        found[.verifier] = try await verify(ref)
        found[.signer] = try await sign()
        found[.witness] = try await show()
        return found
    }

    /// The audit of a server that has no signer.
    private func audit() async throws -> String? {
        let service = ProposalService(store: store)
        do {
            return try await service.audit("mini", record.admin) { _ in }.finding?.sentence
        } catch let failure as ServiceFailure where failure.code == .recordDiverged {
            return failure.message
        }
    }

    /// The signer, with its folder as it was.
    private func sign() async throws -> String? {
        let folder = try TestRoot.makeDirectory("signer")
        try LocalFile.makePrivateDirectory(folder + "/mini")
        for (name, bytes) in record.files {
            try LocalFile.writePrivate(String(decoding: bytes, as: UTF8.self), to: "\(folder)/mini/\(name)")
        }
        switch await RecordSigner(folder: folder, store: store).sign("mini") {
        case .signed, .empty: return nil
        case .diverged(let why), .notSigned(let why), .unavailable(let why): return why
        }
    }

    /// The witness, shown the newest checkpoint with a proof from the one that it saw last.
    private func show() async throws -> String? {
        guard let bytes = try await store.checkpoint(forum: "mini", size: nil) else { return "there is no checkpoint" }
        let note = try SignedNote(parsing: bytes)
        var witness = record.witness
        let proof: ConsistencyProof?
        do { proof = try await AttackObserver.proof(for: witness, note, store) } catch { return "no proof: \(error)" }
        switch witness.noteShown(bytes, proof, at: 4_000_000_000) {
        case .keepThenCosign: return nil
        case .tooOld(let seen): return "older than \(seen) events"
        case .keepEvidence(let evidence): return "\(evidence)"
        case .askForProof, .clockWentBack: return "no proof"
        case .reject(let fault): return "\(fault)"
        }
    }

    static func proof(
        for witness: Witness, _ note: SignedNote, _ store: PostgresStore
    ) async throws -> ConsistencyProof? {
        guard case .following(let seen) = witness.state else { return nil }
        let size = try Checkpoint(text: note.text).size
        guard size > seen.checkpoint.size else { return nil }
        return try await StoredTiles(forum: "mini", store: store)
            .consistencyProof(from: seen.checkpoint.size, to: size)
    }

    /// The offline verifier, of the best bundle that can be made of what is stored.
    private func verify(_ ref: String?) async throws -> String? {
        let bytes = try await bundle(ref)
        do {
            let report = try BundleVerifier.verify(bytes, trusted: record.policy)
            return report.verdict == .sound ? nil : "\(report.verdict): \(report.irregularities.first?.sentence ?? "")"
        } catch {
            return "\(error)"
        }
    }

    private func bundle(_ ref: String?) async throws -> [UInt8] {
        guard let stored = try await store.checkpoint(forum: "mini", size: nil) else { return [] }
        var note = try SignedNote(parsing: stored)
        note = record.notes[note.text] ?? note
        let size = try Checkpoint(text: note.text).size
        let rows = try await store.auditEvents(forum: "mini", after: -1, limit: Int(size) + 100)
            .filter { $0.position < size && (ref == nil || $0.stream == ref || $0.stream == Event.registryStream) }
        let tiles = StoredTiles(forum: "mini", store: store)
        var bytes: [UInt8] = []
        var writer = try BundleWriter(
            BundleHeader(forum: "mini", scope: ref.map { .proposal($0) } ?? .forum), policy: record.policy,
            stages: [BundleWriter.Stage(note: note)], eventCount: Int64(rows.count)
        ) { bytes += $0 }
        for row in rows {
            let proof = ref == nil ? nil : try await tiles.inclusionProof(of: row.position, in: size)
            try writer.event(row.position, row.bytes, proof: proof)
        }
        try writer.close()
        return bytes
    }
}
