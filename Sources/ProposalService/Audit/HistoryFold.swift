import CanonicalJSON
import Proposals
import Record

/// A document that an event files.
struct FiledDocument {
    let ref: String
    let position: Int64
    let document: Document
}

/// An act that a person signed, with a key that fits.
struct SignedEvent {
    let event: Event
    let position: Int64
    let key: SSHKey
}

/// One proposal, folded again from its events, with what they say of the tables beside the record.
struct HistoryFold {
    private let ref: String
    private(set) var proposal: Proposal?
    /// The version and the position of the last event folded.
    private(set) var version: Int64 = 0
    private(set) var position: Int64 = 0
    private(set) var commitments = Commitments()
    private(set) var filed: [FiledDocument] = []
    private(set) var signers: [SignedEvent] = []

    init(_ ref: String) { self.ref = ref }

    /// Folds further events.
    mutating func fold(_ events: some Sequence<AuditedEvent>, forum: String) throws(AuditFinding) {
        for event in events { try fold(event, forum) }
    }

    private mutating func fold(_ event: AuditedEvent, _ forum: String) throws(AuditFinding) {
        let sealed = try event.opened(forum)
        try checkSignature(sealed.event, event.position)
        do throws(EventError) { proposal = try Proposal.evolve(proposal, sealed) } catch {
            throw AuditFinding("event \(event.position) does not follow: \(error)", at: event.position, of: ref)
        }
        guard let proposal, event.lifecycle.flatMap(Digest.init)?.hex == proposal.lifecycle.digest else {
            throw AuditFinding(
                "event \(event.position) (\(ref) \(event.version)): its row says another lifecycle than its history",
                at: event.position, of: ref)
        }
        (version, position) = (event.version, event.position)
        commitments.add(sealed.event, at: event.position)
        if sealed.event.kind == .filed, let document = proposal.documents.last?.document {
            filed.append(FiledDocument(ref: ref, position: event.position, document: document))
        }
    }

    /// Looks again at a signature under an act. A bad one is told, and closes nothing: the record is as it was signed itself.
    private mutating func checkSignature(_ event: Event, _ position: Int64) throws(AuditFinding) {
        guard let text = event.signature else { return }
        func finding(_ sentence: String) -> AuditFinding {
            .beside(
                "the signature under event \(position) (\(ref) \(event.version)) does not count: \(sentence)",
                at: position, of: ref)
        }
        guard let proposal, let statement = ActStatement(event, on: proposal) else {
            throw finding("nobody signs that")
        }
        do throws(SSHFault) {
            let signature = try SSHSignature(text: text)
            try signature.verify(statement.bytes, namespace: ActStatement.namespace)
            signers.append(SignedEvent(event: event, position: position, key: signature.key))
        } catch {
            throw finding("\(error)")
        }
    }

    /// Makes sure that whoever signed had the key. A key may have ended since, at any moment, and what was signed counts still.
    func checkSigners(_ registry: Registry) throws(AuditFinding) {
        for signer in signers {
            let keys = registry.accounts[signer.event.actor.account]?.keys ?? []
            let isTheirs = keys.contains { $0.line == signer.key.line && $0.from <= signer.event.recordedAt }
            guard isTheirs else {
                throw .beside(
                    "the signature under event \(signer.position) (\(ref) \(signer.event.version)) does not count: the key "
                        + "\(signer.key.fingerprint) was not registered as \(signer.event.actor.account)'s",
                    at: signer.position, of: ref)
            }
        }
    }
}
