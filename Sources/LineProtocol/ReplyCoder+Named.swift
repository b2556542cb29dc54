import CanonicalJSON

/// Objects whose members somebody else names, and which hold things of one kind.
extension ReplyCoder {
    /// Numbers, each under its name.
    package mutating func integers(_ key: String, _ integers: inout [String: Int], else other: [String: Int]) {
        var given: [String: Int]? = integers
        if !tells(key, .map(.integer), &given, as: [:]) {
            named(key, &given, read: { $1.integer.map { Int($0) } }, write: { .integer(Int64($0)) })
        }
        integers = given ?? other
    }

    /// Texts, each under its name.
    package mutating func texts(_ key: String, _ texts: inout [String: String]?) {
        if tells(key, .map(.text), &texts, as: [:]) { return }
        named(key, &texts, read: { $1.string }, write: { .string($0) })
    }

    package mutating func texts(_ key: String, _ texts: inout [String: String], else other: [String: String]) {
        var given: [String: String]? = texts
        self.texts(key, &given)
        texts = given ?? other
    }

    /// Lists of texts, each under its name.
    package mutating func texts(_ key: String, _ texts: inout [String: [String]]?) {
        if tells(key, .map(.list(.text)), &texts, as: [:]) { return }
        named(key, &texts, read: { $1.strings }, write: { .strings($0) })
    }

    package mutating func texts(_ key: String, _ texts: inout [String: [String]], else other: [String: [String]]) {
        var given: [String: [String]]? = texts
        self.texts(key, &given)
        texts = given ?? other
    }

    /// Parts, each under its name.
    package mutating func parts<Part: ReplyPart>(
        _ key: String, _ parts: inout [String: Part], else other: [String: Part]
    ) {
        var given: [String: Part]? = parts
        if !tells(key, .map(.part(PartShape(of: Part.self))), &given, as: [:]) {
            named(
                key, &given, read: { coder, value in value.object.map { coder.read($0, key) } },
                write: { .object($0.object) })
        }
        parts = given ?? other
    }

    /// Lists of parts, each under its name.
    package mutating func parts<Part: ReplyPart>(_ key: String, _ parts: inout [String: [Part]]?) {
        if tells(key, .map(.list(.part(PartShape(of: Part.self)))), &parts, as: [:]) { return }
        named(
            key, &parts,
            read: { coder, list in (list.array ?? []).compactMap { $0.object }.map { coder.read($0, key) } },
            write: { .array($0.map { .object($0.object) }) })
    }

    /// Of two names that are the same text in other bytes the first is taken.
    private mutating func named<Value>(
        _ key: String, _ values: inout [String: Value]?, read: (inout ReplyCoder, JSONValue) -> Value?,
        write: (Value) -> JSONValue
    ) {
        guard isReading else {
            object[key] = values.map { values in
                .object(JSONObject(values.map { JSONObject.Member(key: $0.key, value: write($0.value)) }))
            }
            return
        }
        guard let given = object[key]?.object else {
            values = nil
            return
        }
        var found: [String: Value] = [:]
        for member in given.members where found[member.key] == nil { found[member.key] = read(&self, member.value) }
        values = found
    }
}
