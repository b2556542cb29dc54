/// One reading of one definition: its documents, the faults found so far, and what was left out because of them.
package final class DefinitionReading {
    package let file: String
    package let root: DefinitionNode
    /// The form's own document, where it stands apart.
    package let form: (file: String, root: DefinitionNode)?
    /// Whether there is one that could not be read.
    package let isFormUnreadable: Bool
    package private(set) var faults: [DefinitionFault] = []
    package private(set) var incomplete: Set<DefinitionSection> = []
    /// For lists that lost elements: the places in the source of those that stayed.
    private var kept: [DefinitionPath: [Int]] = [:]

    /// Where the form of a lifecycle stands.
    package enum FormSource: Sendable {
        /// Under the lifecycle's own key `form`.
        case inside
        /// In a document of its own.
        case document(file: String, root: DefinitionNode)
        /// In a document that could not be read, about which a fault is noted elsewhere.
        case unreadable
    }

    package init(file: String, root: DefinitionNode, form: FormSource = .inside) {
        self.file = file
        self.root = root
        switch form {
        case .inside, .unreadable: self.form = nil
        case .document(let file, let root): self.form = (file, root)
        }
        if case .unreadable = form { isFormUnreadable = true } else { isFormUnreadable = false }
    }

    /// Notes a fault at a place of the source, once.
    package func fault(at path: DefinitionPath, _ sentence: String) {
        let (file, line) = place(path.steps[...])
        note(DefinitionFault(file: file, line: line, sentence: sentence))
    }

    /// Notes a fault at a place of the definition that was read.
    package func fault(atRead path: DefinitionPath, _ sentence: String) {
        var source = DefinitionPath()
        for step in path.steps {
            switch step {
            case .key(let key): source = source[key]
            case .index(let index):
                let places = kept[source]
                source = source[places.flatMap { index < $0.count ? $0[index] : nil } ?? index]
            }
        }
        fault(at: source, sentence)
    }

    package func fault(file: String, line: Int, _ sentence: String) {
        note(DefinitionFault(file: file, line: line, sentence: sentence))
    }

    package func leftOut(_ section: DefinitionSection) { incomplete.insert(section) }

    func keep(_ places: [Int], of path: DefinitionPath) { kept[path] = places }

    /// The faults by file and line, the lifecycle's file first.
    package var sorted: [DefinitionFault] {
        faults.enumerated().sorted { left, right in
            let leftKey = (left.element.file == file ? 0 : 1, left.element.line, left.offset)
            let rightKey = (right.element.file == file ? 0 : 1, right.element.line, right.offset)
            return leftKey < rightKey
        }.map(\.element)
    }

    private func note(_ fault: DefinitionFault) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    /// The file and line of a path, or of the deepest part of it that exists.
    private func place(_ path: ArraySlice<DefinitionPath.Step>) -> (String, Int) {
        var steps = path
        var node = root
        var name = file
        if let form, steps.first == .key("form") {
            steps = steps.dropFirst()
            node = form.root
            name = form.file
        }
        var line = node.line
        for step in steps {
            switch (step, node.content) {
            case (.key(let key), .map(let entries)):
                guard let entry = entries.first(where: { $0.key == key }) else { return (name, line) }
                line = entry.line
                node = entry.value
            case (.index(let index), .list(let elements)):
                guard index < elements.count else { return (name, line) }
                line = elements[index].line
                node = elements[index]
            case (.key, .scalar), (.key, .list), (.index, .scalar), (.index, .map): return (name, line)
            }
        }
        return (name, line)
    }
}
