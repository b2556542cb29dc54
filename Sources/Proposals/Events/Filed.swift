package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A document was filed. Its bytes stand beside the record, under their digest.
    package struct Filed: ProposalBody {
        package static var kind: EventKind { .filed }

        package var document: Document
    }
}

extension Event.Filed {
    package init(_ data: JSONObject) throws(EventError) { document = try Document(json: data) }

    package var data: JSONObject { document.json }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        proposal.documents.append(
            DocumentRecord(
                document: document, recordedAt: event.recordedAt, actor: event.actor, version: event.version))
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? { .file(document) }
}
