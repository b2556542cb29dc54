import CanonicalJSON
import CivilTime
import LineProtocol
import Proposals
import Record
import Terminal

extension ClientSession {
    /// Takes a transition with the signature of a person's key: what is signed is made here, from what the server shows now.
    func sendSigned(
        _ ref: String, _ transition: String, _ given: GivenWords, _ write: WriteOptions, yes: Bool,
        by signer: ActSigner
    ) async throws {
        let proposal = try await self.proposal(ref)
        let definition = try await definition(of: proposal)
        let known = try ActInputs(transition: transition, of: definition)
        let transition = known.act
        var inputs = try await resolved(known.object(given.options), known, proposal)
        if !yes { try FinalAct(transition, proposal, definition)?.confirm(console) }
        let decidedAt: String
        if let given = inputs["decided_at"]?.string {
            decidedAt = given
        } else {
            decidedAt = try await read(Verbs.Ping()).end.now?.description ?? ""
        }
        inputs["decided_at"] = nil
        guard let account = caller?.account, let record = proposal.record,
            let textDigest = record.textDigest,
            let statement = ActStatement(
                account: account, forum: proposal.forum, ref: proposal.ref, transition: transition, inputs: inputs,
                decidedAt: decidedAt, lastMove: record.moves.last?.version ?? 0, textDigest: textDigest)
        else { throw CommandFailure.notDone(["the server does not show what would be signed"]) }
        let signature = try signer.sign(statement.bytes, console)
        var advance = Verbs.Advance()
        advance.ref = ref
        advance.transition = transition
        (advance.decided, advance.inputs) = ActInputs.apart(inputs)
        advance.decided.at = statement.decidedAt
        advance.signature = signature.text
        let answer = try await guiding(.advance, proposal.ref, transition, definition) { [advance] in
            try await self.write(advance, write)
        }
        try printWrite(answer, taken: known.taken(given.options, as: inputs))
    }
}
