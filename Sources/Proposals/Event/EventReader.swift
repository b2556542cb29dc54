package import CanonicalJSON
package import CivilTime
package import Lifecycle

/// Reads the members of an event's JSON, naming what is missing.
package struct EventReader {
    private let object: JSONObject
    private let name: String

    package init(_ object: JSONObject, _ name: String) {
        self.object = object
        self.name = name
    }

    package func text(_ key: String) throws(EventError) -> String {
        guard let value = object[key]?.string else { throw missing(key) }
        return value
    }

    package func value(_ key: String) -> JSONValue? { object[key] }

    package func optionalText(_ key: String) -> String? { object[key]?.string }

    package func integer(_ key: String) throws(EventError) -> Int {
        guard let value = object[key]?.integer else { throw missing(key) }
        return Int(value)
    }

    package func optionalInteger(_ key: String) -> Int? { object[key]?.integer.map { Int($0) } }

    package func flag(_ key: String) -> Bool { object[key]?.bool ?? false }

    package func instant(_ key: String) throws(EventError) -> Instant {
        guard let value = optionalInstant(key) else { throw missing(key) }
        return value
    }

    package func optionalInstant(_ key: String) -> Instant? { object[key]?.string.flatMap { Instant($0) } }

    package func date(_ key: String) throws(EventError) -> CivilDate {
        guard let value = optionalDate(key) else { throw missing(key) }
        return value
    }

    package func optionalDate(_ key: String) -> CivilDate? { object[key]?.string.flatMap { CivilDate($0) } }

    package func object(_ key: String) throws(EventError) -> JSONObject {
        guard let value = object[key]?.object else { throw missing(key) }
        return value
    }

    package func optionalObject(_ key: String) -> JSONObject? { object[key]?.object }

    package func array(_ key: String) throws(EventError) -> [JSONValue] {
        guard let value = object[key]?.array else { throw missing(key) }
        return value
    }

    package func texts(_ key: String) throws(EventError) -> [String] {
        guard let value = object[key]?.strings else { throw missing(key) }
        return value
    }

    package func optionalTexts(_ key: String) -> [String]? { object[key]?.strings }

    package func stance(_ key: String) throws(EventError) -> Stance {
        guard let stance = Stance(rawValue: try text(key)) else { throw EventError("an unknown stance") }
        return stance
    }

    private func missing(_ key: String) -> EventError {
        EventError("\(name): \"\(key)\" is missing or of the wrong kind")
    }
}

extension JSONValue {
    /// Null where there is no number.
    static func optional(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }
}
