import CanonicalJSON
import Lifecycle
import Proposals

/// A proposal as SHOW and REPLAY answer it.
struct ProposalView {
    let proposal: Proposal
    let definition: LifecycleDefinition
    let registry: Registry
    /// Personal values by commitment.
    let personal: [String: String]
    /// The moment of which it tells: of what is past, when it was recorded last.
    var now: Instant?

    private var label: String { definition.state(proposal.state)?.label ?? proposal.state }

    /// Everything, for somebody of the forum.
    var full: JSONObject {
        var object: JSONObject = [
            "recorded_at": .string(proposal.recordedAt.description), "ref": .string(proposal.ref),
            "forum": .string(proposal.forum), "title": .optional(proposal.fields["title"]?.string),
            "state": .string(proposal.state), "state_label": .string(label),
            "version": .integer(Int64(proposal.version)), "revision": .integer(Int64(proposal.revision)),
            "origin": .string(proposal.origin.rawValue), "proposer": .optional(proposal.proposer),
            "track": .optional(proposal.track(under: definition)), "text_digest": .string(proposal.textDigest),
            "fields": PersonalData.opening(.object(proposal.fields), personal),
            "opened_at": .string(proposal.openedAt.description), "opened_by": .object(proposal.openedBy.json),
            "notes": .integer(Int64(proposal.noteCount)), "source": proposal.source ?? .null,
            "lifecycle": .object(proposal.lifecycle.json),
            "rounds": .array(proposal.rounds.map { .object(summary($0)) }),
            "facts": .array(proposal.facts.map(fact)), "moves": .array(proposal.moves.map(move)),
            "invitations": .array(proposal.invitations.map(invitation)),
            "documents": .array(proposal.documents.map(document)),
            "editorial_revisions": .array(proposal.editorialRevisions.map(editorial)),
        ]
        // What is past is told as past, in "rounds": neither its deadline nor its positions are those of the present text.
        let round = proposal.openRound
        let running = proposal.runningRound(under: definition)
        object["round"] = round.map { .integer(Int64($0.number)) } ?? .null
        object["round_open"] = .bool(running != nil)
        object["closes"] = .optional(running?.closes?.description)
        object["roster"] = .integer(Int64(round?.roster.count ?? 0))
        object["positions"] = positions(round?.positions ?? Positions(), round)
        object["not_heard"] = .strings(
            proposal.notHeard(under: definition, at: now ?? proposal.recordedAt))
        object["acknowledged"] = .strings((round?.acknowledged.keys.sorted()) ?? [])
        if let mark = registry.settings?.mark { object["mark"] = .string(mark) }
        let activity = proposal.activity(under: definition)
        if activity.saidBy != nil {
            object["activity"] = [
                "standing": .string(activity.standing.rawValue),
                "starts": .optional(activity.days?.lowerBound.description),
                "ends": .optional(activity.days?.upperBound.description),
                "lapsed": .bool(activity.lapsed != nil),
            ]
        }
        return object
    }

    /// The published fields, for everybody. Not when it was last recorded: that would tell of acts that are not public.
    var published: JSONObject {
        let keys = proposal.publishedFields ?? []
        var fields: JSONObject = [:]
        for key in keys where definition.form.field(key)?.isPersonal != true {
            fields[key] = proposal.fields[key].map(ProposalView.withoutContacts)
        }
        var object: JSONObject = [
            "ref": .string(proposal.ref), "forum": .string(proposal.forum), "state": .string(proposal.state),
            "state_label": .string(label), "origin": .string(proposal.origin.rawValue),
            "title": fields["title"] ?? .null, "fields": .object(fields), "published": true,
        ]
        // Nobody should travel on days that no longer hold, or to what does not take place.
        let activity = proposal.activity(under: definition)
        if !activity.isAsPlanned, fields["starts"] != nil || fields["ends"] != nil {
            object["activity"] = [
                "standing": .string(activity.standing.rawValue), "lapsed": .bool(activity.lapsed != nil),
            ]
        }
        if let mark = registry.settings?.mark { object["mark"] = .string(mark) }
        return object
    }

    /// A value without the contacts in it: those are never made public.
    private static func withoutContacts(_ value: JSONValue) -> JSONValue {
        guard case .array(let elements) = value else { return value }
        return .array(
            elements.map { element in
                guard case .object(var object) = element else { return element }
                object["contact"] = nil
                return .object(object)
            })
    }

    private func positions(_ positions: Positions, _ round: Round? = nil) -> JSONValue {
        var object: JSONObject = [:]
        for stance in Stance.allCases {
            let held = positions.filter { $0.value.stance == stance }.sorted { $0.key < $1.key }
            object[stance.rawValue] = .array(held.map { .object(position($0.key, $0.value, round)) })
        }
        return .object(object)
    }

    func position(_ partner: String, _ position: Position, _ round: Round?) -> JSONObject {
        var object: JSONObject = [
            "partner": .string(partner), "decided_at": .string(position.decidedAt.description),
            "recorded_at": .string(position.recordedAt.description), "by": .object(position.actor.shown),
            "text_digest": .string(position.textDigest),
        ]
        if let reason = position.reason { object["reason"] = .string(reason) }
        if let resolves = position.resolves { object["resolves"] = .string(resolves) }
        if position.isLate { object["late"] = true }
        if round?.wasRecordedLate(position) == true { object["recorded_late"] = true }
        if let relayed = position.relayed { object["relayed"] = relayed.json }
        return object
    }

