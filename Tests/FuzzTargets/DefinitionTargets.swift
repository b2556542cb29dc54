import CanonicalJSON
import DefinitionFiles
import DefinitionTree
import Lifecycle

extension FuzzTarget {
    /// A lifecycle with its form, as YAML of a file or as the JSON of a request.
    static let lifecycle = FuzzTarget(
        "lifecycle", longest: 16384, verdicts: ["read", "refused", "unreadable"]
    ) { bytes throws(Finding) in
        guard let tree = try tree(bytes) else { return "unreadable" }
        let outcome = DefinitionReader.read(tree, file: "f")
        guard let definition = outcome.definition else {
            try must(!outcome.faults.isEmpty, "no definition, and no fault")
            return "refused"
        }
        for (way, again) in [
            ("loaded", try? LifecycleDefinition(jsonBytes: definition.canonicalBytes)),
            ("recorded", try? LifecycleDefinition(recorded: definition.json)),
        ] {
            try must(again == definition, "another definition once it is \(way)")
            try must(again?.canonicalBytes == definition.canonicalBytes, "other bytes once it is \(way)")
        }
        try must(!definition.mermaid.isEmpty && !definition.scxml.isEmpty, "no drawing")
        return "read"
    }

    private static func tree(_ bytes: [UInt8]) throws(Finding) -> DefinitionNode? {
        if bytes.first == UInt8(ascii: "{") {
            return (try? JSONValue.parse(bytes)).map { DefinitionNode(json: $0) }
        }
        guard let text = try? SourceText.decoded(bytes), let tree = try? YAMLTree.parse(text, file: "f") else {
            return nil
        }
        if let json = tree.json {
            try must(DefinitionNode(json: json).json == json, "another tree once it was JSON")
        }
        return tree
    }

    /// A table as spreadsheets write it.
    static let csv = FuzzTarget(
        "csv", longest: 2048, verdicts: ["read", "refused", "unreadable"]
    ) { bytes throws(Finding) in
        guard let text = try? SourceText.decoded(bytes) else { return "unreadable" }
        let (required, known) = (["id", "name"], ["from", "to"])
        let head = CSVTable.columns(of: text, known: required + known)
        guard let table = try? CSVTable.parse(text, file: "f", required: required, known: known) else {
            return "refused"
        }
        try must(head == table.columns, "another head: \(head ?? [])")
        let written = ([table.columns] + table.rows.map { row in table.columns.map { row.cells[$0] ?? "" } })
            .map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
        let again = try mustRead("a table that was written") {
            try CSVTable.parse(written, file: "f", required: required, known: known)
        }
        try must(again.columns == table.columns, "other columns once they are written")
        try must(again.rows.map(\.cells) == table.rows.map(\.cells), "other rows once they are written")
        return "read"
    }

    private static func quoted(_ cell: String) -> String {
        var text = "\""
        for scalar in cell.unicodeScalars {
            text.unicodeScalars.append(scalar)
            if scalar == "\"" { text.unicodeScalars.append(scalar) }
        }
        return text + "\""
    }
}
