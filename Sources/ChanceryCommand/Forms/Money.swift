import CanonicalJSON

/// An amount of one currency, written with nothing besides.
struct Money: Sendable, Hashable {
    let currency: String
    let amount: String

    /// Reads `EUR 1500.00`, `1500.00 EUR` or the same with thousands set apart by commas (`EUR 26,000,000`); nil otherwise.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let code = words.first(where: Money.isCode) else { return nil }
        let amount = words[0] == code ? words[1] : words[0]
        guard let plain = Money.plain(amount), Money.isDecimal(plain) else { return nil }
        currency = String(code)
        self.amount = plain
    }

    /// What the wire wants.
    var json: JSONValue { ["currency": .string(currency), "amount": .string(amount)] }

    /// Takes out commas that stand between groups of three digits.
    private static func plain(_ text: Substring) -> String? {
        guard text.contains(",") else { return String(text) }
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let groups = halves[0].split(separator: ",", omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
            halves.dropFirst().allSatisfy({ !$0.contains(",") })
        else { return nil }
        return ([groups.joined()] + halves.dropFirst().map(String.init)).joined(separator: ".")
    }

    private static func isCode(_ text: Substring) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private static func isDecimal(_ text: String) -> Bool {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = halves.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return areDigits && halves.count <= 2 && halves[0].count <= 18 && (halves.count == 1 || halves[1].count <= 4)
            && (halves[0] == "0" || !halves[0].hasPrefix("0"))
    }
}
