package import CanonicalJSON
import CivilTime
package import Lifecycle

extension Registry {
    /// Folds one event of the registry's stream. Pure: it reads nothing but the event.
    package mutating func evolve(_ sealed: SealedEvent) throws(EventError) {
        try evolve(sealed.event, digest: sealed.digest)
    }

    /// Folds one event whose bytes have this digest.
    package mutating func evolve(_ event: Event, digest: String) throws(EventError) {
        guard event.stream == Event.registryStream, event.forum == forum, event.version == version + 1,
            event.previous == lastDigest
        else {
            throw EventError("event \(event.version) does not follow version \(version) of the registry of \(forum)")
        }
        if let recordedAt, event.recordedAt < recordedAt {
            throw EventError(
                "event \(event.version) of the registry of \(forum) was recorded before the one it follows")
        }
        switch event.kind.body {
        case .registry(let type): try type.fold(event, into: &self)
        case .opening, .proposal: throw EventError("\(event.kind.rawValue) is not an event of a registry")
        }
        version = event.version
        lastDigest = digest
        recordedAt = event.recordedAt
    }
}

extension Partner {
    package var json: JSONObject {
        [
            "id": .string(id), "name": .string(name), "joined": .optional(joined?.description),
            "left": .optional(left?.description),
            "attributes": .object(JSONObject(attributes.map { JSONObject.Member(key: $0, value: .string($1)) })),
        ]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "partner")
        self.init(
            id: try reader.text("id"), name: try reader.text("name"),
            attributes: Partner.attributes(try reader.object("attributes")), joined: reader.optionalDate("joined"),
            left: reader.optionalDate("left"))
    }

    static func attributes(_ object: JSONObject) -> [String: String] {
        var result: [String: String] = [:]
        for member in object.members { result[member.key] = member.value.string }
        return result
    }
}

extension Meeting {
    package var json: JSONObject {
        var object = core
        if precision != .day { object["precision"] = .string(precision.rawValue) }
        return object
    }

    private var core: JSONObject {
        [
            "id": .string(id), "kind": .string(kind), "name": .string(name), "starts": .string(starts.description),
            "ends": .string(ends.description), "city": .optional(city), "country": .optional(country),
            "source": .optional(source),
        ]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "meeting")
        self.init(
            id: try reader.text("id"), kind: try reader.text("kind"), name: try reader.text("name"),
            starts: try reader.date("starts"), ends: try reader.date("ends"), city: reader.optionalText("city"),
            country: reader.optionalText("country"), source: reader.optionalText("source"),
            precision: reader.optionalText("precision").flatMap(Precision.init) ?? .day)
    }
}

extension EventReader {
    package func office(_ key: String) throws(EventError) -> Office {
        guard let office = Office(json: try object(key)) else { throw EventError("an office without a role") }
        return office
    }
}
