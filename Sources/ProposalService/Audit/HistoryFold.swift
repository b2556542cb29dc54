import Lifecycle
import Proposals
import Record

/// A document that an event files.
struct FiledDocument {
    let ref: String
    let position: Int64
    let document: Document
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

    init(_ ref: String) { self.ref = ref }

    /// Folds further events.
    mutating func fold(_ events: some Sequence<AuditedEvent>, forum: String) throws(AuditFinding) {
        for event in events { try fold(event, forum) }
    }

    private mutating func fold(_ event: AuditedEvent, _ forum: String) throws(AuditFinding) {
        let sealed = try event.opened(forum)
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
}
