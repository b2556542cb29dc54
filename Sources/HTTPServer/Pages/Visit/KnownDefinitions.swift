import Lifecycle
import Synchronization

/// What many pages begin with, kept after it was read: lifecycles by their digests, under which they never change, and the names of forums.
final class KnownDefinitions: Sendable {
    private static let most = 64
    private let known = Mutex<[String: LifecycleDefinition]>([:])

    /// What forums are called, as they last said it to somebody who may know.
    private let names = Mutex<[String: String]>([:])

    func name(of forum: String) -> String? { names.withLock { $0[forum] } }

    func keep(name: String?, of forum: String) {
        names.withLock { names in
            if names.count >= KnownDefinitions.most { names.removeAll() }
            names[forum] = name
        }
    }

    subscript(digest: String) -> LifecycleDefinition? { known.withLock { $0[digest] } }

    func keep(_ definition: LifecycleDefinition, as digest: String) {
        known.withLock { known in
            if known.count >= KnownDefinitions.most { known.removeAll() }
            known[digest] = definition
        }
    }
}
