package import Bundles
import CanonicalJSON
import CivilTime
package import LineClient
import LineProtocol
package import Record
import Terminal
import Wording

/// One conversation of a witness with the server of a log: asks, checks, keeps, cosigns.
package struct WitnessRound {
    package let log: WitnessedLog
    package let file: WitnessFile
    package let signer: NoteSigner
    /// Seconds since 1970.
    package let now: @Sendable () -> Int64

    package init(log: WitnessedLog, file: WitnessFile, signer: NoteSigner, now: @escaping @Sendable () -> Int64) {
        self.log = log
        self.file = file
        self.signer = signer
        self.now = now
    }

    /// What became of it.
    package enum Outcome: Sendable, Hashable {
        /// The checkpoint of this size was cosigned, and the server took the line in. `isNew` where it was not known to it;
        /// `isWitnessed` is nil where the server's policy asks for no quorum.
        case cosigned(size: Int64, at: Int64, isNew: Bool, isWitnessed: Bool?)
        /// It was cosigned, and the server did not take the line: which one, and why not.
        case notTaken(size: Int64, line: String, why: String)
        /// Nothing was cosigned: why.
        case refused(String)
        /// The log showed two histories.
        case forked(Witness.Evidence)
    }

    /// Runs it over a connection.
    /// - Throws: `ClientError` where the conversation broke off; `FileFault` where the state cannot be read or kept.
    package func run(_ client: LineClient) async throws -> Outcome {
        var witness = Witness(log: log.key, signer: signer, state: try file.load(log: log.key))
        if case .forked(let evidence) = witness.state { return .forked(evidence) }
        let answer = try await client.request(
            try WitnessRound.request(Verbs.Checkpoint(forum: log.forum)))
        if let failure = answer.failure { return .refused("the server gave no checkpoint: \(failure.message)") }
        guard let object = try? answer.get(), let shown = try? Verbs.Checkpoint.End(whole: object) else {
            return .refused("the server did not answer with a checkpoint")
        }
        let note = Array(shown.note.utf8)
        var action = witness.noteShown(note, nil, at: now())
        if case .askForProof(let size) = action {
            switch try await proof(from: size, to: Int64(shown.size), client) {
            case .success(let proof): action = witness.noteShown(note, proof, at: now())
            case .failure(let fault): return .refused(fault.sentence)
            }
        }
        switch action {
        case .keepThenCosign(let signature):
            try file.keep(witness.state)
            guard case .following(let seen) = witness.state else { return .refused("nothing was kept") }
            return try await send(signature, seen, client)
        case .keepEvidence(let evidence):
            try file.keep(witness.state)
            return .forked(evidence)
        case .askForProof(let size):
            return .refused(
                "the server's proof is not from the \(size) events that were seen to those of its checkpoint")
        case .tooOld(let size):
            return .refused(
                "the server shows a checkpoint older than the one of \(counted(size, "event")) that was cosigned: its record was cut or "
                    + "brought back from a copy")
        case .reject(let fault):
            guard shown.key != log.key.text else { return .refused("\(fault)") }
            return .refused(
                "\(fault); the server says that this record is signed by \(shown.key) now. Ask its operator why before you trust that key"
            )
        case .clockWentBack(let last):
            return .refused(
                "the clock of this machine is before \(WitnessRound.moment(last)), the time of its last cosignature")
        }
    }

    private func proof(
        from old: Int64, to new: Int64, _ client: LineClient
    ) async throws -> Result<ConsistencyProof, FileFault> {
        var proof = Verbs.Proof(forum: log.forum)
        proof.from = Int(old)
        proof.to = Int(new)
        let answer = try await client.request(try WitnessRound.request(proof))
        if let failure = answer.failure {
            return .failure(
                FileFault(
                    sentence:
                        "the server gave no proof that its \(new) events extend the \(old) that were seen: \(failure.message)"
                ))
        }
        guard let object = try? answer.get(),
            let path = try? Verbs.Proof.End(whole: object).path.map({ Digest(hex: $0) }), !path.contains(nil)
        else { return .failure(FileFault(sentence: "the server did not answer with a proof")) }
        return .success(ConsistencyProof(oldSize: old, newSize: new, path: path.compactMap(\.self)))
    }

    private func send(_ signature: NoteSignature, _ seen: Witness.Seen, _ client: LineClient) async throws -> Outcome {
        let size = seen.checkpoint.size
        var cosign = Verbs.Cosign(forum: log.forum)
        cosign.size = Int(size)
        cosign.line = signature.line
        let answer = try await client.request(try WitnessRound.request(cosign))
        if let failure = answer.failure {
            return .notTaken(size: size, line: signature.line, why: failure.message)
        }
        let end = Verbs.Cosign.End((try? answer.get()) ?? [:])
        return .cosigned(size: size, at: seen.seconds, isNew: end.isNew, isWitnessed: end.isWitnessed)
    }

    /// The words of a request.
    private static func request(_ asked: some VerbRequest) throws -> Request {
        do throws(Failure) { return try asked.request() } catch { throw CommandFailure.refused(error) }
    }

    /// The time in words for people.
    package static func moment(_ seconds: Int64) -> String { Instant(microseconds: seconds * 1_000_000).description }
}
