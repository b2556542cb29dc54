import CanonicalJSON
import CivilTime
import DefinitionFiles
import ImportFiles
import Lifecycle
import Terminal

/// The real initiative that the tour follows, as the data has it and as an import maps it.
struct TourRecord: Sendable {
    /// The file and line where it stands.
    let place: String
    let source: JSONObject
    /// What the record says, as fields of the form.
    let fields: JSONObject

    /// Finds a record by the beginning of its title in a forum's list of initiatives.
    static func find(_ title: String, of forum: ForumFile.Forum, in folder: String) throws -> TourRecord {
        let path = "\(folder)/\(forum.definition.files.initiatives ?? "initiatives.jsonl")"
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.notDone(["\(TerminalText.line(path)) \(error.sentence)"])
        }
        let record = JSONLines(text).records.first { $0.object["title"]?.string?.hasPrefix(title) ?? false }
        guard let record else {
            throw CommandFailure.notDone([
                "\(TerminalText.line(path)) holds no initiative \"\(TerminalText.line(title))\""
            ])
        }
        let vocabulary = try ImportVocabulary.inFolder(folder) ?? ImportVocabulary()
        let mapper = InitiativeMapper(
            form: FormField.form(of: forum.lifecycles.first?.json.object ?? [:]),
            names: PartnerNames(partners: forum.partners.map { ($0.id, $0.name) }, spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: Console.current.now().date)
        return TourRecord(
            place: "\(path), line \(record.line)", source: record.object,
            fields: mapper.map(record.object, line: record.line).fields)
    }

    /// The fields that lines of a script give a proposal besides, in the form's order.
    func added(by steps: [TourScript.Step], order: [String]) -> [String] {
        let keys = steps.flatMap { step -> [String] in
            guard case .send(let send) = step, send.verb == "REVISE" || send.verb == "DRAFT" else { return [] }
            let words = send.line.split(separator: " ", maxSplits: 3)
            guard words.count == 4, let object = (try? JSONValue.parse(String(words[3])))?.object else { return [] }
            return object.keys
        }
        return order.filter { keys.contains($0) && fields[$0] == nil }
    }
}
