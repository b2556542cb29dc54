import Record
import Wording

/// The lines before the events: what the bundle is about, who signs, and the checkpoints.
extension BundleVerifier {
    mutating func take(_ line: BundleLine) throws(LineFault) {
        switch (stage, line) {
        case (.heading, .heading): stage = .forum
        case (.forum, .forum(let name)):
            forum = name
            stage = .scope
        case (.scope, .scope(let scope)):
            self.scope = scope
            stage = .policy
        case (.policy, .policy(let text)): policyLines.append(text)
        case (.policy, .epochBreak), (.policy, .checkpoint):
            do { policy = try WitnessPolicy(lines: policyLines) } catch { throw LineFault("\(error)") }
            stage = .breaks
            try take(line)
        case (.breaks, .epochBreak(let lines)): try beginBreak(lines)
        case (.breakNote(let remaining), .note(let text)):
            noteLines.append(text)
            stage = remaining > 1 ? .breakNote(remaining: remaining - 1) : .breaks
            if remaining == 1 { try epochBreak() }
        case (.breaks, .checkpoint(let lines)): try begin(lines)
        case (.note(let remaining), .note(let text)):
            noteLines.append(text)
            stage = .note(remaining: remaining - 1)
            if remaining == 1 { try checkpoint() }
        case (.checkpoints, .checkpoint(let lines)):
            guard isConsistent else { throw LineFault("the proof of the checkpoint before is missing") }
            try begin(lines)
        case (.checkpoints, .consistency(let old, let new, let path)):
            try consistency(ConsistencyProof(oldSize: old, newSize: new, path: path))
        case (.checkpoints, .events(let count)):
            guard isConsistent else { throw LineFault("the proof of the checkpoint before is missing") }
            try beginEvents(count)
        case (.event, .event(let index, let bytes)): try event(index, bytes)
        case (.proof(let index), .proof(let path)): try proof(index, path)
        case (.event, .personal(let commitment, let salt, let text)):
            try disclosed(commitment)
            guard SaltedCommitment(digest: commitment).isOpened(by: Array(text.utf8), salt: salt) else {
                throw LineFault("this value and salt are not what the event commits to")
            }
            disclosures.opened += 1
        case (.event, .erased(let commitment)):
            try disclosed(commitment)
            disclosures.erased += 1
        case (.event, .withheld(let commitment)):
            try disclosed(commitment)
            disclosures.withheld += 1
        case (.closed, _): throw LineFault("something follows the end of the bundle")
        case (.heading, _), (.forum, _), (.scope, _), (.policy, _), (.breakNote, _), (.breaks, _), (.note, _),
            (.checkpoints, _), (.event, _), (.proof, _):
            throw LineFault("a line that does not belong here")
        }
    }

    private mutating func begin(_ lines: Int) throws(LineFault) {
        guard (5...200).contains(lines), witnessed.count < BundleHeader.checkpointLimit else {
            throw LineFault("a checkpoint has 5 to 200 lines")
        }
        noteLines = []
        stage = .note(remaining: lines)
    }

    /// A checkpoint is whole: signed by a log, by nobody unknown, and later than the one before.
    private mutating func checkpoint() throws(LineFault) {
        let seen: WitnessPolicy.Witnessed
        do { seen = try check(noteLines.reduce(into: []) { $0 += $1 + [0x0A] }) } catch {
            throw LineFault("the checkpoint is refused: \(error)")
        }
        if let before = witnessed.last {
            guard seen.checkpoint.origin == before.checkpoint.origin, seen.checkpoint.size > before.checkpoint.size
            else { throw LineFault("the checkpoints are not of one log, in the order of their sizes") }
            if case .proposal = scope { isConsistent = false }
        } else {
            try checkBreaks(upTo: seen.checkpoint)
        }
        witnessed.append(seen)
        stage = .checkpoints
    }

    private func check(_ bytes: [UInt8]) throws(NoteFault) -> WitnessPolicy.Witnessed {
        let note = try SignedNote(parsing: bytes)
        guard note.isSignedOnly(by: policy.keys) else { throw .unknownSigner }
        let own = try policy.check(note)
        guard let trusted, trusted != policy else { return own }
        return try trusted.check(note)
    }

    private mutating func consistency(_ proof: ConsistencyProof) throws(LineFault) {
        guard !isConsistent, witnessed.count >= 2 else { throw LineFault("a proof that is not needed") }
        let (old, new) = (witnessed[witnessed.count - 2].checkpoint, witnessed[witnessed.count - 1].checkpoint)
        guard proof.oldSize == old.size, proof.newSize == new.size,
            (try? proof.verify(oldRoot: old.root, newRoot: new.root)) != nil
        else { throw LineFault("the checkpoints are not of one history: the proof between them does not hold") }
        isConsistent = true
    }

    private mutating func beginEvents(_ count: Int64) throws(LineFault) {
        guard let last = witnessed.last else { throw LineFault("a checkpoint is missing") }
        switch scope {
        case .forum:
            guard count == last.checkpoint.size else {
                throw LineFault("\(counted(count, "event")) for a record of \(last.checkpoint.size)")
            }
        case .proposal:
            guard count <= last.checkpoint.size else { throw LineFault("more events than the record has") }
        }
        if let size = breaks.last?.new.size, size > last.checkpoint.size {
            throw LineFault("the record was started again with more events than it has")
        }
        announced = count
        brackets = Brackets(witnessed, skew: skew)
        replay = HistoryReplay(forum: forum)
        while nextStage < witnessed.count, witnessed[nextStage].checkpoint.size == 0 { nextStage += 1 }
        stage = .event
    }
}
