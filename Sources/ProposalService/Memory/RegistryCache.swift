import Proposals
import Synchronization

/// The registries as last folded. What is missing since is loaded with every request, so a cache can be behind but never wrong.
final class RegistryCache: Sendable {
    private let registries = Mutex<[String: Registry]>([:])

    func known(_ forum: String) -> Registry {
        registries.withLock { $0[forum] } ?? Registry(forum: forum)
    }

    /// Keeps a registry unless a newer one is kept already.
    func keep(_ registry: Registry) {
        registries.withLock { kept in
            if let present = kept[registry.forum], present.version > registry.version { return }
            kept[registry.forum] = registry
        }
    }

    func forget(_ forum: String) { registries.withLock { $0[forum] = nil } }
}
