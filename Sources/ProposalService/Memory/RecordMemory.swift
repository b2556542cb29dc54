import Proposals

/// What a server remembers of what is stored. With each use goes the version and the digest of what is remembered, and the store must hold
/// that very event: memory can be behind, and is forgotten where the database went back to before it.
final class RecordMemory: Sendable {
    let registries: RegistryCache
    let proposals: ProposalCache
    let shownVersions: ShownVersions
    let textDigests: TextDigests

    /// - Parameter proposals: how many proposals are kept.
    /// - Parameter onErasure: called when it is learned that personal values were erased.
    init(proposals: Int, onErasure: @escaping @Sendable () -> Void = {}) {
        registries = RegistryCache(onErasure: onErasure)
        self.proposals = ProposalCache(capacity: proposals)
        shownVersions = ShownVersions(self.proposals)
        textDigests = TextDigests(capacity: proposals)
    }

    /// Forgets what the store says is not what it holds; false where it says no such thing.
    func forgetOutdated(_ error: StoreError) -> Bool {
        guard case .outdated(let cursors) = error else { return false }
        for cursor in cursors {
            if cursor.stream == Event.registryStream {
                registries.forget(cursor.forum)
            } else {
                proposals.forget(cursor.stream)
            }
        }
        // Which of these were rolled back nobody knows.
        shownVersions.forgetAll()
        return true
    }
}
