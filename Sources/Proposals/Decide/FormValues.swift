package import CanonicalJSON
import CivilTime
package import Lifecycle
import Wording

/// Checks values against a form or a transition's inputs: each of the right kind, within its limits, naming partners that exist.
package struct FormValues {
    private let registry: Registry
    private let definition: LifecycleDefinition
    /// How many partners were asked; nil where nobody was yet.
    private let partnersAsked: Int?
    /// How strictly it is asked how a value is written.
    let manner: Manner

    /// How strictly it is asked how a value is written.
    package enum Manner: Sendable, Hashable {
        /// By every rule there is: what comes in now.
        case new
        /// The same, but for money in currencies that are no more: what comes from the past.
        case archive
        /// Only by what was always asked: what stands in the record already.
        case recorded
    }

    package init(
        _ registry: Registry, _ definition: LifecycleDefinition, partnersAsked: Int? = nil, as manner: Manner
    ) {
        self.registry = registry
        self.definition = definition
        self.partnersAsked = partnersAsked
        self.manner = manner
    }

    /// The fields of a form, checked. A null empties a field where that is allowed.
    package func fields(_ values: JSONObject, mayClear: Bool) throws(Refusal) -> JSONObject {
        var result: JSONObject = [:]
        for member in values.members {
            guard let field = definition.form.field(member.key) else {
                throw .badField(
                    member.key,
                    "the form \(definition.form.id) has no such field; it has "
                        + definition.form.fields.map(\.key).joined(separator: ", "))
            }
            if member.value.isNull {
                guard mayClear else {
                    throw .badField(member.key, "there is nothing to empty yet; leave the field out")
                }
                result[member.key] = .null
            } else {
                result[member.key] =
                    field.isPersonal ? try commitment(member.value, field.key) : try value(member.value, field)
            }
        }
        try checkDays(result)
        return result
    }

    /// The last day of an activity is not before the first, where a form asks for both.
    package func checkDays(_ values: JSONObject) throws(Refusal) {
        func day(_ key: String) -> CivilDate? {
            definition.form.field(key)?.type == .date ? values[key]?.string.flatMap { CivilDate($0) } : nil
        }
        guard let starts = day("starts"), let ends = day("ends"), ends < starts else { return }
        throw .badField("ends", "\(ends) is before the start, \(starts)")
    }

    private func value(_ value: JSONValue, _ field: FieldDefinition) throws(Refusal) -> JSONValue {
        let key = field.key
        switch field.type {
        case .text(let limit): return .string(try text(value, key, limit))
        case .place(let limit): return try place(value, key, limit)
        case .date: return .string(try date(value, key).description)
        case .integer(let minimum, let maximum): return .integer(try integer(value, key, minimum, maximum))
        case .money: return try money(value, key)
        case .choice(let choices): return .string(try choice(value, key, choices))
        case .choices(let choices, let limit):
            var chosen: [String] = []
            for element in try list(value, key, limit) {
                let one = choices.isEmpty ? try text(element, key, 100) : try choice(element, key, choices)
                // Words of an open list are tidied below, where one that is there already falls away.
                guard choices.isEmpty && manner != .recorded || !chosen.contains(one) else {
                    throw .badField(key, "\(one) appears twice")
                }
                chosen.append(one)
            }
            return .strings(choices.isEmpty && manner != .recorded ? FreeWord.tidied(chosen) : chosen)
        case .partners(let limit):
            var partners: [String] = []
            for element in try list(value, key, limit) {
                let one = try partner(element, key)
                guard !partners.contains(one) else { throw .badField(key, "\(one) appears twice") }
                partners.append(one)
            }
            return .strings(partners)
        case .organisers(let limit):
            var organisers: [JSONValue] = []
            for element in try list(value, key, limit) { organisers.append(try organiser(element, key)) }
            return .array(organisers)
        case .documents(let limit):
            var documents: [String] = []
            for element in try list(value, key, limit) { documents.append(try text(element, key, 1000)) }
            return .strings(documents)
        case .answers(let limit):
            var answers: [JSONValue] = []
            for element in try list(value, key, limit) { answers.append(try answer(element, key)) }
            return .array(answers)
        case .reference: return .string(RefText.canonical(try text(value, key, 64)))
        }
    }

    /// The inputs of an act, checked. Unknown ones are refused; that a required one is missing is a requirement's finding.
    package func inputs(_ values: JSONObject, _ inputs: [InputDefinition]) throws(Refusal) -> JSONObject {
        var result: JSONObject = [:]
        for member in values.members where !member.value.isNull {
            guard let input = inputs.first(where: { $0.key == member.key }) else {
                let known = inputs.map(\.key) + ["decided_at"]
                throw .badField(member.key, "not asked for here; what can be given is \(known.joined(separator: ", "))")
            }
            result[member.key] = try value(member.value, input)
        }
        return result
    }

    private func value(_ value: JSONValue, _ input: InputDefinition) throws(Refusal) -> JSONValue {
        let key = input.key
        switch input.type {
        case .text(let limit): return .string(try text(value, key, limit))
        case .date: return .string(try date(value, key).description)
        case .instant:
            guard let instant = value.string.flatMap({ Instant(written: $0) }) else {
                throw .badField(
                    key,
                    value.string.map { "\"\($0.prefix(40))\" \(Instant.fault(in: $0))" }
                        ?? "write an instant as 2026-03-01T12:00:00Z")
            }
            try mustBePlausible(instant.date, key)
            return .string(instant.description)
        case .integer(let minimum, let maximum): return .integer(try integer(value, key, minimum, maximum))
        case .choice(let choices): return .string(try choice(value, key, choices))
        case .track: return .string(try choice(value, key, definition.tracks.map(\.id)))
        case .meeting, .partner: return .string(try text(value, key, 64))
        case .money: return try money(value, key)
        case .changes(let keys): return .object(try changes(value, key, keys))
        case .address(let limit):
            let text = try text(value, key, limit)
            if let fault = WebAddress.fault(in: text) {
                throw .badField(key, "\(fault); write the address of the page, as https://example.org/page")
            }
            return .string(text)
        case .partnerCount: return .integer(try partnerCount(value, key))
        case .fieldKeys:
            var keys: [String] = []
            for element in try list(value, key, 100) {
                let one = try choice(element, key, definition.form.fields.map(\.key))
                guard definition.form.field(one)?.isPersonal != true else {
                    throw .badField(key, "\"\(one)\" holds personal data and is never made public")
                }
                guard !keys.contains(one) else { throw .badField(key, "\(one) appears twice") }
                keys.append(one)
            }
            return .strings(keys)
        }
    }

    /// New values of form fields; personal data stays as it is, because no act but a revision takes it.
    private func changes(_ value: JSONValue, _ key: String, _ keys: [String]) throws(Refusal) -> JSONObject {
        guard let given = value.object else {
            throw .badField(key, "give fields with their new values: {\"\(keys.first ?? "title")\":…}")
        }
        for name in given.keys {
            if !keys.isEmpty, !keys.contains(name) {
                throw .badField(key, "\"\(name)\" is not changed by this act; \(keys.joined(separator: ", ")) may be")
            }
            if definition.form.field(name)?.isPersonal ?? false {
                throw .badField(key, "\"\(name)\" holds personal data; change it by a revision")
            }
        }
        return try fields(given, mayClear: true)
    }

    // MARK: one kind of value each

    private func partnerCount(_ value: JSONValue, _ key: String) throws(Refusal) -> Int64 {
        let most = Int64(partnersAsked ?? registry.partners.count)
        guard let count = value.integer, count >= 1 else {
            throw .badField(key, "give a number of partners from 1 to \(most)")
        }
        guard count <= most else {
            throw .badField(
                key,
                "\(count) partners cannot take part: "
                    + (partnersAsked == nil
                        ? "the forum has \(most)" : "\(most) stood on the roster when it was circulated"))
        }
        return count
    }

    private func text(_ value: JSONValue, _ key: String, _ limit: Int) throws(Refusal) -> String {
        guard let text = value.string else { throw .badField(key, "must be text, not \(value.kindName)") }
        // What is so short stands in lists and subjects: one line.
        return limit <= 500
            ? try PlainText.line(trimmed(text), key, limit: limit) : try PlainText.checked(text, key, limit: limit)
    }

    /// The text of one line as it is kept. What stands in the record already stays as it is.
    private func trimmed(_ text: String) -> String { manner == .recorded ? text : text.trimmed }

    /// No activity and no act is so long ago: the year is a slip of the pen. What stands in the record already is not asked.
    private func mustBePlausible(_ day: CivilDate, _ key: String) throws(Refusal) {
        guard manner != .recorded, day.year < CivilDate.firstYear else { return }
        throw .badField(key, "\(day) is before the year \(CivilDate.firstYear); check the year")
    }

    /// Personal data stands beside the record: whoever asks has put a commitment in its place.
    private func commitment(_ value: JSONValue, _ key: String) throws(Refusal) -> JSONValue {
        guard let text = value.string, PlainText.isCommitment(text) else {
            throw .badField(key, "personal data is kept beside the record; a commitment to it is needed here")
        }
        return .string(text)
    }

    private func date(_ value: JSONValue, _ key: String) throws(Refusal) -> CivilDate {
        guard let text = value.string else { throw .badField(key, "write a day, as \"2026-03-01\"") }
        guard let date = CivilDate(text) else {
            throw .badField(key, "\"\(text.prefix(40))\" is not a valid date; write it as 2026-03-01")
        }
        try mustBePlausible(date, key)
        return date
    }

    private func integer(
        _ value: JSONValue, _ key: String, _ minimum: Int64, _ maximum: Int64
    ) throws(Refusal) -> Int64 {
        guard let integer = value.integer, (minimum...maximum).contains(integer) else {
            throw .badField(key, "give an integer from \(minimum) to \(maximum)")
        }
        return integer
    }

    private func choice(_ value: JSONValue, _ key: String, _ choices: [String]) throws(Refusal) -> String {
        guard let choice = value.string, choices.contains(choice) else {
            let given = value.string.map { ", not \"\($0.prefix(40))\"" + choices.hint(for: $0) } ?? ""
            throw .badField(key, "use one of \(choices.joined(separator: ", "))" + given)
        }
        return choice
    }

    private func list(_ value: JSONValue, _ key: String, _ limit: Int) throws(Refusal) -> [JSONValue] {
        guard let list = value.array else { throw .badField(key, "must be a list, not \(value.kindName)") }
        guard list.count <= limit else { throw .badField(key, "\(list.count) entries, and at most \(limit) are kept") }
        return list
    }

    private func partner(_ value: JSONValue, _ key: String) throws(Refusal) -> String {
        guard let id = value.string, registry.partners[id] != nil else {
            throw .badField(key, registry.notPartner(value.string ?? value.kindName))
        }
        return id
    }

    /// A place as a text, or by its parts.
    private func place(_ value: JSONValue, _ key: String, _ limit: Int) throws(Refusal) -> JSONValue {
        guard let object = value.object else {
            guard let text = value.string else {
                throw .badField(key, "write a place as a text, or as {\"city\":…,\"country\":…}")
            }
            return .string(try PlainText.line(trimmed(text), key, limit: limit))
        }
        for known in object.keys where !PlaceText.parts.contains(known) {
            throw .badField(key, "a place has no \"\(known)\"; use one of \(PlaceText.parts.joined(separator: ", "))")
        }
        guard !object.isEmpty else { throw .badField(key, "an empty place says nothing; leave out the field") }
        var place: JSONObject = [:]
        for member in object.members { place[member.key] = .string(try text(member.value, key, min(limit, 500))) }
        return .object(place)
    }

    private func organiser(_ value: JSONValue, _ key: String) throws(Refusal) -> JSONValue {
        guard let object = value.object else {
            throw .badField(key, "each organiser is {\"partner\":…} or {\"organisation\":…}, with body and contact")
        }
        for known in object.keys where !["partner", "organisation", "body", "contact"].contains(known) {
            throw .badField(key, "an organiser has no \"\(known)\"")
        }
        guard (object["partner"] == nil) != (object["organisation"] == nil) else {
            throw .badField(key, "an organiser is either a partner or an organisation")
        }
        var result: JSONObject = [:]
        if let id = object["partner"] { result["partner"] = .string(try partner(id, key)) }
        for part in ["organisation", "body"] {
            if let value = object[part] { result[part] = .string(try text(value, key, 500)) }
        }
        if let contact = object["contact"] { result["contact"] = try commitment(contact, key) }
        return .object(result)
    }

    private func answer(_ value: JSONValue, _ key: String) throws(Refusal) -> JSONValue {
        guard let object = value.object, object.keys == ["answer", "ref"] else {
            throw .badField(key, "each entry is {\"ref\":…,\"answer\":…}")
        }
        return [
            "ref": .string(RefText.canonical(try text(object["ref"] ?? .null, key, 64))),
            "answer": .string(try text(object["answer"] ?? .null, key, 2000)),
        ]
    }
}
