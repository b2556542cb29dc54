import CanonicalJSON
import Lifecycle

/// Turns a record of a list kept elsewhere into the fields of a form. Pure: what it cannot map it says, and leaves to the
/// source, which is kept whole.
struct InitiativeMapper: Sendable {
    /// What became of one record.
    struct Mapped: Sendable, Hashable {
        var fields = JSONObject()
        /// The proposing partner.
        var partner: String?
        var isArchive = false
        /// The year of a past activity.
        var year: Int?
        var issues: [ImportIssue] = []
        /// Whether it can be entered at all.
        var isUsable = true
    }

    /// Source keys that say where a record is from; they stay in the source and are nobody's loss.
    static let provenance: Set<String> = ["source", "sources", "quote", "inferred", "note"]
    /// Source keys that are called otherwise in a form.
    static let renamed = ["area": "focus_areas"]

    let form: [FormField]
    let names: PartnerNames
    let areas: [String: [String]]
    let today: CivilDate

    func map(_ record: JSONObject, line: Int) -> Mapped {
        let title = record["title"]?.string ?? "(no title)"
        var mapping = InitiativeMapping(mapper: self, line: line, subject: title)
        mapping.map(record)
        return mapping.result
    }

    func field(_ key: String) -> FormField? { form.first { $0.key == key } }
}

/// The mapping of one record, under way.
struct InitiativeMapping {
    let mapper: InitiativeMapper
    let line: Int
    let subject: String
    private(set) var result = InitiativeMapper.Mapped()

    init(mapper: InitiativeMapper, line: Int, subject: String) {
        self.mapper = mapper
        self.line = line
        self.subject = subject
    }

    mutating func note(_ keys: [String], _ reason: String) {
        result.issues.append(ImportIssue(line: line, subject: subject, keys: keys, reason: reason))
    }

    mutating func map(_ record: JSONObject) {
        var unknown: [String] = []
        for member in record.members {
            if InitiativeMapper.provenance.contains(member.key) || member.key == "proposer" { continue }
            let key = InitiativeMapper.renamed[member.key] ?? member.key
            guard let field = mapper.field(key) else {
                unknown.append(member.key)
                continue
            }
            if !member.value.isNull { set(field, member.value, from: member.key) }
        }
        if !unknown.isEmpty { note(unknown, "the form has no such field; kept in the source") }
        checkOrder()
        propose(record["proposer"])
        place(record)
        if result.fields["title"] == nil {
            note(["title"], "a proposal needs a title; the record is left out")
            result.isUsable = false
        }
    }

    private mutating func set(_ field: FormField, _ value: JSONValue, from key: String) {
        let mapped: JSONValue?
        switch field.type {
        case "text", "place", "reference": mapped = text(value, field, key)
        case "date": mapped = date(value, key)
        case "integer": mapped = integer(value, field, key)
        case "money": mapped = money(value, key)
        case "choice": mapped = choices(value, field, key).first.map { .string($0) }
        case "choices":
            let chosen = choices(value, field, key)
            mapped = chosen.isEmpty ? nil : .strings(chosen)
        case "documents":
            let titles = value.strings ?? value.string.map { [$0] } ?? []
            if titles.isEmpty { note([key], "text is needed, not \(value.kindName); kept in the source") }
            mapped = titles.isEmpty ? nil : .strings(titles)
        case "partners": mapped = partners(value, key)
        case "organisers": mapped = organisers(value, key)
        default:
            note([key], "the form takes \(field.hint) here; kept in the source")
            mapped = nil
        }
        result.fields[field.key] = mapped
    }

    private mutating func text(_ value: JSONValue, _ field: FormField, _ key: String) -> JSONValue? {
        var text = value.string
        if text == nil, let place = value.object {
            let parts = ["city", "country"].compactMap { place[$0]?.string }
            if !parts.isEmpty, place.count == parts.count { text = parts.joined(separator: ", ") }
        }
        guard let text, text.utf8.contains(where: { $0 > 0x20 }) else {
            note([key], "text is needed, not \(value.kindName); kept in the source")
            return nil
        }
        if let limit = field.limit, text.utf8.count > limit {
            note([key], "\(text.utf8.count) bytes, and the form takes \(limit); kept in the source")
            return nil
        }
        return .string(text)
    }

    private mutating func date(_ value: JSONValue, _ key: String) -> JSONValue? {
        if let text = value.string, CivilDate(text) != nil { return .string(text) }
        note([key], "\(ValueText.line(value)) is no full day; kept in the source")
        return nil
    }

    private mutating func integer(_ value: JSONValue, _ field: FormField, _ key: String) -> JSONValue? {
        if let number = value.integer, number >= field.minimum ?? .min, number <= field.maximum ?? .max { return value }
        note([key], "\(ValueText.line(value)) is not \(field.hint); kept in the source")
        return nil
    }

    private mutating func money(_ value: JSONValue, _ key: String) -> JSONValue? {
        if let object = value.object, let currency = object["currency"]?.string, let amount = object["amount"]?.string,
            object.count == 2, let money = Money("\(currency) \(amount)")
        {
            return money.json
        }
        if let text = value.string, let money = Money(text) { return money.json }
        note([key], "\"\(ValueText.line(value))\" is not one amount of one currency; kept in the source")
        return nil
    }

    private mutating func choices(_ value: JSONValue, _ field: FormField, _ key: String) -> [String] {
        let words = value.strings ?? value.string.map { [$0] } ?? []
        if words.isEmpty { note([key], "text is needed, not \(value.kindName); kept in the source") }
        var chosen: [String] = []
        for word in words.flatMap({ $0.split(separator: "/") }).map({ PartnerNames.trimmed($0) }) {
            let found = choice(word, field)
            if found.isEmpty {
                note([key], "\"\(word)\" is none of the form's choices; kept in the source")
            }
            for one in found where !chosen.contains(one) { chosen.append(one) }
        }
        return chosen
    }

