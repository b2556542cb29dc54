package import CanonicalJSON
import Lifecycle

extension Event {
    /// A version of a lifecycle was loaded; proposals that begin from here on follow it.
    package struct LifecycleLoaded: RegistryBody {
        package static var kind: EventKind { .lifecycleLoaded }
        package static var isForKeepers: Bool { false }

        package var id: String
        package var version: Int?
        package var digest: String
        package var definition: JSONValue
    }
}

extension Event.LifecycleLoaded {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        id = try data.text("id")
        digest = try data.text("digest")
        definition = .object(try data.object("definition"))
        version = data.optionalInteger("version")
    }

    package var data: JSONObject {
        [
            "id": .string(id), "version": .optional(version), "digest": .string(digest), "definition": definition,
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        do { registry.lifecycles[digest] = try LifecycleDefinition(recorded: definition) } catch {
            throw EventError("lifecycle-loaded: \(error)")
        }
        registry.currentLifecycles[id] = digest
    }

    package func command(of event: Event) -> RegistryCommand? {
        (try? LifecycleDefinition(recorded: definition)).map { .loadLifecycle($0, digest: digest) }
    }
}
