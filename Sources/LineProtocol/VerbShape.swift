/// The arguments of a verb, as data: the parser refuses by it, and the protocol page prints it.
package struct VerbShape: Hashable, Sendable {
    /// An argument known by its place.
    package struct Positional: Hashable, Sendable {
        package let name: String
        package let isRequired: Bool
        /// The only words allowed, when there are only some.
        package let choices: [String]
        /// Whether it names a proposal, in whatever form its ref was typed.
        package let isRef: Bool
    }

    /// An argument known by its key.
    package struct Option: Hashable, Sendable {
        /// What its value must look like.
        package enum Kind: Hashable, Sendable {
            case text
            case integer(ClosedRange<Int64>)
            /// The ref of a proposal, in whatever form it was typed.
            case ref
        }

        package let name: String
        package let kind: Kind
    }

    /// Whether a JSON object ends the line.
    package enum ObjectRule: Hashable, Sendable {
        case none, optional, required
    }

    /// What a verb does to the server's data.
    package enum Access: Hashable, Sendable {
        /// Concerns the connection alone.
        case session
        /// Changes nothing.
        case read
        /// Adds what is proven by itself; the same again adds nothing, so it takes no key.
        case deposit
        /// Changes something; takes `key=` and `if=`.
        case write
        /// Reads without an object, writes with one.
        case writeWithObject
    }

    package let positionals: [Positional]
    /// The verb's own options; `key=` and `if=` of writes are not among them.
    package let options: [Option]
    /// Options of which exactly one is given.
    package let exactlyOneOf: [String]
    package let object: ObjectRule
    package let access: Access
    /// What it does, as one sentence.
    package let summary: String

    init(
        _ access: Access, _ positionals: [Positional] = [], options: [Option] = [], object: ObjectRule = .none,
        exactlyOneOf: [String] = [], does summary: String
    ) {
        self.access = access
        self.positionals = positionals
        self.options = options
        self.object = object
        self.exactlyOneOf = exactlyOneOf
        self.summary = summary
    }

    /// Whether `key=` and `if=` are understood.
    package var takesKey: Bool { access == .write || access == .writeWithObject }

    /// The option of a name, if the verb has it.
    package func option(named name: String) -> Option? { options.first { $0.name == name } }

    /// The arguments as a line of grammar: `ref [transition] [version=] {object}`.
    package var usage: String {
        var parts = positionals.map { $0.isRequired ? $0.name : "[\($0.name)]" }
        parts += options.map { "[\($0.name)=]" }
        if takesKey { parts += ["[key=]", "[if=]"] }
        switch object {
        case .none: break
        case .optional: parts.append("[{...}]")
        case .required: parts.append("{...}")
        }
        return parts.joined(separator: " ")
    }
}

extension VerbShape.Positional: ExpressibleByStringLiteral {
    /// A required argument, or an optional one when the name ends in `?`.
    package init(stringLiteral value: String) {
        isRequired = !value.hasSuffix("?")
        name = isRequired ? value : String(value.dropLast())
        choices = []
        isRef = false
    }

    private init(_ name: String, choices: [String] = [], isRef: Bool = false) {
        self.name = name
        isRequired = true
        self.choices = choices
        self.isRef = isRef
    }

    /// The proposal that a request is about.
    static let ref = Self("ref", isRef: true)
    /// A forum or a proposal.
    static let subject = Self("subject", isRef: true)

    /// A required argument of a few known words.
    static func choice(_ name: String, _ choices: [String]) -> Self {
        Self(name, choices: choices)
    }
}

extension VerbShape.Option: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        name = value
        kind = .text
    }

    static func integer(_ name: String, _ range: ClosedRange<Int64>) -> Self {
        Self(name: name, kind: .integer(range))
    }

    /// The ref of a proposal.
    static func ref(_ name: String) -> Self { Self(name: name, kind: .ref) }

    /// How many rows a page holds at most.
    static let limit = integer("limit", 1...1000)
    /// The number of an event in a proposal's history, or of a leaf in the record.
    static func number(_ name: String) -> Self { integer(name, 0...(1 << 53)) }
}
