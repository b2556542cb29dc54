import CanonicalJSON
import Lifecycle

extension Proposal {
    /// The proposal after one more event. Pure: it reads nothing but the event, so replay outlives today's rules.
    /// Takes the proposal over, so that a caller who gives it away pays for no copy.
    package static func evolve(_ proposal: consuming Proposal?, _ sealed: SealedEvent) throws(EventError) -> Proposal {
        guard var next = proposal else { return try Proposal(opening: sealed.event, digest: sealed.digest) }
        try next.evolve(sealed.event, digest: sealed.digest)
        return next
    }

    /// Folds one more event in place, whose bytes have this digest. After an error nothing may be made of the proposal any more.
    package mutating func evolve(_ event: Event, digest: String) throws(EventError) {
        guard event.stream == ref, event.forum == forum, event.version == version + 1, event.previous == lastDigest
        else { throw EventError("event \(event.version) of \(event.stream) does not follow version \(version)") }
        guard event.recordedAt >= recordedAt else {
            throw EventError("event \(event.version) of \(ref) was recorded before the one that it follows")
        }
        guard event.from == state, let to = event.to else {
            throw EventError("event \(event.version) of \(ref) starts from another state than \(state)")
        }
        guard to == state || event.kind == .moved || event.kind == .migrated else {
            throw EventError("event \(event.version) of \(ref) is not a move and leads to another state")
        }
        try apply(event)
        state = to
        version = event.version
        lastDigest = digest
        recordedAt = event.recordedAt
    }

    /// Folds a history back to the proposal it tells of.
    package static func replay(_ history: some Sequence<SealedEvent>) throws(EventError) -> Proposal {
        var proposal: Proposal?
        for event in history { proposal = try evolve(proposal, event) }
        guard let proposal else { throw EventError("a history without events") }
        return proposal
    }

    /// The proposal that a history begins with.
    package init(opening event: Event, digest: String) throws(EventError) {
        guard event.version == 1, event.previous == nil, event.from == nil, let state = event.to,
            event.kind == .drafted || event.kind == .archived
        else { throw EventError("\(event.stream) does not begin with its draft") }
        let data = EventReader(event.data, event.kind.rawValue)
        self.init(
            ref: event.stream, forum: event.forum, version: 1, lastDigest: digest,
            lifecycle: try LifecycleReference(json: try data.object("lifecycle")), state: state,
            origin: event.kind == .archived ? .archive : .live, proposer: data.optionalText("proposer"),
            openedBy: event.actor, fields: try data.object("fields"), revision: 1,
            textDigest: try data.text("text_digest"), track: nil, rounds: [], moves: [], facts: [],
            editorialRevisions: [], invitations: [], noteCount: 0, source: event.data["source"],
            openedAt: event.recordedAt, draftedAt: event.decidedAt, recordedAt: event.recordedAt,
            information: InformationStamp(at: event.recordedAt),
            publicInformation: event.kind == .archived ? InformationStamp(at: event.recordedAt) : nil)
    }

