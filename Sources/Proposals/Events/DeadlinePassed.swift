package import CanonicalJSON
package import CivilTime
package import Lifecycle

extension Event {
    /// The deadline of the open round passed: the server's own.
    package struct DeadlinePassed: ProposalBody {
        package static var kind: EventKind { .deadlinePassed }

        package var round: Int?
        package var closes: Instant?
    }
}

extension Event.DeadlinePassed {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        round = data.optionalInteger("round")
        closes = data.optionalInstant("closes")
    }

    package var data: JSONObject {
        var data: JSONObject = [:]
        if let round { data["round"] = .integer(Int64(round)) }
        if let closes { data["closes"] = .string(closes.description) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        try proposal.withRound { $0.deadlineNoted = true }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? { .noteDeadline }
}
