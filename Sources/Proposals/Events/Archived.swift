package import CanonicalJSON

extension Event {
    /// A past activity was entered for the record.
    package struct Archived: OpeningBody {
        package static var kind: EventKind { .archived }
        package static var origin: Proposal.Origin { .archive }

        package var opening: Opening

        package init(_ opening: Opening) { self.opening = opening }
        package init(_ data: JSONObject) throws(EventError) { opening = try Opening(Self.reader(data)) }
        package var data: JSONObject { opening.data }

        package func command(of event: Event) -> Command? { opening.importing(isArchive: true) }
    }
}
