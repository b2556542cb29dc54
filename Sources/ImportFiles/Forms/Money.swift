package import CanonicalJSON
import Proposals

/// An amount of one currency, written with nothing besides.
package struct Money: Sendable, Hashable {
    package let currency: String
    package let amount: String

    /// Why a text is no money, as a sentence that names the right form.
    package struct Fault: Error, Hashable {
        package let sentence: String
    }

    /// Reads `EUR 1500.00` or `1500.00 EUR`: the currency of ISO 4217, the amount without grouping, with as many decimals as the currency
    /// has. Nil where the text is neither a currency with an amount nor anything that is meant to be one.
    package static func read(_ text: String, mayBeHistoric: Bool = false) -> Result<Money, Fault>? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count > 1 else { return nil }
        let isFirst = isCurrency(words[0])
        guard isFirst != isCurrency(words[words.count - 1]) else { return nil }
        let code = isFirst ? words[0] : words[words.count - 1]
        // White space may group as well: `EUR 1 500` is a text that is meant to be money.
        let amount = (isFirst ? words.dropFirst() : words.dropLast()).joined(separator: " ")
        guard amount.allSatisfy({ $0.isNumber || " .,'’_-".contains($0) }), amount.contains(where: \.isNumber) else {
            return nil
        }
        switch Currency.named(String(code)) {
        case .failure(let fault): return .failure(Fault(sentence: fault.sentence))
        case .success(let currency):
            if currency.isHistoric, !mayBeHistoric {
                return .failure(
                    Fault(sentence: "\(code) is no longer a currency; write the amount in one that is"))
            }
            if let fault = currency.fault(in: amount) { return .failure(Fault(sentence: fault.sentence)) }
            return .success(Money(currency: currency.code, amount: amount))
        }
    }

    /// What the wire wants.
    package var json: JSONValue { ["currency": .string(currency), "amount": .string(amount)] }

    private static func isCurrency(_ text: Substring) -> Bool {
        text.utf8.count == 3 && Currency.isCode(text.uppercased())
    }
}
