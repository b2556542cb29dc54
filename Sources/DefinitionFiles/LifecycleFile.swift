package import Lifecycle

/// A lifecycle file (YAML) with the form file that it names.
package enum LifecycleFile {
    /// The lifecycle in a file, checked; throws every fault of it and of its form.
    package static func load(_ path: String) throws(DefinitionFaults) -> LifecycleDefinition {
        let (definition, faults) = check(path: path)
        guard let definition else { throw DefinitionFaults(faults) }
        return definition
    }

    /// Reads and checks a lifecycle file: a definition where nothing is wrong, and every fault otherwise.
    package static func check(path: String) -> (LifecycleDefinition?, [DefinitionFault]) {
        let root: DefinitionNode
        do {
            root = try YAMLTree.parse(try SourceText.load(path), file: path)
        } catch {
            return (nil, [error])
        }
        var faults: [DefinitionFault] = []
        var form = DefinitionReader.FormSource.inside
        if let name = root["form"]?.text {
            let file = SourceText.resolve(name, from: path)
            do {
                form = .document(file: file, root: try YAMLTree.parse(try SourceText.load(file), file: file))
            } catch {
                faults.append(error)
                form = .unreadable
            }
        }
        let outcome = DefinitionReader.read(root, file: path, form: form)
        return (faults.isEmpty ? outcome.definition : nil, outcome.faults + faults)
    }
}
