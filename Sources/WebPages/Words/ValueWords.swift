import CanonicalJSON
import CivilTime
import Lifecycle

/// The value of a field or an input, as lines of text.
struct ValueWords: Sendable {
    /// By partner id.
    let partners: [String: String]

    init(partners: [String: String] = [:]) { self.partners = partners }

    /// What a value says; one text each, and where it leads, if it is an address.
    func lines(_ value: JSONValue) -> [Line] {
        switch value {
        case .null: []
        case .bool(let flag): [Line(flag ? tr("yes") : tr("no"))]
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
        case .object(let object): [Line(self.object(object), isMade: object.count > 1)]
        }
    }

    /// The same of a field: what is chosen is told by what it is called.
    func lines(_ value: JSONValue, of type: FieldDefinition.FieldType?) -> [Line] {
        func chosen(_ name: (String) -> String) -> [Line] {
            (value.string.map { [$0] } ?? value.strings ?? []).map { Line(name($0)) }
        }
        return switch type {
        case .choice(let choices), .choices(let choices, _):
            chosen { choices.contains($0) ? PageText.label(ofID: $0) : $0 }
        case .partners: chosen(partner)
        default: lines(value)
        }
    }

    /// The same on one line.
    func text(_ value: JSONValue, of type: FieldDefinition.FieldType? = nil) -> String {
        lines(value, of: type).map(\.text).listing
    }

    /// A value as it is typed into a control, whatever language the page is in.
    static func typed(_ value: JSONValue) -> String {
        PageReader.$current.withValue(PageReader()) { PageMarks.removed(from: ValueWords().text(value)) }
    }

    func partner(_ id: String) -> String { PageText.name(partners[id] ?? id) }

    struct Line: PageContent {
        let text: String
        let address: String?
        /// The direction of the page, where the text has parts that the page puts together; else it has its own.
        let direction: String?

        init(_ text: String, isMade: Bool = false) {
            direction = isMade && PageReader.current.language.isRightToLeft ? "rtl" : nil
            self.text = PageText.shown(text)
            address = PageAddress.outside(text)
        }
    }

    private func object(_ object: JSONObject) -> String {
        if let amount = object["amount"]?.string, let currency = object["currency"]?.string {
            return "\(currency) \(amount)"
        }
        if let ref = object["ref"]?.string {
            return object["answer"].map { tr("\(ref): \(text($0))") } ?? ref
        }
        if object["partner"] != nil || object["organisation"] != nil {
            let name = object["partner"]?.string.map(partner) ?? object["organisation"]?.string ?? ""
            let rest = ["body", "contact"].compactMap { object[$0]?.string }
            return ([name] + rest).map { PageMarks.isolated($0) }.listing
        }
        let order = ["venue", "city", "country"]
        let keys = order.filter { object[$0] != nil } + object.keys.filter { !order.contains($0) }
        return keys.compactMap { object[$0].map { text($0) } }.filter { !$0.isEmpty }.map { PageMarks.isolated($0) }
            .listing
    }
}
