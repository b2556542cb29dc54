import CanonicalJSON
import CivilTime
import DefinitionTree
import ImportFiles
import Proposals
import Wording

/// Turns what a person wrote for a field into the value that goes over the wire.
enum FieldReading {
    /// Why a text or tree is no value of a field, as the end of a sentence that begins with the field's name.
    struct Fault: Error, Hashable {
        let sentence: String
        /// The line of the source, 0 where it has none.
        var line = 0
    }

    /// The value of one text, as an option gives it: lists are separated by commas, structure is JSON. Partners are found by what they
    /// are called, where there is a lookup.
    static func value(
        _ text: String, _ field: FormField, _ partners: PartnerLookup? = nil
    ) throws(Fault) -> JSONValue {
        if isJSON(text, field) {
            let value: JSONValue
            do { value = try JSONValue.parse(text) } catch {
                // What other programs take for JSON is named for what it is.
                throw Fault(sentence: (error.reason == .fraction ? "cannot be read: " : "is not JSON: ") + "\(error)")
            }
            return try partners?.resolved(value, type: field.type) ?? value
        }
        switch field.type {
        case .organisers:
            return try partners?.organisers(in: text) ?? .array(parts(text, ",").map { ["partner": .string($0)] })
        case .partners: return try partners?.partners(in: text) ?? .strings(parts(text, ","))
        case .documents: return .strings(parts(text, "\n"))
        case .choices, .fieldKeys: return .strings(parts(text, ","))
        case .answers: return try AnswersText.value(text)
        case .changes: throw Fault(sentence: "is written as JSON: {\"field\":\"its new value\"}")
        case .text, .place, .reference, .address, .date, .instant, .integer, .money, .choice, .partner, .track,
            .meeting, .partnerCount, nil:
            return try scalar(text, field)
        }
    }

    /// Whether a text for a field is the JSON of its value.
    static func isJSON(_ text: String, _ field: FormField) -> Bool {
        field.type?.mayBeJSON ?? false && (text.hasPrefix("{") || text.hasPrefix("["))
    }

    /// The value of a node of a YAML or JSON file; nil where nothing is filled in.
    static func value(
        _ node: DefinitionNode, _ field: FormField, _ partners: PartnerLookup? = nil
    ) throws(Fault) -> JSONValue? {
        if node.isEmpty { return nil }
        if case .list(let elements) = node.content {
            guard field.isList else { throw Fault(sentence: "takes \(field.hint), not a list", line: node.line) }
            if elements.isEmpty { return nil }
            var values: [JSONValue] = []
            for element in elements where !element.isEmpty {
                let value = try self.element(element, field)
                do { values += try partners?.resolved(.array([value]), type: field.type).array ?? [value] } catch {
                    throw Fault(sentence: error.sentence, line: element.line)
                }
            }
            return values.isEmpty ? nil : .array(values)
        }
        if case .map(let entries) = node.content {
            if field.type == .answers {
                var answers: [JSONValue] = []
                for entry in entries { answers.append(try AnswersText.value(entry)) }
                return .array(answers)
            }
            guard field.type == .money || field.type == .place else {
                throw Fault(sentence: "takes \(field.hint), not a map", line: node.line)
            }
            let object = try object(node, keys: field.type == .money ? ["currency", "amount"] : PlaceText.parts)
            return object.isEmpty ? nil : .object(object)
        }
        guard let text = node.text else { return nil }
        if field.type == .documents { return .strings([text]) }
        do {
            return field.isList ? try value(text, field, partners) : try scalar(text, field)
        } catch { throw Fault(sentence: error.sentence, line: node.line) }
    }

    private static func element(_ node: DefinitionNode, _ field: FormField) throws(Fault) -> JSONValue {
        switch field.type {
        case .organisers:
            if let text = node.text { return ["partner": .string(text)] }
            return .object(try object(node, keys: ["partner", "organisation", "body", "contact"]))
        case .answers:
            if let answer = try AnswersText.element(node) { return answer }
            return .object(try object(node, keys: ["ref", "answer"]))
        case .choices, .partners, .documents, .fieldKeys, .text, .place, .reference, .address, .date, .instant,
            .integer, .money, .choice, .partner, .changes, .track, .meeting, .partnerCount, nil:
            guard let text = node.text else {
                throw Fault(sentence: "takes a list of texts, not of \(node.kindName)", line: node.line)
            }
            return .string(text)
        }
    }

    private static func object(_ node: DefinitionNode, keys: [String]) throws(Fault) -> JSONObject {
        guard case .map(let entries) = node.content else {
            throw Fault(sentence: "takes maps with \(keys.joined(separator: ", "))", line: node.line)
        }
        var object = JSONObject()
        for entry in entries {
            guard keys.contains(entry.key) else {
                throw Fault(
                    sentence: "has no \"\(entry.key)\"; use one of \(keys.joined(separator: ", "))", line: entry.line)
            }
            guard object[entry.key] == nil else {
                throw Fault(sentence: "has \"\(entry.key)\" more than once", line: entry.line)
            }
            if entry.value.isEmpty { continue }
            guard let text = entry.value.text else {
                throw Fault(sentence: "takes text for \"\(entry.key)\"", line: entry.line)
            }
            object[entry.key] = .string(text)
        }
        return object
    }

    private static func scalar(_ text: String, _ field: FormField) throws(Fault) -> JSONValue {
        switch field.type {
        case .integer, .partnerCount:
            guard let number = Int64(text) else { throw Fault(sentence: "takes \(field.hint), not \"\(text)\"") }
            return .integer(number)
        case .date:
            guard CivilDate(text) != nil else { throw Fault(sentence: "takes \(field.hint), not \"\(text)\"") }
            return .string(text)
        case .instant: return .string(try instant(text, endOfDay: true))
        case .choice:
            let choices = field.choices.map { NamedThing(id: $0, label: $0) }
            guard let choice = NamedThing.id(of: text, in: choices) else {
                throw Fault(sentence: "takes \(field.hint), not \"\(text)\"" + NamedThing.advice(text, in: choices))
            }
            return .string(choice)
        case .money: return try money(text, field)
        case .text, .place, .reference, .address, .partner, .changes, .track, .meeting, .choices, .partners,
            .organisers, .documents, .answers, .fieldKeys, nil:
            return .string(text)
        }
    }

    /// An instant in the one form of the wire; a day alone means its start or its end in UTC.
    static func instant(_ text: String, endOfDay: Bool) throws(Fault) -> String {
        try moment(text, endOfDay: endOfDay).description
    }

    /// A moment: an instant, or the start or the end of a day.
    static func moment(_ text: String, endOfDay: Bool) throws(Fault) -> Instant {
        if let day = CivilDate(text) {
            let start = Instant(startOf: day)
            return endOfDay ? start.advanced(byMicroseconds: Instant.microsecondsPerDay - 1_000_000) : start
        }
        guard let instant = Instant(written: text) else {
            let fault = Instant.fault(in: text)
            throw Fault(
                sentence: fault.hasPrefix("has no time zone")
                    ? "\"\(text)\" \(fault)" : "takes an instant, 2026-03-01T12:00:00Z, or a day, not \"\(text)\"")
        }
        return instant
    }

    /// `EUR 1500.00` or `1500.00 EUR`.
    private static func money(_ text: String, _ field: FormField) throws(Fault) -> JSONValue {
        switch Money.read(text) {
        case .success(let money): return money.json
        case .failure(let fault): throw Fault(sentence: "takes \(field.hint): \(fault.sentence)")
        case nil: throw Fault(sentence: "takes \(field.hint), not \"\(text)\"")
        }
    }

    static func parts(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
    }
}
