import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// Every event that its reader may see, once and in order, from wherever a watch begins.
@Suite struct WatchesTests {
    private func watch(
        _ forum: LivingForum, _ office: Office? = nil, after: String? = nil, ref: String? = nil
    ) async throws -> WatchedEvents {
        let caller = try office.map(forum.caller) ?? forum.fixture.admin
        return try await forum.service.watch(LivingForum.name, after: after, ref: ref, caller)
    }

    /// The next events of a watch, at most so many; fewer where it ends.
    private func take(_ count: Int, _ events: WatchedEvents) async throws -> [WatchedEvent] {
        var taken: [WatchedEvent] = []
        var iterator = events.makeAsyncIterator()
        while taken.count < count, let event = try await iterator.next() { taken.append(event) }
        return taken
    }

    /// What a watch shows until it has shown all that was recorded: the service is stopped meanwhile.
    private func everything(_ forum: LivingForum, _ events: WatchedEvents) async throws -> [WatchedEvent] {
        await forum.service.drain()
        return try await take(.max, events)
    }

    private func kinds(_ events: [WatchedEvent]) -> [String] {
        events.map(\.seen.event.kind.rawValue)
    }

    private func refs(_ events: [WatchedEvent]) -> [String] {
        events.map(\.seen.event.stream)
    }

    @Test(.timeLimit(.minutes(60))) func anAdministratorSeesTheWholeRecordInItsOrder() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        try await forum.support("JP", ref)
        let recorded = try await forum.store.record(forum: LivingForum.name, after: -1, limit: .max)
        let shown = try await everything(forum, try await watch(forum))
        #expect(shown.map(\.cursor) == recorded.map { WatchCursor(forum: LivingForum.name, $0).description })
        #expect(kinds(shown) == recorded.map(\.sealed.event.kind.rawValue))
    }

    @Test(.timeLimit(.minutes(60))) func aPartnerSeesNoDraftOfAnotherAndNoTokens() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Harbours")
        let ref = try await forum.circulated(title: "Glaciers")
        let mine = try await forum.draft(Office(role: "proposer", partner: "JP"), title: "Museums")
        let shown = try await everything(forum, try await watch(forum, MiniForum.point("JP")))
        #expect(refs(shown).contains(draft) == false && refs(shown).contains(ref))
        #expect(Set(kinds(shown)).isDisjoint(with: ["account-opened", "token-issued"]))
        #expect(kinds(shown).contains("partner-admitted"))
        // What everybody is told begins with the circulation, one's own drafts included.
        #expect(refs(shown).contains(mine) == false)
    }

    @Test(.timeLimit(.minutes(60))) func aWatchGoesOnFromEachCursor() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        try await forum.support("JP", ref)
        let all = try await take(
            Int(try await forum.store.recordLength(forum: LivingForum.name)), try await watch(forum))
        for (index, event) in all.enumerated().dropLast() {
            let next = try await take(1, try await watch(forum, after: event.cursor))
            #expect(next.first == all[index + 1])
        }
        let events = try await watch(forum, after: all.last?.cursor)
        #expect(try await everything(forum, events) == [])
    }

    @Test(.timeLimit(.minutes(60))) func oneProposalIsFollowedFromEachPlaceOfTheRecord() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        _ = try await forum.circulated(title: "Glaciers")
        for partner in MiniForum.partners { try await forum.support(partner, ref) }
        let record = try await forum.store.record(forum: LivingForum.name, after: -1, limit: .max)
        let mine = record.filter { $0.sealed.event.stream == ref }
        for (index, event) in record.enumerated() {
            let rest = mine.filter { $0.position > Int64(index) }
            guard !rest.isEmpty else { break }
            let cursor = WatchCursor(forum: LivingForum.name, event).description
            let shown = try await take(rest.count, try await watch(forum, after: cursor, ref: ref))
            #expect(shown.map(\.cursor) == rest.map { WatchCursor(forum: LivingForum.name, $0).description })
        }
    }

    @Test(.timeLimit(.minutes(60))) func whatIsRecordedLaterArrives() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        let end = try await forum.service.watchEnd(LivingForum.name, forum.fixture.admin)
        let events = try await watch(forum, after: end)
        async let taken = take(2, events)
        try await forum.support("JP", ref)
        // What another server wrote is read with what this one tells of.
        let second = forum.fixture.secondService()
        let note = WriteRequest(work: .act(ref: ref, .note("N", decidedAt: nil)), body: [])
        _ = try await second.submit(note, try forum.caller(MiniForum.point("VN"))).value.get()
        try await forum.support("FR", ref)
        #expect(kinds(try await taken) == ["position-taken", "noted"])
    }

    @Test(.timeLimit(.minutes(60))) func aCursorThatIsNoneHereIsRefused() async throws {
        let forum = try await LivingForum.make()
        for text in [
            "", "mini", "mini:1:", "asem:1:0123456789abcdef", "mini:-2:0123456789abcdef", "mini:-1:0123456789abcdef",
        ] {
            #expect(await code { _ = try await watch(forum, after: text) } == .badCursor, "\(text)")
        }
        let beyond = WatchCursor(forum: LivingForum.name, position: 10_000, prefix: "0123456789abcdef").description
        #expect(await code { _ = try await watch(forum, after: beyond) } == .cursorGone)
        let other = WatchCursor(forum: LivingForum.name, position: 1, prefix: "0123456789abcdef").description
        #expect(await code { _ = try await watch(forum, after: other) } == .recordDiverged)
    }

    @Test(.timeLimit(.minutes(60))) func aWatchEndsWithTheAppointment() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        let japan = MiniForum.point("JP")
        let end = try await forum.service.watchEnd(LivingForum.name, try forum.caller(japan))
        var iterator = try await watch(forum, japan, after: end).makeAsyncIterator()
        try await forum.support("JP", ref)
        #expect(try await iterator.next()?.seen.event.kind == .positionTaken)
        try await forum.end(japan)
        #expect(await code { _ = try await iterator.next() } == .notFound)
        #expect(await code { _ = try await watch(forum, japan) } == .notFound)
    }

    @Test(.timeLimit(.minutes(60))) func whoHasNoPartInAForumMayNotWatchIt() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Harbours")
        let stranger = try await forum.stranger()
        #expect(await code { _ = try await forum.service.watch(LivingForum.name, after: nil, stranger) } == .notFound)
        #expect(await code { _ = try await watch(forum, MiniForum.point("JP"), ref: draft) } == .notFound)
        #expect(await code { _ = try await watch(forum, ref: "MINI-2026-9999") } == .notFound)
    }
}
