import CivilTime
package import DefinitionTree

/// Consensus stands under the lifecycle's ``ConsensusRule``: every partner on the roster holds a stance that counts, on the present text.
package struct FullConsensus: Requirement {
    package static let name = "consensus"

    package enum Says: String, FindingSentence {
        case noRound = "no round is open on the present text: circulate it first"
        case heard = "{heard} of {roster} {roster|partner|partners}"
        case notHeard = "not yet heard: {partners}"
        case contrary = "{partner}: {stance}"
        case contraryWithReason = "{partner}: {stance} ({reason})"
        case heardLater = "decided on {day}, before {partner} was heard on {heard}"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package var restsOnRound: Bool { true }

    package func check(at place: RequirementPlace) {
        let rule = place.definition.consensus
        if place.checks.isWhole(.consensus), rule.counting.isEmpty, rule.silence == .never {
            place.report("consensus can never stand: no stance counts for it, and silence does not")
        }
        place.positions("consensus")
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        guard let round = act.circumstances.round, round.isOpen else { return unmet(.noRound, who: act.proposers) }
        let roll = RollCall(round, act)
        let share = reason(.heard, ["heard": .number(roll.heard), "roster": .number(round.roster.count)])
        guard !roll.open.isEmpty else {
            if let later = position(in: round, after: act.day) {
                return unmet(
                    .heardLater,
                    [
                        "day": .text(act.day.description), "partner": .text(later.partner),
                        "heard": .text(later.day.description),
                    ], who: [], subjects: ["decided_at"])
            }
            return RequirementAnswer(isMet: true, reasons: [share])
        }
        var reasons = [share]
        if !roll.silent.isEmpty { reasons.append(reason(.notHeard, ["partners": .list(roll.silent)])) }
        reasons += roll.contrary.map { partner, position in
            var values: [String: Reason.Value] = [
                "partner": .text(partner), "stance": .text(position.stance.rawValue),
            ]
            guard let why = position.reason else { return reason(.contrary, values) }
            values["reason"] = .text(why)
            return reason(.contraryWithReason, values)
        }
        return RequirementAnswer(
            isMet: false, reasons: reasons, who: act.definition.speakers(roll.open), subjects: roll.open)
    }

    /// Positions: every one that is missing, unless silence may come to count, and every one that stands against it.
    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? {
        guard let round = prospect.round, round.isOnPresentText else { return [] }
        let missing =
            switch definition.consensus.silence {
            case .never: round.silent
            case .tacitAfterDeadline: [String]()
            }
        let open = missing + round.contrary
        return open.isEmpty ? nil : open
    }

    /// A position that was taken, or a silence that ended, on a later day than this one: no consensus stood before it.
    private func position(in round: RoundView, after day: CivilDate) -> (partner: String, day: CivilDate)? {
        for partner in round.roster {
            guard let moment = round.positions[partner]?.decidedAt ?? round.closes, day < moment.date else { continue }
            return (partner, moment.date)
        }
        return nil
    }
}
