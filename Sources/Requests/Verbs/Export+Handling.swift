import Bundles
import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.Export: TypedStreamHandling {
    static var size: ReadTurns.Size? { .long }

    /// Bytes of a bundle in a row; escaped they stay well below the limit of a line.
    private static let rowBytes = 64 << 10

    /// The bundle in rows, to be put together in order. Memory does not grow with it.
    func typedRun(
        _ service: ProposalService, for caller: Caller, into rows: RowWriter<Row>
    ) async -> Result<End, ServiceFailure> {
        do {
            let export = try await service.export(subject, isWitnessed: witnessed, caller)
            let count = try await export.count()
            let sender = BundleSender(rows)
            let tiles = export.tiles
            var stages: [BundleWriter.Stage] = []
            for checkpoint in try await service.stages(of: export) {
                let proof: ConsistencyProof? =
                    if let before = stages.last, export.ref != nil {
                        try await tiles.consistencyProof(
                            from: before.checkpoint.size, to: checkpoint.checkpoint.size)
                    } else { nil }
                stages.append(try BundleWriter.Stage(note: checkpoint.note, proof: proof))
            }
            var bundle = try BundleWriter(
                export.header, policy: try export.policy,
                breaks: try export.breaks.map { try SignedNote(parsing: $0.note) },
                stages: stages, eventCount: count, sink: sender.take)
            try await export.events { event, openings in
                let proof =
                    export.ref == nil
                    ? nil : try await tiles.inclusionProof(of: event.position, in: export.size)
                try bundle.event(event.position, event.sealed.bytes, proof: proof) { commitment in
                    switch openings["commitment:\(commitment.hex)"] {
                    case .value(let salt, let text): .value(salt: salt, text: text)
                    case .erased: .erased
                    case nil: .withheld
                    }
                }
                if sender.size >= Verbs.Export.rowBytes { try await sender.send() }
            }
            try bundle.close()
            try await sender.send()
            var end = End()
            end.forum = export.forum
            end.events = Int(count)
            end.size = Int(export.size)
            end.bytes = sender.total
            return .success(end)
        } catch let failure as ServiceFailure {
            return .failure(failure)
        } catch is ReaderLeft {
            return .failure(ServiceFailure(.shuttingDown, "the request was cancelled"))
        } catch {
            let failure = ServiceFailure(
                .recordDiverged, "the record cannot be exported: \(error)", details: ["subject": .string(subject)])
            return .failure(failure)
        }
    }
}

extension RecordExport {
    fileprivate var header: BundleHeader {
        BundleHeader(forum: forum, scope: ref.map { .proposal($0) } ?? .forum)
    }

    /// The server's policy, with the logs of the epochs that ended: their keys signed the breaks.
    fileprivate var policy: WitnessPolicy {
        get throws {
            let past = breaks.map(\.oldKey).filter { key in !last.policy.logs.contains { $0.key.text == key } }
            return try WitnessPolicy(lines: past.map { "log \($0)" } + last.policy.lines)
        }
    }
}

/// Gathers the bytes of a bundle into rows, whole lines each.
private final class BundleSender {
    private let rows: RowWriter<TextPart>
    private var bytes: [UInt8] = []
    private(set) var total = 0

    init(_ rows: RowWriter<TextPart>) { self.rows = rows }

    var size: Int { bytes.count }

    func take(_ more: [UInt8]) { bytes += more }

    func send() async throws(ReaderLeft) {
        total += bytes.count
        for row in TextParts.rows(of: String(decoding: bytes, as: UTF8.self)) { try await rows.send(row) }
        bytes.removeAll(keepingCapacity: true)
    }
}
