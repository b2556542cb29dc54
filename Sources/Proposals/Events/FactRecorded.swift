package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A fact of the lifecycle was recorded.
    package struct FactRecorded: ProposalBody {
        package static var kind: EventKind { .factRecorded }

        package var fact: String
        package var inputs: JSONObject
    }
}

extension Event.FactRecorded {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        inputs = try data.object("inputs")
        fact = try data.text("fact")
    }

    package var data: JSONObject { ["fact": .string(fact), "inputs": .object(inputs)] }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        proposal.facts.append(
            FactRecord(
                fact: fact, inputs: inputs, decidedAt: event.decidedAt, recordedAt: event.recordedAt,
                actor: event.actor, version: event.version, text: proposal.fields))
        proposal.noteFact(inputs, at: event.recordedAt)
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .recordFact(fact, inputs: inputs, decidedAt: event.decidedAt)
    }
}
