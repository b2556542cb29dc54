package import CivilTime
package import Record

/// A checkpoint as it was published, with the cosignatures that count by this server's policy.
package struct PublishedCheckpoint: Sendable {
    /// With the log's signature and those of the policy's witnesses.
    package let note: SignedNote
    package let checkpoint: Checkpoint
    /// The public key of the log.
    package let key: NoteKey
    /// The server's policy, the log among its own.
    package let policy: WitnessPolicy
    /// Who saw it when.
    package let seen: WitnessPolicy.Witnessed

    /// Puts a stored note and stored lines together. A line that is by nobody of the policy, or that does not fit, is left out.
    init(_ stored: CosignedNote, key: NoteKey, policy: WitnessPolicy) throws {
        var note = try SignedNote(parsing: stored.note)
        for line in stored.lines {
            guard let signature = NoteSignature(line: Array(line.utf8)),
                let witness = policy.witnesses.first(where: { $0.key.claims(signature) }),
                witness.key.verifies(signature.signature, of: note.text)
            else { continue }
            note.add(signature)
        }
        self.note = note
        self.key = key
        self.policy = try policy.naming(log: key)
        seen = try self.policy.check(note)
        checkpoint = seen.checkpoint
    }

    /// Whether the quorum of the policy cosigned it; nil where the policy asks for none.
    package var isWitnessed: Bool? { policy.quorum == nil ? nil : seen.hasQuorum }

    /// When a witness of the policy, by its name there, saw it; nil where it did not.
    package func moment(of witness: String) -> Instant? {
        seen.seconds[witness].map { Instant(microseconds: $0 * 1_000_000) }
    }
}
