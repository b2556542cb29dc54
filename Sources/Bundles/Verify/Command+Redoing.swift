import CanonicalJSON
import Lifecycle
import Proposals

extension Command {
    /// The command that an event of a proposal came from, by the lifecycle that it was under; nil where there is none.
    init?(redoing event: Event, under definition: LifecycleDefinition?) {
        let data = event.data
        switch event.kind {
        case .drafted where data["source"] == nil:
            guard let lifecycle = data["lifecycle"]?["id"]?.string, let fields = data["fields"]?.object else {
                return nil
            }
            self = .draft(
                lifecycle: lifecycle, partner: data["proposer"]?.string, fields: fields, decidedAt: event.decidedAt)
        case .drafted, .archived:
            guard let lifecycle = data["lifecycle"]?["id"]?.string, let fields = data["fields"]?.object,
                let source = data["source"]
            else { return nil }
            self = .importRecord(
                ImportedRecord(
                    lifecycle: lifecycle, partner: data["proposer"]?.string, fields: fields,
                    isArchive: event.kind == .archived, year: data["year"]?.integer.map { Int($0) }, source: source))
        case .revised:
            guard let changes = data["changes"]?.object, let effect = data["effect"]?.string else { return nil }
            self = .revise(
                fields: changes,
                kind: effect == "editorial" ? .editorial : effect == "closes-round" ? .substantive : nil,
                decidedAt: event.decidedAt)
        case .revisionContested:
            self = .contestRevision(data["revision"]?.integer.map { Int($0) }, decidedAt: event.decidedAt)
        case .moved:
            guard let transition = data["transition"]?.string, var inputs = data["inputs"]?.object else { return nil }
            // What a move writes stands once, beside the inputs; an undo writes what was before.
            if data["undoes"] == nil, let changes = data["writes"]?["changes"],
                let input = definition?.transition(transition)?.inputs.first(where: \.isChanges)
            {
                inputs[input.key] = changes
            }
            self = .advance(
                transition: transition, inputs: inputs, decidedAt: event.decidedAt,
                signature: data["signature"]?.string)
        case .acknowledged: self = .acknowledge(partner: data["partner"]?.string, decidedAt: event.decidedAt)
        case .positionTaken, .positionRetracted, .invitationPosition:
            guard let position = StatedPosition(redoing: event) else { return nil }
            self = .takePosition(position)
        case .positionContested:
            self = .contestPosition(
                partner: data["partner"]?.string, invitation: data["invitation"]?.integer.map { Int($0) },
                decidedAt: event.decidedAt)
        case .deadlineMoved:
            guard let closes = data["closes"]?.string.flatMap({ Instant($0) }), let reason = data["reason"]?.string
            else { return nil }
            self = .moveDeadline(closes: closes, reason: reason, decidedAt: event.decidedAt)
        case .deadlinePassed: self = .noteDeadline
        case .factRecorded:
            guard let fact = data["fact"]?.string, let inputs = data["inputs"]?.object else { return nil }
            self = .recordFact(fact, inputs: inputs, decidedAt: event.decidedAt)
        case .noted:
            guard let text = data["text"]?.string else { return nil }
            self = .note(text, decidedAt: event.decidedAt)
        case .invitationProposed:
            guard let invitee = data["invitee"]?.string, let what = data["event"]?.string else { return nil }
            self = .invite(invitee: invitee, event: what, decidedAt: event.decidedAt)
        case .invitationDecided:
            guard let number = data["invitation"]?.integer, let outcome = data["outcome"]?.string else { return nil }
            self = .decideInvitation(
                Int(number), outcome: outcome, meeting: data["meeting"]?.string, decidedAt: event.decidedAt)
        case .migrated:
            guard let migration = try? Migration(event), let plan = data["plan"]?.string else { return nil }
            self = .migrate(migration, plan: plan)
        case .filed:
            guard let document = try? Document(json: data) else { return nil }
            self = .file(document)
        case .tacitRecorded, .forumOpened, .forumChanged, .partnerAdmitted, .partnerChanged, .partnerLeft,
            .meetingScheduled, .meetingChanged, .meetingHeld, .lifecycleLoaded, .accountOpened, .appointmentMade,
            .appointmentEnded, .tokenIssued, .tokenRevoked, .listDrawn, .listSubmitted, .contactSet, .contactEnded,
            .contactsCirculated, .keyRegistered, .keyEnded:
            return nil
        }
    }
}

