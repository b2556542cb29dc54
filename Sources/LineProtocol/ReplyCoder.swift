package import CanonicalJSON
package import CivilTime

/// Reads an object of an answer into a part's members, or writes it from them.
///
/// A member whose type is optional may be missing, and so may one with a value to take instead (`else:`). Of the others the first that is
/// missing is noted: only a server of another version leaves one out.
package struct ReplyCoder {
    /// Whether members are read from an object; otherwise they are written into one.
    package let isReading: Bool
    var object: JSONObject
    /// The first member that is needed and not there, with the members that it stands in.
    private(set) var lacking: String?
    /// What is noted of the members where they are only told of: then they are read from nothing.
    private(set) var notes: ShapeNotes?

    init(reading object: JSONObject) {
        isReading = true
        self.object = object
    }

    init(telling notes: ShapeNotes) {
        isReading = true
        object = [:]
        self.notes = notes
    }

    init() {
        isReading = false
        object = JSONObject(reserving: 8)
    }

    /// Whether the object that is read has a member.
    package func has(_ key: String) -> Bool { notes?.holds(.isThere) ?? (object[key] != nil) }

    /// Notes what a member is, where members are only told of; answers whether they are. It then has a value where that is assumed.
    mutating func tells<Value>(
        _ key: String, _ shape: @autoclosure () -> ValueShape, _ value: inout Value?,
        as example: @autoclosure () -> Value?, if assumed: ShapeNotes.Assumption = .isThere
    ) -> Bool {
        guard let notes else { return false }
        self.notes?.name(key, shape())
        value = notes.holds(assumed) ? example() : nil
        return true
    }

    /// A member that is left out where there is none.
    mutating func member<Value>(
        _ key: String, _ value: inout Value?, read: (JSONValue) -> Value?, write: (Value) -> JSONValue
    ) {
        if isReading { value = object[key].flatMap(read) } else { object[key] = value.map(write) }
    }

    /// A member that is needed: what is optional in any other way may be missing.
    package mutating func needed<Value>(
        _ key: String, _ value: inout Value?, _ member: (inout ReplyCoder, String, inout Value?) -> Void
    ) {
        member(&self, key, &value)
        notes?.require(key)
        if value == nil { lack(key) }
    }

    private mutating func needed<Value>(_ key: String, _ value: Value?, else other: Value) -> Value {
        notes?.require(key)
        if value == nil { lack(key) }
        return value ?? other
    }

    private mutating func lack(_ key: String) {
        if isReading, lacking == nil { lacking = key }
    }

    /// A member that is always said, with null where there is none.
    package mutating func orNull<Value>(
        _ key: String, _ value: inout Value?, _ member: (inout ReplyCoder, String, inout Value?) -> Void
    ) {
        member(&self, key, &value)
        notes?.allowNull(key)
        if isReading {
            // Any value may be asked for, and null would be one.
            if object[key]?.isNull == true { value = nil }
        } else if value == nil {
            object[key] = .null
        }
    }

    // MARK: Values

    package mutating func value(_ key: String, _ value: inout JSONValue?) {
        if tells(key, .any, &value, as: .null) { return }
        member(key, &value, read: { $0 }, write: { $0 })
    }

    package mutating func values(_ key: String, _ values: inout [JSONValue]?) {
        if tells(key, .list(.any), &values, as: []) { return }
        member(key, &values, read: { $0.array }, write: { .array($0) })
    }

    package mutating func text(_ key: String, _ text: inout String?) {
        if tells(key, .text, &text, as: "") { return }
        member(key, &text, read: { $0.string }, write: { .string($0) })
    }

    package mutating func text(_ key: String, _ text: inout String) {
        var given: String? = text
        self.text(key, &given)
        text = needed(key, given, else: "")
    }

    package mutating func text(_ key: String, _ text: inout String, else other: String) {
        var given: String? = text
        self.text(key, &given)
        text = given ?? other
    }

    package mutating func texts(_ key: String, _ texts: inout [String]?) {
        if tells(key, .list(.text), &texts, as: []) { return }
        member(key, &texts, read: { $0.strings }, write: { .strings($0) })
    }

    package mutating func texts(_ key: String, _ texts: inout [String]) {
        var given: [String]? = texts
        self.texts(key, &given)
        texts = needed(key, given, else: [])
    }

    package mutating func texts(_ key: String, _ texts: inout [String], else other: [String]) {
        var given: [String]? = texts
        self.texts(key, &given)
        texts = given ?? other
    }

    package mutating func integer(_ key: String, _ integer: inout Int?) {
        if tells(key, .integer, &integer, as: 0, if: .hasNumbers) { return }
        member(key, &integer, read: { $0.integer.map { Int($0) } }, write: { .integer(Int64($0)) })
    }

    package mutating func integer(_ key: String, _ integer: inout Int) {
        var given: Int? = integer
        self.integer(key, &given)
        integer = needed(key, given, else: 0)
    }

    package mutating func integer(_ key: String, _ integer: inout Int, else other: Int) {
        var given: Int? = integer
        self.integer(key, &given)
        integer = given ?? other
    }

    package mutating func flag(_ key: String, _ flag: inout Bool?) {
        if tells(key, .flag, &flag, as: true, if: .isTrue) { return }
        member(key, &flag, read: { $0.bool }, write: { .bool($0) })
    }

    package mutating func flag(_ key: String, _ flag: inout Bool) {
        var given: Bool? = flag
        self.flag(key, &given)
        flag = needed(key, given, else: false)
    }

    package mutating func flag(_ key: String, _ flag: inout Bool, else other: Bool) {
        var given: Bool? = flag
        self.flag(key, &given)
        flag = given ?? other
    }

    /// A flag that is said only where it is true.
    package mutating func mark(_ key: String, _ flag: inout Bool) {
        var given: Bool? = flag ? true : nil
        self.flag(key, &given)
        flag = given ?? false
    }

    /// A word out of a few; another one than these is nothing.
    package mutating func word<Word: RawRepresentable<String>>(_ key: String, _ word: inout Word?) {
        if tells(key, .words(of: Word.self), &word, as: nil) { return }
        member(key, &word, read: { $0.string.flatMap { Word(rawValue: $0) } }, write: { .string($0.rawValue) })
    }

    package mutating func instant(_ key: String, _ instant: inout Instant?) {
        if tells(key, .instant, &instant, as: nil) { return }
        member(key, &instant, read: { $0.string.flatMap { Instant($0) } }, write: { .string($0.description) })
    }

    package mutating func day(_ key: String, _ day: inout CivilDate?) {
        if tells(key, .day, &day, as: nil) { return }
        member(key, &day, read: { $0.string.flatMap { CivilDate($0) } }, write: { .string($0.description) })
    }

    // MARK: Objects and lists

    /// An object whose members somebody else names: the fields of a form, the inputs of an act.
    package mutating func object(_ key: String, _ object: inout JSONObject?) {
        if tells(key, .object, &object, as: [:]) { return }
        member(key, &object, read: { $0.object }, write: { .object($0) })
    }

    /// The whole object, where somebody else names all its members.
    package mutating func whole(_ object: inout JSONObject) {
        notes?.open()
        if isReading { object = self.object } else { self.object = object }
    }

    package mutating func object(_ key: String, _ object: inout JSONObject, else other: JSONObject) {
        var given: JSONObject? = object
        self.object(key, &given)
        object = given ?? other
    }

    package mutating func part<Part: ReplyPart>(_ key: String, _ part: inout Part?) {
        if tells(key, .part(PartShape(of: Part.self)), &part, as: Part()) { return }
        guard isReading else {
            object[key] = part.map { .object($0.object) }
            return
        }
        part = object[key]?.object.map { read($0, key) }
    }

    package mutating func parts<Part: ReplyPart>(_ key: String, _ parts: inout [Part]?) {
        if tells(key, .list(.part(PartShape(of: Part.self))), &parts, as: []) { return }
        guard isReading else {
            object[key] = parts.map { .array($0.map { .object($0.object) }) }
            return
        }
        parts = object[key]?.array?.compactMap { one in one.object.map { read($0, key) } }
    }

    /// Parts of which most stand under another member too, in the same order: what was written there is not written again.
    package mutating func parts<Part: ReplyPart>(
        _ key: String, _ parts: inout [Part]?, among others: [Part]?, under other: String
    ) {
        guard !isReading, let given = parts, let others, let written = object[other]?.array,
            written.count == others.count
        else {
            self.parts(key, &parts)
            return
        }
        var next = 0
        object[key] = .array(
            given.map { part in
                guard let place = others[next...].firstIndex(of: part) else { return .object(part.object) }
                next = place + 1
                return written[place]
            })
    }

    package mutating func parts<Part: ReplyPart>(_ key: String, _ parts: inout [Part]) {
        var given: [Part]? = parts
        self.parts(key, &given)
        parts = needed(key, given, else: [])
    }

    package mutating func parts<Part: ReplyPart>(_ key: String, _ parts: inout [Part], else other: [Part]) {
        var given: [Part]? = parts
        self.parts(key, &given)
        parts = given ?? other
    }

    /// A part within the object; what it lacks is lacking here.
    mutating func read<Part: ReplyPart>(_ object: JSONObject, _ key: String) -> Part {
        var part = Part()
        var coder = ReplyCoder(reading: object)
        part.members(&coder)
        if let member = coder.lacking { lack("\(key).\(member)") }
        return part
    }
}
