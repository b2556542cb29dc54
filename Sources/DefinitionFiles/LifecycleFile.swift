package import Lifecycle

/// A lifecycle file (YAML) with the form file that it names.
package enum LifecycleFile {
    /// The most bytes of a definition with its form: LIFECYCLE gives it in one line of 65536, with a tag and the forum's name.
    package static let byteLimit = 65_400

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
            do throws(DefinitionFault) {
                if let sentence = SourceText.misplaced(name, ups: 1) {
                    throw DefinitionFault(file: path, line: root["form"]?.line ?? 1, sentence: sentence)
                }
                form = .document(file: file, root: try YAMLTree.parse(try SourceText.load(file), file: file))
            } catch {
                faults.append(error)
                form = .unreadable
            }
        }
        let outcome = DefinitionReader.read(root, file: path, form: form)
        if let definition = outcome.definition {
            let size = definition.canonicalBytes.count
            if size > byteLimit {
                let sentence =
                    "with its form it is \(size) bytes of JSON, and a server takes at most \(byteLimit), which is one "
                    + "request line; shorten labels and help texts"
                faults.append(DefinitionFault(file: path, line: 1, sentence: sentence))
            }
        }
        return (faults.isEmpty ? outcome.definition : nil, outcome.faults + faults)
    }
}
