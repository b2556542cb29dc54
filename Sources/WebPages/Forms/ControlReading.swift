import CanonicalJSON
import CivilTime
import Lifecycle

/// Turns what a browser sent for a control into the value that the request carries.
struct ControlReading {
    let values: FormValues
    let around: FormSurroundings

    /// Why what was typed is no value of a control, as a sentence.
    struct Fault: Error, Hashable {
        let sentence: String
    }

    /// The value under a name; nil where nothing was filled in.
    func value(_ kind: ControlKind, _ name: String) throws(Fault) -> JSONValue? {
        switch kind {
        case .text, .address, .one: return values.text(name).map { .string($0) }
        case .date:
            guard let text = values.text(name) else { return nil }
            guard CivilDate(text) != nil else { throw Fault(sentence: tr("Give a day, such as 2026-03-01.")) }
            return .string(text)
        case .instant:
            return try ControlReading.instant(values.text(name)).map { .string($0.description) }
        case .integer:
            guard let text = values.text(name) else { return nil }
            guard let number = Int64(text), abs(number) <= JSONValue.largestInteger else {
                throw Fault(sentence: tr("Give a whole number."))
            }
            return .integer(number)
        case .money: return try money(name)
        case .some:
            let chosen = values.all(name).filter { !$0.isEmpty }
            return chosen.isEmpty ? nil : .strings(chosen)
        case .lines:
            let lines = (values.text(name) ?? "").unicodeScalars.split { Character($0).isNewline }.map {
                String($0).trimmingBlanks
            }.filter { !$0.isEmpty }
            return lines.isEmpty ? nil : .strings(lines)
        // A file comes beside the texts of a form.
        case .file: return nil
        case .organisers: return rows(name, ["partner", "organisation", "body", "contact"])
        case .answers: return rows(name, ["ref", "answer"])
        case .changes(let fields):
            var changes = JSONObject()
            for field in fields {
                changes[field.key] = try value(ControlKind(field.type, around), "\(name).\(field.key)")
            }
            return changes.isEmpty ? nil : .object(changes)
        }
    }

    /// A moment in UTC, as a browser sends it (`2026-03-01T09:00`) or as an instant is written; a day alone is its end.
    package static func instant(_ text: String?) throws(Fault) -> Instant? {
        guard let text else { return nil }
        if let day = CivilDate(text) {
            return Instant(startOf: day).advanced(byMicroseconds: Instant.microsecondsPerDay - 1_000_000)
        }
        guard let instant = Instant(written: text) ?? Instant(written: text + "Z") else {
            throw Fault(sentence: tr("Give a day and a time in UTC, such as 2026-03-01T12:00."))
        }
        return instant
    }

    private func money(_ name: String) throws(Fault) -> JSONValue? {
        let amount = values.text(name + ".amount")?.filter { $0 != " " && $0 != "\u{A0}" }
        guard let amount else { return nil }
        guard let currency = values.text(name + ".currency")?.uppercased() else {
            throw Fault(sentence: tr("Give the currency beside the amount, such as EUR."))
        }
        let isWhole = amount.contains(".") || ControlReading.wholeCurrencies.contains(currency)
        return ["amount": .string(isWhole ? amount : amount + ".00"), "currency": .string(currency)]
    }

    /// Currencies that have no smaller part (ISO 4217), of the countries that are likely to give one.
    private static let wholeCurrencies: Set<String> = ["JPY", "KRW", "VND", "ISK", "CLP", "XAF", "XOF", "XPF"]

    /// The rows of which something was filled in.
    private func rows(_ name: String, _ keys: [String]) -> JSONValue? {
        var rows: [JSONValue] = []
        for row in values.rows(name) {
            var object = JSONObject()
            for key in keys { object[key] = values.text("\(name).\(row).\(key)").map { .string($0) } }
            // A ref that was offered and not answered is no answer.
            if keys.contains("answer"), object["answer"] == nil { continue }
            if !object.isEmpty { rows.append(.object(object)) }
        }
        return rows.isEmpty ? nil : .array(rows)
    }
}
