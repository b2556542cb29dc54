import Glibc

extension ImportVocabulary {
    /// The files of a forum's folder that say how sources write things; what the first says goes.
    static let files = ["import.yaml", "forum.yaml"]

    /// The vocabulary beside a file; else that of the forum in the nearest folder of schemas; else an empty one.
    static func found(beside file: String, forum: String, _ console: Console) throws -> ImportVocabulary {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        for candidate in [folder] + SchemaFolder.candidates(console).map({ "\($0)/forums/\(forum)" }) {
            if let found = try inFolder(candidate) { return found }
        }
        // A trial forum has a name of its own; where there is only one forum's data, it is that.
        for schema in SchemaFolder.candidates(console) {
            let forums = SchemaFolder.folders(in: "\(schema)/forums")
            if forums.count == 1, let found = try inFolder("\(schema)/forums/\(forums[0])") { return found }
        }
        return ImportVocabulary()
    }

    /// The vocabulary of a forum's folder, nil where it holds none.
    static func inFolder(_ folder: String) throws -> ImportVocabulary? {
        let present = files.map { "\(folder)/\($0)" }.filter { LocalFile.exists($0) }
        guard !present.isEmpty else { return nil }
        var vocabulary = ImportVocabulary()
        for file in present { vocabulary.merge(try ImportVocabulary(file: file)) }
        return vocabulary
    }
}
