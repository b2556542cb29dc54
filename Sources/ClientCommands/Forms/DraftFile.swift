import CanonicalJSON
import DefinitionFiles
import DefinitionTree
import ImportFiles
import Terminal

/// Reads a proposal's fields from a file (YAML or JSON) or from what an editor left, by the form.
enum DraftFile {
    /// Keys that say something about the draft besides its fields, where the form has no field of that name.
    static func besides(_ form: [FormField]) -> [String] {
        ["partner", "lifecycle"].filter { key in !form.contains { $0.key == key } }
    }

    /// The fields of a text; throws every fault with file and line.
    static func fields(
        _ text: String, file: String, _ form: [FormField], _ partners: PartnerLookup? = nil
    ) throws -> JSONObject {
        let root: DefinitionNode
        do {
            root = try YAMLTree.parse(text, file: file, trimsBlocks: true)
        } catch {
            throw CommandFailure.notDone(["\(TerminalText.line("\(error)"))"])
        }
        guard case .map(let entries) = root.content else {
            throw CommandFailure.notDone(["\(file):\(root.line): expected a map of fields, not \(root.kindName)"])
        }
        var faults: [String] = []
        let besides = besides(form)
        var object = JSONObject()
        for entry in entries {
            if object[entry.key] != nil {
                faults.append("\(file):\(entry.line): \"\(entry.key)\" appears twice")
                continue
            }
            if besides.contains(entry.key), let text = entry.value.text {
                let id: String? = if entry.key == "partner", let partners { partners.id(text) } else { text }
                if id == nil { faults.append("\(file):\(entry.line): \(partners?.unknown(text) ?? "")") }
                object[entry.key] = .string(id ?? text)
                continue
            }
            guard let field = FormField.named(entry.key, in: form) else {
                faults.append("\(file):\(entry.line): \(FormField.unknown(entry.key, in: form))")
                continue
            }
            guard object[field.key] == nil else {
                faults.append("\(file):\(entry.line): \"\(field.key)\" appears twice, here as \"\(entry.key)\"")
                continue
            }
            do {
                object[field.key] = try FieldReading.value(entry.value, field, partners)
            } catch {
                faults.append("\(file):\(error.line > 0 ? error.line : entry.line): \(field.key) \(error.sentence)")
            }
        }
        guard faults.isEmpty else { throw CommandFailure.notDone(faults.map { TerminalText.line($0) }) }
        return object
    }

    /// Sets fields from `key=value` texts. An empty value empties a field, where there is a text of which it may be one: what is being
    /// revised, or the file that says more.
    static func apply(
        _ texts: [String], to object: inout JSONObject, _ form: [FormField], mayClear: Bool,
        _ partners: PartnerLookup? = nil
    ) throws {
        var given: Set<String> = []
        for text in texts {
            guard let equals = text.firstIndex(of: "="), !CommandGap.isBlank(text[..<equals]) else {
                throw CommandFailure.usage("--field takes key=value, not \"\(TerminalText.line(text))\"")
            }
            let value = String(text[text.index(after: equals)...])
            guard let field = FormField.named(String(text[..<equals]), in: form) else {
                throw CommandFailure.usage(TerminalText.line(FormField.unknown(String(text[..<equals]), in: form)))
            }
            let key = field.key
            // Answers may be given one by one: each is of a proposal of its own.
            let isMore = !given.insert(key).inserted
            guard !isMore || field.type == .answers && !value.isEmpty else {
                throw CommandFailure.usage("--field \(key) is given twice")
            }
            if CommandGap.isBlank(value) {
                guard mayClear && value.isEmpty || object[key] != nil else {
                    throw CommandFailure.usage(
                        "--field \(key)= has no value; write what \(field.label) is, as in --field \(key)="
                            + "\"…\", or leave the field out")
                }
                object[key] = .null
                continue
            }
            do {
                let new = try FieldReading.value(value, field, partners)
                object[key] = isMore ? AnswersText.joined(object[key], new) : new
            } catch {
                throw CommandFailure.usage(TerminalText.line("\(key) \(error.sentence)"))
            }
        }
    }
}