extension StatedPosition {
    init?(redoing event: Event) {
        let data = event.data
        let stance = data["stance"]?.string.flatMap { Stance(rawValue: $0) }
        guard stance != nil || event.kind == .positionRetracted || data["retracted"]?.bool == true else { return nil }
        let relayed = data["relayed"]?.object.flatMap { try? Relay(json: $0) }
        self.init(
            stance: stance, partner: data["partner"]?.string, reason: data["reason"]?.string,
            resolves: data["resolves"]?.string, relayed: relayed, round: data["round"]?.integer.map { Int($0) },
            invitation: data["invitation"]?.integer.map { Int($0) }, decidedAt: event.decidedAt)
    }
}

extension RegistryCommand {
    /// The command that an event of a registry came from; nil where there is none.
    init?(redoing event: Event) {
        let data = EventReader(event.data, event.kind.rawValue)
        do {
            switch event.kind {
            case .forumChanged where event.data["closed"] != nil: self = .closeForum(at: event.decidedAt)
            case .forumOpened, .forumChanged: self = .setForum(try ForumSettings(json: event.data))
            case .partnerAdmitted, .partnerChanged: self = .admitPartner(try Partner(json: event.data))
            case .partnerLeft: self = .partnerLeft(id: try data.text("id"), on: try data.date("left"))
            case .meetingScheduled, .meetingChanged: self = .schedule(try Meeting(json: event.data))
            case .meetingHeld:
                self = .hold(
                    meeting: try data.text("id"), starts: try data.date("starts"), ends: try data.date("ends"))
            case .lifecycleLoaded:
                let definition = try? LifecycleDefinition(recorded: .object(try data.object("definition")))
                guard let definition else { return nil }
                self = .loadLifecycle(definition, digest: try data.text("digest"))
            case .accountOpened:
                self = .openAccount(
                    id: try data.text("account"), nameCommitment: data.optionalText("name"), appointments: [])
            case .appointmentMade:
                self = .appoint(
                    account: try data.text("account"),
                    AppointmentCommand(
                        office: try data.office("office"), from: try data.instant("from"),
                        until: data.optionalInstant("until")))
            case .appointmentEnded:
                self = .endAppointment(
                    account: try data.text("account"), number: try data.integer("number"),
                    until: try data.instant("until"))
            case .tokenIssued:
                self = .issueToken(
                    id: try data.text("token"), account: try data.text("account"),
                    expires: data.optionalInstant("expires"))
            case .tokenRevoked:
                self = .revokeTokens(account: try data.text("account"), token: try data.text("token"))
            case .listDrawn:
                self = .drawList(
                    group: try data.text("group"), year: try data.integer("year"),
                    items: try data.array("items").map { try GroupList.Item(json: $0) })
            case .listSubmitted:
                self = .submitList(group: try data.text("group"), year: try data.integer("year"))
            case .contactSet: self = .setContact(try ContactPoint(json: event.data))
            case .contactEnded:
                self = .endContact(number: try data.integer("number"), until: try data.date("until"))
            case .contactsCirculated: self = .circulateContacts
            case .keyRegistered:
                self = .registerKey(
                    account: try data.text("account"), key: try data.text("key"), from: try data.instant("from"),
                    until: data.optionalInstant("until"))
            case .keyEnded:
                self = .endKey(
                    account: try data.text("account"), number: try data.integer("number"),
                    until: try data.instant("until"))
            case .drafted, .archived, .revised, .revisionContested, .moved, .acknowledged, .positionTaken,
                .positionRetracted, .positionContested, .tacitRecorded, .deadlineMoved, .deadlinePassed, .factRecorded,
                .noted, .invitationProposed, .invitationPosition, .invitationDecided, .migrated,
                .filed:
                return nil
            }
        } catch {
            return nil
        }
    }
}
