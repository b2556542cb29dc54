package import CanonicalJSON

/// Sums of amounts, each currency by itself.
package struct MoneySums: Sendable, Hashable {
    package private(set) var amounts: [String: Amount] = [:]

    package init() {}

    package mutating func add(_ amount: Amount, _ currency: String) { amounts[currency, default: .zero] += amount }

    package var isEmpty: Bool { amounts.isEmpty }

    package var currencies: [String] { amounts.keys.sorted() }

    /// The one amount, where there is one currency; zero where there is none.
    package var single: Amount? { amounts.count > 1 ? nil : amounts.values.first ?? .zero }

    /// Null without an amount, one amount as itself, several as a list by currency.
    package func json(decimals: Int = 2, power: Int = 0) -> JSONValue {
        let values = currencies.map { currency in
            JSONValue.money((amounts[currency] ?? .zero).text(decimals: decimals, power: power), currency)
        }
        return values.count > 1 ? .array(values) : values.first ?? .null
    }

    /// The share of each currency's whole, in hundredths: plain where there is one currency, else with its name.
    package func share(of whole: MoneySums, decimals: Int) -> JSONValue {
        let shares = whole.currencies.compactMap { currency -> String? in
            let part = amounts[currency] ?? .zero
            guard let percent = part.percent(of: whole.amounts[currency] ?? .zero, decimals: decimals) else {
                return nil
            }
            return whole.amounts.count > 1 ? currency + " " + percent : percent
        }
        return shares.count > 1 ? .strings(shares) : .optional(shares.first)
    }
}
