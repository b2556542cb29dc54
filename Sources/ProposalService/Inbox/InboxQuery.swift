import CanonicalJSON
import Lifecycle
import Proposals

/// What waits for whom: looks those open proposals of a forum through that may wait for one reader.
struct InboxQuery: Sendable {
    let records: RecordReader
    let boards: WaitingBoards
    let limits: ServiceConfiguration
    var store: any RecordStore { records.store }

    /// INBOX: each thing that waits for the caller, oldest deadline first.
    func items(
        _ forum: String, after: String? = nil, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> InboxPart {
        let (context, _) = try await records.readerContext(caller, forum)
        guard context.registry.settings != nil, caller.forum == forum || context.viewer.readsEverything else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        guard !context.offices.isEmpty else { return InboxPart() }
        let refs = try await candidates(context)
        let limit = min(limit ?? limits.pageLimit, limits.pageLimit)
        var unreadable: [String] = []
        // Of many, those are completed that are shown.
        let isWhole = refs.count <= limit
        var items = try await items(of: refs, isWhole ? .whole : .place, caller, forum, &unreadable).inOrder()
        if let after, let index = items.firstIndex(where: { $0.cursor == after }) {
            items.removeFirst(index + 1)
        }
        let shown = Array(items.prefix(limit))
        let next = shown.count < items.count ? shown.last?.cursor : nil
        let whole = isWhole ? shown : try await completed(shown, caller, forum, &unreadable)
        return InboxPart(items: whole, next: next, unreadable: unreadable)
    }

    /// The same items with all that is told of them; without those that something became of meanwhile.
    private func completed(
        _ items: [InboxItem], _ caller: Caller, _ forum: String, _ unreadable: inout [String]
    ) async throws(ServiceFailure) -> [InboxItem] {
        let whole = try await self.items(of: items.map(\.ref).uniqued, .whole, caller, forum, &unreadable)
        let byCursor = Dictionary(whole.map { ($0.cursor, $0) }) { first, _ in first }
        return items.compactMap { byCursor[$0.cursor] }
    }

    /// What proposals ask of the caller.
    private func items(
        of refs: [String], _ depth: Inbox.Depth, _ caller: Caller, _ forum: String, _ unreadable: inout [String]
    ) async throws(ServiceFailure) -> [InboxItem] {
        var items: [InboxItem] = []
        for page in stride(from: 0, to: refs.count, by: 200) {
            var part = Array(refs[page..<min(page + 200, refs.count)])
            let (context, proposals) = try await readable(&part, caller, forum, &unreadable)
            let (viewer, judging) = (context.viewer, context.judging())
            let alike = try await alike(part.compactMap { proposals[$0] }, depth, judging, forum)
            for ref in part {
                guard let proposal = proposals[ref],
                    let definition = judging.registry.lifecycles[proposal.lifecycle.digest],
                    proposal.readAccess(of: viewer, definition) == .everything
                else { continue }
                var own = judging
                if let rows = alike[ref] {
                    own.duplicateCandidates = Duplicates(of: proposal, definition, among: rows, for: viewer).candidates
                }
                items += Inbox(proposal: proposal, definition: definition, context: own, depth).items
            }
        }
        return items
    }

    /// What looks like those proposals that the caller could bring on and that are asked about it then: one look-up for all. For the place
    /// of an item nobody asks what an awaited move lacks.
    private func alike(
        _ proposals: [Proposal], _ depth: Inbox.Depth, _ judging: Context, _ forum: String
    ) async throws(ServiceFailure) -> [String: [AlikeRow]] {
        let asked = proposals.filter { proposal in
            guard let definition = judging.registry.lifecycles[proposal.lifecycle.digest] else { return false }
            let awaited = depth == .place ? proposal.awaitedMoves(under: definition) : []
            let acts = definition.transitions.filter {
                $0.from.contains(proposal.state) && $0.requirements.contains(where: \.asksForDuplicates)
                    && !awaited.contains($0.id)
            }.map(\.roles)
            let facts = definition.facts.filter {
                $0.states.contains(proposal.state) && $0.requirements.contains(where: \.asksForDuplicates)
            }.map(\.roles)
            let roles = (acts + facts).flatMap(\.self)
            guard !roles.isEmpty else { return false }
            return definition.office(
                among: judging.offices, roles: roles, proposer: proposal.proposer, fields: proposal.fields,
                isOnRoster: { partner in proposal.openRound?.roster.contains { $0.partner == partner } ?? false })
                != nil
        }
        guard !asked.isEmpty else { return [:] }
        let refs = asked.map(\.ref)
        return try await storing { () throws(StoreError) in
            try await self.store.alike(forum: forum, refs: refs)
        }
    }

    /// Loads proposals without those whose history cannot be read: one of them must not keep the others from being seen.
    private func readable(
        _ refs: inout [String], _ caller: Caller, _ forum: String, _ unreadable: inout [String]
    ) async throws(ServiceFailure) -> (ReadContext, [String: Proposal]) {
        while true {
            do { return try await records.context(caller, forum, refs: refs) } catch {
                guard error.code == .recordDiverged, let ref = error.details["stream"]?.string,
                    let index = refs.firstIndex(of: ref)
                else { throw error }
                unreadable.append(refs.remove(at: index))
            }
        }
    }

    /// Open proposals that may wait for the caller and that they may see.
    private func candidates(_ context: ReadContext) async throws(ServiceFailure) -> [String] {
        let reader = WaitingReader(context.offices, under: context.registry.lifecycles)
        return try await storing { () throws(StoreError) in
            try await self.boards.candidates(context.forum, of: reader)
        }
    }
}
