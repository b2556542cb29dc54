package import Lifecycle
import Yams

/// Reads YAML into a located tree. Anchors and aliases are refused: a definition says everything where it stands.
package enum YAMLTree {
    /// Lists and maps may be nested so deep.
    private static let depthLimit = 16

    /// The tree of a text, or the fault that keeps it from being one.
    package static func parse(_ text: String, file: String) throws(DefinitionFault) -> DefinitionNode {
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw fault(of: error, in: text, file)
        } catch {
            throw DefinitionFault(file: file, line: 0, sentence: "cannot be read as YAML: \(error)")
        }
        guard let root else { throw DefinitionFault(file: file, line: 1, sentence: "the file is empty") }
        // Nodes hold their anchors weakly; the parser keeps them alive until they were looked for.
        return try withExtendedLifetime(parser) { () throws(DefinitionFault) in
            try node(root, file, depth: 0, line: 1)
        }
    }

    private static func node(
        _ node: Node, _ file: String, depth: Int, line parent: Int
    ) throws(DefinitionFault) -> DefinitionNode {
        let line = node.mark?.line ?? parent
        guard depth < depthLimit else {
            throw DefinitionFault(file: file, line: line, sentence: "nested more than \(depthLimit) deep")
        }
        guard node.anchor == nil else {
            throw DefinitionFault(
                file: file, line: line, sentence: "anchors and aliases are not read here: write the value out")
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let isNothing = isPlain && ["~", "null", "Null", "NULL"].contains(scalar.string)
            return DefinitionNode(line: line, .scalar(isNothing ? "" : scalar.string, isPlain: isPlain))
        case .sequence(let sequence):
            var elements: [DefinitionNode] = []
            for element in sequence { elements.append(try self.node(element, file, depth: depth + 1, line: line)) }
            return DefinitionNode(line: line, .list(elements))
        case .mapping(let mapping):
            var entries: [DefinitionNode.Entry] = []
            for (key, value) in mapping {
                let keyLine = key.mark?.line ?? line
                guard case .scalar(let scalar) = key else {
                    throw DefinitionFault(file: file, line: keyLine, sentence: "a key must be plain text")
                }
                entries.append(
                    DefinitionNode.Entry(
                        key: scalar.string, line: keyLine,
                        value: try self.node(value, file, depth: depth + 1, line: keyLine)))
            }
            return DefinitionNode(line: line, .map(entries))
        case .alias:
            throw DefinitionFault(
                file: file, line: line, sentence: "anchors and aliases are not read here: write the value out")
        }
    }

    private static func fault(of error: YamlError, in text: String, _ file: String) -> DefinitionFault {
        func at(_ line: Int, _ sentence: String) -> DefinitionFault {
            DefinitionFault(file: file, line: line, sentence: sentence)
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let before = context.map { "\($0.text) " } ?? ""
            return at(mark.line, "not YAML: \(before)\(problem)")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { 1 + text.utf8.prefix($0).filter { $0 == UInt8(ascii: "\n") }.count }
            return at(line ?? 0, "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return at(
                context.mark.line,
                duplicates.count == 1
                    ? "the key \(keys) stands twice in one map"
                    : "the keys \(keys) stand twice in one map; perhaps a line that begins an element is missing")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return at(0, "cannot be read as YAML: \(error)")
        }
    }
}
