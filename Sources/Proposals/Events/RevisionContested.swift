package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A partner made an editorial revision substantive.
    package struct RevisionContested: ProposalBody {
        package static var kind: EventKind { .revisionContested }

        package var round: Int?
        package var revision: Int
        /// The fields that the revision changed.
        package var fields: [String]?
    }
}

extension Event.RevisionContested {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        round = data.optionalInteger("round")
        revision = try data.integer("revision")
        fields = data.optionalTexts("fields")
    }

    package var data: JSONObject {
        var data: JSONObject = ["revision": .integer(Int64(revision))]
        if let round { data["round"] = .integer(Int64(round)) }
        if let fields { data["fields"] = .strings(fields) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        for index in proposal.editorialRevisions.indices where proposal.editorialRevisions[index].revision == revision {
            proposal.editorialRevisions[index].isContested = true
        }
        proposal.endRound(.contestedRevision)
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .contestRevision(revision, decidedAt: event.decidedAt)
    }
}
