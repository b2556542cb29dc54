import CanonicalJSON
import Lifecycle
import Proposals

extension ProposalService {
    /// INBOX: one row for each thing that waits for the caller, oldest deadline first.
    package func inbox(
        _ forum: String, after: String? = nil, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> Answer {
        let (context, _) = try await readerContext(caller, forum)
        guard context.registry.settings != nil, caller.forum == forum || context.viewer.readsEverything else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you may see")
        }
        guard !context.offices.isEmpty else { return Answer(object: ["count": 0, "next": .null]) }
        let refs = try await openRefs(context)
        var items: [InboxItem] = []
        var unreadable: [String] = []
        for page in stride(from: 0, to: refs.count, by: 200) {
            var part = Array(refs[page..<min(page + 200, refs.count)])
            let (fresh, proposals) = try await readable(&part, caller, forum, &unreadable)
            for ref in part {
                guard let proposal = proposals[ref],
                    let definition = fresh.registry.lifecycles[proposal.lifecycle.digest],
                    proposal.sight(of: fresh.viewer, definition) == .everything
                else { continue }
                items += Inbox(proposal: proposal, definition: definition, context: fresh.judging()).items
            }
        }
        items.sort { $0.precedes($1) }
        if let after, let index = items.firstIndex(where: { $0.cursor == after }) {
            items.removeFirst(index + 1)
        }
        let shown = items.prefix(min(limit ?? configuration.pageLimit, configuration.pageLimit))
        var object: JSONObject = [
            "count": .integer(Int64(shown.count)),
            "next": shown.count < items.count ? .optional(shown.last?.cursor) : .null,
        ]
        if !unreadable.isEmpty { object["unreadable"] = .strings(unreadable) }
        return Answer(rows: shown.map(\.json), object: object)
    }

    /// Loads proposals without those whose history cannot be read: one of them must not keep the others from being seen.
    private func readable(
        _ refs: inout [String], _ caller: Caller, _ forum: String, _ unreadable: inout [String]
    ) async throws(ServiceFailure) -> (ReadContext, [String: Proposal]) {
        while true {
            do { return try await context(caller, forum, refs: refs) } catch {
                guard error.code == .recordDiverged, let ref = error.details["stream"]?.string,
                    let index = refs.firstIndex(of: ref)
                else { throw error }
                unreadable.append(refs.remove(at: index))
            }
        }
    }

    /// Proposals that are not at their end and that the caller may see.
    private func openRefs(_ context: ReadContext) async throws(ServiceFailure) -> [String] {
        var refs: [String] = []
        var after: String?
        let partners = context.offices.compactMap(\.partner)
        while true {
            let query = ListQuery(
                forum: context.forum, visibility: .forum(partners: partners), isFinal: false, origin: "live",
                after: after, limit: configuration.pageLimit)
            let rows = try await storing { () throws(StoreError) in try await self.store.list(query) }
            refs += rows.map(\.ref)
            guard rows.count == query.limit, let last = rows.last else { return refs }
            after = last.ref
        }
    }
}

/// One thing that waits for somebody.
struct InboxItem: Sendable {
    var ref: String
    var title: String
    var state: String
    var what: String
    var why: String
    var transition: String?
    var partner: String?
    var closes: Instant?
    var since: Instant

    var cursor: String { "\(ref):\(what):\(partner ?? "")" }

    func precedes(_ other: InboxItem) -> Bool {
        switch (closes, other.closes) {
        case (.some(let left), .some(let right)) where left != right: left < right
        case (.some, .none): true
        case (.none, .some): false
        default: (since, cursor) < (other.since, other.cursor)
        }
    }

    var json: JSONObject {
        [
            "ref": .string(ref), "title": .string(title), "state": .string(state), "what": .string(what),
            "why": .string(why), "transition": .optional(transition), "partner": .optional(partner),
            "closes": .optional(closes?.description), "since": .string(since.description),
        ]
    }
}

/// What one proposal asks of the holder of some offices. Pure.
struct Inbox {
    let proposal: Proposal
    let definition: LifecycleDefinition
    let context: Context

    var items: [InboxItem] { positions + moves + facts }

