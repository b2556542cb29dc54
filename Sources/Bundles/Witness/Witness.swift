package import Record

/// What a witness of one log does when it is shown a checkpoint: it cosigns what extends the last one it saw, and nothing else.
package struct Witness: Sendable {
    package let log: NoteKey
    private let signer: NoteSigner
    package private(set) var state: State

    package enum State: Sendable, Hashable {
        case nothingSeen
        case following(Seen)
        /// The log showed two histories; nothing of it is cosigned any more.
        case forked(Evidence)
    }

    /// The last checkpoint that was cosigned.
    package struct Seen: Sendable, Hashable {
        package let note: SignedNote
        package let checkpoint: Checkpoint
        /// When it was cosigned last, in seconds since 1970.
        package let seconds: Int64
    }

    /// Two notes signed by one log that cannot both be true.
    package struct Evidence: Sendable, Hashable {
        package let first: SignedNote
        package let second: SignedNote
        package let kind: Kind

        package enum Kind: String, Sendable, Hashable {
            /// Two roots for one size: proof by itself.
            case twoRoots = "two-roots"
            /// The log gave a proof with the second note that does not lead from the first to it.
            case notAnExtension = "not-an-extension"
        }
    }

    package enum Action: Sendable, Hashable {
        /// Keep the state on the disk, then give out this cosignature.
        case keepThenCosign(NoteSignature)
        /// Ask the log for a proof from this size.
        case askForProof(from: Int64)
        /// It is older than what was seen; nothing is cosigned.
        case tooOld(seen: Int64)
        /// Keep both notes as evidence, say so, and cosign nothing.
        case keepEvidence(Evidence)
        /// It is not a checkpoint of this log.
        case reject(NoteFault)
        /// The clock stands before the last cosignature; nothing is cosigned.
        case clockWentBack(last: Int64)
    }

    package init(log: NoteKey, signer: NoteSigner, state: State = .nothingSeen) {
        self.log = log
        self.signer = signer
        self.state = state
    }

    /// A checkpoint was shown, with a proof from the size seen last where there is one; `seconds` is the time now.
    package mutating func noteShown(_ bytes: [UInt8], _ proof: ConsistencyProof?, at seconds: Int64) -> Action {
        do {
            let note = try SignedNote(parsing: bytes)
            let checkpoint = try Checkpoint(verifying: note, signedBy: log)
            return try judge(Seen(note: note, checkpoint: checkpoint, seconds: seconds), proof)
        } catch {
            return .reject(error)
        }
    }

    private mutating func judge(_ shown: Seen, _ proof: ConsistencyProof?) throws(NoteFault) -> Action {
        switch state {
        case .forked(let evidence): return .keepEvidence(evidence)
        case .nothingSeen: return try follow(shown)
        case .following(let seen):
            let (old, new) = (seen.checkpoint, shown.checkpoint)
            guard shown.seconds >= seen.seconds else { return .clockWentBack(last: seen.seconds) }
            if new.size == old.size {
                return new.root == old.root ? try follow(shown) : fork(seen, shown, .twoRoots)
            }
            guard new.size > old.size else { return .tooOld(seen: old.size) }
            guard let proof, proof.oldSize == old.size, proof.newSize == new.size else {
                return .askForProof(from: old.size)
            }
            guard (try? proof.verify(oldRoot: old.root, newRoot: new.root)) != nil else {
                return fork(seen, shown, .notAnExtension)
            }
            return try follow(shown)
        }
    }

    private mutating func follow(_ shown: Seen) throws(NoteFault) -> Action {
        let signature = try signer.cosignature(of: shown.note.text, at: shown.seconds)
        state = .following(shown)
        return .keepThenCosign(signature)
    }

    private mutating func fork(_ first: Seen, _ second: Seen, _ kind: Evidence.Kind) -> Action {
        let evidence = Evidence(first: first.note, second: second.note, kind: kind)
        state = .forked(evidence)
        return .keepEvidence(evidence)
    }
}

extension Witness.Evidence: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .twoRoots: "the log signed two different records of one size"
        case .notAnExtension: "the log signed a record that it could not show to extend the one it had signed before"
        }
    }
}
