import CanonicalJSON

/// Fits the words of a line into a request by its verb's shape.
struct RequestFiller {
    private var request: Request
    private let shape: VerbShape
    /// How a request of this verb is written, for whoever wrote it otherwise.
    private let usage: String

    init(_ request: Request, usage: String? = nil) {
        self.request = request
        shape = request.verb.shape
        self.usage = usage ?? "\(request.verb) \(request.verb.shape.usage)"
    }

    /// Takes the next word: `value` or `key=value`.
    mutating func take(_ word: String) throws(Failure) {
        guard !word.isEmpty else {
            throw Failure(.badArgument, "an argument is empty", advice: "Put exactly one space between arguments.")
        }
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return try takePositional(word) }
        try takeOption(String(word[..<equals]), String(word[word.utf8.index(after: equals)...]))
    }

    /// Checks that nothing is missing, and reads the object.
    func finish(object bytes: [UInt8]?) throws(Failure) -> Request {
        var result = request
        for positional in shape.positionals.dropFirst(request.arguments.count) where positional.isRequired {
            throw Failure(
                .missingArgument, "\(request.verb) needs \(positional.name)",
                advice: "Write: \(usage)", details: ["argument": .string(positional.name)])
        }
        switch (shape.object, bytes) {
        case (.none, .some):
            throw Failure(.extraArgument, "\(request.verb) takes no JSON object", details: ["argument": "object"])
        case (.required, .none):
            throw Failure(
                .missingArgument, "\(request.verb) needs a JSON object",
                advice: "Write: \(usage)", details: ["argument": "object"])
        case (.none, .none), (.optional, .none): break
        case (.optional, .some(let bytes)), (.required, .some(let bytes)): result.object = try read(bytes)
        }
        let given = shape.exactlyOneOf.filter { request.options[$0] != nil }
        if !shape.exactlyOneOf.isEmpty, given.count != 1 {
            let names = shape.exactlyOneOf.map { $0 + "=" }.joined(separator: " or ")
            throw Failure(
                given.isEmpty ? .missingArgument : .extraArgument, "\(request.verb) takes \(names), one of the two")
        }
        return result
    }

    /// Takes the next argument that is known by its place.
    mutating func takePositional(_ word: String) throws(Failure) {
        guard request.arguments.count < shape.positionals.count else {
            throw Failure(
                .extraArgument, "\(request.verb) does not take \(excerpt(word))",
                advice: "Write: \(usage)".trimmed, details: ["argument": .string(excerpt(word))])
        }
        let positional = shape.positionals[request.arguments.count]
        try checkAtom(word, name: positional.name)
        guard positional.choices.isEmpty || positional.choices.contains(word) else {
            throw Failure(
                .badArgument, "\(positional.name) cannot be \(excerpt(word))",
                advice: "Use one of: \(positional.choices.joined(separator: ", ")).",
                details: ["argument": .string(positional.name)])
        }
        request.arguments.append(word)
    }

    /// Takes an argument that is known by its key.
    mutating func takeOption(_ name: String, _ value: String) throws(Failure) {
        let isCommon = shape.takesKey && (name == "key" || name == "if")
        let option = shape.option(named: name)
        guard isCommon || option != nil else {
            throw Failure(
                .extraArgument, "\(request.verb) does not take \(excerpt(name))=",
                advice: "Write: \(usage)".trimmed, details: ["argument": .string(excerpt(name))])
        }
        try checkAtom(value, name: name)
        if isCommon { return try takeCommon(name, value) }
        guard request.options[name] == nil else { throw twice(name) }
        if case .integer(let range) = option?.kind { _ = try integer(value, name: name, in: range) }
        request.options[name] = value
    }

    private mutating func takeCommon(_ name: String, _ value: String) throws(Failure) {
        if name == "key" {
            guard request.key == nil else { throw twice(name) }
            guard value.utf8.count <= Limits.keyBytes else {
                throw Failure(
                    .badArgument, "key= is longer than \(Limits.keyBytes) bytes", details: ["argument": "key"])
            }
            request.key = value
        } else {
            guard request.expectedVersion == nil else { throw twice(name) }
            request.expectedVersion = try integer(value, name: name, in: 0...JSONValue.largestInteger)
        }
    }

    private func read(_ bytes: [UInt8]) throws(Failure) -> JSONObject {
        do throws(JSONError) {
            guard case .object(let object) = try JSONValue.parse(bytes) else { throw JSONError(.notAnObject, at: 0) }
            return object
        } catch {
            throw Failure(.badJSON, error.description, details: ["offset": .integer(Int64(error.offset))])
        }
    }

    /// An atom is 1 to 512 printable ASCII characters other than space `"` `=` `\` `{` `}`.
    private func checkAtom(_ atom: String, name: String) throws(Failure) {
        guard !atom.isEmpty else {
            throw Failure(.badArgument, "\(name)= has no value", details: ["argument": .string(name)])
        }
        guard atom.utf8.count <= Limits.atomBytes else {
            throw Failure(
                .badArgument, "\(name) is longer than \(Limits.atomBytes) bytes", details: ["argument": .string(name)])
        }
        guard atom.utf8.allSatisfy(RequestFiller.isAtomByte) else {
            throw Failure(
                .badArgument, "\(name) holds a character that an argument cannot have",
                advice: "Use printable ASCII without space, quotes, =, \\, { and }; text belongs into the object.",
                details: ["argument": .string(name)])
        }
    }

    static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): false
        case 0x21...0x7E: true
        default: false
        }
    }

    private func integer(_ text: String, name: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64 {
        guard let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            text.utf8.count == 1 || first != UInt8(ascii: "0"), let value = Int64(text), range.contains(value)
        else {
            throw Failure(
                .badArgument, "\(name)= must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                details: ["argument": .string(name)])
        }
        return value
    }

    private func twice(_ name: String) -> Failure {
        Failure(.badArgument, "\(name)= is given twice", advice: "Give it once.", details: ["argument": .string(name)])
    }

    /// The beginning of a word, short enough for a message.
    private func excerpt(_ word: String) -> String { word.count > 40 ? word.prefix(40) + "..." : word }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
