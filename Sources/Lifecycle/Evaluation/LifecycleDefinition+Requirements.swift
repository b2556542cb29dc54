import CanonicalJSON

extension LifecycleDefinition {
    /// Judges one requirement. Exhaustive on purpose: a new requirement must decide here.
    func finding(
        _ use: RequirementUse, act: String, roles: [String], _ circumstances: Circumstances
    ) -> Finding {
        let actors = capable(roles, circumstances)
        let proposers = capable(writers, circumstances)
        func met(_ detail: String) -> Finding { finding(use, true, detail) }
        func unmet(_ detail: String, who: [Capable], subjects: [String] = []) -> Finding {
            finding(use, false, detail, who, subjects)
        }
        switch use.requirement {
        case .formComplete:
            let missing = missingFields(by: act, circumstances)
            return missing.isEmpty
                ? met("every required field is filled")
                : unmet(
                    "not filled: " + missing.map(\.label).joined(separator: ", "), who: fillers(missing, circumstances),
                    subjects: missing.map(\.key))
        case .counterparts(let field, let attribute, let values, let waiver):
            if isGiven(circumstances.fields[waiver]) { return met("waived, with a reason") }
            let present = Set(
                LifecycleDefinition.partners(in: circumstances.fields[field]).compactMap {
                    circumstances.partnerAttributes[$0]?[attribute]
                })
            let missing = values.filter { !present.contains($0) }
            return missing.isEmpty
                ? met("a partner of each of \(values.joined(separator: ", ")) takes part")
                : unmet(
                    "no partner of \(missing.joined(separator: ", ")) in \"\(field)\", and no reason in \"\(waiver)\"",
                    who: proposers, subjects: [field, waiver])
        case .duplicatesAnswered(let field):
            let answered = (circumstances.fields[field]?.array ?? []).compactMap { $0["ref"]?.string }
            let open = circumstances.duplicateCandidates.filter { !answered.contains($0) }
            return open.isEmpty
                ? met(circumstances.duplicateCandidates.isEmpty ? "no similar proposal was found" : "each was answered")
                : unmet(
                    "looks like \(open.joined(separator: ", ")): say in \"\(field)\" how it differs", who: proposers,
                    subjects: open)
        case .onTrack(let tracks):
            let labels = tracks.map { id in self.tracks.first { $0.id == id }?.label ?? id }
            return circumstances.track.map(tracks.contains) ?? false
                ? met("circulated on the track \(labels.joined(separator: " or "))")
                : unmet("only for the track \(labels.joined(separator: " or "))", who: proposers, subjects: tracks)
        case .consensus: return consensus(use, circumstances)
        case .meetingHeld(let input, let kinds):
            return heldMeeting(use, input, kinds, actors, circumstances)
        case .decidedDuringMeeting(let input):
            return decidedDuringMeeting(use, input, actors, circumstances)
        case .decidedInOrder:
            guard let last = circumstances.lastMove,
                circumstances.decidedAt.date < last.decidedAt.date
            else { return met("decided in order") }
            return unmet(
                "decided on \(circumstances.decidedAt.date), before \"\(label(ofMove: last.transition))\" of "
                    + "\(last.decidedAt.date)", who: actors, subjects: ["decided_at"])
        case .meetingAfterFact(let input, let fact):
            return meetingAfterFact(use, input, fact, actors, circumstances)
        case .notOwnPartner:
            let office = office(in: circumstances, roles: roles)
            // An office of no partner does not hide whose matter it is.
            let partners = office?.partner.map { [$0] } ?? circumstances.offices.compactMap(\.partner)
            let others = actors.map {
                Capable(role: $0.role, partner: $0.partner, group: $0.group, except: circumstances.proposer)
            }
            if partners.contains(circumstances.proposer) {
                return unmet(
                    "\(circumstances.proposer) proposed it, and may not decide on its own proposal", who: others)
            }
            if let office, office.partner == nil, circumstances.forumRoles?.contains(office.role) == false {
                return unmet(
                    "the office \(office.role) names no partner, so it cannot be told from the proposer's: act in one that does; "
                        + "if \(office.role) is held for the whole forum, load the forum's file again, for that is not recorded",
                    who: others)
            }
            return met("not the proposing partner")
        case .factRecorded(let fact, let statuses):
            return factRecorded(use, fact, statuses, circumstances)
        case .factAbsent(let fact, let statuses): return factAbsent(use, fact, statuses, circumstances)
        case .datesNotInFuture(let fact, let inputs):
            return datesNotInFuture(use, fact, inputs, actors, circumstances)
        case .datesInOrder(let fields, let inputs):
            let back = backwards(fields, circumstances.fields) ?? backwards(inputs, circumstances.inputs)
            return back.map {
                unmet("\"\($0.later)\" is before \"\($0.earlier)\"", who: actors, subjects: [$0.earlier, $0.later])
            } ?? met("the days are in order")
        case .todayBefore(let field):
            guard let day = circumstances.fields[field]?.string.flatMap({ CivilDate($0) }) else {
                return unmet("\"\(field)\" holds no day", who: proposers, subjects: [field])
            }
            return circumstances.decidedAt.date(hoursEast: -LocalDay.hours) <= day
                ? met("not later than \(day)")
                : unmet("too late: it was to begin on \(day)", who: [], subjects: [field])
        case .atLeast(let field, let count):
            let present = circumstances.fields[field]?.array?.count ?? 0
            return present >= count
                ? met("\(present) in \"\(field)\"")
                : unmet(
                    "\"\(field)\" names \(present), and it must name at least \(count)", who: proposers,
                    subjects: [field])
        case .inputsWith(let input, let values, let needed):
            let value = choice(input, act: act, circumstances)
            let missing = needed.filter { !isGiven(circumstances.inputs[$0]) }
            guard let value, values.contains(value), !missing.isEmpty else { return met("nothing more is needed") }
            return unmet(
                "with \"\(input)\" \(value), \(missing.map { "\"\($0)\"" }.listed) must be given", who: actors,
                subjects: missing)
        case .deadlinePassed:
            guard let closes = circumstances.round?.closes else {
                return unmet("the circulation has no deadline", who: proposers, subjects: ["closes"])
            }
            if circumstances.judgedAt > closes { return met("closed at \(closes)") }
            // Time alone helps while the deadline lies ahead; once it is past, only another day of the act does.
            return circumstances.now > closes
                ? unmet(
                    "decided at \(circumstances.judgedAt), when it was open until \(closes)", who: actors,
                    subjects: ["decided_at"])
                : unmet("open until \(closes)", who: [], subjects: ["closes"])
        case .sameOfficeAsLastMove:
            guard let last = circumstances.lastMove, last.isUndoable else {
                return unmet("there is no move to undo: only the last one can be, and an undo cannot", who: [])
            }
            let same = circumstances.offices.contains {
                $0.role == last.office.role && $0.partner == last.office.partner && $0.group == last.office.group
            }
            return same
                ? met("the office that made the last move")
                : unmet(
                    "the last move was made by \(last.office.role)"
                        + (last.office.partner.map { " of \($0)" } ?? last.office.group.map { " of \($0)" } ?? ""),
                    who: [Capable(role: last.office.role, partner: last.office.partner, group: last.office.group)])
        case .lastMoveNot(let transitions):
            guard let last = circumstances.lastMove, last.isUndoable else {
                return unmet("there is no move to undo: only the last one can be, and an undo cannot", who: [])
            }
            return transitions.contains(last.transition)
                ? unmet("\"\(label(ofMove: last.transition))\" cannot be undone", who: [])
                : met("\"\(label(ofMove: last.transition))\" can be undone")
        case .decidedOn(let input): return decidedOn(use, input, actors, circumstances)
        case .decidedOnLatest(let facts, let input): return decidedOnLatest(use, facts, input, actors, circumstances)
        case .namedIn(let input, let field): return namedIn(use, input, field, actors, circumstances)
        case .factSince(let fact, let statuses, let facts):
            return factSince(use, fact, statuses, facts, circumstances)
        case .withinDays(let days, let fact, let waiver):
            return withinDays(use, days, fact, waiver, actors, circumstances)
        case .fieldIs(let field, let values):
            let label = form.field(field)?.label ?? field
            guard let value = circumstances.fields[field]?.string else {
                return unmet("\"\(label)\" is not filled", who: proposers, subjects: [field])
            }
            return values.contains(value)
                ? met("\"\(label)\" is \(value)")
                : unmet(
                    "\"\(label)\" is \(value), and \(values.joined(separator: " or ")) is needed", who: proposers,
                    subjects: [field])
        case .signed:
            return circumstances.isSigned
                ? met("signed with a registered key")
                : unmet("sign the act with your own key (--sign KEY)", who: actors, subjects: ["signature"])
        }
    }

    func finding(
        _ use: RequirementUse, _ isMet: Bool, _ detail: String, _ who: [Capable] = [], _ subjects: [String] = []
    ) -> Finding {
        Finding(
            requirement: use.requirement.name, label: use.label, isMet: isMet, detail: detail, rule: use.source,
            who: who, subjects: subjects)
    }

    func label(ofMove id: String) -> String { transition(id)?.label ?? id }

    /// The roles that write the text: those of the first transition out of the initial state, one that opens a round before others.
    package var writers: [String] {
        let first = transitions.filter { $0.from.contains(initial) && $0.effect != .undo }
        return (first.first { $0.effect == .openRound } ?? first.first)?.roles ?? []
    }

    /// The roles of those who are named in a field of organisers: they see the draft, and write the text as its proposer does.
    package var organisers: [String] {
        roles.filter { role in
            guard case .partnersIn(let key) = role.scope else { return false }
            return form.field(key)?.type.word == .organisers
        }.map(\.id)
    }

    /// Who may write these fields: the roles that each names, the writers of the text where it names none.
    private func fillers(_ fields: [FieldDefinition], _ circumstances: Circumstances) -> [Capable] {
        var result: [Capable] = []
        for field in fields {
            for one in capable(field.writers.isEmpty ? writers : field.writers, circumstances)
            where !result.contains(one) {
                result.append(one)
            }
        }
        return result
    }

    /// The fields that the form demands by an act on the circumstances' track and that are empty.
    func missingFields(by act: String, _ circumstances: Circumstances) -> [FieldDefinition] {
        form.fields.filter { field in
            !isGiven(circumstances.fields[field.key])
                && field.needs.contains { need in
                    need.transition == act && !need.isHint
                        && (need.tracks.isEmpty || circumstances.track.map(need.tracks.contains) ?? true)
                }
        }
    }
}
