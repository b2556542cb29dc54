import CanonicalJSON

extension FormValues {
    /// Money: a currency code, and an amount as decimal text.
    func money(_ value: JSONValue, _ key: String) throws(Refusal) -> JSONValue {
        guard let object = value.object, object.keys == ["amount", "currency"],
            let currency = object["currency"]?.string, let amount = object["amount"]?.string
        else { throw .badField(key, "write money as {\"currency\":\"EUR\",\"amount\":\"1500.00\"}") }
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw .badField(key, "\"\(currency.prefix(10))\" is no currency code; write EUR, USD, …")
        }
        guard FormValues.isDecimal(amount) else {
            throw .badField(key, "\"\(amount.prefix(30))\" is no amount; write digits with a point: \"1500.00\"")
        }
        return value
    }

    /// Digits without leading zeros, and up to four after a point.
    static func isDecimal(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
            parts[0].utf8.count <= 18, parts.count == 1 || parts[1].utf8.count <= 4
        else { return false }
        return parts[0] == "0" || !parts[0].hasPrefix("0")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
