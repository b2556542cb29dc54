package import DefinitionTree
package import Lifecycle

/// A lifecycle file (YAML) with the form file that it names.
package enum LifecycleFile {
    /// The most bytes of a definition with its form: LIFECYCLE gives it in one line of 65536, with a tag and the forum's name.
    package static let byteLimit = 65_400

    /// The lifecycle in a file, checked; throws every fault of it and of its form.
    package static func load(_ path: String) throws(DefinitionFaults) -> LifecycleDefinition {
        let (definition, faults) = check(path: path, mayBePipe: false)
        guard let definition else { throw DefinitionFaults(faults) }
        return definition
    }

    /// Reads and checks a lifecycle file: a definition where nothing is wrong, and every fault otherwise.
    ///
    /// A person may give a pipe (`<(…)`), a forum's file may not.
    package static func check(path: String, mayBePipe: Bool = true) -> (LifecycleDefinition?, [DefinitionFault]) {
        let root: DefinitionNode
        do {
            root = try YAMLTree.parse(try SourceText.load(path, mayBePipe: mayBePipe), file: path)
        } catch {
            return (nil, [error])
        }
        var faults: [DefinitionFault] = []
        var form = DefinitionReading.FormSource.inside
        if let node = root["form"], let name = node.text {
            do throws(DefinitionFault) {
                form = try document(name, from: path)
            } catch {
                // What has no line in the form's file is told where the file is named.
                let named = DefinitionFault(file: path, line: node.line, sentence: error.sentence)
                faults.append(error.line > 0 ? error : named)
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

    /// The document of the form that a lifecycle file names.
    private static func document(
        _ name: String, from path: String
    ) throws(DefinitionFault) -> DefinitionReading.FormSource {
        func fault(_ sentence: String) -> DefinitionFault { DefinitionFault(file: path, line: 0, sentence: sentence) }
        guard name.utf8.contains(where: { $0 > 0x20 }) else {
            throw fault("\"form\" is empty: name the form's file, or write the form itself here")
        }
        if let sentence = SourceText.misplaced(name, ups: 1) { throw fault(sentence) }
        let file = SourceText.resolve(name, from: path)
        let text: String
        do { text = try SourceText.load(file) } catch {
            throw error.line > 0 ? error : fault("the form \"\(name.prefix(80))\" \(error.sentence)")
        }
        return .document(file: file, root: try YAMLTree.parse(text, file: file))
    }
}
