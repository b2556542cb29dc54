package import CanonicalJSON

extension Event {
    /// A proposal was drafted, or imported as a draft.
    package struct Drafted: OpeningBody {
        package static var kind: EventKind { .drafted }
        package static var origin: Proposal.Origin { .live }

        package var opening: Opening

        package init(_ opening: Opening) { self.opening = opening }
        package init(_ data: JSONObject) throws(EventError) { opening = try Opening(Self.reader(data)) }
        package var data: JSONObject { opening.data }

        package func command(of event: Event) -> Command? {
            opening.importing(isArchive: false)
                ?? .draft(
                    lifecycle: opening.lifecycle.id, partner: opening.proposer, fields: opening.fields,
                    decidedAt: event.decidedAt)
        }
    }
}
