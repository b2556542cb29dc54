import CanonicalJSON
import Proposals

/// A page of a registry's events.
package struct SeenRegistryEvents: Sendable {
    /// Those that are for the reader.
    package var events: [SeenEvent]
    /// The version of the registry now.
    package var version: Int
    /// The version after which the next page begins; nil where this is the last.
    package var next: Int?
}

extension RegistryQueries {
    /// REGISTRY: the events of a forum's registry in order, a page at a time. Each reader is told those that a watch tells.
    ///
    /// - Parameter limit: how many events are looked at. Those that are not for the reader are left out, so that a page costs the same
    ///   for everybody.
    func events(
        _ forum: String, after: Int, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenRegistryEvents {
        let context = try await registry(forum, caller, closed: .isReadByAuditors)
        let most = min(max(limit ?? limits.pageLimit, 1), limits.pageLimit)
        let cursor = StreamCursor(forum: forum, stream: Event.registryStream, after: after)
        let found = try await storing { () throws(StoreError) in
            try await self.records.store.stream(cursor, limit: most + 1)
        }
        let page = found.prefix(most)
        let seen = page.filter {
            context.viewer.readsEverything || EventAudience(ofRegistryEvent: $0.sealed.event.kind) == .forum
        }
        let personal = try await records.personal(seen.map { .object($0.sealed.event.data) })
        return SeenRegistryEvents(
            events: seen.map { SeenEvent($0, personal: personal) }, version: context.registry.version,
            next: found.count > most ? page.last?.sealed.event.version : nil)
    }
}

extension ProposalService {
    /// REGISTRY: the events of a forum's registry in order, a page at a time.
    package func registryEvents(
        _ forum: String, after: Int, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenRegistryEvents {
        try await registryQueries.events(forum, after: after, limit: limit, caller)
    }
}
