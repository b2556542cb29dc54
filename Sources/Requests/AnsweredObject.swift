package import CanonicalJSON

/// The object that a request is answered with: its members, or its canonical bytes where they were made before.
package enum AnsweredObject: Sendable, Hashable {
    case members(JSONObject)
    case written([UInt8])

    /// Its members.
    package var members: JSONObject {
        switch self {
        case .members(let object): object
        case .written(let bytes): (try? JSONValue.parse(bytes))?.object ?? [:]
        }
    }
}

extension AnsweredObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .members(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
    }
}
