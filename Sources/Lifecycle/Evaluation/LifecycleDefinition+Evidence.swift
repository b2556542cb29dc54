import CanonicalJSON

/// How far a local day may lie from the day in UTC, in hours either way.
package enum LocalDay {
    package static let hours = 14
}

extension LifecycleDefinition {
    /// Consensus: every partner on the roster holds a stance that counts, on the present text.
    func consensus(_ use: RequirementUse, _ circumstances: Circumstances) -> Finding {
        guard let round = circumstances.round, round.isOpen else {
            return finding(
                use, false, "no round is open on the present text: circulate it first",
                capable(writers, circumstances))
        }
        var heard = 0
        var missing: [String] = []
        var contrary: [String] = []
        var subjects: [String] = []
        for partner in round.roster {
            if let position = round.positions[partner] {
                if position.stance == .tacit, circumstances.judgedAt <= position.decidedAt {
                    // Silence means nothing before the deadline, which is when it was given its meaning.
                    missing.append(partner)
                    subjects.append(partner)
                } else if consensus.counts(position.stance) {
                    heard += 1
                } else {
                    subjects.append(partner)
                    contrary.append(
                        "\(partner): \(position.stance.rawValue)" + (position.reason.map { " (\($0))" } ?? ""))
                }
            } else if isTacit(partner, round, circumstances.judgedAt) {
                heard += 1
            } else {
                missing.append(partner)
                subjects.append(partner)
            }
        }
        let roster = round.roster.count
        let share = "\(heard) of \(roster) partner\(roster == 1 ? "" : "s")"
        guard !subjects.isEmpty else {
            if let later = position(in: round, after: circumstances.decidedAt.date) {
                return finding(
                    use, false,
                    "decided on \(circumstances.decidedAt.date), before \(later.partner) was heard on \(later.day)",
                    [], ["decided_at"])
            }
            return finding(use, true, share)
        }
        var parts = [share]
        if !missing.isEmpty { parts.append("not yet heard: " + missing.joined(separator: ", ")) }
        if !contrary.isEmpty { parts.append(contrary.joined(separator: "; ")) }
        return finding(
            use, false, parts.joined(separator: "; "), speakers(subjects), subjects)
    }

    /// A position that was taken, or a silence that ended, on a later day than this one: no consensus stood before it.
    private func position(in round: RoundView, after day: CivilDate) -> (partner: String, day: CivilDate)? {
        for partner in round.roster {
            guard let moment = round.positions[partner]?.decidedAt ?? round.closes, day < moment.date else { continue }
            return (partner, moment.date)
        }
        return nil
    }

    /// Whether a partner's silence counts: only where the lifecycle says so, after the deadline, for who acknowledged receipt.
    package func isTacit(_ partner: String, _ round: RoundView, _ moment: Instant) -> Bool {
        switch consensus.silence {
        case .never: false
        case .tacitAfterDeadline:
            round.positions[partner] == nil && round.acknowledged.contains(partner)
                && round.closes.map { moment > $0 } ?? false
        }
    }

    func heldMeeting(
        _ use: RequirementUse, _ input: String, _ kinds: [String], _ actors: [Capable], _ circumstances: Circumstances
    ) -> Finding {
        guard let id = circumstances.inputs[input]?.string else {
            return finding(
                use, false, "add --\(input.split(separator: "_").joined(separator: "-")) ID of a meeting that was held",
                actors, [input])
        }
        guard let meeting = circumstances.meetings[id] else {
            return finding(use, false, "\(id) is not a meeting of this forum", actors, [input])
        }
        guard kinds.isEmpty || kinds.contains(meeting.kind) else {
            return finding(
                use, false, "\(id) is a \(meeting.kind), not a \(kinds.joined(separator: " or "))", actors,
                [input])
        }
        guard let held = meeting.held else {
            return finding(use, false, "\(id) is only planned: record when it was held", actors, [input])
        }
        return finding(use, true, "\(id) was held on \(held.lowerBound) to \(held.upperBound)")
    }

    func decidedDuringMeeting(
        _ use: RequirementUse, _ input: String, _ actors: [Capable], _ circumstances: Circumstances
    ) -> Finding {
        guard let id = circumstances.inputs[input]?.string, let held = circumstances.meetings[id]?.held else {
            return finding(use, false, "\"\(input)\" must name a meeting that was held", actors, [input])
        }
        let earliest = circumstances.decidedAt.date(hoursEast: -LocalDay.hours)
        let latest = circumstances.decidedAt.date(hoursEast: LocalDay.hours)
        return latest >= held.lowerBound && earliest <= held.upperBound
            ? finding(use, true, "decided while \(id) was held")
            : finding(
                use, false,
                "decided on \(circumstances.decidedAt.date), but \(id) was held on \(held.lowerBound) to \(held.upperBound)",
                actors, ["decided_at"])
    }