    private mutating func apply(_ event: Event) throws(EventError) {
        let data = EventReader(event.data, event.kind.rawValue)
        switch event.kind {
        case .revised: try applyRevision(event, data)
        case .revisionContested:
            let revision = try data.integer("revision")
            for index in editorialRevisions.indices where editorialRevisions[index].revision == revision {
                editorialRevisions[index].isContested = true
            }
            endRound(.contestedRevision)
        case .moved: try applyMove(event, data)
        case .acknowledged:
            let partner = try data.text("partner")
            try withRound { $0.acknowledged[partner] = event.isByBody ? event.decidedAt : event.recordedAt }
        case .positionTaken:
            let position = try Position(event)
            let partner = try data.text("partner")
            try withRound { $0.put(position, for: partner, isRelayed: position.relayed != nil) }
        case .positionRetracted:
            let partner = try data.text("partner")
            let isRelayed = data.optionalObject("relayed") != nil
            try withRound { $0.put(nil, for: partner, isRelayed: isRelayed) }
        case .positionContested: try applyContest(data)
        case .tacitRecorded:
            for partner in try data.texts("partners") {
                let position = Position(
                    stance: .tacit, decidedAt: event.decidedAt, recordedAt: event.recordedAt, actor: event.actor,
                    isLate: false, textDigest: textDigest, version: event.version)
                // Silence is the partner's own, but does not outweigh what it said and a coordinator took back.
                try withRound { $0.put(position, for: partner, isRelayed: $0.ownPositions[partner] != nil) }
            }
        case .deadlineMoved:
            let closes = try data.instant("closes")
            try withRound {
                $0.closes = closes
                $0.deadlineNoted = false
                if event.isByBody { $0.reopenPositions(until: closes) }
            }
        case .deadlinePassed: try withRound { $0.deadlineNoted = true }
        case .factRecorded:
            let inputs = try data.object("inputs")
            facts.append(
                FactRecord(
                    fact: try data.text("fact"), inputs: inputs, decidedAt: event.decidedAt,
                    recordedAt: event.recordedAt, actor: event.actor, version: event.version, text: fields))
            noteFact(inputs, at: event.recordedAt)
        case .noted: noteCount += 1
        case .invitationProposed, .invitationPosition, .invitationDecided: try applyInvitation(event, data)
        case .migrated: try applyMigration(event, data)
        case .filed:
            documents.append(
                DocumentRecord(
                    document: try Document(json: event.data), recordedAt: event.recordedAt, actor: event.actor,
                    version: event.version))
        case .drafted, .archived:
            throw EventError("\(ref) was already drafted")
        case .forumOpened, .forumChanged, .partnerAdmitted, .partnerChanged, .partnerLeft, .meetingScheduled,
            .meetingChanged, .meetingHeld, .lifecycleLoaded, .accountOpened, .appointmentMade, .appointmentEnded,
            .tokenIssued, .tokenRevoked, .listDrawn, .listSubmitted, .contactSet, .contactEnded, .contactsCirculated,
            .keyRegistered, .keyEnded:
            throw EventError("\(event.kind.rawValue) is not an event of a proposal")
        }
    }

    /// Other rules from here on; the text, the moves and the positions stay. Moves made before it cannot be undone any more.
    private mutating func applyMigration(_ event: Event, _ data: EventReader) throws(EventError) {
        let before = lifecycle
        lifecycle = try LifecycleReference(json: try data.object("lifecycle"))
        if try Migration.fate(data) == .closed { endRound(.migrated) }
        noteMove(at: event.recordedAt)
        migrations.append(
            MigrationRecord(
                version: event.version, recordedAt: event.recordedAt, from: before, to: lifecycle, state: state,
                toState: event.to ?? state, plan: data.optionalText("plan"), wasShared: data.flag("shared")))
    }

    private mutating func applyRevision(_ event: Event, _ data: EventReader) throws(EventError) {
        let changes = try data.object("changes")
        for change in changes.members { fields[change.key] = change.value.isNull ? nil : change.value }
        revision += 1
        textDigest = try data.text("text_digest")
        noteChange(of: changes.keys, at: event.recordedAt)
        guard let effect = RevisionEffect(rawValue: try data.text("effect")) else {
            throw EventError("a revision of an unknown effect")
        }
        switch effect {
        case .free: break
        case .closesRound: endRound(.substantiveRevision)
        case .afterDecision: endRound(.revisedAfterDecision)
        case .editorial:
            if let round = openRound {
                editorialRevisions.append(
                    EditorialRevision(
                        revision: revision, round: round.number, fields: changes.keys,
                        isContested: false))
                let digest = textDigest
                try withRound { $0.textDigest = digest }
            }
        }
    }

