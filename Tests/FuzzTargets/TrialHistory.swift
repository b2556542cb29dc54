import Bundles
import CanonicalJSON
import Proposals
import Record

/// A recorded history of a forum, folded once, after which an input's events stand.
///
/// In an event whose `previous` is `=` the version and the digest before it are filled in, so that what is changed in one event does not
/// end all that follow in its stream.
struct TrialHistory: Sendable {
    static let shared = TrialHistory()

    /// How many of the last events of the record are left to the inputs.
    static let open = 14

    private let events: [[UInt8]]
    private let replay: HistoryReplay
    /// Where each stream stands.
    private let ends: [String: (version: Int64, digest: String)]
    private let forum = "asem-trial-4"

    private init() {
        let bundle = Repository.bytes("Tests/EndToEndTests/Golden/Program-013/asem-trial-4.bundle")
        let recorded = bundle.split(separator: 0x0A).filter { $0.starts(with: "event ".utf8) }
            .map { Array($0.split(separator: 0x20, maxSplits: 2)[2]) }
        events = Array(recorded.dropLast(TrialHistory.open))
        var replay = HistoryReplay(forum: forum)
        var ends: [String: (version: Int64, digest: String)] = [:]
        for (index, bytes) in events.enumerated() {
            precondition(replay.take(Int64(index), bytes).faults.isEmpty, "the recorded history is not sound")
            if let event = try? Event(canonical: bytes) {
                ends[event.stream] = (Int64(event.version), Digest.sha256(bytes).hex)
            }
        }
        self.replay = replay
        self.ends = ends
    }

    /// The last events of the record, open for what is filled in: what mutations begin with.
    static var seeds: [[UInt8]] {
        let bundle = Repository.bytes("Tests/EndToEndTests/Golden/Program-013/asem-trial-4.bundle")
        return bundle.split(separator: 0x0A).filter { $0.starts(with: "event ".utf8) }.suffix(open).compactMap { line in
            guard var event = (try? JSONValue.parse(Array(line.split(separator: 0x20, maxSplits: 2)[2])))?.object
            else { return nil }
            event["previous"] = event["previous"]?.isNull == true ? .null : "="
            return event.canonicalBytes
        }
    }

    /// What is against the rules in an input's events.
    func faults(of input: [UInt8]) -> [Irregularity] {
        var replay = replay
        var faults: [Irregularity] = []
        for (index, bytes) in filled(input).enumerated() {
            faults += replay.take(Int64(events.count + index), bytes).faults
        }
        return faults
    }

    /// The whole history with an input's events, signed by a key that everybody may know.
    func bundle(with input: [UInt8]) -> [UInt8] {
        let all = events + filled(input)
        var bytes: [UInt8] = []
        do {
            let log = try NoteSigner(name: "records.example/\(forum)", seed: Array(1...32))
            let tree = MerkleLog(leafHashes: all.map { MerkleTree.leafHash($0) })
            let note = try Checkpoint(origin: log.key.name, size: tree.size, root: tree.root).signed(by: log)
            var writer = try BundleWriter(
                BundleHeader(forum: forum, scope: .forum),
                policy: try WitnessPolicy(lines: ["log \(log.key.text)", "quorum none"]),
                stages: [try BundleWriter.Stage(note: note)], eventCount: Int64(all.count)
            ) { bytes += $0 }
            for (index, event) in all.enumerated() { try writer.event(Int64(index), event) }
            try writer.close()
        } catch {
            preconditionFailure("the bundle cannot be written: \(error)")
        }
        return bytes
    }

    private func filled(_ input: [UInt8]) -> [[UInt8]] {
        var ends = ends
        return input.split(separator: 0x0A).map { line in
            var bytes = Array(line)
            guard var event = (try? JSONValue.parse(bytes))?.object, let stream = event["stream"]?.string else {
                return bytes
            }
            if event["previous"]?.string == "=" {
                event["previous"] = .optional(ends[stream]?.digest)
                event["version"] = .integer((ends[stream]?.version ?? 0) + 1)
                bytes = event.canonicalBytes
            }
            if let version = event["version"]?.integer { ends[stream] = (version, Digest.sha256(bytes).hex) }
            return bytes
        }
    }
}
