package import CanonicalJSON
package import Lifecycle

extension Event {
    /// The proposal follows a later version of its lifecycle from here on. The states stand in the event itself.
    package struct Migrated: ProposalBody {
        package static var kind: EventKind { .migrated }
        package static var mayMove: Bool { true }

        /// The version that is followed from here on.
        package var lifecycle: LifecycleReference
        package var from: LifecycleReference?
        /// What became of the open round; nil where none was open.
        package var round: Migration.RoundFate?
        package var lacks: [String]?
        package var unfilled: [String]?
        /// SHA-256 of the plan that named it, as hex.
        package var plan: String?
        /// Whether the whole forum saw the proposal before.
        package var wasShared: Bool
    }
}

extension Event.Migrated {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        lifecycle = try LifecycleReference(json: try data.object("lifecycle"))
        round = try Migration.fate(data)
        from = data.optionalObject("from").flatMap { try? LifecycleReference(json: $0) }
        lacks = data.optionalTexts("lacks")
        unfilled = data.optionalTexts("unfilled")
        plan = data.optionalText("plan")
        wasShared = data.flag("shared")
    }

    package var data: JSONObject {
        var data: JSONObject = [
            "lifecycle": .object(lifecycle.json), "plan": .optional(plan), "round": .optional(round?.rawValue),
            "shared": .bool(wasShared),
        ]
        if let from { data["from"] = .object(from.json) }
        if let lacks { data["lacks"] = .strings(lacks) }
        if let unfilled { data["unfilled"] = .strings(unfilled) }
        return data
    }

    /// Other rules from here on; the text, the moves and the positions stay. Moves made before it cannot be undone any more.
    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        let before = proposal.lifecycle
        proposal.lifecycle = lifecycle
        if round == .closed { proposal.endRound(.migrated) }
        proposal.noteMove(at: event.recordedAt)
        proposal.migrations.append(
            MigrationRecord(
                version: event.version, recordedAt: event.recordedAt, from: before, to: lifecycle,
                state: proposal.state, toState: event.to ?? proposal.state, plan: plan, wasShared: wasShared))
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        guard let from, let lacks, let unfilled, let plan, let state = event.from, let toState = event.to else {
            return nil
        }
        return .migrate(
            Migration(
                from: from, to: lifecycle, state: state, toState: toState, round: round, lacks: lacks,
                unfilled: unfilled), plan: plan)
    }
}
