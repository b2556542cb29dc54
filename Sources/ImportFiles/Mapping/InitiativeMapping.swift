import CanonicalJSON
import CivilTime
import DefinitionFiles
import Proposals

/// The mapping of one record, under way.
struct InitiativeMapping {
    let mapper: InitiativeMapper
    let line: Int
    let subject: String
    var result = InitiativeMapper.Mapped()
    /// Whether the activity is past, so that it enters the archive.
    private var isPast = false

    init(mapper: InitiativeMapper, line: Int, subject: String) {
        self.mapper = mapper
        self.line = line
        self.subject = subject
    }

    /// Notes what could not be mapped, and the kind of reason that it is where the reason names values.
    mutating func note(_ keys: [String], _ reason: String, as kind: String? = nil, isLoss: Bool = false) {
        result.issues.append(
            ImportIssue(line: line, subject: subject, keys: keys, reason: reason, kind: kind, isLoss: isLoss))
    }

    /// Notes a word that stands where nothing is to be said.
    mutating func noteBlank(_ key: String, _ word: String) {
        note([key], "\"\(word)\" names nothing; left empty", as: "a word that names nothing; left empty")
    }

    static let otherType = "a value of another type is needed; kept in the source"
    static let turnedDays = "the last day is before the first; kept in the source"
    static let noPartner = "no partner of the forum; kept in the source"

    mutating func map(_ record: JSONObject) {
        let time = ActivityTime(record, today: mapper.today)
        isPast = time.isPast
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
        if time.losesEnd, result.fields["ends"] != nil {
            result.fields["ends"] = nil
            note(["ends"], "the last day is before the first; kept in the source", as: Self.turnedDays)
        }
        propose(record["proposer"])
        place(record)
        if result.fields["title"] == nil {
            // Nothing else matters of a record that is not taken.
            result.issues = []
            note(["title"], "a proposal needs a title; the record is skipped", isLoss: true)
            result.isUsable = false
        }
    }

    private mutating func set(_ field: FormField, _ value: JSONValue, from key: String) {
        let mapped: JSONValue?
        switch field.type {
        case .text, .place, .reference: mapped = text(value, field, key)
        case .date: mapped = date(value, key)
        case .integer: mapped = integer(value, field, key)
        case .money: mapped = money(value, key)
        case .choice: mapped = choices(value, field, key).first.map { .string($0) }
        case .choices:
            let chosen = choices(value, field, key)
            mapped = chosen.isEmpty ? nil : .strings(chosen)
        case .documents:
            let titles = value.strings ?? value.string.map { [$0] } ?? []
            if titles.isEmpty {
                note([key], "must be text, not \(value.kindName); kept in the source", as: Self.otherType)
            }
            let clean = titles.map { fitted($0, key, isLine: false, limit: 1000) }.filter { !$0.isEmpty }
            mapped = clean.isEmpty ? nil : .strings(clean)
        case .partners: mapped = partners(value, key)
        case .organisers: mapped = organisers(value, key)
        case .answers, .instant, .address, .partner, .partnerCount, .fieldKeys, .changes, .track, .meeting, nil:
            note([key], "the form takes \(field.hint) here; kept in the source", as: Self.otherType)
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
            note([key], "must be text, not \(value.kindName); kept in the source", as: Self.otherType)
            return nil
        }
        let limit = field.limit.map { Int($0) } ?? (field.type == .reference ? 64 : .max)
        let isLine = field.type != .text || limit <= 500
        var clean = fitted(text, key, isLine: isLine, limit: nil)
        if field.key == "title", clean.unicodeScalars.count > limit {
            clean = fitted(clean, key, isLine: true, limit: limit)
        }
        guard !clean.isEmpty else { return nil }
        if clean.unicodeScalars.count > limit {
            note(
                [key], "\(clean.unicodeScalars.count) characters, and the form takes \(limit); kept in the source",
                as: "longer than the form takes; kept in the source")
            return nil
        }
        return .string(clean)
    }

