package import CanonicalJSON

/// A definition's text as a tree with line numbers: what a YAML or JSON reader hands to ``DefinitionReader``.
package struct DefinitionNode: Sendable, Hashable {
    /// Where it begins, from 1; 0 where the source has no lines.
    package var line: Int
    package var content: Content

    package enum Content: Sendable, Hashable {
        /// Text as it stands. Only a plain one (not quoted) can be a number, true or false, or nothing.
        case scalar(String, isPlain: Bool)
        case list([DefinitionNode])
        /// Entries in the order of the source, with doubles.
        case map([Entry])
    }

    /// One key of a map and its value.
    package struct Entry: Sendable, Hashable {
        package var key: String
        package var line: Int
        package var value: DefinitionNode

        package init(key: String, line: Int, value: DefinitionNode) {
            self.key = key
            self.line = line
            self.value = value
        }
    }

    package init(line: Int, _ content: Content) {
        self.line = line
        self.content = content
    }

    /// A JSON value as a tree; it has no lines.
    package init(json: JSONValue) {
        let content: Content =
            switch json {
            case .null: .scalar("", isPlain: true)
            case .bool(let value): .scalar(value ? "true" : "false", isPlain: true)
            case .integer(let value): .scalar(String(value), isPlain: true)
            case .string(let text): .scalar(text, isPlain: false)
            case .array(let elements): .list(elements.map { DefinitionNode(json: $0) })
            case .object(let object):
                .map(object.members.map { Entry(key: $0.key, line: 0, value: DefinitionNode(json: $0.value)) })
            }
        self.init(line: 0, content)
    }

    /// The value of a map's key (the first, where it stands twice); nil for any other node and for an absent key.
    package subscript(key: String) -> DefinitionNode? {
        guard case .map(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// Text, unless it is nothing at all.
    package var text: String? {
        guard case .scalar(let text, let isPlain) = content, !(isPlain && text.isEmpty) else { return nil }
        return text
    }

    package var isEmpty: Bool {
        if case .scalar("", isPlain: true) = content { true } else { false }
    }

    /// What a person calls this kind of node, for error messages.
    package var kindName: String {
        switch content {
        case .scalar(let text, let isPlain): isPlain && text.isEmpty ? "nothing" : "\"\(text.prefix(40))\""
        case .list: "a list"
        case .map: "a map"
        }
    }
}