    private func item(
        _ what: String, _ why: String, transition: String? = nil, partner: String? = nil
    ) -> InboxItem {
        InboxItem(
            ref: proposal.ref, title: proposal.fields["title"]?.string ?? "", state: proposal.state, what: what,
            why: why, transition: transition, partner: partner, closes: proposal.openRound?.closes,
            since: proposal.moves.last?.recordedAt ?? proposal.openedAt)
    }

    /// Positions that are not yet taken, and editorial changes made after one was.
    private var positions: [InboxItem] {
        guard let round = proposal.openRound, definition.state(proposal.state)?.takesPositions ?? false,
            definition.positions.tracks.isEmpty || round.track.map(definition.positions.tracks.contains) ?? true
        else { return [] }
        let speakers = definition.role(definition.positions.role)?.heldBy ?? []
        var items: [InboxItem] = []
        var seen: Set<String> = []
        for office in context.offices where speakers.contains(office.role) {
            guard let partner = office.partner, round.contains(partner), seen.insert(partner).inserted else { continue }
            if let position = round.positions[partner] {
                guard position.textDigest != round.textDigest else { continue }
                items.append(
                    item(
                        "contest",
                        "the text was revised editorially after \(partner)'s position; contest it or let it stand",
                        partner: partner))
            } else {
                items.append(item("position", "\(partner) is not yet heard in round \(round.number)", partner: partner))
            }
        }
        return items
    }

    /// Forward moves that the caller may make: one's own proposal always, another's once only the act itself is missing.
    private var moves: [InboxItem] {
        let judge = Judge(proposal: proposal, definition: definition, context: context)
        var items: [InboxItem] = []
        for transition in definition.transitions where isForward(transition) || needsNewRound(transition) {
            guard let verdict = try? judge.verdict(on: transition, inputs: [:]) else { continue }
            let unmet = verdict.unmet.filter { !isSuppliedWithTheAct($0, transition) }
            guard !unmet.contains(where: { $0.requirement == "state" || $0.requirement == "role" }) else { continue }
            let own = transition.roles.contains { isOwn(definition.role($0)?.scope) }
            guard unmet.isEmpty || own else { continue }
            let why = unmet.first?.detail ?? "\"\(transition.label)\" is possible now"
            items.append(item(transition.id, why, transition: transition.id))
        }
        return items
    }

    private func isOwn(_ scope: RoleDefinition.Scope?) -> Bool {
        switch scope {
        case .proposingPartner, .partnersIn: true
        case .forum, .rosterPartner, nil: false
        }
    }

    private func isForward(_ transition: TransitionDefinition) -> Bool {
        guard transition.effect == .none || transition.effect == .openRound, let to = transition.to,
            let target = definition.states.firstIndex(where: { $0.id == to }),
            let present = definition.states.firstIndex(where: { $0.id == proposal.state })
        else { return false }
        return transition.from.contains(proposal.state) && target > present
    }

    /// A new round is needed where the text changed under positions.
    private func needsNewRound(_ transition: TransitionDefinition) -> Bool {
        transition.effect == .openRound && transition.from.contains(proposal.state) && proposal.openRound == nil
            && !proposal.rounds.isEmpty
    }

    /// What the actor gives with the act is not missing before it.
    private func isSuppliedWithTheAct(_ finding: Finding, _ transition: TransitionDefinition) -> Bool {
        finding.requirement == "input"
            || (!finding.subjects.isEmpty
                && finding.subjects.allSatisfy { subject in
                    subject == "decided_at" || transition.inputs.contains { $0.key == subject }
                })
    }

    /// Facts that a forward move waits for and that the caller may record, or that only the act itself lacks.
    private var facts: [InboxItem] {
        let judge = Judge(proposal: proposal, definition: definition, context: context)
        return definition.facts.compactMap { fact in
            guard !fact.isVoluntary, proposal.fact(fact.id) == nil,
                let verdict = try? judge.verdict(on: fact, inputs: [:])
            else {
                return nil
            }
            let unmet = verdict.unmet.filter { finding in
                finding.requirement != "input"
                    && !(finding.subjects.contains { subject in fact.inputs.contains { $0.key == subject } })
            }
            guard unmet.isEmpty else { return nil }
            return item(fact.id, "\"\(fact.label)\" can be recorded", transition: nil)
        }
    }
}
