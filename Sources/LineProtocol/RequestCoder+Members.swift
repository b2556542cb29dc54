import CanonicalJSON
import CivilTime
import Wording

/// Members of the object. An optional one may be left out or be null; one that is not optional is asked for.
extension RequestCoder {
    mutating func value(_ key: String, _ value: inout JSONValue?) {
        if tells(key, .any, &value, as: .null) { return }
        guard isReading else {
            object[key] = value
            return
        }
        value = object[key].flatMap { $0.isNull ? nil : $0 }
        object[key] = nil
    }

    mutating func text(_ key: String, _ text: inout String?) throws(Failure) {
        if tells(key, .text, &text, as: "") { return }
        var given = text.map { JSONValue.string($0) }
        value(key, &given)
        text = given?.string
        if let given, text == nil { throw wrong(key, "must be text, not \(given.kindName)") }
    }

    mutating func text(_ key: String, _ text: inout String) throws(Failure) {
        var given: String? = text
        try self.text(key, &given)
        text = try required(key, given)
    }

    /// A text of one line, such as a name: blanks at its ends are no part of it.
    mutating func line(_ key: String, _ line: inout String?) throws(Failure) {
        try text(key, &line)
        if isReading { line = line?.trimmed }
    }

    mutating func line(_ key: String, _ line: inout String) throws(Failure) {
        var given: String? = line
        try self.line(key, &given)
        line = try required(key, given)
    }

    mutating func integer(_ key: String, _ integer: inout Int?) throws(Failure) {
        if tells(key, .integer, &integer, as: 1, if: .hasNumbers) { return }
        var given = integer.map { JSONValue.integer(Int64($0)) }
        value(key, &given)
        integer = given?.integer.map { Int($0) }
        if let given, integer == nil { throw wrong(key, "must be an integer, not \(given.kindName)") }
    }

    mutating func integer(_ key: String, _ integer: inout Int) throws(Failure) {
        var given: Int? = integer
        try self.integer(key, &given)
        integer = try required(key, given)
    }

    mutating func flag(_ key: String, _ flag: inout Bool?) throws(Failure) {
        if tells(key, .flag, &flag, as: true, if: .isTrue) { return }
        var given = flag.map { JSONValue.bool($0) }
        value(key, &given)
        flag = given?.bool
        if let given, flag == nil { throw wrong(key, "must be true or false, not \(given.kindName)") }
    }

    /// False where it is left out.
    mutating func flag(_ key: String, _ flag: inout Bool) throws(Failure) {
        var given: Bool? = flag ? true : nil
        try self.flag(key, &given)
        flag = given ?? false
    }

    mutating func object(_ key: String, _ object: inout JSONObject?) throws(Failure) {
        if tells(key, .object, &object, as: [:]) { return }
        var given = object.map { JSONValue.object($0) }
        value(key, &given)
        object = given?.object
        if let given, object == nil { throw wrong(key, "must be an object, not \(given.kindName)") }
    }

    mutating func array(_ key: String, _ array: inout [JSONValue]?) throws(Failure) {
        if tells(key, .list(.any), &array, as: []) { return }
        var given = array.map { JSONValue.array($0) }
        value(key, &given)
        array = given?.array
        if let given, array == nil { throw wrong(key, "must be a list, not \(given.kindName)") }
    }

    /// A list of texts; the sentence says what to give.
    mutating func texts(_ key: String, _ texts: inout [String]?, else sentence: String) throws(Failure) {
        if tells(key, .list(.text), &texts, as: []) { return }
        var given = texts?.map { JSONValue.string($0) }
        try array(key, &given)
        texts = given?.compactMap(\.string)
        if given?.count != texts?.count { throw wrong(key, sentence) }
    }

    /// A map of texts.
    mutating func texts(_ key: String, _ texts: inout [String: String]?) throws(Failure) {
        if tells(key, .map(.text), &texts, as: [:]) { return }
        var given = texts.map { JSONObject($0.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }) }
        try object(key, &given)
        texts = given.map { _ in [:] }
        for member in given?.members ?? [] {
            guard let text = member.value.string else { throw wrong(key, "\"\(member.key)\" must be text") }
            texts?[member.key] = text
        }
    }

    /// One of the words that a type has; the sentence says which.
    mutating func word<Word: RawRepresentable<String>>(
        _ key: String, _ word: inout Word?, else sentence: String
    ) throws(Failure) {
        if tells(key, .words(of: Word.self), &word, as: nil) { return }
        var given = word?.rawValue
        try text(key, &given)
        word = given.flatMap { Word(rawValue: $0) }
        if given != nil, word == nil { throw wrong(key, sentence) }
    }

    mutating func day(
        _ key: String, _ day: inout CivilDate?, since first: Int = CivilDate.firstYear
    ) throws(Failure) {
        if tells(key, .day, &day, as: CivilDate("2026-03-01")) { return }
        var given = day?.description
        try text(key, &given)
        guard isReading else { return }
        day = nil
        if let given { day = try CivilDate(asked: given, key, since: first) }
    }

    mutating func instant(_ key: String, _ instant: inout Instant?) throws(Failure) {
        if tells(key, .instant, &instant, as: Instant(microseconds: 0)) { return }
        var given = instant?.description
        try text(key, &given)
        guard isReading else { return }
        instant = nil
        if let given { instant = try Instant(asked: given, key) }
    }

    /// A moment given as an instant or as a day: its start, or its end.
    mutating func moment(_ key: String, _ moment: inout Moment?, endOfDay: Bool) throws(Failure) {
        if tells(key, .moment, &moment, as: nil) { return }
        var given = moment?.text
        try text(key, &given)
        guard isReading else { return }
        moment = nil
        if let given { moment = try Moment(asked: given, key, endOfDay: endOfDay) }
    }

    /// A member that is written as null where there is none: for requests of which a key stands for the very bytes.
    mutating func orNull<Value>(
        _ key: String, _ value: inout Value?,
        _ member: (inout RequestCoder, String, inout Value?) throws(Failure) -> Void
    ) throws(Failure) {
        try member(&self, key, &value)
        if !isReading, value == nil { object[key] = .null }
    }

    /// A member that there must be.
    mutating func required<Value>(_ key: String, _ value: Value?) throws(Failure) -> Value {
        tellsOfNeed(key)
        guard let value else { throw missing(key) }
        return value
    }

    /// Everything that no member took.
    mutating func rest(_ rest: inout JSONObject) {
        tellsOfOthers()
        if isReading {
            rest = object
            object = [:]
        } else {
            for member in rest.members { object[member.key] = member.value }
        }
    }

    /// The members that a lifecycle names: under a key of their own, where no name that the request itself uses can be meant, or beside
    /// what was taken. They are written apart where one has such a name.
    mutating func named(under key: String, apartFrom own: [String], _ fields: inout JSONObject) throws(Failure) {
        var told: JSONObject? = fields
        if tells(key, .object, &told, as: [:]) { return tellsOfOthers() }
        guard isReading else {
            guard fields.keys.contains(where: { own.contains($0) }) else { return rest(&fields) }
            object[key] = .object(fields)
            return
        }
        guard let apart = object[key]?.object else { return rest(&fields) }
        object[key] = nil
        if let first = object.keys.first {
            throw wrong(first, "only what is in \"\(key)\" counts; put \"\(first.prefix(64))\" there as well")
        }
        fields = apart
    }
}
