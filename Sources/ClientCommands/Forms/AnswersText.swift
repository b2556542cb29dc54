import CanonicalJSON
import DefinitionTree
import ImportFiles
import Proposals

/// How a proposal differs from others that look like it, as people write it: `ABC-2026-0007: that one is for judges`.
enum AnswersText {
    /// What a person writes for one.
    static let hint = "REF: how it differs"

    /// The answers of a text; several are separated by `;` or stand on lines of their own.
    static func value(_ text: String) throws(FieldReading.Fault) -> JSONValue {
        var answers: [(ref: String, answer: String)] = []
        for part in text.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
            if let (ref, answer) = entry(part) {
                answers.append((ref, answer))
            } else if !answers.isEmpty, !PartnerNames.trimmed(part).isEmpty {
                // A semicolon within an answer parts nothing.
                answers[answers.count - 1].answer += "; " + PartnerNames.trimmed(part)
            } else if !PartnerNames.trimmed(part).isEmpty {
                throw fault(text)
            }
        }
        guard !answers.isEmpty, answers.allSatisfy({ !$0.answer.isEmpty }) else { throw fault(text) }
        return .array(answers.map { object($0.ref, $0.answer) })
    }

    /// The answer of an entry of a map, `ABC-2026-0007: that one is for judges`.
    static func value(_ entry: DefinitionNode.Entry) throws(FieldReading.Fault) -> JSONValue {
        guard RefText.isLike(entry.key), let answer = entry.value.text, !answer.isEmpty else {
            throw FieldReading.Fault(sentence: "takes \(hint), not \"\(entry.key)\"", line: entry.line)
        }
        return object(entry.key, answer)
    }

    /// The answer of an element of a list; nil where it names its parts.
    static func element(_ node: DefinitionNode) throws(FieldReading.Fault) -> JSONValue? {
        if case .map(let entries) = node.content {
            guard entries.count == 1, RefText.isLike(entries[0].key) else { return nil }
            return try value(entries[0])
        }
        guard let text = node.text else { return nil }
        guard let (ref, answer) = entry(text[...]), !answer.isEmpty else {
            throw FieldReading.Fault(sentence: fault(text).sentence, line: node.line)
        }
        return object(ref, answer)
    }

    /// Answers with more of them; a later one of the same proposal stands in place of the earlier one.
    static func joined(_ present: JSONValue?, _ more: JSONValue) -> JSONValue {
        let new = more.array ?? []
        let refs = new.compactMap { $0["ref"]?.string.map(RefText.canonical) }
        let kept = (present?.array ?? []).filter { !refs.contains(RefText.canonical($0["ref"]?.string ?? "")) }
        return .array(kept + new)
    }

    /// Changes in which answers that were given as texts are added to what was answered before. JSON says the whole value.
    static func added(
        to present: JSONObject, _ changes: JSONObject, texts: [String], _ form: [FormField]
    ) -> JSONObject {
        var changes = changes
        for text in texts {
            guard let equals = text.firstIndex(of: "="),
                let field = FormField.named(String(text[..<equals]), in: form), field.type == .answers,
                !FieldReading.isJSON(String(text[text.index(after: equals)...]), field),
                let new = changes[field.key], !new.isNull
            else { continue }
            changes[field.key] = joined(present[field.key], new)
        }
        return changes
    }

    private static func entry(_ text: Substring) -> (ref: String, answer: String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let ref = PartnerNames.trimmed(text[..<colon])
        guard RefText.isLike(ref) else { return nil }
        return (ref, PartnerNames.trimmed(text[text.index(after: colon)...]))
    }

    private static func object(_ ref: String, _ answer: String) -> JSONValue {
        ["ref": .string(RefText.canonical(ref)), "answer": .string(answer)]
    }

    private static func fault(_ text: String) -> FieldReading.Fault {
        FieldReading.Fault(
            sentence: "takes \(hint), as \"ABC-2026-0007: it differs because …\"; several are separated by \";\", not "
                + "\"\(text)\"")
    }
}
