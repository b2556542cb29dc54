/// A currency of ISO 4217.
package struct Currency: Sendable, Hashable {
    /// The three letters.
    package let code: String
    /// How many decimals its amounts have.
    package let decimals: Int
    /// Whether it is no longer in use: only what happened in its time may bear it.
    package let isHistoric: Bool

    /// Why a text is no currency or no amount, as a sentence that names the right form.
    package struct Fault: Error, Sendable, Hashable {
        package let sentence: String
    }

    /// The currency of a code, or why there is none.
    package static func named(_ code: String) -> Result<Currency, Fault> {
        if let currency = all[code] { return .success(currency) }
        if all[code.uppercased()] != nil {
            return .failure(
                Fault(
                    sentence: "\"\(code.prefix(10))\" is not a currency code; write \(code.uppercased()), in capitals"))
        }
        return .failure(
            Fault(sentence: "\"\(code.prefix(10))\" is not a currency code of ISO 4217; write EUR, USD, JPY, …"))
    }

    /// Why a text is no amount of this currency, nil where it is one: digits without grouping and, after a point, none or all of the
    /// currency's decimals.
    package func fault(in amount: String) -> Fault? {
        guard !Currency.isDecimal(amount, places: decimals...decimals) else { return nil }
        let form =
            decimals == 0
            ? "write digits alone" : "write digits without grouping and, after a point, \(decimals) more or nothing"
        return Fault(
            sentence: "\"\(amount.prefix(30))\" is not an amount of \(code); \(form), as \(examples(for: amount))")
    }

    /// Right forms of what an amount may have meant.
    private func examples(for amount: String) -> String {
        let digits = Currency.significant(amount.filter { ("0"..."9").contains($0) })
        guard !digits.isEmpty, digits.utf8.count <= 18, !amount.hasPrefix("-") else {
            return decimals == 0 ? "1500" : "1500.00"
        }
        // A point or comma with other than three digits behind it can only part decimals from the rest.
        if decimals > 0, let mark = amount.lastIndex(where: { $0 == "." || $0 == "," }) {
            let fraction = amount[amount.index(after: mark)...]
            let whole = Currency.significant(amount[..<mark].filter { ("0"..."9").contains($0) })
            if (1...decimals).contains(fraction.utf8.count), fraction.allSatisfy({ ("0"..."9").contains($0) }) {
                let padding = String(repeating: "0", count: decimals - fraction.utf8.count)
                return "\"\(whole.isEmpty ? "0" : whole).\(fraction)\(padding)\""
            }
        }
        return decimals == 0
            ? "\"\(digits)\"" : "\"\(digits)\" or \"\(digits).\(String(repeating: "0", count: decimals))\""
    }

    private static func significant(_ digits: String) -> String { String(digits.drop { $0 == "0" }) }

    /// Three capital letters.
    package static func isCode(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    /// Up to 18 digits without leading zeros and, after a point, so many more.
    package static func isDecimal(_ text: String, places: ClosedRange<Int>) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }),
            parts[0].count <= 18, parts.count == 1 || places.contains(parts[1].count)
        else { return false }
        return parts[0].count == 1 || parts[0].first != UInt8(ascii: "0")
    }
}