    /// A text without what a field cannot hold: in one line a space stands for each break, and characters that cannot be seen go. With a
    /// limit, what is longer is cut.
    mutating func fitted(_ text: String, _ key: String, isLine: Bool, limit: Int?) -> String {
        let clean = CleanText(text, isLine: isLine)
        if clean.hadBreaks {
            note(
                [key], "each line break is entered as a space",
                as: "a line break in a one-line field is entered as a space")
        }
        if clean.hadHidden {
            note(
                [key], "invisible characters are removed", as: "invisible characters are removed")
        }
        let length = clean.text.unicodeScalars.count
        guard let limit, length > limit else { return clean.text }
        note(
            [key], "\(length) characters, and \(limit) fit; entered in part, and whole in the source",
            as: "too long: entered in part, and whole in the source")
        return CleanText.cut(clean.text, to: limit)
    }

    private mutating func date(_ value: JSONValue, _ key: String) -> JSONValue? {
        if let day = WrittenDay.read(value) { return .string(day.description) }
        note(
            [key], "\(ValueText.line(value)) is not a full date; kept in the source",
            as: "not a full date; kept in the source")
        return nil
    }

    private mutating func integer(_ value: JSONValue, _ field: FormField, _ key: String) -> JSONValue? {
        // Tables have text alone: digits are the number that they write.
        let written = value.string.map { PartnerNames.trimmed($0[...]) }
        let digits = written.flatMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64($0) : nil }
        if let number = value.integer ?? digits, number >= field.minimum ?? .min, number <= field.maximum ?? .max {
            return .integer(number)
        }
        note([key], "\(ValueText.line(value)) is not \(field.hint); kept in the source", as: Self.otherType)
        return nil
    }

    private mutating func money(_ value: JSONValue, _ key: String) -> JSONValue? {
        var text = value.string
        if let object = value.object, let currency = object["currency"]?.string, object.count == 2,
            let amount = object["amount"]?.string ?? object["amount"]?.integer.map({ String($0) })
        {
            text = "\(currency) \(Self.whole(amount, currency))"
        }
        switch text.flatMap({ Money.read($0, mayBeHistoric: isPast) }) {
        case .success(let money): return money.json
        case .failure(let fault):
            note([key], "\(fault.sentence); kept in the source", as: "money in another form; kept in the source")
        case nil:
            note(
                [key], "\"\(ValueText.line(value))\" is not one amount of one currency; kept in the source",
                as: "not one amount of one currency; kept in the source")
        }
        return nil
    }

    /// An amount with all decimals of its currency: a number of JSON cannot end in zeros.
    private static func whole(_ amount: String, _ currency: String) -> String {
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, case .success(let known) = Currency.named(currency) else {
            return amount
        }
        return amount + String(repeating: "0", count: max(0, known.decimals - parts[1].utf8.count))
    }

    private mutating func choices(_ value: JSONValue, _ field: FormField, _ key: String) -> [String] {
        let words = value.strings ?? value.string.map { [$0] } ?? []
        if words.isEmpty {
            note([key], "must be text, not \(value.kindName); kept in the source", as: Self.otherType)
        }
        var chosen: [String] = []
        for word in words.flatMap({ parted($0, field) }) {
            if BlankWord.stands(in: word) {
                noteBlank(key, word)
                continue
            }
            let found = choice(word, field)
            if found.isEmpty {
                note(
                    [key], "\"\(word)\" is not one of the form's choices; kept in the source",
                    as: "not one of the form's choices; kept in the source")
            }
            for one in found where !chosen.contains(one) { chosen.append(one) }
        }
        return chosen
    }

    /// The words of a text that may name several choices; one that the form or the forum's data knows stays whole.
    private func parted(_ text: String, _ field: FormField) -> [String] {
        func parted(_ text: String, at marks: [Set<Character>]) -> [String] {
            let whole = PartnerNames.trimmed(text[...])
            let isKnown = field.choices.contains(whole) || mapper.areas[PartnerNames.key(whole)] != nil
            guard let first = marks.first, !isKnown, !BlankWord.stands(in: whole) else {
                return whole.isEmpty ? [] : [whole]
            }
            return text.split { first.contains($0) }
                .flatMap { parted(String($0), at: Array(marks.dropFirst())) }
        }
        return parted(text, at: [[",", ";", "|", "，", "；", "、", "\n", "\r\n"], ["/"]])
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
        note(
            ["ends"], "\(ends) is before the first day, \(starts); kept in the source",
            as: Self.turnedDays)
    }
}
