package import CanonicalJSON
import CivilTime
package import Lifecycle

extension Event {
    /// The event as the JSON that is hashed, stored and shown.
    package var json: JSONObject {
        [
            "actor": .object(actor.json),
            "data": .object(data),
            "decided_at": .string(decidedAt.description),
            "forum": .string(forum),
            "from": .optional(from),
            "kind": .string(kind.rawValue),
            "previous": .optional(previous),
            "recorded_at": .string(recordedAt.description),
            "schema": .integer(Int64(schema)),
            "stream": .string(stream),
            "to": .optional(to),
            "version": .integer(Int64(version)),
        ]
    }

    package var canonicalBytes: [UInt8] { json.canonicalBytes }

    /// Reads an event from JSON of any form; sooner where it is the canonical one.
    package init(bytes: [UInt8]) throws(EventError) {
        do { try self.init(canonical: bytes) } catch { try self.init(anyForm: bytes) }
    }

    /// Reads an event from JSON of which the form does not matter.
    package init(anyForm bytes: [UInt8]) throws(EventError) {
        let value: JSONValue
        do { value = try JSONValue.parse(bytes) } catch { throw EventError("not an event: \(error)") }
        guard let object = value.object else { throw EventError("not an event: no object") }
        try self.init(json: object)
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "event")
        let schema = try reader.integer("schema")
        guard Event.knows(schema: schema, of: try reader.text("stream")) else {
            throw EventError("events of schema \(schema) need a newer program")
        }
        let kindText = try reader.text("kind")
        guard let kind = EventKind(named: kindText) else { throw EventError("unknown kind of event: \(kindText)") }
        self.init(
            schema: schema, forum: try reader.text("forum"), stream: try reader.text("stream"),
            version: try reader.integer("version"), kind: kind, from: reader.optionalText("from"),
            to: reader.optionalText("to"), decidedAt: try reader.instant("decided_at"),
            recordedAt: try reader.instant("recorded_at"), actor: try Actor(json: try reader.object("actor")),
            data: try reader.object("data"), previous: reader.optionalText("previous"))
        nameHolder()
    }

    /// Whoever held the office of an act that somebody else recorded belongs to the actor, wherever that is shown.
    mutating func nameHolder() {
        guard stream != Event.registryStream, let past = data["decided_by"]?.object else { return }
        actor.past = past
    }
}

extension Actor {
    package var json: JSONObject {
        ["account": .string(account), "office": office.map { .object($0.json) } ?? .null]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "actor")
        let account = try reader.text("account")
        guard let json = reader.optionalObject("office") else {
            self.init(account: account, office: nil)
            return
        }
        guard let held = Office(json: json) else { throw EventError("actor: an office without a role") }
        self.init(account: account, office: held)
    }
}

extension Office {
    package var json: JSONObject {
        var object: JSONObject = ["role": .string(role)]
        if let partner { object["partner"] = .string(partner) }
        if let group { object["group"] = .string(group) }
        if isDeputy { object["deputy"] = .bool(true) }
        return object
    }

    package init?(json: JSONObject) {
        guard let role = json["role"]?.string else { return nil }
        self.init(
            role: role, partner: json["partner"]?.string, group: json["group"]?.string,
            isDeputy: json["deputy"]?.bool ?? false)
    }
}
