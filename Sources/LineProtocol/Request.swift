package import CanonicalJSON

/// One request line, read and checked against its verb's shape.
package struct Request: Hashable, Sendable {
    package var tag: RequestTag
    package var verb: Verb
    /// The positional arguments in order.
    package var arguments: [String]
    /// The verb's own `key=value` arguments.
    package var options: [String: String]
    /// The idempotency key of `key=`.
    package var key: String?
    /// The version the caller saw, of `if=`.
    package var expectedVersion: Int64?
    package var object: JSONObject?

    package init(
        tag: RequestTag, verb: Verb, arguments: [String] = [], options: [String: String] = [:], key: String? = nil,
        expectedVersion: Int64? = nil, object: JSONObject? = nil
    ) {
        self.tag = tag
        self.verb = verb
        self.arguments = arguments
        self.options = options
        self.key = key
        self.expectedVersion = expectedVersion
        self.object = object
    }

    /// The argument that the verb's shape gives this name, nil when it was left out.
    package func argument(_ name: String) -> String? {
        guard let place = verb.shape.positionals.firstIndex(where: { $0.name == name }), place < arguments.count
        else { return nil }
        return arguments[place]
    }

    /// The argument of this name, or MISSING_ARGUMENT.
    package func requiredArgument(_ name: String) throws(Failure) -> String {
        guard let argument = argument(name) else {
            throw Failure(.missingArgument, "\(verb) needs \(name)", details: ["argument": .string(name)])
        }
        return argument
    }

    /// The whole number of an option, nil when it was left out; the parser has checked its range.
    package func integer(_ option: String) -> Int64? { options[option].flatMap { Int64($0) } }

    /// Whether this request changes something.
    package var isWrite: Bool {
        switch verb.shape.access {
        case .write: true
        case .writeWithObject: object != nil
        case .read, .session, .deposit: false
        }
    }

    /// What an idempotency key stands for: verb, arguments, options and object in canonical form, without tag, key and `if=`.
    package var canonicalBody: [UInt8] {
        let members = options.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }
        return JSONValue.object([
            "verb": .string(verb.rawValue), "arguments": .strings(arguments),
            "options": .object(JSONObject(members)), "object": object.map { .object($0) } ?? .null,
        ]).canonicalBytes
    }
}
