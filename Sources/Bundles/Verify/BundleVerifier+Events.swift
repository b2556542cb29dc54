import Proposals
import Record

/// The events: each stands in the record at its place, follows from those before it, and was allowed.
extension BundleVerifier {
    mutating func event(_ index: Int64, _ bytes: [UInt8]) throws(LineFault) {
        try mustBeDisclosed()
        guard eventCount < announced, let last = witnessed.last?.checkpoint else {
            throw LineFault("more events than were announced")
        }
        guard index > lastIndex, index < last.size else {
            throw LineFault("the events are not in the order of the record")
        }
        lastIndex = index
        eventCount += 1
        let hash = MerkleTree.leafHash(bytes)
        switch scope {
        case .forum:
            guard index == frontier.size else { throw LineFault("event \(frontier.size) is missing") }
            frontier.append(hash)
            try compareRoots()
        case .proposal:
            leaf = hash
            stage = .proof(index: index)
        }
        let outcome = replay.take(index, bytes)
        // The heading is signed by nobody. One that names another forum than the events is not about them.
        if let named = replay.firstForum, named != forum {
            throw LineFault("the heading says that this is the record of \(forum), and its events are of \(named)")
        }
        if case .proposal(let ref) = scope, let stream = outcome.stream, stream != ref,
            stream != Event.registryStream
        {
            throw LineFault("an event of \(stream) in a bundle of \(ref)")
        }
        for fault in outcome.faults { add(fault) }
        if let recordedAt = outcome.recordedAt, let fault = brackets.fault(at: index, recordedAt: recordedAt) {
            add(Irregularity(.time, at: index, in: outcome.stream ?? "?", fault))
        }
        undisclosed = Commitments.found(in: bytes).reversed()
    }

    private mutating func add(_ irregularity: Irregularity) {
        irregularityCount += 1
        if irregularities.count < BundleVerifier.irregularityLimit { irregularities.append(irregularity) }
    }

    /// The tree of the events so far must have the root of the checkpoint at this size.
    private mutating func compareRoots() throws(LineFault) {
        if let begun = breaks.last?.new, begun.size == frontier.size, begun.root != frontier.root {
            throw LineFault("the events up to here are not those with which the record was started again")
        }
        guard nextStage < witnessed.count, witnessed[nextStage].checkpoint.size == frontier.size else { return }
        guard witnessed[nextStage].checkpoint.root == frontier.root else {
            throw LineFault("the events up to here are not those that were signed: the root is another one")
        }
        nextStage += 1
    }

    mutating func proof(_ index: Int64, _ path: [Digest]) throws(LineFault) {
        guard let leaf, let last = witnessed.last?.checkpoint else { throw LineFault("a proof without an event") }
        do {
            try InclusionProof(index: index, size: last.size, path: path).verify(leafHash: leaf, root: last.root)
        } catch {
            throw LineFault("the event does not stand in the record: \(error)")
        }
        self.leaf = nil
        stage = .event
    }

    /// Takes the next commitment of the event before; they come in its order.
    mutating func disclosed(_ commitment: Digest) throws(LineFault) {
        guard undisclosed.popLast() == commitment else { throw LineFault("it opens no commitment of the event before") }
    }

    private func mustBeDisclosed() throws(LineFault) {
        guard undisclosed.isEmpty else { throw LineFault("a commitment of the event before is passed over") }
    }

    mutating func close(_ closing: Digest) throws(LineFault) {
        guard stage == .event else {
            throw LineFault(stage == .closed ? "something follows the end of the bundle" : "the bundle ends too early")
        }
        try mustBeDisclosed()
        guard eventCount == announced else { throw LineFault("\(announced - eventCount) events are missing") }
        guard closing == digest.value else { throw LineFault("the bundle was damaged: its digest is another one") }
        stage = .closed
    }
}
