import CanonicalJSON

/// When an act was decided, against days, facts and moves that came before it.
extension LifecycleDefinition {
    /// The day by which an act with these requirements is due; nil where nothing says so, or nothing came before it.
    package func dueDay(_ requirements: [RequirementUse], in circumstances: Circumstances) -> CivilDate? {
        for use in requirements where applies(use, circumstances) {
            guard case .withinDays(let days, let fact, _) = use.requirement else { continue }
            return start(fact, circumstances).flatMap { CivilDate(daysSinceEpoch: $0.day.daysSinceEpoch + days) }
        }
        return nil
    }

    /// What days are counted from: the newest record of a fact, or else the last move.
    private func start(_ fact: String?, _ circumstances: Circumstances) -> (day: CivilDate, label: String)? {
        if let fact, let record = circumstances.facts[fact] {
            return (record.decidedAt.date, self.fact(fact)?.label ?? fact)
        }
        return circumstances.lastMove.map { ($0.decidedAt.date, label(ofMove: $0.transition)) }
    }

    func decidedOn(
        _ use: RequirementUse, _ input: String, _ actors: [Capable], _ circumstances: Circumstances
    ) -> Finding {
        guard let day = self.day(circumstances.inputs, input) else {
            return finding(use, false, "\"\(input)\" holds no day", actors, [input])
        }
        return isDecided(circumstances, on: day)
            ? finding(use, true, "decided on \(day)")
            : finding(
                use, false, "decided on \(circumstances.decidedAt.date), but \"\(input)\" is \(day)", actors,
                ["decided_at"])
    }

    func decidedOnLatest(
        _ use: RequirementUse, _ facts: [String], _ input: String, _ actors: [Capable],
        _ circumstances: Circumstances
    ) -> Finding {
        var latest: (fact: String, day: CivilDate)?
        for id in facts {
            guard let day = day(circumstances.facts[id]?.inputs, input) else {
                let definition = fact(id)
                return finding(
                    use, false, "\"\(definition?.label ?? id)\" is not recorded with a day",
                    capable(definition?.roles ?? [], circumstances), [id])
            }
            if latest.map({ $0.day < day }) ?? true { latest = (id, day) }
        }
        guard let latest else { return finding(use, false, "no fact is named", actors) }
        let label = fact(latest.fact)?.label ?? latest.fact
        return isDecided(circumstances, on: latest.day)
            ? finding(use, true, "decided on \(latest.day), the day of \"\(label)\", the latest")
            : finding(
                use, false,
                "decided on \(circumstances.decidedAt.date), but the latest is \"\(label)\" of \(latest.day)", actors,
                ["decided_at"])
    }

    func namedIn(
        _ use: RequirementUse, _ input: String, _ field: String, _ actors: [Capable], _ circumstances: Circumstances
    ) -> Finding {
        guard let partner = circumstances.inputs[input]?.string else {
            return finding(use, false, "\"\(input)\" names nobody", actors, [input])
        }
        let named = LifecycleDefinition.partners(in: circumstances.fields[field])
        let label = form.field(field)?.label ?? field
        guard !named.contains(partner) else { return finding(use, true, "\(partner) is named in \"\(label)\"") }
        let present = named.isEmpty ? "it names nobody" : "it names " + named.listed
        return finding(use, false, "\(partner) is not named in \"\(label)\"; \(present)", actors, [input])
    }

    func factSince(
        _ use: RequirementUse, _ fact: String, _ statuses: [String], _ facts: [String],
        _ circumstances: Circumstances
    ) -> Finding {
        let recorded = factRecorded(use, fact, statuses, circumstances)
        guard recorded.isMet, let record = circumstances.facts[fact] else { return recorded }
        let definition = self.fact(fact)
        let label = definition?.label ?? fact
        let who = capable(definition?.roles ?? [], circumstances)
        if facts.isEmpty, let last = circumstances.lastMove, record.version < last.version {
            return finding(
                use, false, "\"\(label)\" is not recorded since \"\(self.label(ofMove: last.transition))\"", who, [fact]
            )
        }
        for other in facts where (circumstances.facts[other]?.version ?? 0) > record.version {
            return finding(
                use, false, "\"\(label)\" is not recorded since \"\(self.fact(other)?.label ?? other)\"", who, [fact])
        }
        return recorded
    }

    func withinDays(
        _ use: RequirementUse, _ days: Int, _ fact: String?, _ waiver: String, _ actors: [Capable],
        _ circumstances: Circumstances
    ) -> Finding {
        guard let start = start(fact, circumstances),
            let due = CivilDate(daysSinceEpoch: start.day.daysSinceEpoch + days)
        else { return finding(use, true, "nothing came before it") }
        guard circumstances.decidedAt.date(hoursEast: -LocalDay.hours) > due else {
            return finding(use, true, "due by \(due)")
        }
        if isGiven(circumstances.inputs[waiver]) { return finding(use, true, "late since \(due), with a reason") }
        return finding(
            use, false,
            "it was due by \(due), \(days) days after \"\(start.label)\": say in \"\(waiver)\" why it is late",
            actors, [waiver])
    }

    /// Whether it was that day somewhere on earth when the act was decided.
    private func isDecided(_ circumstances: Circumstances, on day: CivilDate) -> Bool {
        circumstances.decidedAt.date(hoursEast: -LocalDay.hours) <= day
            && day <= circumstances.decidedAt.date(hoursEast: LocalDay.hours)
    }

    private func day(_ object: JSONObject?, _ key: String) -> CivilDate? {
        object?[key]?.string.flatMap { CivilDate($0) }
    }
}
