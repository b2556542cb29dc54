import CanonicalJSON

/// Reads the words of a request into a part's members, or writes them from these. What is read is checked; what is written was checked
/// by whoever made it.
package struct RequestCoder {
    /// Whether members are read from a request; otherwise they are written into one.
    package let isReading: Bool
    /// The request that is read, or is being made.
    package private(set) var request: Request
    /// What no member has taken yet, or what was written.
    var object: JSONObject
    private var hasObject = false
    /// What is noted of the members where they are only told of: then they are written to nowhere.
    private(set) var notes: ShapeNotes?

    init(reading request: Request) {
        isReading = true
        self.request = request
        object = request.object ?? [:]
    }

    init(writing verb: Verb) {
        isReading = false
        request = Request(tag: RequestTag(number: 0), verb: verb)
        object = [:]
    }

    init(telling verb: Verb, _ notes: ShapeNotes) {
        self.init(writing: verb)
        self.notes = notes
    }

    /// Notes what a member is, where members are only told of; answers whether they are. What is left out then is there where that is
    /// assumed.
    mutating func tells<Value>(
        _ key: String, _ shape: @autoclosure () -> ValueShape, _ value: inout Value?,
        as example: @autoclosure () -> Value?, if assumed: ShapeNotes.Assumption = .isThere
    ) -> Bool {
        guard let notes else { return false }
        self.notes?.name(key, shape())
        if value == nil, notes.holds(assumed) { value = example() }
        return true
    }

    /// Notes what an option is, where options are only told of.
    mutating func tells(option name: String, _ shape: @autoclosure () -> ValueShape) {
        if notes != nil { notes?.option(name, shape()) }
    }

    /// Notes that there must be a member, where members are only told of.
    mutating func tellsOfNeed(_ key: String) { notes?.require(key) }

    /// Notes that somebody else names members besides, where members are only told of.
    mutating func tellsOfOthers() { notes?.open() }

    /// The request that was made; an object without members is sent only where one is asked for.
    var written: Request {
        var request = request
        if !object.isEmpty || hasObject || request.verb.shape.object == .required { request.object = object }
        return request
    }

    /// Refuses members that nothing took.
    func done() throws(Failure) {
        guard let first = object.keys.first else { return }
        if first == "decided_at" || first == "decided_by" {
            throw wrong(first, "\(request.verb) takes none: what it does happens when it is recorded; leave it out")
        }
        throw Failure(
            .badField, "\"\(first.prefix(64))\": \(request.verb) takes no such member",
            details: ["field": .string(first)])
    }

    /// A member or an option that is wrong: which, and what to do.
    package func wrong(_ key: String, _ message: String) -> Failure { .wrong(key, message) }

    func missing(_ key: String) -> Failure { wrong(key, "\(request.verb) needs it") }

    /// How many members the object has that is read.
    var count: Int { request.object?.count ?? 0 }

    // MARK: Parts

    /// An object that makes the request a write, nil where the request only asks.
    mutating func whole<Part: RequestPart>(_ part: inout Part?) throws(Failure) {
        guard isReading ? request.object != nil : part != nil || notes != nil else { return }
        var members = part ?? Part()
        hasObject = true
        try members.members(&self)
        part = members
    }

    /// An object within the object.
    mutating func part<Part: RequestPart>(_ key: String, _ part: inout Part?) throws(Failure) {
        let verb = request.verb
        if tells(key, .part(PartShape(of: Part.self, in: verb)), &part, as: Part()) { return }
        guard isReading else {
            if let part { object[key] = .object(try written(part)) }
            return
        }
        var given: JSONObject?
        try object(key, &given)
        part = nil
        if let given { part = try read(given) }
    }

    /// A list of objects; the sentence says what each is.
    mutating func parts<Part: RequestPart>(
        _ key: String, _ parts: inout [Part], each sentence: String
    ) throws(Failure) {
        let verb = request.verb
        var told: [Part]? = parts
        if tells(key, .list(.part(PartShape(of: Part.self, in: verb))), &told, as: []) { return }
        guard isReading else {
            var values: [JSONValue] = []
            for part in parts { values.append(.object(try written(part))) }
            object[key] = .array(values)
            return
        }
        var given: [JSONValue]?
        try array(key, &given)
        parts = []
        for value in given ?? [] {
            guard let object = value.object else { throw wrong(key, sentence) }
            parts.append(try read(object))
        }
    }

    func read<Part: RequestPart>(_ object: JSONObject) throws(Failure) -> Part {
        var inner = self
        inner.object = object
        var part = Part()
        try part.members(&inner)
        try inner.done()
        return part
    }

    func written<Part: RequestPart>(_ part: Part) throws(Failure) -> JSONObject {
        var inner = RequestCoder(writing: request.verb)
        var part = part
        try part.members(&inner)
        return inner.object
    }

    // MARK: Arguments

    mutating func argument(_ name: String, _ value: inout String) throws(Failure) {
        if isReading {
            value = try request.requiredArgument(name)
        } else {
            request.arguments.append(value)
        }
    }

    mutating func argument(_ name: String, _ value: inout String?) throws(Failure) {
        if isReading {
            value = request.argument(name)
        } else if let value {
            request.arguments.append(value)
        }
    }

    /// An option as it stands in the line; ``RequestCoder/option(_:_:)`` reads and writes those of a kind.
    var options: [String: String] {
        get { request.options }
        set { request.options = newValue }
    }
}

extension Failure {
    /// A member or an option of a request that is wrong: which, and what to do.
    package static func wrong(_ field: String, _ message: String) -> Failure {
        Failure(.badField, "\"\(field)\": \(message)", details: ["field": .string(field)])
    }
}
