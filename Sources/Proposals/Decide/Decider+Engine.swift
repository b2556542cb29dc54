import CanonicalJSON
import CivilTime
import Lifecycle

/// What findings of the engine itself say of a move or a fact.
enum MoveSentence: String, EngineSentence {
    static let room = "move"

    case nobodyToAsk = "no partner is a member on {day}: there is nobody to circulate it to"
    case nothingToUndo = "there is no move to undo"
    case nothingSinceMigration = "there is no move to undo since it was migrated"
    case textLost = "the text was revised after \"{move}\"; what it was before cannot be restored"
    case roundLost = "the text was revised after \"{move}\"; the old round does not apply to it"
    case beforeLast = "decided on {day}, before \"{move}\" of {moved}"
    case noMeeting = "{meeting} is not a meeting of this forum"
    case noPartner = "{partner} is not a partner of this forum"
}

/// Conditions of the engine itself, which no lifecycle file can drop. They are found only where they are not met.
extension Decider {
    func engineFindings(
        _ transition: TransitionDefinition, _ inputs: JSONObject, _ circumstances: Circumstances
    ) -> [Finding] {
        var findings: [Finding] = []
        if let closes = inputs["closes"]?.string.flatMap({ Instant($0) }), closes <= circumstances.judgedAt {
            let reason =
                circumstances.judgedAt == context.now
                ? Reason(DeadlineSentence.alreadyPassed, ["deadline": "\(closes)"])
                : Reason(
                    DeadlineSentence.hadPassed, ["deadline": "\(closes)", "moment": "\(circumstances.judgedAt)"])
            findings.append(finding("closes-in-future", "the deadline is in the future", reason, ["closes"]))
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
                        Reason(MoveSentence.nobodyToAsk, ["day": "\(day)"])))
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
            let says =
                proposal.migrations.isEmpty || proposal.moves.isEmpty
                ? MoveSentence.nothingToUndo : .nothingSinceMigration
            return isAskedAnyway ? [] : [finding("last-move", "a move to undo", Reason(says))]
        }
        if let writing = last.writing, writing.textDigest != proposal.textDigest {
            return [
                finding(
                    "text-unchanged", "the text is the one that the move made",
                    Reason(MoveSentence.textLost, ["move": .text(label(of: last))]))
            ]
        }
        guard let round = proposal.reopened(by: last), round.textDigest != proposal.textDigest else { return [] }
        return [
            finding(
                "text-unchanged", "the text is the one that was circulated",
                Reason(MoveSentence.roundLost, ["move": .text(label(of: last))]))
        ]
    }

    private func label(of move: Move) -> String { definition.transition(move.transition)?.label ?? move.transition }

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
                Reason(
                    MoveSentence.beforeLast,
                    ["day": "\(day)", "move": .text(label(of: before)), "moved": "\(before.decidedAt.date)"]),
                ["decided_at"])
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
                : finding(
                    "meeting", "a meeting of the forum", Reason(MoveSentence.noMeeting, ["meeting": .text(id)]),
                    [input.key])
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
                : finding(
                    "partner", "a partner of the forum", Reason(MoveSentence.noPartner, ["partner": .text(id)]),
                    [input.key])
        }
    }

    private func finding(
        _ requirement: String, _ label: String, _ reason: Reason, _ subjects: [String] = []
    ) -> Finding {
        Finding(
            rule: "lifecycle", requirement: requirement, label: label, isMet: false, reason, subjects: subjects)
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
