import CanonicalJSON
import CivilTime
import Proposals

extension RecordReader {
    /// The forum whose refs begin as this one does, nil where none do.
    func forum(ofRef ref: String, _ caller: Caller?) async throws(ServiceFailure) -> String? {
        guard let dash = ref.firstIndex(of: "-") else { return nil }
        let prefix = String(ref[..<dash])
        // Whose own forum is known knows of no other whose refs could be its own.
        let mayAsk = caller.map { $0.forum == Registry.serverForum || !forums.knows($0.forum) } ?? false
        return try await storing { () throws(StoreError) in
            try await self.forums.row(ofPrefix: prefix, mayAsk: mayAsk)?.forum
        }
    }

    /// Whether there is such a forum. A name that somebody makes up who has no part in it costs no look at the database.
    func isThere(_ forum: String, _ caller: Caller?) async throws(ServiceFailure) -> Bool {
        if forum == Registry.serverForum || memory.registries.known(forum).version > 0 { return true }
        let mayAsk = caller.map { $0.forum == Registry.serverForum || $0.forum == forum } ?? false
        return try await storing { () throws(StoreError) in
            try await self.forums.row(forum, mayAsk: mayAsk) != nil
        }
    }

    /// Whether the reader is of the forum, or the forum has published something. One that has not is unknown to outsiders.
    func maySeeForum(_ context: ReadContext) async throws(ServiceFailure) -> Bool {
        guard context.registry.settings != nil, context.forum != Registry.serverForum else { return false }
        if context.viewer.readsEverything || !context.viewer.offices.isEmpty { return true }
        let query = ListQuery(forum: context.forum, visibility: .published, limit: 1)
        return try await storing { () throws(StoreError) in try await self.store.refs(query) }.isEmpty == false
    }

    /// The refs of every proposal that a list shows, however many; read a page at a time.
    func allRefs(_ query: ListQuery) async throws(ServiceFailure) -> [String] {
        var query = query
        query.limit = RecordReader.refsInATrip
        var refs: [String] = []
        while true {
            let page = try await storing { [query] () throws(StoreError) in try await self.store.refs(query) }
            refs += page
            guard page.count == query.limit, let last = page.last else { return refs }
            query.after = last
        }
    }

    private static let refsInATrip = 5000

    /// Refuses what may not be read of a trial that was closed. To who has no part in it, it is as unknown as it was before.
    func checkOpen(_ context: ReadContext, _ closed: ClosedForum) async throws(ServiceFailure) {
        guard let closing = context.registry.closing else { return }
        switch closed {
        case .isRead: return
        case .isReadByAuditors where context.viewer.readsEverything: return
        case .isReadByAuditors, .isRefused: break
        }
        let hasPart = context.caller.map { Access.maySeeForum($0, context.registries, context.forum) } ?? false
        if !hasPart, try await !maySeeForum(context) { return }
        throw ServiceFailure(closed: closing, context.registry)
    }
}

/// What becomes of a read where its forum is a trial that was closed.
enum ClosedForum {
    case isRefused
    /// The record stays provable.
    case isReadByAuditors
    case isRead
}

extension ServiceFailure {
    /// The answer to whatever is asked of a trial that was closed.
    init(closed closing: Refusal, _ registry: Registry) {
        self.init(
            .forumClosed, closing.message,
            details: [
                "forum": .string(registry.forum), "closed": .optional(registry.settings?.closed?.description),
            ])
    }
}
