import Proposals
import Synchronization

/// The registries as last folded. What is missing since is loaded with every request, so a cache can be behind but never wrong.
final class RegistryCache: Sendable {
    private let registries = Mutex<[String: Registry]>([:])
    private let onErasure: @Sendable () -> Void

    /// - Parameter onErasure: called when it is learned that personal values were erased.
    init(onErasure: @escaping @Sendable () -> Void = {}) { self.onErasure = onErasure }

    func known(_ forum: String) -> Registry {
        registries.withLock { $0[forum] } ?? Registry(forum: forum)
    }

    /// Keeps a registry unless a newer one is kept already.
    func keep(_ registry: Registry) {
        let erases = registries.withLock { kept in
            let present = kept[registry.forum]
            if let present, present.version > registry.version { return false }
            kept[registry.forum] = registry
            return registry.erasures > present?.erasures ?? 0
        }
        if erases { onErasure() }
    }

    func forget(_ forum: String) { registries.withLock { $0[forum] = nil } }
}
