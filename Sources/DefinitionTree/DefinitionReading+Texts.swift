import Wording

extension DefinitionReading {
    /// The keys whose texts stand in lists, diagrams and subjects: one line each.
    package static let lines: Set<String> = ["label", "title", "name"]

    /// No text of a definition holds a character that would change how the rest of a page is shown, and no name one that is not seen.
    ///
    /// `isNew` says that the definition comes from a file: of one that stands in the record already, the second is not asked.
    package func checkTexts(isNew: Bool = true) {
        checkTexts(root, key: "", in: file, isNew)
        if let form { checkTexts(form.root, key: "", in: form.file, isNew) }
    }

    private func checkTexts(_ node: DefinitionNode, key: String, in file: String, _ isNew: Bool) {
        switch node.content {
        case .scalar(let text, _):
            if let scalar = text.unicodeScalars.first(where: HiddenCharacter.isHarmful) {
                fault(
                    file: file, line: node.line,
                    "the character \(HiddenCharacter.name(of: scalar)) would change how the rest is shown: leave it out"
                )
            } else if DefinitionReading.lines.contains(key), text.utf8.contains(UInt8(ascii: "\n")) {
                fault(file: file, line: node.line, "\"\(key)\" is one line, without breaks; after > write >- for none")
            } else if isNew, DefinitionReading.lines.contains(key), let scalar = HiddenCharacter.first(in: text) {
                fault(
                    file: file, line: node.line,
                    "the character \(HiddenCharacter.name(of: scalar)) in \"\(key)\" cannot be seen: leave it out")
            }
        case .list(let elements):
            for element in elements { checkTexts(element, key: key, in: file, isNew) }
        case .map(let entries):
            for entry in entries {
                checkTexts(
                    DefinitionNode(line: entry.line, .scalar(entry.key, isPlain: true)), key: "", in: file, isNew)
                checkTexts(entry.value, key: entry.key, in: file, isNew)
            }
        }
    }
}
