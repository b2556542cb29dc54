package import DefinitionTree
import Yams

/// Reads YAML into a located tree. Anchors and aliases are refused: a definition says everything where it stands.
package struct YAMLTree {
    /// Lists and maps may be nested so deep.
    private static let depthLimit = 16

    private let file: String
    private let trimsBlocks: Bool

    /// The tree of a text, or the fault that keeps it from being one.
    ///
    /// A block (`|`, `>`) ends with a line break of YAML's own; `trimsBlocks` takes it off, where the text is a person's and the break
    /// is not. Definitions keep it: their digests were made with it.
    package static func parse(
        _ text: String, file: String, trimsBlocks: Bool = false
    ) throws(DefinitionFault) -> DefinitionNode {
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw YAMLFaults(text: text, file: file).fault(of: error)
        } catch {
            throw DefinitionFault(file: file, line: 0, sentence: "cannot be read as YAML: \(error)")
        }
        guard let root else { throw DefinitionFault(file: file, line: 1, sentence: "the file is empty") }
        // Nodes hold their anchors weakly; the parser keeps them alive until they were looked for.
        return try withExtendedLifetime(parser) { () throws(DefinitionFault) in
            try YAMLTree(file: file, trimsBlocks: trimsBlocks).node(root, depth: 0, line: 1)
        }
    }

    private func node(
        _ node: Node, depth: Int, line parent: Int
    ) throws(DefinitionFault) -> DefinitionNode {
        let line = node.mark?.line ?? parent
        guard depth < Self.depthLimit else {
            throw DefinitionFault(file: file, line: line, sentence: "nested more than \(Self.depthLimit) deep")
        }
        guard node.anchor == nil else {
            throw DefinitionFault(
                file: file, line: line, sentence: "anchors and aliases are not supported: write the value out")
        }
        if let tag = tag(of: node) {
            throw DefinitionFault(
                file: file, line: line,
                sentence:
                    "the tag \(tag.prefix(40)) is not supported: write the value alone, in quotes if it is text")
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let isNothing = isPlain && ["~", "null", "Null", "NULL"].contains(scalar.string)
            return DefinitionNode(line: line, .scalar(isNothing ? "" : trimmed(scalar), isPlain: isPlain))
        case .sequence(let sequence):
            var elements: [DefinitionNode] = []
            for element in sequence { elements.append(try self.node(element, depth: depth + 1, line: line)) }
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
                        value: try self.node(value, depth: depth + 1, line: keyLine)))
            }
            return DefinitionNode(line: line, .map(entries))
        case .alias:
            throw DefinitionFault(
                file: file, line: line, sentence: "anchors and aliases are not supported: write the value out")
        }
    }

    /// The text of a scalar; of a block without the one break that ends it.
    private func trimmed(_ scalar: Node.Scalar) -> String {
        let text = scalar.string
        guard trimsBlocks, scalar.style == .literal || scalar.style == .folded, text.hasSuffix("\n"),
            !text.hasSuffix("\n\n")
        else { return text }
        return String(text.dropLast())
    }

    /// A tag as the file writes it; nil where there is none, or one that says what stands there anyway (quoted text is `!!str`).
    private func tag(of node: Node) -> String? {
        let standard = "tag:yaml.org,2002:"
        let name: String
        let own: String
        switch node {
        case .scalar(let scalar): (name, own) = (scalar.tag.rawValue, "str")
        case .sequence(let sequence): (name, own) = (sequence.tag.rawValue, "seq")
        case .mapping(let mapping): (name, own) = (mapping.tag.rawValue, "map")
        case .alias: return nil
        }
        guard !["", "!", standard + own].contains(name) else { return nil }
        return name.hasPrefix(standard) ? "!!" + name.dropFirst(standard.count) : name
    }
}
