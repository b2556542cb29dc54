import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

/// Takes the members of a request's object one by one, and refuses what is of the wrong kind or left over.
struct RequestReader {
    let request: Request
    private var object: JSONObject

    init(_ request: Request) {
        self.request = request
        object = request.object ?? [:]
    }

    /// What was not taken.
    var rest: JSONObject { object }

    /// The members that a lifecycle names: under a key of their own, where no name that the request itself uses can be meant, or beside
    /// what was taken.
    mutating func named(under key: String) throws(ServiceFailure) -> JSONObject {
        guard let own = object[key]?.object else { return object }
        object[key] = nil
        if let first = object.keys.first {
            throw wrong(
                first, "only what is in \"\(key)\" counts; put \"\(first.prefix(64))\" there as well")
        }
        return own
    }

    mutating func take(_ key: String) -> JSONValue? {
        guard let value = object[key] else { return nil }
        object[key] = nil
        return value.isNull ? nil : value
    }

    /// Whether the object names this member, if only to empty it.
    func names(_ key: String) -> Bool { object[key] != nil }

    mutating func saidText(_ key: String) throws(ServiceFailure) -> Said<String> {
        Said(isNamed: names(key), try line(key))
    }

    mutating func saidDay(
        _ key: String, since first: Int = CivilDate.firstYear
    ) throws(ServiceFailure) -> Said<CivilDate> {
        Said(isNamed: names(key), try day(key, since: first))
    }

    mutating func text(_ key: String) throws(ServiceFailure) -> String? {
        guard let value = take(key) else { return nil }
        guard let text = value.string else { throw wrong(key, "must be text, not \(value.kindName)") }
        return text
    }

    /// A text of one line, such as a name: blanks at its ends are no part of it.
    mutating func line(_ key: String) throws(ServiceFailure) -> String? { try text(key)?.trimmed }

    mutating func requiredLine(_ key: String) throws(ServiceFailure) -> String {
        guard let line = try line(key) else { throw missing(key) }
        return line
    }

    mutating func requiredText(_ key: String) throws(ServiceFailure) -> String {
        guard let text = try text(key) else { throw missing(key) }
        return text
    }

    mutating func integer(_ key: String) throws(ServiceFailure) -> Int? {
        guard let value = take(key) else { return nil }
        guard let integer = value.integer else { throw wrong(key, "must be an integer, not \(value.kindName)") }
        return Int(integer)
    }

    mutating func flag(_ key: String) throws(ServiceFailure) -> Bool? {
        guard let value = take(key) else { return nil }
        guard let flag = value.bool else { throw wrong(key, "must be true or false, not \(value.kindName)") }
        return flag
    }

    mutating func object(_ key: String) throws(ServiceFailure) -> JSONObject? {
        guard let value = take(key) else { return nil }
        guard let object = value.object else { throw wrong(key, "must be an object, not \(value.kindName)") }
        return object
    }

    mutating func array(_ key: String) throws(ServiceFailure) -> [JSONValue]? {
        guard let value = take(key) else { return nil }
        guard let array = value.array else { throw wrong(key, "must be a list, not \(value.kindName)") }
        return array
    }

    mutating func instant(_ key: String) throws(ServiceFailure) -> Instant? {
        guard let text = try text(key) else { return nil }
        guard let instant = Instant(written: text) else {
            throw wrong(key, "\"\(text.prefix(40))\" \(Instant.fault(in: text))")
        }
        return instant
    }

    /// A day, not before a year that can be meant.
    mutating func day(
        _ key: String, since first: Int = CivilDate.firstYear
    ) throws(ServiceFailure) -> CivilDate? {
        guard let text = try text(key) else { return nil }
        guard let day = CivilDate(text) else {
            throw wrong(key, "\"\(text.prefix(40))\" is not a valid date; write it as 2026-03-01")
        }
        guard day.year >= first else { throw wrong(key, "\(day) is before the year \(first); check the year") }
        return day
    }