    private mutating func applyMove(_ event: Event, _ data: EventReader) throws(EventError) {
        let transition = try data.text("transition")
        let trackBefore = track
        let openRoundBefore = openRound?.number
        let writing = try data.optionalObject("writes").map { json throws(EventError) in
            try write(EventReader(json, "writes"), at: event.recordedAt)
        }
        noteMove(at: event.recordedAt)
        if let undone = data.optionalObject("undoes") {
            try undo(EventReader(undone, "undoes"))
        } else if let opened = data.optionalObject("round") {
            endRound(.recirculated)
            let round = try Round(opened, event)
            track = round.track
            rounds.append(round)
        } else if data.flag("ends_round") {
            endRound(.moved)
        }
        moves.append(
            Move(
                transition: transition, from: state, to: event.to ?? state, decidedAt: event.decidedAt,
                recordedAt: event.recordedAt,
                actor: event.actor, inputs: data.optionalObject("inputs") ?? [:], version: event.version,
                isUndoable: data.optionalObject("undoes") == nil, trackBefore: trackBefore,
                openRoundBefore: openRoundBefore, writing: writing))
    }

    /// Writes what a move changes into the text. A round on the text before it ends.
    private mutating func write(_ data: EventReader, at moment: Instant) throws(EventError) -> TextWriting {
        let changes = try data.object("changes")
        var before: JSONObject = [:]
        for change in changes.members {
            before[change.key] = fields[change.key] ?? .null
            fields[change.key] = change.value.isNull ? nil : change.value
        }
        revision += 1
        textDigest = try data.text("text_digest")
        noteChange(of: changes.keys, at: moment)
        endRound(.substantiveRevision)
        return TextWriting(changes: changes, before: before, textDigest: textDigest)
    }

    /// Takes back the last move: the round that it opened is undone, the round that it ended is open again.
    private mutating func undo(_ undone: EventReader) throws(EventError) {
        guard let last = moves.popLast(), last.version == (try undone.integer("version")) else {
            throw EventError("\(ref): only the last move can be undone")
        }
        track = undone.optionalText("track")
        let unmade = undone.optionalInteger("unmakes")
        let reopened = undone.optionalInteger("reopens")
        for index in rounds.indices {
            if rounds[index].number == unmade { rounds[index].ended = .undone }
            if rounds[index].number == reopened { rounds[index].ended = nil }
        }
    }

    private mutating func applyInvitation(_ event: Event, _ data: EventReader) throws(EventError) {
        let number = try data.integer("invitation")
        if event.kind == .invitationProposed {
            invitations.append(
                Invitation(
                    number: number, invitee: try data.text("invitee"), event: try data.text("event"),
                    decidedAt: event.decidedAt, actor: event.actor,
                    roster: try Round.roster(try data.array("roster"))))
            return
        }
        guard let index = invitations.firstIndex(where: { $0.number == number }) else {
            throw EventError("\(ref) has no invitation \(number)")
        }
        if event.kind == .invitationDecided {
            guard let outcome = Invitation.Outcome(rawValue: try data.text("outcome")) else {
                throw EventError("an unknown outcome of an invitation")
            }
            invitations[index].outcome = outcome
            invitations[index].meeting = data.optionalText("meeting")
        } else {
            let position = data.flag("retracted") ? nil : try Position(event)
            invitations[index].put(
                position, for: try data.text("partner"), isRelayed: data.optionalObject("relayed") != nil)
        }
    }

    /// A partner contests what was relayed for it: what it said itself before stands again, as the event says.
    private mutating func applyContest(_ data: EventReader) throws(EventError) {
        let partner = try data.text("partner")
        let restored = try data.optionalObject("restores").map { json throws(EventError) in try Position(json: json) }
        guard let number = data.optionalInteger("invitation") else {
            return try withRound { $0.restore(restored, for: partner) }
        }
        guard let index = invitations.firstIndex(where: { $0.number == number }) else {
            throw EventError("\(ref) has no invitation \(number)")
        }
        invitations[index].restore(restored, for: partner)
    }

    private mutating func endRound(_ ending: Round.Ending) {
        guard let open = rounds.lastIndex(where: \.isOpen) else { return }
        rounds[open].ended = ending
    }

    private mutating func withRound(_ body: (inout Round) -> Void) throws(EventError) {
        guard let open = rounds.lastIndex(where: \.isOpen) else {
            throw EventError("\(ref) has no open round")
        }
        body(&rounds[open])
    }
}
