import CanonicalJSON
import ImportFiles
import LineProtocol

/// Finds the partners of a forum by what people write for them: the id in any case, the name, or a spelling of the forum's data.
struct PartnerLookup: Sendable {
    private let forum: String
    private let partners: [NamedThing]
    private let spelled: [NamedThing]
    private let names: PartnerNames

    init(forum: String, _ partners: [ShownPartner], spellings: [String: PartnerNames.Meaning] = [:]) {
        self.forum = forum
        names = PartnerNames(partners, spellings: spellings)
        self.partners = partners.map { NamedThing(id: $0.id, label: $0.name) }
        spelled = spellings.filter { $0.value.body == nil }.map { NamedThing(id: $0.value.partner, label: $0.key) }
    }

    /// Whether a word is taken for an id unseen: the server knows best whether there is such a partner.
    static func isLikeID(_ word: String) -> Bool {
        (2...3).contains(word.utf8.count) && word.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    /// The id that a word means; nil where it means none, or a body within a partner.
    func id(_ word: String) -> String? {
        if PartnerLookup.isLikeID(word) { return word }
        return meaning(word).flatMap { $0.body == nil ? $0.partner : nil }
    }

    /// What a word means: a partner, or a body of one.
    private func meaning(_ word: String) -> PartnerNames.Meaning? {
        if let meaning = names.meaning(of: word) { return meaning }
        let id = NamedThing.id(of: word, in: partners) ?? NamedThing.id(of: word, in: spelled)
        return id.map { PartnerNames.Meaning(partner: $0) }
    }

    /// That there is no such partner, and which one was meant.
    func unknown(_ word: String) -> String {
        let near = NearWord.nearest(word, among: partners.map(\.label)).flatMap { label in
            partners.first { $0.label == label }
        }
        let advice = near.map { "; did you mean \($0.label) (\($0.id))?" } ?? "; chancery partners lists them"
        return "there is no partner \"\(word)\" in \(forum)\(advice)"
    }

    // MARK: values of a form

    /// The ids of a text with names: what stands as a whole is one name, else commas and the like part them.
    func partners(in text: String) throws(FieldReading.Fault) -> JSONValue {
        var ids: [JSONValue] = []
        for name in NameList(text, names, mayNameOrganisations: false).names {
            ids.append(.string(try known(name.meaning?.body == nil ? name.meaning?.partner ?? name.text : name.text)))
        }
        return .array(ids)
    }

    /// The organisers of a text with names; what stands in brackets behind a partner is its body.
    func organisers(in text: String) throws(FieldReading.Fault) -> JSONValue {
        var organisers: [JSONValue] = []
        for name in NameList(text, names, mayNameOrganisations: false).names {
            organisers.append(.object(try organiser(name.meaning ?? meaning(name.text), name.text, name.brackets)))
        }
        return .array(organisers)
    }

    /// The same value with the id of each partner that it names.
    func resolved(_ value: JSONValue, type: FieldType?) throws(FieldReading.Fault) -> JSONValue {
        guard let elements = value.array else { return value }
        var result: [JSONValue] = []
        for element in elements {
            switch type {
            case .partners:
                let named = try element.string.map { (text) throws(FieldReading.Fault) in try partners(in: text) }
                result += named?.array ?? [element]
            case .organisers: result += try organisers(of: element)
            case .text, .place, .reference, .address, .date, .instant, .integer, .money, .choice, .choices, .partner,
                .documents, .answers, .changes, .track, .meeting, .partnerCount, .fieldKeys, nil:
                result.append(element)
            }
        }
        return .array(result)
    }

    private func organisers(of value: JSONValue) throws(FieldReading.Fault) -> [JSONValue] {
        if let text = value.string { return try organisers(in: text).array ?? [] }
        guard var object = value.object, let word = object["partner"]?.string else { return [value] }
        // A name alone may be several, or one with its body in brackets.
        if object.count == 1, meaning(word) == nil { return try organisers(in: word).array ?? [] }
        let meant = try organiser(meaning(word), word, nil)
        for member in meant.members where member.key == "partner" || object[member.key] == nil {
            object[member.key] = member.value
        }
        return [.object(object)]
    }

    private func organiser(
        _ meaning: PartnerNames.Meaning?, _ word: String, _ brackets: String?
    ) throws(FieldReading.Fault) -> JSONObject {
        guard let id = meaning?.partner ?? id(word) else {
            throw FieldReading.Fault(
                sentence: "names no partner: \(unknown(word)); another organiser is written as {\"organisation\": …}")
        }
        var object: JSONObject = ["partner": .string(id)]
        if let body = meaning?.body ?? brackets { object["body"] = .string(body) }
        return object
    }

    /// The id of a name that stands in a field.
    func known(_ word: String) throws(FieldReading.Fault) -> String {
        guard let id = id(word) else { throw FieldReading.Fault(sentence: "names no partner: \(unknown(word))") }
        return id
    }
}
