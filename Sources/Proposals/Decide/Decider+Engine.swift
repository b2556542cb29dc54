import CanonicalJSON
import CivilTime
import Lifecycle

/// Conditions of the engine itself, which no lifecycle file can drop. They are found only where they are not met.
extension Decider {
    func engineFindings(
        _ transition: TransitionDefinition, _ inputs: JSONObject, _ circumstances: Circumstances
    ) -> [Finding] {
        var findings: [Finding] = []
        if let closes = inputs["closes"]?.string.flatMap({ Instant($0) }), closes <= circumstances.judgedAt {
            let detail =
                circumstances.judgedAt == context.now
                ? "the deadline \(closes) has already passed"
                : "the deadline \(closes) had already passed when it was decided, at \(circumstances.judgedAt)"
            findings.append(finding("closes-in-future", "the deadline is in the future", detail, ["closes"]))
        }
        if let closes = inputs["closes"]?.string.flatMap({ Instant($0) }), let fault = tooFar(closes) {
            findings.append(
                finding("closes-within-reach", "the deadline is at most ten years ahead", fault, ["closes"]))
        }
        if transition.effect == .openRound {
            let days = [circumstances.decidedAt.date, context.now.date].uniqued
            if let day = days.first(where: { !asksAnybody(on: $0) }) {
                findings.append(
                    finding(
                        "roster", "partners to be heard",
                        "no partner is a member on \(day): there is nobody to circulate it to"))
            }
        }
        if transition.effect == .undo { findings += undoFindings(transition) }
        findings += order(
            transition.requirements, transition.effect == .undo ? proposal.moves.last : proposal.standingMove,
            circumstances)
        findings += unknownPartners(transition.inputs, transition.requirements, inputs)
        return findings + unknownMeetings(transition.inputs, transition.requirements, inputs)
    }

    func engineFindings(
        _ fact: FactDefinition, _ inputs: JSONObject, _ circumstances: Circumstances
    ) -> [Finding] {
        order(fact.requirements, proposal.standingMove, circumstances)
            + unknownPartners(fact.inputs, fact.requirements, inputs)
            + unknownMeetings(fact.inputs, fact.requirements, inputs)
    }

    /// The members who are asked for positions.
    func asked(on day: CivilDate) -> [Partner] {
        context.registry.members(on: day).filter { definition.positions.asks($0.attributes) }
    }

    private func asksAnybody(on day: CivilDate) -> Bool {
        context.registry.partners.values.contains { $0.isMember(on: day) && definition.positions.asks($0.attributes) }
    }

    private func undoFindings(_ transition: TransitionDefinition) -> [Finding] {
        guard let last = proposal.moves.last, last.isUndoable, !proposal.isBeforeMigration(last) else {
            let isAskedAnyway = transition.requirements.contains { $0.requirement.asksForUndoableMove }
            let detail =
                proposal.migrations.isEmpty || proposal.moves.isEmpty
                ? "there is no move to undo" : "there is no move to undo since it was migrated"
            return isAskedAnyway ? [] : [finding("last-move", "a move to undo", detail)]
        }
        if let writing = last.writing, writing.textDigest != proposal.textDigest {
            return [
                finding(
                    "text-unchanged", "the text is the one that the move made",
                    "the text was revised after \"\(definition.transition(last.transition)?.label ?? last.transition)\"; "
                        + "what it was before cannot be restored")
            ]
        }
        guard let round = proposal.reopened(by: last), round.textDigest != proposal.textDigest else { return [] }
        return [
            finding(
                "text-unchanged", "the text is the one that was circulated",
                "the text was revised after \"\(definition.transition(last.transition)?.label ?? last.transition)\"; "
                    + "the old round does not apply to it")
        ]
    }

    /// No act was decided before the move that it follows, by day.
    private func order(
        _ uses: [RequirementUse], _ before: Move?, _ circumstances: Circumstances
    ) -> [Finding] {
        let day = circumstances.decidedAt.date
        guard let before, day < before.decidedAt.date else { return [] }
        let isAskedAnyway = uses.contains {
            $0.requirement is DecidedInOrder && definition.applies($0, circumstances)
        }
        guard !isAskedAnyway else { return [] }
        return [
            finding(
                "decided-in-order", "not before the last move",
                "decided on \(day), before \"\(definition.transition(before.transition)?.label ?? before.transition)\" of "
                    + "\(before.decidedAt.date)", ["decided_at"])
        ]
    }

    /// A meeting that is named must be one of the forum, whatever else is asked of it.
    private func unknownMeetings(
        _ inputs: [InputDefinition], _ uses: [RequirementUse], _ given: JSONObject
    ) -> [Finding] {
        inputs.compactMap { input in
            guard input.type == .meeting, let id = given[input.key]?.string, context.registry.meetings[id] == nil
            else { return nil }
            return uses.contains { $0.requirement.meetingInput == input.key }
                ? nil
                : finding("meeting", "a meeting of the forum", "\(id) is not a meeting of this forum", [input.key])
        }
    }

    /// A partner that is named must be one of the forum, whatever else is asked of it.
    private func unknownPartners(
        _ inputs: [InputDefinition], _ uses: [RequirementUse], _ given: JSONObject
    ) -> [Finding] {
        inputs.compactMap { input in
            guard input.type == .partner, let id = given[input.key]?.string, context.registry.partners[id] == nil
            else { return nil }
            return uses.contains { $0.requirement.partnerInput?.key == input.key }
                ? nil
                : finding("partner", "a partner of the forum", "\(id) is not a partner of this forum", [input.key])
        }
    }

    private func finding(
        _ requirement: String, _ label: String, _ detail: String, _ subjects: [String] = []
    ) -> Finding {
        Finding(
            rule: "lifecycle", requirement: requirement, label: label, isMet: false, says: detail, subjects: subjects)
    }
}

extension Proposal {
    /// The last move that stands: it was not undone, and is no undo.
    var standingMove: Move? { moves.last(where: \.isUndoable) }

    /// Whether other rules have come since: such a move cannot be undone any more.
    func isBeforeMigration(_ move: Move) -> Bool { migrations.last.map { $0.version > move.version } ?? false }

    /// The round that undoing this move would open again: the one that the move itself ended.
    func reopened(by move: Move) -> Round? {
        guard let number = move.openRoundBefore, let round = rounds.first(where: { $0.number == number }) else {
            return nil
        }
        return round.ended == .moved || round.ended == .recirculated ? round : nil
    }

    /// The round that this move opened: undoing the move undoes the round.
    func opened(by move: Move) -> Round? { rounds.last { $0.openedBy == move.version } }
}
