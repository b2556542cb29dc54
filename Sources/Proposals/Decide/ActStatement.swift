package import CanonicalJSON
package import CivilTime
import Lifecycle
import Record

/// What is refused of the signature under an act.
enum SignatureSentence: String, EngineSentence {
    static let room = "signature"

    case notThisAct = "{fault}: what was signed is not this act on the present text"
    case notRegistered = "the key {fingerprint} is not registered as {account}'s"
    case countsFrom = "key {number} of {account}, {fingerprint}, counts from {from}"
    case countsFromUntil = "key {number} of {account}, {fingerprint}, counts from {from} until {until}"
}

/// What a person signs of an act: everything in it that is theirs to say, and what it was said on.
package struct ActStatement: Sendable, Hashable {
    /// What such a signature is for; one made for another purpose never counts.
    package static let namespace = "chancery/act/v1"

    package var account: String
    package var forum: String
    package var ref: String
    package var transition: String
    package var inputs: JSONObject
    package var decidedAt: Instant
    /// The version of the event that made the last move, 0 where there was none: a signature is good for one act.
    package var lastMove: Int
    package var textDigest: String

    package init(
        account: String, forum: String, ref: String, transition: String, inputs: JSONObject, decidedAt: Instant,
        lastMove: Int, textDigest: String
    ) {
        self.account = account
        self.forum = forum
        self.ref = ref
        self.transition = transition
        self.inputs = inputs
        self.decidedAt = decidedAt
        self.lastMove = lastMove
        self.textDigest = textDigest
    }

    /// With the moment as it is written; nil where that is no instant.
    package init?(
        account: String, forum: String, ref: String, transition: String, inputs: JSONObject, decidedAt text: String,
        lastMove: Int, textDigest: String
    ) {
        guard let decidedAt = Instant(text) else { return nil }
        self.init(
            account: account, forum: forum, ref: ref, transition: transition, inputs: inputs, decidedAt: decidedAt,
            lastMove: lastMove, textDigest: textDigest)
    }

    /// What was signed of a recorded act, on the proposal as it stood before; nil of what nobody signs.
    package init?(_ event: Event, on proposal: Proposal) {
        guard let moved = event.body(Event.Moved.self), let inputs = moved.inputs else { return nil }
        self.init(
            account: event.actor.account, forum: event.forum, ref: event.stream, transition: moved.transition,
            inputs: inputs, decidedAt: event.decidedAt, lastMove: proposal.moves.last?.version ?? 0,
            textDigest: proposal.textDigest)
    }

    /// The canonical bytes that are signed.
    package var bytes: [UInt8] {
        let object: JSONObject = [
            "account": .string(account), "act": "advance", "decided_at": .string(decidedAt.description),
            "forum": .string(forum), "inputs": .object(inputs), "last_move": .integer(Int64(lastMove)),
            "ref": .string(ref), "text_digest": .string(textDigest), "transition": .string(transition),
        ]
        return object.canonicalBytes
    }
}

extension Decider {
    /// Checks the signature under an act: it fits, and its key is the actor's.
    func checkSignature(
        _ text: String, _ transition: TransitionDefinition, _ inputs: JSONObject, _ decidedAt: Instant?
    ) throws(Refusal) {
        guard let decidedAt else {
            throw .badField("decided_at", "a signed act says when it was decided, for that is signed too")
        }
        let signature: SSHSignature
        do { signature = try SSHSignature(text: text) } catch { throw .badField("signature", "\(error)") }
        let statement = ActStatement(
            account: context.account, forum: proposal.forum, ref: proposal.ref, transition: transition.id,
            inputs: inputs, decidedAt: decidedAt, lastMove: proposal.moves.last?.version ?? 0,
            textDigest: proposal.textDigest)
        do { try signature.verify(statement.bytes, namespace: ActStatement.namespace) } catch {
            throw .unmet(
                "signed", Reason(SignatureSentence.notThisAct, ["fault": "\(error)"]), subjects: ["signature"])
        }
        let keys = context.registry.accounts[context.account]?.keys ?? []
        let same = keys.filter { $0.line == signature.key.line }
        guard !same.contains(where: { $0.counts(at: context.now) }) else { return }
        var says = SignatureSentence.notRegistered
        var values: [String: Reason.Value] = [
            "fingerprint": .text(signature.key.fingerprint), "account": .text(context.account),
        ]
        if let last = same.last {
            says = last.until == nil ? .countsFrom : .countsFromUntil
            values["number"] = .number(last.number)
            values["from"] = "\(last.from)"
            values["until"] = last.until.map { "\($0)" }
        }
        throw .unmet("signed", Reason(says, values), subjects: ["signature"])
    }
}
