import Benchmark
import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record
import Requests

/// What one request costs in its parts, without sockets and without a database.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], warmupIterations: 3, maxDuration: .seconds(2), maxIterations: 1_000_000)
    guard var forum = try? Forum(), (try? forum.speak(until: 1000)) != nil, let proposal = forum.proposal,
        let last = forum.events.last
    else { return }
    let events = forum.events
    let command = forum.position()
    let context = forum.context(Forum.contactPoint(7))
    let line = Array(
        "17 POSITION \(Forum.ref) support key=vn-2025-1 {\"reason\":\"It follows from the guidance.\"}".utf8)
    let value = JSONValue.object(last.event.json)

    Benchmark("parse a request line", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try? Request.parse(line)) }
    }
    Benchmark("parse a stored event", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try? SealedEvent(bytes: last.bytes)) }
    }
    Benchmark("write an event as canonical JSON", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(value.canonicalBytes) }
    }
    let answer = Reply.ok(RequestTag(number: 17), Forum.answer)
    Benchmark("write a reply as long as SHOW's with 53 positions") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(answer.line) }
    }
    if let shown = try? Forum.proposalWithPositions() {
        let seen = SeenRecord(shown.proposal, shown.definition, at: shown.proposal.recordedAt)
        let limit = ServiceConfiguration().objectBytes
        Benchmark("render SHOW of a proposal with 53 positions") { benchmark in
            for _ in benchmark.scaledIterations {
                let shown = ShownProposal(seen).fitting(within: limit)
                blackHole(Verbs.Show.End(shown).object.canonicalBytes)
            }
        }
    }
    Benchmark("hash a leaf", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(MerkleTree.leafHash(last.bytes)) }
    }
    Benchmark("decide a position", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try? decide(command, proposal, context)) }
    }
    guard let draft = try? decide(command, proposal, context).first else { return }
    let next = forum.sealed(draft)
    Benchmark("evolve by a position", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try? Proposal.evolve(proposal, next)) }
    }
    Benchmark("replay 1,000 stored events") { benchmark in
        for _ in benchmark.scaledIterations {
            var folded: Proposal?
            for event in events { folded = try Proposal.evolve(folded, SealedEvent(bytes: event.bytes)) }
            blackHole(folded)
        }
    }
    let log = MerkleLog(leafHashes: (0..<100).flatMap { _ in events.map { MerkleTree.leafHash($0.bytes) } })
    let leaf = MerkleTree.leafHash(events[500].bytes)
    let root = log.root
    guard let proof = log.inclusionProof(of: 500, in: log.size) else { return }
    Benchmark("check an inclusion among 100,000 events", configuration: .init(scalingFactor: .kilo)) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try? proof.verify(leafHash: leaf, root: root)) }
    }
}
