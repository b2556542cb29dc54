package import DefinitionTree
package import Lifecycle

/// A forum's folder: forum.yaml with the partners, coordinators and lifecycles that it names.
package enum ForumFile {
    /// All that a forum is loaded from.
    package struct Forum: Sendable {
        package var definition: ForumDefinition
        package var partners: [PartnersFile.Entry]
        package var coordinators: [CoordinatorsFile.Entry]
        package var lifecycles: [LifecycleDefinition]
        package var views: [ViewsFile.Entry] = []
    }

    /// The forum in a folder, or of a forum.yaml; throws every fault of all its files.
    package static func load(_ path: String) throws(DefinitionFaults) -> Forum {
        let (forum, faults) = check(path: path)
        guard let forum else { throw DefinitionFaults(faults) }
        return forum
    }

    /// Reads a forum with all its files: the forum where nothing is wrong, and every fault otherwise.
    package static func check(path: String) -> (Forum?, [DefinitionFault]) {
        let file = path.hasSuffix(".yaml") ? path : path + (path.hasSuffix("/") ? "" : "/") + "forum.yaml"
        let root: DefinitionNode
        do {
            root = try YAMLTree.parse(try SourceText.load(file), file: file)
        } catch {
            return (nil, [error])
        }
        let reading = DefinitionReading(file: file, root: root)
        guard let definition = ForumReader.read(reading) else { return (nil, reading.sorted) }
        reading.checkTexts()
        let count = reading.sorted.count
        paths(definition, reading)
        guard reading.sorted.count == count else { return (nil, reading.sorted) }
        var faults: [DefinitionFault] = []
        var forum = Forum(definition: definition, partners: [], coordinators: [], lifecycles: [])
        let resolved = { SourceText.resolve($0, from: file) }
        let named = DefinitionPath.root["files"]
        // What has no line in a file is told where the file is named.
        func collect(_ path: String, _ place: DefinitionPath, _ body: (String) throws(DefinitionFaults) -> Void) {
            do { try body(resolved(path)) } catch {
                for fault in error.faults {
                    if fault.line > 0 {
                        faults.append(fault)
                    } else {
                        reading.fault(atRead: place, "\"\(path.prefix(80))\" \(fault.sentence)")
                    }
                }
            }
        }
        var isSound: Bool { faults.isEmpty && reading.sorted.count == count }
        collect(definition.files.partners, named["partners"]) { file throws(DefinitionFaults) in
            forum.partners = try PartnersFile.load(file, attributes: definition.attributes)
        }
        if isSound, let coordinators = definition.files.coordinators {
            collect(coordinators, named["coordinators"]) { file throws(DefinitionFaults) in
                forum.coordinators = try CoordinatorsFile.load(
                    file, groups: definition.groups.map(\.id), partners: forum.partners.map(\.id))
            }
        }
        for (index, lifecycle) in definition.lifecycles.enumerated() {
            collect(lifecycle, DefinitionPath.root["lifecycles"][index]) { file throws(DefinitionFaults) in
                forum.lifecycles.append(try LifecycleFile.load(file))
            }
        }
        if isSound, let views = definition.files.views {
            collect(views, named["views"]) { file throws(DefinitionFaults) in
                forum.views = try ViewsFile.load(file, for: forum)
            }
        }
        // The lists are read when they are sent; that they can be is known before anything is.
        for (key, path) in [("meetings", definition.files.meetings), ("initiatives", definition.files.initiatives)] {
            guard let path, let sentence = SourceText.obstacle(resolved(path)) else { continue }
            reading.fault(atRead: named[key], "\"\(path.prefix(80))\" \(sentence)")
        }
        if isSound { ForumChecks(forum: forum, reading: reading).run() }
        faults = reading.sorted + faults
        return (faults.isEmpty ? forum : nil, faults)
    }

    /// The files that a forum names lie in its tree.
    private static func paths(_ definition: ForumDefinition, _ reading: DefinitionReading) {
        func check(_ path: String?, _ place: DefinitionPath) {
            guard let path, let sentence = SourceText.misplaced(path, ups: 2) else { return }
            reading.fault(atRead: place, sentence)
        }
        for (index, lifecycle) in definition.lifecycles.enumerated() {
            check(lifecycle, DefinitionPath.root["lifecycles"][index])
        }
        let files = definition.files
        for (key, path) in [
            ("partners", files.partners), ("coordinators", files.coordinators), ("meetings", files.meetings),
            ("initiatives", files.initiatives), ("views", files.views),
        ] { check(path, DefinitionPath.root["files"][key]) }
    }
}
