import CanonicalJSON

extension FormValues {
    /// Money: a currency of ISO 4217, and an amount with as many decimals as the currency has.
    func money(_ value: JSONValue, _ key: String) throws(Refusal) -> JSONValue {
        guard let object = value.object, object.keys == ["amount", "currency"],
            let code = object["currency"]?.string, let amount = object["amount"]?.string
        else { throw .badField(key, "write money as {\"currency\":\"EUR\",\"amount\":\"1500.00\"}") }
        guard manner != .recorded else { return try recordedMoney(value, key, code, amount) }
        switch Currency.named(code) {
        case .failure(let fault): throw .badField(key, fault.sentence)
        case .success(let currency):
            if currency.isHistoric, manner != .archive {
                throw .badField(key, "\(code) is no longer a currency; write the amount in one that is")
            }
            if let fault = currency.fault(in: amount) { throw .badField(key, fault.sentence) }
        }
        return value
    }

    /// What was accepted before there was a list of currencies: three capital letters, and up to four decimals.
    private func recordedMoney(
        _ value: JSONValue, _ key: String, _ code: String, _ amount: String
    ) throws(Refusal) -> JSONValue {
        guard Currency.isCode(code) else { throw .badField(key, "\"\(code.prefix(10))\" is not a currency code") }
        guard Currency.isDecimal(amount, places: 1...4) else {
            throw .badField(key, "\"\(amount.prefix(30))\" is not an amount")
        }
        return value
    }
}