    mutating func requiredDay(_ key: String) throws(ServiceFailure) -> CivilDate {
        guard let day = try day(key) else { throw missing(key) }
        return day
    }

    /// A moment given as an instant or as a day: its start, or its end.
    mutating func moment(_ key: String, endOfDay: Bool) throws(ServiceFailure) -> Instant? {
        guard let text = try text(key) else { return nil }
        if let instant = Instant(written: text) { return instant }
        guard let day = CivilDate(text) else {
            throw wrong(key, "\"\(text.prefix(40))\" \(Instant.fault(in: text)), or a day as 2026-03-01")
        }
        let start = Instant(startOf: day)
        return endOfDay ? start.advanced(byMicroseconds: Instant.microsecondsPerDay) : start
    }

    /// A map of texts.
    mutating func texts(_ key: String) throws(ServiceFailure) -> [String: String]? {
        guard let object = try object(key) else { return nil }
        var result: [String: String] = [:]
        for member in object.members {
            guard let text = member.value.string else { throw wrong(key, "\"\(member.key)\" must be text") }
            result[member.key] = text
        }
        return result
    }

    /// A map of texts of which only those that it names change, and where a null empties what it stands for. A null in place of the map
    /// would empty them all, and is more often a program's way to say nothing: it is refused.
    mutating func saidTexts(_ key: String) throws(ServiceFailure) -> Said<[String: String?]> {
        let isNamed = names(key)
        guard let object = try object(key) else {
            guard !isNamed else {
                throw wrong(
                    key,
                    "null would empty them all; leave it out to keep them, or give null for each one to empty, as "
                        + "{\"group\":null}")
            }
            return .nothing
        }
        var result: [String: String?] = [:]
        for member in object.members {
            guard member.value.isNull || member.value.string != nil else {
                throw wrong(key, "\"\(member.key)\" must be text")
            }
            result.updateValue(member.value.string?.trimmed, forKey: member.key)
        }
        return .value(result)
    }

    /// Refuses members that nothing took.
    func done() throws(ServiceFailure) {
        guard let first = object.keys.first else { return }
        if first == "decided_at" || first == "decided_by" {
            throw wrong(first, "\(request.verb) takes none: what it does happens when it is recorded; leave it out")
        }
        throw ServiceFailure(
            .badField, "\"\(first.prefix(64))\": \(request.verb) takes no such member",
            details: ["field": .string(first)])
    }

    // MARK: arguments and options

    func argument(_ name: String) throws(ServiceFailure) -> String {
        guard let argument = request.argument(name) else {
            throw ServiceFailure(
                .missing, "\(request.verb) needs \(name)", details: ["argument": .string(name)])
        }
        return argument
    }

    func dayOption(_ name: String) throws(ServiceFailure) -> CivilDate? {
        guard let text = request.options[name] else { return nil }
        guard let day = CivilDate(text) else {
            throw wrong(name, "\"\(text.prefix(40))\" is not a valid date; write it as 2026-03-01")
        }
        return day
    }

    func instantOption(_ name: String) throws(ServiceFailure) -> Instant? {
        guard let text = request.options[name] else { return nil }
        guard let instant = Instant(written: text) else {
            throw wrong(name, "\"\(text.prefix(40))\" \(Instant.fault(in: text))")
        }
        return instant
    }

    /// `true` or `false`; false where it is left out.
    func flagOption(_ name: String) throws(ServiceFailure) -> Bool {
        switch request.options[name] {
        case "true": true
        case "false", nil: false
        default: throw wrong(name, "write true or false")
        }
    }

    func integerOption(_ name: String) -> Int? { request.integer(name).map { Int($0) } }

    func wrong(_ key: String, _ message: String) -> ServiceFailure {
        .wrong(key, message)
    }

    func missing(_ key: String) -> ServiceFailure { wrong(key, "\(request.verb) needs it") }
}
