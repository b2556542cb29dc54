package import CanonicalJSON
package import CivilTime

/// One value that a view shows.
package enum ViewItem: Sendable, Hashable {
    case text(String)
    case ref(String)
    case day(CivilDate)
    case integer(Int)
    /// A number of days.
    case days(Int)
    case money(Amount, currency: String)

    package var json: JSONValue {
        switch self {
        case .text(let text), .ref(let text): .string(text)
        case .day(let day): .string(day.description)
        case .integer(let value), .days(let value): .integer(Int64(value))
        case .money(let amount, let currency): .money(amount.text(), currency)
        }
    }

    /// The value as one text: what conditions compare, and what groups are called.
    package var plain: String {
        switch self {
        case .text(let text), .ref(let text): text
        case .day(let day): day.description
        case .integer(let value), .days(let value): String(value)
        case .money(let amount, let currency): currency + " " + amount.text()
        }
    }

    /// Whether it stands before another: numbers by size, days by date, the rest by their bytes.
    package func precedes(_ other: ViewItem) -> Bool {
        switch (self, other) {
        case (.day(let one), .day(let two)): one < two
        case (.integer(let one), .integer(let two)), (.days(let one), .days(let two)),
            (.integer(let one), .days(let two)), (.days(let one), .integer(let two)):
            one < two
        case (.money(let one, let first), .money(let two, let second)): (first, one) < (second, two)
        case (.text, _), (.ref, _), (.day, _), (.integer, _), (.days, _), (.money, _):
            plain.precedesInUTF16(other.plain)
        }
    }
}

extension Sequence<ViewItem> {
    /// Nothing as null, one value as itself, several as a list.
    package var json: JSONValue {
        let values = map(\.json)
        return values.count > 1 ? .array(values) : values.first ?? .null
    }
}

extension JSONValue {
    static func money(_ amount: String, _ currency: String) -> JSONValue {
        ["amount": .string(amount), "currency": .string(currency)]
    }

    static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
}
