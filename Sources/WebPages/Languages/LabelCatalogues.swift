import CanonicalJSON

/// What the texts of forums' definitions are in other languages: read from files beside the definitions, never from within them, for a definition
/// is known by its digest. By the English text alone: the same words mean the same in every forum.
package struct LabelCatalogues: Sendable {
    private var labels: [PageLanguage: [String: String]] = [:]

    package init() {}

    /// Adds a file: an object of English texts with what each is in the language. What an earlier file said stays.
    package mutating func add(_ bytes: [UInt8], _ language: PageLanguage) throws(Fault) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue.parse(bytes) } catch { throw Fault(sentence: "\(error)") }
        guard let object = value.object else { throw Fault(sentence: "it is no object") }
        var read: [String: String] = [:]
        for member in object.members {
            guard let text = member.value.string, !text.isEmpty else {
                throw Fault(sentence: "“\(member.key)” has no text")
            }
            read[member.key] = text
        }
        labels[language, default: [:]].merge(read) { earlier, _ in earlier }
    }

    /// Why a file is no catalogue.
    package struct Fault: Error, Hashable {
        package let sentence: String
    }

    package subscript(language: PageLanguage) -> [String: String] { labels[language] ?? [:] }
}
