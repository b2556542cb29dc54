import CanonicalJSON
import CivilTime
import Lifecycle
import Wording

/// The value of a field or an input, as lines of text.
struct ValueWords: Sendable {
    /// By partner id.
    let partners: [String: String]

    init(partners: [String: String] = [:]) { self.partners = partners }

    /// What a value says; one text each, and where it leads, if it is an address.
    func lines(_ value: JSONValue) -> [Line] {
        switch value {
        case .null: []
        case .bool(let flag): [Line(flag ? "yes" : "no")]
        case .integer(let number): [Line(String(number))]
        case .string(let text):
            if let day = CivilDate(text) {
                [Line(PageText.day(day))]
            } else if let instant = Instant(text) {
                [Line(PageText.minute(instant))]
            } else {
                [Line(text)]
            }
        case .array(let values): values.flatMap(lines)
        case .object(let object): [Line(self.object(object))]
        }
    }

    /// The same on one line.
    func text(_ value: JSONValue) -> String { lines(value).map(\.text).joined(separator: ", ") }

    func partner(_ id: String) -> String { partners[id].map { PageText.line($0) } ?? PageText.line(id) }

    struct Line: Sendable {
        let text: String
        let address: String?

        init(_ text: String) {
            self.text = PageText.shown(text)
            address = PageAddress.outside(text)
        }
    }

    private func object(_ object: JSONObject) -> String {
        if let amount = object["amount"]?.string, let currency = object["currency"]?.string {
            return "\(currency) \(amount)"
        }
        if let ref = object["ref"]?.string {
            return ref + (object["answer"].map { ": " + text($0) } ?? "")
        }
        if object["partner"] != nil || object["organisation"] != nil {
            let name = object["partner"]?.string.map(partner) ?? object["organisation"]?.string ?? ""
            let rest = ["body", "contact"].compactMap { object[$0]?.string }
            return ([name] + rest).joined(separator: ", ")
        }
        let order = ["venue", "city", "country"]
        let keys = order.filter { object[$0] != nil } + object.keys.filter { !order.contains($0) }
        return keys.compactMap { object[$0].map(text) }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
