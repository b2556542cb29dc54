package import CanonicalJSON
package import Lifecycle

extension Event {
    /// Somebody left a note.
    package struct Noted: ProposalBody {
        package static var kind: EventKind { .noted }

        package var text: String?
    }
}

extension Event.Noted {
    package init(_ data: JSONObject) throws(EventError) { text = Self.reader(data).optionalText("text") }

    package var data: JSONObject { ["text": .optional(text)] }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) { proposal.noteCount += 1 }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        text.map { .note($0, decidedAt: event.decidedAt) }
    }
}
