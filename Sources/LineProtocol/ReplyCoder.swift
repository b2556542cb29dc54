import CanonicalJSON
import Lifecycle

/// Reads an object of an answer into a part's members, or writes it from them. What is not there, or of another kind, is read as nothing.
package struct ReplyCoder {
    /// Whether members are read from an object; otherwise they are written into one.
    package let isReading: Bool
    private(set) var object: JSONObject

    init(reading object: JSONObject) {
        isReading = true
        self.object = object
    }

    init() {
        isReading = false
        object = [:]
    }

    /// Whether the object that is read has a member.
    func has(_ key: String) -> Bool { object[key] != nil }

    /// A member that is left out where there is none.
    private mutating func member<Value>(
        _ key: String, _ value: inout Value?, read: (JSONValue) -> Value?, write: (Value) -> JSONValue
    ) {
        if isReading { value = object[key].flatMap(read) } else { object[key] = value.map(write) }
    }

    mutating func value(_ key: String, _ value: inout JSONValue?) { member(key, &value, read: { $0 }, write: { $0 }) }

    mutating func text(_ key: String, _ text: inout String?) {
        member(key, &text, read: { $0.string }, write: { .string($0) })
    }

    mutating func text(_ key: String, _ text: inout String) {
        var given: String? = text
        self.text(key, &given)
        text = given ?? ""
    }

    mutating func texts(_ key: String, _ texts: inout [String]?) {
        member(key, &texts, read: { $0.strings }, write: { .strings($0) })
    }

    mutating func integer(_ key: String, _ integer: inout Int?) {
        member(key, &integer, read: { $0.integer.map { Int($0) } }, write: { .integer(Int64($0)) })
    }

    mutating func integer(_ key: String, _ integer: inout Int) {
        var given: Int? = integer
        self.integer(key, &given)
        integer = given ?? 0
    }

    mutating func flag(_ key: String, _ flag: inout Bool) {
        var given: Bool? = flag
        member(key, &given, read: { $0.bool }, write: { .bool($0) })
        flag = given ?? false
    }

    /// A flag that is said only where it is true.
    mutating func mark(_ key: String, _ flag: inout Bool) {
        var given: Bool? = flag ? true : nil
        member(key, &given, read: { $0.bool }, write: { .bool($0) })
        flag = given ?? false
    }

    mutating func instant(_ key: String, _ instant: inout Instant?) {
        member(key, &instant, read: { $0.string.flatMap { Instant($0) } }, write: { .string($0.description) })
    }

    mutating func day(_ key: String, _ day: inout CivilDate?) {
        member(key, &day, read: { $0.string.flatMap { CivilDate($0) } }, write: { .string($0.description) })
    }

    mutating func parts<Part: ReplyPart>(_ key: String, _ parts: inout [Part]) {
        var given: [Part]? = parts
        member(
            key, &given, read: { $0.array?.compactMap { $0.object.map { Part($0) } } },
            write: { .array($0.map { .object($0.object) }) })
        parts = given ?? []
    }

    /// A member that is always said, with null where there is none.
    mutating func orNull<Value>(
        _ key: String, _ value: inout Value?, _ member: (inout ReplyCoder, String, inout Value?) -> Void
    ) {
        member(&self, key, &value)
        if !isReading, value == nil { object[key] = .null }
    }
}
