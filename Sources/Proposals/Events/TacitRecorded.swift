package import CanonicalJSON
package import Lifecycle

extension Event {
    /// What the silence of partners meant at the deadline: the server's own, which follows from ``DeadlinePassed`` or from an act.
    package struct TacitRecorded: ProposalBody {
        package static var kind: EventKind { .tacitRecorded }

        package var round: Int?
        package var partners: [String]
    }
}

extension Event.TacitRecorded {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        round = data.optionalInteger("round")
        partners = try data.texts("partners")
    }

    package var data: JSONObject {
        var data: JSONObject = ["partners": .strings(partners)]
        if let round { data["round"] = .integer(Int64(round)) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        let position = Position(
            stance: .tacit, decidedAt: event.decidedAt, recordedAt: event.recordedAt, actor: event.actor,
            isLate: false, textDigest: proposal.textDigest, version: event.version)
        for partner in partners {
            // Silence is the partner's own, but does not outweigh what it said and a coordinator took back.
            try proposal.withRound { $0.put(position, for: partner, isRelayed: $0.ownPositions[partner] != nil) }
        }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? { nil }
}
