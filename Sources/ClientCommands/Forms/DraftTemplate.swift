import CanonicalJSON
import ImportFiles
import Terminal

/// A form as commented YAML for an editor: each field with what it is for, its type and by when it is needed.
struct DraftTemplate {
    /// Comments are broken at so many columns.
    static let width = 100

    private let fields: [FormField]
    private let title: String

    init(_ fields: [FormField], title: String) {
        self.fields = fields
        self.title = title
    }

    /// The text, with the values that are known already.
    func text(values: JSONObject = JSONObject()) -> String {
        var lines = comment(
            "\(title). Fill in what is known, leave the rest empty; only the title is needed to begin. "
                + "Lines that begin with # are comments. Save and leave the editor to send it.")
        for field in fields {
            lines.append("")
            lines += about(field)
            lines += DraftTemplate.entry(field, values[field.key])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func about(_ field: FormField) -> [String] {
        let source = field.source.isEmpty ? "" : " (\(TerminalText.line(field.source)))"
        var lines = comment("\(TerminalText.line(field.label))\(source): \(field.hint)")
        if !field.help.isEmpty { lines += comment(TerminalText.line(field.help)) }
        let needs = field.needs.filter { !$0.isHint }
        if let first = needs.first {
            let tracks = first.tracks.isEmpty ? "" : " on the \(first.tracks.joined(separator: " or ")) track"
            lines += comment("Needed to \(TerminalText.line(first.transition))\(TerminalText.line(tracks)).")
        }
        return lines
    }

    private func comment(_ text: String) -> [String] { text.wrapped(to: DraftTemplate.width).map { "# " + $0 } }

    /// The key with its value, or with the shape of one as a comment.
    static func entry(_ field: FormField, _ value: JSONValue?) -> [String] {
        if let value, !value.isNull { return written(field.key, value) }
        switch field.type {
        case .money: return ["\(field.key):", "#  currency: EUR", "#  amount: \"1500.00\""]
        case .organisers:
            return [
                "\(field.key):", "#  - partner: XX", "#    body: the ministry or office",
                "#    contact: who answers questions",
            ]
        case .answers: return ["\(field.key):", "#  - ref: ABC-2026-0001", "#    answer: how this proposal differs"]
        case .text, .place, .reference, .address, .date, .instant, .integer, .choice, .choices, .partners, .partner,
            .documents, .changes, .track, .meeting, .partnerCount, .fieldKeys, nil:
            return field.isList ? ["\(field.key):", "#  - …"] : ["\(field.key):"]
        }
    }

    private static func written(_ key: String, _ value: JSONValue) -> [String] {
        switch value {
        case .null: return ["\(key):"]
        case .bool, .integer: return ["\(key): \(value.canonicalText)"]
        case .string(let text): return scalar(text, after: "\(key):", indent: "  ")
        case .object(let object):
            return ["\(key):"]
                + object.members.flatMap { scalar($0.value.string ?? "", after: "  \($0.key):", indent: "    ") }
        case .array(let elements):
            return ["\(key):"]
                + elements.flatMap { element -> [String] in
                    guard let object = element.object else {
                        return scalar(element.string ?? "", after: "  -", indent: "    ")
                    }
                    return object.members.enumerated().flatMap { index, member in
                        scalar(
                            member.value.string ?? "", after: (index == 0 ? "  - " : "    ") + member.key + ":",
                            indent: "      ")
                    }
                }
        }
    }

    /// A text as YAML: a block where it has lines of its own, else quoted as JSON, which YAML reads.
    private static func scalar(_ text: String, after lead: String, indent: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isBlock =
            lines.count > 1 && !text.hasSuffix("\n") && !text.hasPrefix(" ") && !text.hasPrefix("\n")
            && !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }
        guard isBlock else { return ["\(lead) \(JSONValue.string(text).canonicalText)"] }
        return ["\(lead) |-"] + lines.map { $0.isEmpty ? "" : indent + $0 }
    }
}
