package import CanonicalJSON
import CivilTime
import Lifecycle

extension Round {
    /// The round that a circulation opens, by its event.
    init(_ circulation: Event.Moved.Circulation, _ event: Event) {
        self.init(
            number: circulation.number, track: circulation.track, textDigest: circulation.textDigest,
            revision: circulation.revision, openedBy: event.version, openedAt: event.recordedAt,
            decidedAt: event.decidedAt, closes: circulation.closes, roster: circulation.roster, acknowledged: [:],
            deadlineNoted: false)
    }

    static func roster(_ values: [JSONValue]) throws(EventError) -> [RosterEntry] {
        var roster: [RosterEntry] = []
        roster.reserveCapacity(values.count)
        for value in values { roster.append(try RosterEntry(json: value.object ?? [:])) }
        return roster
    }
}

extension Position {
    /// The whole position, for an event that restores it.
    var json: JSONObject {
        var object: JSONObject = [
            "actor": .object(actor.json), "decided_at": .string(decidedAt.description), "late": .bool(isLate),
            "recorded_at": .string(recordedAt.description), "stance": .string(stance.rawValue),
            "text_digest": .string(textDigest), "version": .integer(Int64(version)),
        ]
        if let reason { object["reason"] = .string(reason) }
        if let resolves { object["resolves"] = .string(resolves) }
        if let relayed { object["relayed"] = relayed.json }
        if let since { object["since"] = .string(since.description) }
        return object
    }

    /// A position that an event restores.
    init(json: JSONObject) throws(EventError) {
        let data = EventReader(json, "restores")
        self.init(
            stance: try data.stance("stance"), reason: data.optionalText("reason"),
            resolves: data.optionalText("resolves"),
            decidedAt: try data.instant("decided_at"), recordedAt: try data.instant("recorded_at"),
            actor: try Actor(json: try data.object("actor")), isLate: data.flag("late"),
            relayed: try data.optionalObject("relayed").map { json throws(EventError) in try Relay(json: json) },
            since: data.optionalInstant("since"), textDigest: try data.text("text_digest"),
            version: try data.integer("version"))
    }
}

extension Relay {
    package var json: JSONValue {
        ["from": .string(from), "received_at": .string(receivedAt.description), "digest": .string(digest)]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "relayed")
        self.init(
            from: try reader.text("from"), receivedAt: try reader.instant("received_at"),
            digest: try reader.text("digest"))
    }
}
