package import Record

/// One conversation of a log with one witness about one checkpoint: says what to send, and what became of it.
package struct WitnessDialogue: Sendable {
    package enum Action: Sendable, Hashable {
        /// Ask again, with a proof from this size.
        case send(from: Int64)
        /// Take these lines in: the witness cosigned.
        case take([NoteSignature])
        /// It came to nothing: why, as a sentence without its subject.
        case giveUp(String)
    }

    private enum State {
        /// The first request says what was known of the witness, which may be nothing.
        case asked(from: Int64)
        /// The second says what the witness itself said.
        case askedAgain
        case ended
    }

    private let size: Int64
    private let witness: NoteKey
    private var state: State

    /// What the first request is sent with.
    package let first: Int64

    /// - Parameter known: the size that the witness cosigned last, as far as that is known; more than the checkpoint has is not believed.
    package init(size: Int64, witness: NoteKey, known: Int64?) {
        self.size = size
        self.witness = witness
        first = known.flatMap { $0 <= size ? $0 : nil } ?? 0
        state = .asked(from: first)
    }

    /// The witness answered.
    package mutating func answered(_ answer: AddCheckpoint.Answer) -> Action {
        let before = state
        state = .ended
        switch answer {
        case .cosigned(let lines):
            let own = lines.filter(witness.claims)
            return own.isEmpty ? .giveUp("signed with another key than the policy names") : .take(own)
        case .sawAnother(let seen):
            guard seen <= size else {
                return .giveUp(
                    "has seen \(seen) events of this record, and it has \(size): it was cut, or brought back from a copy"
                )
            }
            guard case .asked(let from) = before, from != seen else {
                return .giveUp("says that it saw \(seen) events, and does not take a proof from there")
            }
            state = .askedAgain
            return .send(from: seen)
        case .sawAnotherRoot: return .giveUp("has seen another record of this name with \(size) events")
        case .unknownLog: return .giveUp("does not know this log; give its operator the log's public key")
        case .unknownKey: return .giveUp("does not know the key that signs this log")
        case .proofRefused: return .giveUp("says that this record does not extend the one that it saw before")
        case .other(let why): return .giveUp("cannot be followed: " + why)
        }
    }
}
