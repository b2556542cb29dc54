import Lifecycle
import LineProtocol
import Synchronization

/// What many pages begin with, kept after it was read: lifecycles by their digests, under which they never change, and what forums are
/// called.
final class KnownDefinitions: Sendable {
    private static let most = 64
    private let known = Mutex<[String: LifecycleDefinition]>([:])

    /// A forum, as it last said it to somebody who may know.
    struct Forum: Sendable {
        var name: String
        var mark: String?
    }

    private let forums = Mutex<[String: Forum]>([:])

    func forum(_ id: String) -> Forum? { forums.withLock { $0[id] } }

    func keep(_ forum: ShownForum) {
        guard let name = forum.name else { return }
        forums.withLock { forums in
            if forums.count >= KnownDefinitions.most { forums.removeAll() }
            forums[forum.forum] = Forum(name: name, mark: forum.mark)
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