    /// What came of a round, in numbers. Who said what in it stands in the present round alone; of any other it is asked for.
    func summary(_ round: Round) -> JSONObject {
        var stances: JSONObject = [:]
        for stance in Stance.allCases {
            let count = round.positions.count { $0.value.stance == stance }
            if count > 0 { stances[stance.rawValue] = .integer(Int64(count)) }
        }
        var object: JSONObject = [
            "number": .integer(Int64(round.number)), "track": .optional(round.track),
            "opened_at": .string(round.openedAt.description), "decided_at": .string(round.decidedAt.description),
            "closes": .optional(round.closes?.description), "text_digest": .string(round.textDigest),
            "revision": .integer(Int64(round.revision)), "roster": .integer(Int64(round.roster.count)),
            "heard": .integer(Int64(round.positions.count)), "ended": .optional(ending(of: round)),
            "stances": .object(stances),
        ]
        // A round goes on after its deadline, for who is late; nobody should take it for one with time left.
        if let closes = round.closes, closes < now ?? proposal.recordedAt, ending(of: round) == nil {
            object["deadline_passed"] = true
        }
        return object
    }

    /// Why a round is over; nil while it goes on. A decision leaves its round as it stands, so that it can be taken back.
    private func ending(of round: Round) -> String? {
        round.ended?.rawValue ?? (definition.keepsRound(in: proposal.state) ? nil : "decided")
    }

    private func fact(_ fact: FactRecord) -> JSONValue {
        [
            "fact": .string(fact.fact), "inputs": .object(fact.inputs),
            "decided_at": .string(fact.decidedAt.description), "recorded_at": .string(fact.recordedAt.description),
            "by": .object(fact.actor.shown), "version": .integer(Int64(fact.version)),
        ]
    }

    private func move(_ move: Move) -> JSONValue {
        var object: JSONObject = [
            "transition": .string(move.transition), "from": .string(move.from), "to": .string(move.to),
            "decided_at": .string(move.decidedAt.description), "recorded_at": .string(move.recordedAt.description),
            "by": .object(move.actor.shown), "inputs": .object(move.inputs),
            "version": .integer(Int64(move.version)),
        ]
        if let writing = move.writing { object["changes"] = .object(writing.changes) }
        return .object(object)
    }

    private func invitation(_ invitation: Invitation) -> JSONValue {
        [
            "number": .integer(Int64(invitation.number)), "invitee": .string(invitation.invitee),
            "event": .string(invitation.event), "outcome": .optional(invitation.outcome?.rawValue),
            "not_heard": .strings(isOpen(invitation) ? invitation.notHeard : []),
            "positions": positions(invitation.positions),
        ]
    }

    /// Whether positions can still be taken on an invitation.
    private func isOpen(_ invitation: Invitation) -> Bool {
        invitation.outcome == nil && definition.invitations?.states.contains(proposal.state) ?? false
    }

    private func document(_ record: DocumentRecord) -> JSONValue {
        var object = record.document.json
        object["filed_at"] = .string(record.recordedAt.description)
        object["by"] = .object(record.actor.shown)
        object["version"] = .integer(Int64(record.version))
        return .object(object)
    }

    private func editorial(_ revision: EditorialRevision) -> JSONValue {
        [
            "revision": .integer(Int64(revision.revision)), "round": .integer(Int64(revision.round)),
            "fields": .strings(revision.fields), "contested": .bool(revision.isContested),
        ]
    }
}

extension ProposalRow {
    /// The row of a list; of what is only published, the same as SHOW would tell.
    func json(_ registry: Registry, published: Bool = false) -> JSONObject {
        let definition = registry.lifecycles[lifecycle]
        let planned: JSONObject = [
            "starts": .optional(starts?.description), "ends": .optional(ends?.description),
        ]
        var object: JSONObject = [
            "ref": .string(ref), "title": .string(title), "state": .string(state),
            "state_label": .string(definition?.state(state)?.label ?? state), "origin": .string(origin),
            "starts": planned["starts"] ?? .null, "ends": planned["ends"] ?? .null,
        ]
        if let mark = registry.settings?.mark { object["mark"] = .string(mark) }
        if published {
            let keys = publishedFields ?? []
            for key in ["title", "starts", "ends"] where !keys.contains(key) { object[key] = .null }
            object["published"] = true
            let isOff = standing.flatMap(Activity.Standing.init).map { $0 == .postponed || $0 == .cancelled } ?? false
            guard let standing, isLapsed || isOff, keys.contains("starts") || keys.contains("ends") else {
                return object
            }
            // Which days hold instead is not published.
            if isLapsed { (object["starts"], object["ends"]) = (.null, .null) }
            object["activity"] = ["standing": .string(standing), "lapsed": .bool(isLapsed)]
            return object
        }
        if let standing {
            object["starts"] = .optional(firstDay?.description)
            object["ends"] = .optional(lastDay?.description)
            object["activity"] = [
                "standing": .string(standing), "lapsed": .bool(isLapsed), "planned": .object(planned),
            ]
        }
        object["recorded_at"] = .string(recordedAt.description)
        object["version"] = .integer(Int64(version))
        object["proposer"] = .optional(proposer)
        object["track"] = .optional(track)
        object["round"] = round.map { .integer(Int64($0)) } ?? .null
        object["closes"] = .optional(closes?.description)
        object["not_heard"] = .integer(Int64(notHeard.count))
        return object
    }
}

extension StoredEvent {
    /// The row of a history.
    func json(_ personal: [String: String]) -> JSONObject {
        let event = sealed.event
        return [
            "position": .integer(position), "version": .integer(Int64(event.version)),
            "kind": .string(event.kind.rawValue), "from": .optional(event.from), "to": .optional(event.to),
            "decided_at": .string(event.decidedAt.description), "recorded_at": .string(event.recordedAt.description),
            "actor": .object(event.actor.shown), "data": PersonalData.opening(.object(event.data), personal),
            "digest": .string(sealed.digest), "leaf_hash": .string(StoredEvent.hex(leafHash)),
        ]
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
