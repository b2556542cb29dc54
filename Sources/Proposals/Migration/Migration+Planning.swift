import CanonicalJSON
package import Lifecycle

/// Why a proposal stays with the version of its lifecycle that it follows.
enum PlanningSentence: String, EngineSentence {
    static let room = "planning"

    case isArchive = "{ref} is an archive record of a past activity"
    case isAtEnd = "{ref} is at its end, {state}; only running proposals are migrated"
    case notLater = """
        {ref} follows version {version} of {lifecycle}; it can only be moved to a later one, not to version {target} of \
        {other}
        """
    case stateIsKept = """
        version {version} of {lifecycle} has the state {state} too; only a state that it lacks is replaced
        """
    case stateHasNoPlace = """
        version {version} of {lifecycle} has no state {state}; and none that is new could take the place of {left}: move \
        it on first
        """
    case stateNeedsPlace = """
        version {version} of {lifecycle} has no state {state}; say which takes the place of {left}: {open}
        """
    case stateIsKnown = """
        version {present} has the state {state} too; only a state that is new in version {version} of {lifecycle} takes \
        the place of {left}
        """
    case stateIsEnd = "{state} is an end in version {version} of {lifecycle}; a migration brings no proposal to its end"
    case noTrack = "version {version} of {lifecycle} has no track {track}, which {ref} is on"
    case textDoesNotHold = """
        the text does not hold under version {version} of the form {form}: {fault}; revise it first
        """
    case asksForTitle = "the new form asks for a title; revise the text first"
}

extension Migration {
    /// What moving a proposal from the version that it follows to another one would do, or why it stays.
    ///
    /// - Parameter states: by the name of a state that the new version lacks, the state that takes its place.
    package init(
        of proposal: Proposal, _ definition: LifecycleDefinition, to target: LifecycleDefinition, digest: String,
        states: [String: String], _ registry: Registry
    ) throws(Refusal) {
        guard proposal.origin == .live else {
            throw .unmet("running", Reason(PlanningSentence.isArchive, ["ref": .text(proposal.ref)]))
        }
        let label = definition.state(proposal.state)?.label ?? proposal.state
        guard definition.state(proposal.state)?.isFinal != true else {
            throw .unmet(
                "running", Reason(PlanningSentence.isAtEnd, ["ref": .text(proposal.ref), "state": .text(label)]))
        }
        guard target.id == definition.id, target.version > definition.version else {
            throw .unmet(
                "later-version",
                Reason(
                    PlanningSentence.notLater,
                    [
                        "ref": .text(proposal.ref), "version": .number(definition.version),
                        "lifecycle": .text(definition.id), "target": .number(target.version), "other": .text(target.id),
                    ]))
        }
        from = proposal.lifecycle
        to = LifecycleReference(id: target.id, version: target.version, digest: digest)
        state = proposal.state
        toState = try Migration.place(of: proposal.state, states, definition, target)
        try Migration.mustHaveTrack(proposal, target)
        try Migration.mustHold(proposal, target, registry)
        lacks = proposal.fields.keys.filter { target.form.field($0) == nil }
        unfilled = Migration.unfilled(proposal, target, state: toState)
        round = proposal.openRound.map { Migration.fate(of: $0, proposal, definition, target, state: toState) }
    }

    /// The state that the proposal would stand in: of the same name, or the one that takes its place.
    private static func place(
        of state: String, _ states: [String: String], _ definition: LifecycleDefinition, _ target: LifecycleDefinition
    ) throws(Refusal) -> String {
        let named = states[state]
        func reason(_ says: PlanningSentence, _ values: [String: Reason.Value]) -> Reason {
            let common: [String: Reason.Value] = [
                "version": .number(target.version), "lifecycle": .text(target.id), "left": .text(state),
            ]
            return Reason(says, common.merging(values) { _, own in own })
        }
        if target.state(state) != nil, let named, named != state {
            throw .unmet(
                "same-state", reason(.stateIsKept, ["state": .text(state)]), subjects: [state])
        }
        guard let found = target.state(named ?? state) else {
            let open = target.states.filter { !$0.isFinal && definition.state($0.id) == nil }.map(\.id)
            throw .unmet(
                "known-state",
                reason(
                    open.isEmpty ? .stateHasNoPlace : .stateNeedsPlace,
                    ["state": .text(named ?? state), "open": .list(open)]),
                subjects: [named ?? state])
        }
        // What both versions know stands for something else: taking its place would pass over moves.
        guard found.id == state || definition.state(found.id) == nil else {
            throw .unmet(
                "new-state",
                reason(.stateIsKnown, ["present": .number(definition.version), "state": .text(found.id)]),
                subjects: [found.id])
        }
        guard !found.isFinal else {
            throw .unmet(
                "open-state", reason(.stateIsEnd, ["state": .text(found.id)]), subjects: [found.id])
        }
        return found.id
    }

    private static func mustHaveTrack(_ proposal: Proposal, _ target: LifecycleDefinition) throws(Refusal) {
        guard let track = proposal.track(under: target), !target.tracks.contains(where: { $0.id == track }) else {
            return
        }
        throw .unmet(
            "known-track",
            Reason(
                PlanningSentence.noTrack,
                [
                    "version": .number(target.version), "lifecycle": .text(target.id), "track": .text(track),
                    "ref": .text(proposal.ref),
                ]),
            subjects: [track])
    }

    /// What the text says must be valid under the new form; what that form does not know is left alone.
    private static func mustHold(
        _ proposal: Proposal, _ target: LifecycleDefinition, _ registry: Registry
    ) throws(Refusal) {
        var known: JSONObject = [:]
        for member in proposal.fields.members where target.form.field(member.key) != nil {
            known[member.key] = member.value
        }
        do {
            _ = try FormValues(registry, target, as: .recorded).fields(known, mayClear: false)
        } catch {
            throw .unmet(
                "form-values",
                Reason(
                    PlanningSentence.textDoesNotHold,
                    [
                        "version": .number(target.form.version), "form": .text(target.form.id),
                        "fault": .text(error.message),
                    ]), subjects: error.field.map { [$0] } ?? [])
        }
        guard known["title"] != nil || target.form.field("title") == nil else {
            throw .unmet("form-values", Reason(PlanningSentence.asksForTitle), subjects: ["title"])
        }
    }

    private static func unfilled(_ proposal: Proposal, _ target: LifecycleDefinition, state: String) -> [String] {
        guard state != target.initial else { return [] }
        let made = Set(proposal.moves.filter(\.isUndoable).map(\.transition))
        let track = proposal.track(under: target)
        return target.form.fields.filter { field in
            proposal.fields[field.key] == nil
                && field.needs.contains { need in
                    !need.isHint && made.contains(need.transition)
                        && (need.tracks.isEmpty || track.map(need.tracks.contains) ?? true)
                }
        }.map(\.key)
    }

    /// A round goes on where positions are taken as before; otherwise it is closed, and its positions stay in the history.
    private static func fate(
        of round: Round, _ proposal: Proposal, _ definition: LifecycleDefinition, _ target: LifecycleDefinition,
        state: String
    ) -> RoundFate {
        let took = definition.state(proposal.state)?.takesPositions ?? false
        let takes = target.state(state)?.takesPositions ?? false
        let tracks = target.positions.tracks
        guard took == takes, tracks.isEmpty || round.track.map(tracks.contains) ?? true else { return .closed }
        return .kept
    }
}