    /// The choices that a word means: itself, the forum's data, or its letters in the form of ids.
    private func choice(_ word: String, _ field: FormField) -> [String] {
        func isChoice(_ id: String) -> Bool { field.choices.isEmpty ? !id.isEmpty : field.choices.contains(id) }
        if field.choices.contains(word) { return [word] }
        let key = PartnerNames.key(word)
        if let listed = mapper.areas[key] { return listed.filter(isChoice) }
        let id = key.split(separator: " ").joined(separator: "-")
        return isChoice(id) ? [id] : []
    }

    private mutating func checkOrder() {
        guard let starts = result.fields["starts"]?.string, let ends = result.fields["ends"]?.string, ends < starts
        else {
            return
        }
        result.fields["ends"] = nil
        note(["ends"], "\(ends) is before the first day, \(starts); kept in the source")
    }
}

extension InitiativeMapping {
    /// The names of a list or of one text that holds several.
    private func listed(_ value: JSONValue) -> [String]? {
        if let strings = value.strings { return strings }
        return value.string.map { mapper.names.meaning(of: $0) == nil ? PartnerNames.list($0) : [$0] }
    }

    private mutating func partners(_ value: JSONValue, _ key: String) -> JSONValue? {
        guard let names = listed(value) else {
            note([key], "names are needed, not \(value.kindName); kept in the source")
            return nil
        }
        var ids: [String] = []
        for name in names {
            let (base, brackets) = PartnerNames.split(name)
            guard let meaning = mapper.names.meaning(of: name) ?? mapper.names.meaning(of: base) else {
                note([key], "\"\(name)\" is no partner of the forum; kept in the source")
                continue
            }
            if let body = meaning.body ?? brackets {
                note([key], "\"\(body)\" is entered as the partner \(meaning.partner)")
            }
            if !ids.contains(meaning.partner) { ids.append(meaning.partner) }
        }
        return ids.isEmpty ? nil : .strings(ids)
    }

    private mutating func organisers(_ value: JSONValue, _ key: String) -> JSONValue? {
        guard let names = value.strings ?? value.string.map({ [$0] }) else {
            note([key], "names are needed, not \(value.kindName); kept in the source")
            return nil
        }
        var organisers: [JSONValue] = []
        for name in names {
            let organiser = organiser(name)
            if !organisers.contains(organiser) { organisers.append(organiser) }
        }
        return organisers.isEmpty ? nil : .array(organisers)
    }

    /// A partner with its body, or an organisation that is no partner.
    private func organiser(_ text: String) -> JSONValue {
        let (base, brackets) = PartnerNames.split(text)
        guard let meaning = mapper.names.meaning(of: text) ?? mapper.names.meaning(of: base) else {
            return ["organisation": .string(text)]
        }
        let isWhole = mapper.names.meaning(of: text) != nil
        let bodies = [meaning.body, isWhole ? nil : brackets].compactMap { $0 }
        var object: JSONObject = ["partner": .string(meaning.partner)]
        if !bodies.isEmpty { object["body"] = .string(bodies.joined(separator: ", ")) }
        return .object(object)
    }

    /// The proposer is the first partner named; the others organise, unless they do already.
    private mutating func propose(_ value: JSONValue?) {
        guard let value, !value.isNull else { return }
        guard let names = listed(value) else {
            return note(["proposer"], "a name is needed, not \(value.kindName); kept in the source")
        }
        var found: [String] = []
        for name in names {
            let (base, brackets) = PartnerNames.split(name)
            guard let meaning = mapper.names.meaning(of: name) ?? mapper.names.meaning(of: base) else {
                note(["proposer"], "\"\(name)\" is no partner of the forum; kept in the source")
                continue
            }
            if let body = meaning.body ?? brackets {
                note(["proposer"], "the body \"\(body)\" has no place there; kept in the source")
            }
            if !found.contains(meaning.partner) { found.append(meaning.partner) }
        }
        result.partner = found.first
        guard let first = found.first, found.count > 1 else { return }
        var organisers = result.fields["organisers"]?.array ?? []
        let added = found.dropFirst().filter { id in !organisers.contains { $0["partner"]?.string == id } }
        guard mapper.field("organisers") != nil else { return }
        organisers += added.map { ["partner": .string($0)] }
        if !organisers.isEmpty { result.fields["organisers"] = .array(organisers) }
        let others = found.dropFirst().joined(separator: ", ")
        note(
            ["proposer"],
            "\(first) is entered as the proposer; \(others) as \(found.count > 2 ? "organisers" : "an organiser")")
    }

    /// Past activities go into the archive of their year; others are drafts of their proposer.
    private mutating func place(_ record: JSONObject) {
        let time = ActivityTime(record, today: mapper.today)
        if time.isPast {
            result.isArchive = true
            result.year = time.year
            if let remark = time.remark { note(time.keys, "\(remark): entered in the archive of \(time.year ?? 0)") }
            return
        }
        let why = time.remark ?? "it is not over"
        if result.partner != nil { return note(time.keys, why + ": entered as a draft") }
        let organiser = (result.fields["organisers"]?.array ?? []).compactMap { $0["partner"]?.string }.first
        guard let organiser else {
            result.isArchive = true
            let lack = "no proposer is named and no partner organises, so it can be nobody's draft"
            return note(["proposer"] + time.keys, "\(why), and \(lack): entered in the archive without a year")
        }
        result.partner = organiser
        note(time.keys, why + ": entered as a draft")
        note(
            ["proposer"],
            "none is named; the first organiser that is a partner, \(organiser), is entered as the proposer")
    }
}
