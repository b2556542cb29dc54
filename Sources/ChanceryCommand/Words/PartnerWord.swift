import CanonicalJSON
import LineProtocol

extension ClientSession {
    /// The id of a partner that somebody named by its id in any case, by its name in the forum, or by a spelling of the forum's data.
    func partner(_ word: String, in forum: String) async throws -> String {
        // What looks like an id is taken for one: the server knows best whether there is such a partner.
        if (2...3).contains(word.utf8.count), word.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return word }
        let rows = try await ask(.partners, [forum]).rows
        let spellings = try ImportVocabulary.found(beside: "./-", forum: forum, name: nil, console).spellings
        let names = PartnerNames(rows: rows, spellings: spellings)
        if let meaning = names.meaning(of: word), meaning.body == nil { return meaning.partner }
        let partners = rows.compactMap { row in
            row["id"]?.string.map { NamedThing(id: $0, label: row["name"]?.string ?? $0) }
        }
        if let id = NamedThing.id(of: word, in: partners) { return id }
        let spelled = spellings.filter { $0.value.body == nil }.map { NamedThing(id: $0.value.partner, label: $0.key) }
        if let id = NamedThing.id(of: word, in: spelled) { return id }
        let near = NearWord.nearest(word, among: partners.map(\.label)).flatMap { label in
            partners.first { $0.label == label }
        }
        let advice = near.map { "; did you mean \($0.label) (\($0.id))?" } ?? "; chancery partners lists them"
        throw CommandFailure.usage(PlainText.line("there is no partner \"\(word)\" in \(forum)\(advice)"))
    }

    /// The same for a partner of the forum of a proposal; nil where none is named.
    func partner(_ word: String?, of ref: String) async throws -> String? {
        guard let word else { return nil }
        if (2...3).contains(word.utf8.count), word.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return word }
        guard let forum = try await ask(.show, [ref]).object["forum"]?.string else { return word }
        return try await partner(word, in: forum)
    }
}
