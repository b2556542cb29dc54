import DefinitionFiles
import Lifecycle

/// Where the repository's own files lie, and the definitions that tests use.
enum Files {
    static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    static func initiative() throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/schema/lifecycles/asem-initiative.yaml")
    }

    static func norm() throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/Tests/LifecycleTests/Definitions/norm.yaml")
    }

    static func note() throws -> LifecycleDefinition {
        try LifecycleFile.load(root + "/Tests/LifecycleTests/Definitions/note.yaml")
    }
}
