import DefinitionTree
import Wording

extension DefinitionReader {
    /// The form: a map under the lifecycle's key `form`, or the document that the key names.
    static func form(_ lifecycle: MapReader, _ reading: DefinitionReading) -> FormDefinition {
        let keys = ["form", "version", "fields"]
        guard lifecycle.has("form") else {
            reading.fault(at: .root, "a lifecycle needs \"form\": the path of its form file")
            return missing(reading)
        }
        if reading.isFormUnreadable { return missing(reading) }
        guard let node = reading.form?.root ?? lifecycle.node("form") else { return missing(reading) }
        if let form = reading.form, form.root["fields"] == nil {
            // What the file holds may be no business of whoever reads this, so nothing of it is told.
            reading.fault(
                file: form.file, line: 1,
                "this file is not a form: a form has \(keys.listed), and \"fields\" is not there"
            )
            return missing(reading)
        }
        guard let map = MapReader(node, at: DefinitionPath.root["form"], what: "a form", keys: keys, reading) else {
            return missing(reading)
        }
        if !map.has("fields") { reading.fault(at: map.path, "a form needs \"fields\"") }
        return FormDefinition(id: map.name("form") ?? "", version: version(map), fields: fields(map))
    }

    private static func missing(_ reading: DefinitionReading) -> FormDefinition {
        reading.leftOut(.fields)
        return FormDefinition(id: "", version: 1, fields: [])
    }

    private static func fields(_ map: MapReader) -> [FieldDefinition] {
        let keys = [
            "key", "label", "type", "limit", "minimum", "maximum", "choices", "source", "help", "needs", "writers",
            "never_editorial", "after_decision", "personal",
        ]
        return map.maps("fields", .fields, what: "a field", keys: keys) { field in
            guard let key = field.name("key", .key), let type = fieldType(field) else { return nil }
            return FieldDefinition(
                key: key, label: field.text("label", default: key), type: type,
                source: field.text("source", default: ""), help: field.text("help", default: ""), needs: needs(field),
                writers: field.texts("writers"), neverEditorial: field.flag("never_editorial"),
                afterDecision: field.flag("after_decision"), isPersonal: field.flag("personal"))
        }
    }

    private static func needs(_ field: MapReader) -> [FieldDefinition.Need] {
        field.maps("needs", .requirements, what: "a need", keys: ["at", "tracks", "hint"]) { need in
            guard let transition = need.text("at") else { return nil }
            return FieldDefinition.Need(
                transition: transition, tracks: need.texts("tracks"), isHint: need.flag("hint"))
        }
    }

    private static func fieldType(_ map: MapReader) -> FieldDefinition.FieldType? {
        guard let text = map.text("type") else { return nil }
        guard let word = FieldWord(rawValue: text) else {
            let words = FieldWord.allCases.map(\.rawValue)
            map.fault(
                "type", "\"\(text)\" is not a field type; use one of \(words.listed)\(words.hint(for: text))")
            return nil
        }
        TypeKeys.check(map, allowed: word.keys, of: text)
        switch word {
        case .text: return .text(limit: TypeKeys.limit(map, default: TypeKeys.textLimit))
        case .date: return .date
        case .integer:
            let (minimum, maximum) = TypeKeys.bounds(map)
            return .integer(minimum: minimum, maximum: maximum)
        case .money: return .money
        case .place: return .place(limit: TypeKeys.limit(map, default: FieldWord.placeLimit))
        case .choice: return .choice(map.needed("choices"))
        case .choices:
            let choices = map.has("choices") ? map.needed("choices") : []
            let most = choices.isEmpty ? FieldWord.listLimit : choices.count
            return .choices(choices, limit: TypeKeys.limit(map, default: most))
        case .partners: return .partners(limit: TypeKeys.limit(map, default: FieldWord.listLimit))
        case .organisers: return .organisers(limit: TypeKeys.limit(map, default: FieldWord.listLimit))
        case .documents: return .documents(limit: TypeKeys.limit(map, default: FieldWord.listLimit))
        case .answers: return .answers(limit: TypeKeys.limit(map, default: FieldWord.listLimit))
        case .reference: return .reference
        }
    }
}

/// The types of form fields, as files write them.
enum FieldWord: String, CaseIterable {
    case text, date, integer, money, place, choice, choices, partners, organisers, documents, answers, reference

    static let placeLimit = 300
    static let listLimit = 100

    var keys: [String] {
        switch self {
        case .text, .place, .partners, .organisers, .documents, .answers: ["limit"]
        case .integer: ["minimum", "maximum"]
        case .choice: ["choices"]
        case .choices: ["choices", "limit"]
        case .date, .money, .reference: []
        }
    }
}
