package import LineProtocol
import Wording

/// Finds the partner that a name means: by id, by its name in the forum, or by a spelling that the forum's data lists.
package struct PartnerNames: Sendable {
    /// What a spelling stands for: a partner, or a body of one.
    package struct Meaning: Sendable, Hashable {
        package let partner: String
        /// Where the name is that of a body within the partner (`European Commission` within the European Union).
        package let body: String?

        package init(partner: String, body: String? = nil) {
            self.partner = partner
            self.body = body
        }
    }

    private var meanings: [String: Meaning] = [:]
    private var ids: Set<String> = []

    /// The partners of a forum by id and name, and further spellings.
    package init(partners: [(id: String, name: String)], spellings: [String: Meaning] = [:]) {
        ids = Set(partners.map(\.id))
        for (text, meaning) in spellings where ids.contains(meaning.partner) {
            meanings[PartnerNames.key(text)] = meaning
        }
        for partner in partners { meanings[PartnerNames.key(partner.name)] = Meaning(partner: partner.id) }
    }

    /// The partners as PARTNERS answers them.
    package init(_ partners: [ShownPartner], spellings: [String: Meaning] = [:]) {
        self.init(partners: partners.map { ($0.id, $0.name) }, spellings: spellings)
    }

    /// The partner that a whole name means, nil where it means none.
    package func meaning(of name: String) -> Meaning? {
        if ids.contains(name) { return Meaning(partner: name) }
        let key = PartnerNames.key(name)
        if let meaning = meanings[key] { return meaning }
        return key.hasPrefix("the ") ? meanings[String(key.dropFirst(4))] : nil
    }

    /// The partner of a table's cell: its id in any case, or a name of the partner itself.
    package func id(of text: String) -> String? {
        let alike = ids.filter { $0.lowercased() == text.lowercased() }
        if ids.contains(text) { return text }
        if alike.count == 1 { return alike.first }
        return meaning(of: text).flatMap { $0.body == nil ? $0.partner : nil }
    }

    /// The partner whose id a text is in other capitals.
    package func meaning(ofID text: String) -> Meaning? {
        let id = text.uppercased()
        return ids.contains(id) ? Meaning(partner: id) : nil
    }

    /// Case, punctuation and doubled spaces make no difference.
    package static func key(_ name: String) -> String {
        let letters = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
        return String(letters).split(separator: " ").joined(separator: " ")
    }

    // MARK: names within names

    /// A name and what stands after it in brackets: `Denmark (Ministry of Foreign Affairs)`.
    package static func split(_ text: String) -> (name: String, brackets: String?) {
        guard text.hasSuffix(")") else { return (text, nil) }
        var depth = 0
        for index in text.indices.reversed() {
            if text[index] == ")" { depth += 1 }
            guard text[index] == "(" else { continue }
            depth -= 1
            guard depth == 0 else { continue }
            let name = trimmed(text[..<index])
            let inner = trimmed(text[text.index(after: index)...].dropLast())
            return name.isEmpty || inner.isEmpty ? (text, nil) : (name, inner)
        }
        return (text, nil)
    }

    package static func trimmed(_ text: Substring) -> String { text.trimmed }
}
