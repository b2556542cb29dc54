extension DefinitionReading {
    /// The keys whose texts stand in lists, diagrams and subjects: one line each.
    private static let lines: Set<String> = ["label", "title", "name"]

    /// No text of a definition holds a character that would change how the rest of a page is shown.
    package func checkTexts() {
        checkTexts(root, key: "", in: file)
        if let form { checkTexts(form.root, key: "", in: form.file) }
    }

    private func checkTexts(_ node: DefinitionNode, key: String, in file: String) {
        switch node.content {
        case .scalar(let text, _):
            if let scalar = text.unicodeScalars.first(where: DefinitionReading.isHarmful) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                fault(
                    file: file, line: node.line,
                    "the character U+\(code) would change how the rest is shown: leave it out")
            } else if DefinitionReading.lines.contains(key), text.utf8.contains(UInt8(ascii: "\n")) {
                fault(file: file, line: node.line, "\"\(key)\" is one line, without breaks; after > write >- for none")
            }
        case .list(let elements):
            for element in elements { checkTexts(element, key: key, in: file) }
        case .map(let entries):
            for entry in entries {
                checkTexts(DefinitionNode(line: entry.line, .scalar(entry.key, isPlain: true)), key: "", in: file)
                checkTexts(entry.value, key: entry.key, in: file)
            }
        }
    }

    /// Control characters but line breaks and tabs, and marks that turn the direction of what follows.
    package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: scalar.properties.generalCategory == .control
        }
    }
}