    func meetingAfterFact(
        _ use: RequirementUse, _ input: String, _ fact: String, _ actors: [Capable], _ circumstances: Circumstances
    ) -> Finding {
        guard let id = circumstances.inputs[input]?.string, let held = circumstances.meetings[id]?.held else {
            return finding(use, false, "\"\(input)\" must name a meeting that was held", actors, [input])
        }
        guard let last = lastDay(circumstances.facts[fact]?.inputs, ["ends", "starts"]) else {
            return finding(use, false, "no actual dates are recorded under \"\(fact)\"", actors, [fact])
        }
        return held.upperBound >= last
            ? finding(use, true, "\(id) ended on \(held.upperBound), not before \(last)")
            : finding(use, false, "\(id) ended on \(held.upperBound), before the last day, \(last)", actors, [input])
    }

    func factRecorded(
        _ use: RequirementUse, _ fact: String, _ statuses: [String], _ circumstances: Circumstances
    ) -> Finding {
        let definition = self.fact(fact)
        let who = capable(definition?.roles ?? [], circumstances)
        let label = definition?.label ?? fact
        guard let record = circumstances.facts[fact] else {
            return finding(use, false, "\"\(label)\" is not recorded", who, [fact])
        }
        guard !statuses.isEmpty else { return finding(use, true, "\"\(label)\" is recorded") }
        let status = status(of: record, definition)
        return statuses.contains(status)
            ? finding(use, true, "\"\(label)\" is recorded as \(status)")
            : finding(use, false, "\"\(label)\" is recorded as \(status)", who, [fact])
    }

    func factAbsent(
        _ use: RequirementUse, _ fact: String, _ statuses: [String], _ circumstances: Circumstances
    ) -> Finding {
        let definition = self.fact(fact)
        let label = definition?.label ?? fact
        guard let record = circumstances.facts[fact] else {
            return finding(use, true, "\"\(label)\" is not recorded")
        }
        guard !statuses.isEmpty else { return finding(use, false, "\"\(label)\" is already recorded", [], [fact]) }
        let status = status(of: record, definition)
        return statuses.contains(status)
            ? finding(use, false, "\"\(label)\" is recorded as \(status)", [], [fact])
            : finding(use, true, "\"\(label)\" is recorded as \(status)")
    }

    /// The `status` given with a record, or what leaving it out means.
    private func status(of record: FactView, _ fact: FactDefinition?) -> String {
        record.inputs["status"]?.string ?? fact?.inputs.first { $0.key == "status" }?.fallback ?? ""
    }

    /// The value of a choice in this act, or what leaving it out means.
    func choice(_ key: String, act: String, _ circumstances: Circumstances) -> String? {
        let inputs = transition(act)?.inputs ?? fact(act)?.inputs ?? []
        return circumstances.inputs[key]?.string ?? inputs.first { $0.key == key }?.fallback
    }

    /// The first neighbours among these days that run backwards.
    func backwards(_ keys: [String], _ object: JSONObject) -> (earlier: String, later: String)? {
        let days = keys.compactMap { key in object[key]?.string.flatMap { CivilDate($0) }.map { (key, $0) } }
        for (left, right) in zip(days, days.dropFirst()) where right.1 < left.1 { return (left.0, right.0) }
        return nil
    }

    func datesNotInFuture(
        _ use: RequirementUse, _ fact: String?, _ inputs: [String], _ actors: [Capable],
        _ circumstances: Circumstances
    ) -> Finding {
        let source = fact.map { circumstances.facts[$0]?.inputs ?? [:] } ?? circumstances.inputs
        guard let last = lastDay(source, inputs) else { return finding(use, true, "no day is given") }
        let today = circumstances.now.date(hoursEast: LocalDay.hours)
        return last <= today
            ? finding(use, true, "\(last) is not in the future")
            : finding(use, false, "\(last) is still to come", actors, inputs)
    }

    private func lastDay(_ object: JSONObject?, _ keys: [String]) -> CivilDate? {
        keys.compactMap { object?[$0]?.string.flatMap { CivilDate($0) } }.max()
    }
}
