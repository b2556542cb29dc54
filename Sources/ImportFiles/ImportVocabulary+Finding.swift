import DefinitionFiles
import DefinitionTree
import Glibc
package import Terminal

extension ImportVocabulary {
    /// The files of a forum's folder that say how sources write things; what the first says goes.
    package static let files = ["import.yaml", "forum.yaml"]

    /// The vocabulary beside a file; else that of the forum in the nearest folder of schemas; else an empty one.
    ///
    /// A forum may bear another id than the folder that it was loaded from, as a trial does; it is then known by its name.
    package static func found(
        beside file: String, forum: String, name: String?, _ console: Console
    ) throws -> ImportVocabulary {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        for candidate in [folder] + SchemaFolder.candidates(console).map({ "\($0)/forums/\(forum)" }) {
            if let found = try inFolder(candidate) { return found }
        }
        for schema in SchemaFolder.candidates(console) {
            let folders = SchemaFolder.folders(in: "\(schema)/forums").map { "\(schema)/forums/\($0)" }
            let source =
                folders.first { name != nil && ForumName(folder: $0)?.name == name }
                ?? folders.first { forum == ForumName(folder: $0).map { $0.id + "-trial" } }
                ?? (folders.count == 1 ? folders.first : nil)
            if let source, let found = try inFolder(source) { return found }
        }
        return ImportVocabulary()
    }

    /// What a forum's folder says that the forum is called.
    private struct ForumName {
        let id: String
        let name: String?

        init?(folder: String) {
            let file = "\(folder)/forum.yaml"
            guard let text = try? LocalFile.foundText(file), let root = try? YAMLTree.parse(text, file: file),
                let id = root["forum"]?.text
            else { return nil }
            self.id = id
            name = root["name"]?.text
        }
    }

    /// The vocabulary of a forum's folder, nil where it holds none.
    package static func inFolder(_ folder: String) throws -> ImportVocabulary? {
        let present = files.map { "\(folder)/\($0)" }.filter { LocalFile.exists($0) }
        guard !present.isEmpty else { return nil }
        var vocabulary = ImportVocabulary()
        for file in present { vocabulary.merge(try ImportVocabulary(file: file)) }
        return vocabulary
    }
}
