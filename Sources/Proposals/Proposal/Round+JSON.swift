package import CanonicalJSON
import Lifecycle

extension Round {
    /// The round that a circulation opens, from its event.
    init(_ json: JSONObject, _ event: Event) throws(EventError) {
        let data = EventReader(json, "round")
        self.init(
            number: try data.integer("number"), track: data.optionalText("track"),
            textDigest: try data.text("text_digest"), revision: try data.integer("revision"),
            openedBy: event.version, openedAt: event.recordedAt, decidedAt: event.decidedAt,
            closes: data.optionalInstant("closes"),
            roster: try Round.roster(try data.array("roster")), positions: [:], acknowledged: [:],
            deadlineNoted: false)
    }

    static func roster(_ values: [JSONValue]) throws(EventError) -> [RosterEntry] {
        var roster: [RosterEntry] = []
        for value in values {
            guard let partner = value["partner"]?.string, let attributes = value["attributes"]?.object else {
                throw EventError("a roster entry without partner and attributes")
            }
            roster.append(RosterEntry(partner: partner, attributes: Partner.attributes(attributes)))
        }
        return roster
    }
}

extension RosterEntry {
    package var json: JSONValue {
        [
            "partner": .string(partner),
            "attributes": .object(JSONObject(attributes.map { JSONObject.Member(key: $0, value: .string($1)) })),
        ]
    }
}

extension Position {
    /// The position that an event takes.
    init(_ event: Event) throws(EventError) {
        let data = EventReader(event.data, event.kind.rawValue)
        guard let stance = Stance(rawValue: try data.text("stance")) else {
            throw EventError("an unknown stance")
        }
        self.init(
            stance: stance, reason: data.optionalText("reason"), resolves: data.optionalText("resolves"),
            decidedAt: event.decidedAt, recordedAt: event.recordedAt, actor: event.actor, isLate: data.flag("late"),
            relayed: try data.optionalObject("relayed").map { json throws(EventError) in try Relay(json: json) },
            since: data.optionalInstant("since"),
            textDigest: try data.text("text_digest"), version: event.version)
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
