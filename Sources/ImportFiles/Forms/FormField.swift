package import CanonicalJSON

/// One field of a form or one input of an act, as LIFECYCLE describes it. What a newer server adds is passed over.
package struct FormField: Sendable, Hashable {
    package let key: String
    package let label: String
    /// The type's word (`text`, `date`, `money`, …).
    private let typeWord: String
    package let help: String
    package let source: String
    package let isRequired: Bool
    package let choices: [String]
    package let limit: Int64?
    let minimum: Int64?
    let maximum: Int64?
    /// By which acts it must be filled (`circulate`), and whether that is only a hint.
    package let needs: [Need]

    package struct Need: Sendable, Hashable {
        package let transition: String
        package let tracks: [String]
        package let isHint: Bool
    }

    package init?(_ json: JSONValue) {
        guard let key = json["key"]?.string, let type = json["type"]?.string else { return nil }
        self.key = key
        typeWord = type
        label = json["label"]?.string ?? key
        help = json["help"]?.string ?? ""
        source = json["source"]?.string ?? ""
        isRequired = json["required"]?.bool ?? false
        choices = json["choices"]?.strings ?? []
        limit = json["limit"]?.integer
        minimum = json["minimum"]?.integer
        maximum = json["maximum"]?.integer
        needs = (json["needs"]?.array ?? []).compactMap { need in
            need["at"]?.string.map {
                Need(transition: $0, tracks: need["tracks"]?.strings ?? [], isHint: need["hint"]?.bool ?? false)
            }
        }
    }

    /// Nil where a newer server gave a type that is not known here.
    package var type: FieldType? { FieldType(rawValue: typeWord) }

    /// The fields of a definition's form, in its order.
    package static func form(of definition: JSONObject) -> [FormField] {
        (definition["form"]?["fields"]?.array ?? []).compactMap { FormField($0) }
    }

    /// The field that a word names by its key, in any case, or by its label.
    package static func named(_ word: String, in form: [FormField]) -> FormField? {
        let things = form.map { NamedThing(id: $0.key, label: $0.label) }
        return NamedThing.id(of: word, in: things).flatMap { id in form.first { $0.key == id } }
    }

    /// That no field has such a name, what was meant, and which there are.
    package static func unknown(_ word: String, in form: [FormField]) -> String {
        let things = form.map { NamedThing(id: $0.key, label: $0.label) }
        let advice = NamedThing.advice(word, in: things)
        let known = form.map(\.key).joined(separator: ", ")
        return "the form has no field \"\(word)\""
            + (known.isEmpty ? "; it has none" : advice.isEmpty ? "; it has \(known)" : "\(advice) It has \(known)")
    }

    /// Whether the value is a list.
    package var isList: Bool { type?.isList ?? false }

    /// What a person writes for a value of this type.
    package var hint: String {
        let range = [minimum, maximum].compactMap { $0.map(String.init) }
        switch type {
        case .text, .reference, .track, .meeting, nil: return typeWord
        case .place: return "a place, or its venue, city and country"
        case .date: return "a day, 2026-03-01"
        case .instant: return "an instant, 2026-03-01T12:00:00Z, or a day"
        case .integer: return range.count == 2 ? "a number from \(range[0]) to \(range[1])" : "a number"
        case .partnerCount: return "a number of partners"
        case .address: return "the address of a page, https://example.org/page"
        case .money: return "currency and amount, EUR 1500.00"
        case .choice: return "one of " + choices.joined(separator: ", ")
        case .choices: return choices.isEmpty ? "ids" : "some of " + choices.joined(separator: ", ")
        case .partners: return "partner ids"
        case .organisers: return "partners or organisations, each with body and contact"
        case .documents: return "titles or addresses"
        case .answers: return "refs, each with an answer"
        case .fieldKeys: return "keys of the form"
        case .partner: return "a partner id"
        case .changes: return "fields with their new values, as JSON"
        }
    }
}
