import CanonicalJSON
import DefinitionFiles
import Lifecycle
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// The data of this repository.
enum Repository {
    static let root: String = String(#filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined())

    static func path(_ name: String) -> String { "\(root)/\(name)" }

    static func text(_ name: String) throws -> String { try LocalFile.text(path(name)) }

    /// The first lifecycle's definition as LIFECYCLE answers it.
    static let definition: JSONObject = {
        let (definition, _) = LifecycleFile.check(path: path("schema/lifecycles/asem-initiative.yaml"))
        return definition?.json.object ?? [:]
    }()

    static let form = FormField.form(of: definition)
    static let labels = LifecycleLabels(definition)

    /// The rows that PARTNERS would answer for the real forum.
    static func partners() throws -> [JSONObject] {
        let table = try CSVTable.parse(
            text("schema/forums/asem/partners.csv"), file: "partners.csv", required: ["partner_id", "name"])
        return table.rows.map { ["id": .string($0["partner_id"]), "name": .string($0["name"])] }
    }

    static func vocabulary() throws -> ImportVocabulary {
        try #require(try ImportVocabulary.inFolder(path("schema/forums/asem")))
    }
}

extension JSONObject {
    /// An object written as JSON in a test.
    init(json: String) throws { self = try #require(try JSONValue.parse(json).object) }
}
