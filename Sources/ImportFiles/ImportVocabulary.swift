import DefinitionFiles
import DefinitionTree
import Terminal

/// How a forum's sources write things: spellings of partners' names, and what their areas are called in the form. Data,
/// kept beside the forum.
package struct ImportVocabulary: Sendable, Hashable {
    /// Partners by other names of theirs, in the form of ``PartnerNames/key(_:)``.
    package var spellings: [String: PartnerNames.Meaning] = [:]
    /// Choices of a form's field by the source's word, in the same form.
    package var areas: [String: [String]] = [:]
    /// Kinds of meetings by their names, in the same form.
    package var meetingKinds: [String: String] = [:]

    /// Whether an activity that tells neither day nor year is past: the source lists past ones only.
    package var undatedIsPast = false

    package init() {}

    /// Reads `spellings:`, `bodies:`, `areas:`, `kinds_of_meetings:` and `undated:` of a YAML file; whatever else stands there is not for this reader.
    package init(file: String) throws {
        let root: DefinitionNode
        do {
            root = try YAMLTree.parse(LocalFile.foundText(file), file: file)
        } catch let fault as FileFault {
            throw CommandFailure.usage("\(TerminalText.line(file)) \(fault.sentence)")
        } catch {
            throw CommandFailure.notDone([TerminalText.line("\(error)")])
        }
        try read(root, file)
        try readKinds(root, file)
        if let undated = root["undated"] {
            guard undated.text == "past" else {
                throw CommandFailure.notDone(["\(file):\(undated.line): \"undated\" is \"past\" or left out"])
            }
            undatedIsPast = true
        }
    }

    /// Takes in what another file says besides.
    mutating func merge(_ other: ImportVocabulary) {
        spellings.merge(other.spellings) { present, _ in present }
        areas.merge(other.areas) { present, _ in present }
        meetingKinds.merge(other.meetingKinds) { present, _ in present }
        undatedIsPast = undatedIsPast || other.undatedIsPast
    }

    private mutating func read(_ root: DefinitionNode, _ file: String) throws {
        for entry in try entries(root["spellings"], file) {
            // `KR: [Republic of Korea, South Korea]`
            guard case .list(let names) = entry.value.content else {
                throw CommandFailure.notDone([
                    "\(file):\(entry.line): a partner has a list of its other names, as KR: [South Korea]"
                ])
            }
            for name in names.compactMap(\.text) { try mean(name, .init(partner: entry.key), entry, file) }
        }
        for entry in try entries(root["bodies"], file) {
            // `EEAS: {partner: EU, body: European External Action Service}`
            guard case .map = entry.value.content, let partner = entry.value["partner"]?.text else {
                throw CommandFailure.notDone([
                    "\(file):\(entry.line): a body names its partner, as {partner: EU, body: European Commission}"
                ])
            }
            let body = entry.value["body"]?.text ?? entry.key
            try mean(entry.key, .init(partner: partner, body: body), entry, file)
        }
        for entry in try entries(root["areas"], file) {
            let choices: [String] =
                switch entry.value.content {
                case .list(let elements): elements.compactMap(\.text)
                case .scalar(let text, _): text.isEmpty ? [] : [text]
                case .map:
                    throw CommandFailure.notDone(["\(file):\(entry.line): an area means one choice or a list of them"])
                }
            areas[PartnerNames.key(entry.key)] = choices
        }
    }

    /// Takes in what a name means; one name means one thing.
    private mutating func mean(
        _ name: String, _ meaning: PartnerNames.Meaning, _ entry: DefinitionNode.Entry, _ file: String
    ) throws {
        let key = PartnerNames.key(name)
        if let other = spellings[key], other != meaning {
            throw CommandFailure.notDone([
                TerminalText.line("\(file):\(entry.line): \"\(name)\" already means \(other.body ?? other.partner)")
            ])
        }
        spellings[key] = meaning
    }

    private mutating func readKinds(_ root: DefinitionNode, _ file: String) throws {
        for entry in try entries(root["kinds_of_meetings"], file) {
            switch entry.value.content {
            // `sectoral: [Education Meeting 1]`
            case .list(let names):
                for name in names.compactMap(\.text) { meetingKinds[PartnerNames.key(name)] = entry.key }
            case .scalar, .map:
                throw CommandFailure.notDone(["\(file):\(entry.line): a kind has a list of the meetings of it"])
            }
        }
    }

    private func entries(_ node: DefinitionNode?, _ file: String) throws -> [DefinitionNode.Entry] {
        guard let node, !node.isEmpty else { return [] }
        guard case .map(let entries) = node.content else {
            throw CommandFailure.notDone(["\(file):\(node.line): a map is needed here"])
        }
        return entries
    }
}
