import CanonicalJSON
import Lifecycle
import Proposals
import TestTime
import Testing

@testable import ProposalService

/// The record is read once for all who watch a forum, and each is shown what it would have read itself.
@Suite struct WatchFeedTests {
    /// A service on the forum's database, with settings of its own.
    private func service(
        _ forum: LivingForum, _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) -> ProposalService {
        var configuration = ServiceConfiguration()
        change(&configuration)
        return ProposalService(store: forum.store, configuration: configuration)
    }

    private func act(
        _ service: ProposalService, _ caller: Caller, _ ref: String, _ command: Command
    ) async throws {
        _ = try await service.submit(WriteRequest(work: .act(ref: ref, command), body: []), caller).value.get()
    }

    /// So many notes, as fast as they are taken.
    private func notes(_ count: Int, _ service: ProposalService, _ caller: Caller, _ ref: String) async throws {
        var promises: [Promise<ServiceOutcome>] = []
        for number in 0..<count {
            let work = WriteRequest.Work.act(ref: ref, .note("Note \(number)", decidedAt: nil))
            promises.append(await service.submit(WriteRequest(work: work, body: []), caller))
        }
        for promise in promises { _ = try await promise.value.get() }
    }

    /// Waits until so many wait at the feed, and nothing is on its way to them.
    private func settled(_ count: Int, _ service: ProposalService) async throws -> WatchFeed {
        let feeds = service.watches.feeds
        try await waitUntil { feeds.feed(LivingForum.name)?.waitingCount == count }
        return try #require(feeds.feed(LivingForum.name))
    }

    private func watch(
        _ service: ProposalService, _ caller: Caller, after: String? = nil, ref: String? = nil
    ) async throws -> WatchedEvents.Iterator {
        try await service.watch(LivingForum.name, after: after, ref: ref, caller).makeAsyncIterator()
    }

    /// A task that takes so many events of a watch.
    private func taking(_ count: Int, _ events: WatchedEvents.Iterator) -> Task<[WatchedEvent], any Error> {
        Task {
            var (events, taken): (WatchedEvents.Iterator, [WatchedEvent]) = (events, [])
            while taken.count < count, let event = try await events.next() { taken.append(event) }
            return taken
        }
    }

    private func end(_ service: ProposalService, _ caller: Caller) async throws -> String {
        try await service.watchEnd(LivingForum.name, caller)
    }

    @Test(.timeLimit(.minutes(60))) func oneReadServesAllWhoWait() async throws {
        let forum = try await LivingForum.make()
        let service = service(forum)
        let ref = try await forum.circulated(title: "Harbours")
        let callers = try [forum.fixture.admin] + LivingForum.offices.map(forum.caller)
        let now = try await end(service, forum.fixture.admin)
        var tasks: [Task<[WatchedEvent], any Error>] = []
        for number in 0..<40 {
            tasks.append(taking(2, try await watch(service, callers[number % callers.count], after: now)))
        }
        let support = Command.takePosition(StatedPosition(stance: .support))
        let feed = try await settled(40, service)
        let before = feed.looks
        try await act(service, try forum.caller(MiniForum.point("JP")), ref, support)
        try await waitUntil { feed.looks != before }
        _ = try await settled(40, service)
        try await act(service, try forum.caller(MiniForum.point("VN")), ref, support)
        let first = try await tasks[0].value
        #expect(feed.looks == before + 2)
        #expect(first.map(\.seen.event.kind) == [.positionTaken, .positionTaken])
        for task in tasks {
            // Not like each other, but the same: nobody made them a second time.
            #expect(zip(try await task.value, first).allSatisfy { $0 === $1 })
        }
    }

    /// What a door makes of an event is made once as well.
    @Test(.timeLimit(.minutes(60))) func aFormIsMadeOnce() async throws {
        let forum = try await LivingForum.make()
        var events = try await watch(service(forum), forum.fixture.admin)
        let event = try #require(try await events.next())
        var made = 0
        for _ in 0..<3 {
            #expect(
                event.form { event -> String in
                    made += 1
                    return event.cursor
                } == event.cursor)
        }
        #expect(made == 1)
    }

    /// From the database to the feed, out of what that holds, and back to it.
    @Test(.timeLimit(.minutes(60))) func whoIsBehindGetsEverythingOnceAndInOrder() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        let service = service(forum) { $0.watchMemory = 64 << 10 }
        let (admin, speaker) = (forum.fixture.admin, try forum.caller(MiniForum.point("JP")))
        try await notes(600, service, speaker, ref)
        let total = Int(try await forum.store.recordLength(forum: LivingForum.name)) + 600
        let shown = try await forum.store.record(forum: LivingForum.name, after: -1, limit: .max)
            .filter { $0.sealed.event.stream == ref }.count
        // One that is always at the end keeps the feed there.
        let now = try await end(service, admin)
        let prompt = taking(600, try await watch(service, admin, after: now))
        let behind = [
            taking(total, try await watch(service, admin)), taking(total, try await watch(service, admin)),
        ]
        // A draft is shown to nobody but those who see everything.
        let follower = taking(shown - 1 + 600, try await watch(service, speaker, ref: ref))
        var (slow, taken) = (try await watch(service, admin), [Int64]())
        for _ in 0..<6 {
            try await notes(100, service, speaker, ref)
            // This one reads a little now and then.
            for _ in 0..<100 { taken.append(try #require(try await slow.next()).seen.stored.position) }
        }
        while taken.count < total { taken.append(try #require(try await slow.next()).seen.stored.position) }
        #expect(taken == Array(0..<Int64(total)))
        for task in behind { #expect(try await task.value.map(\.seen.stored.position) == Array(0..<Int64(total))) }
        #expect(try await prompt.value.map(\.seen.stored.position) == Array(Int64(total - 600)..<Int64(total)))
        let followed = try await follower.value.map(\.seen.event.version)
        #expect(followed == Array(2...(shown + 600)))
        let held = try #require(service.watches.feeds.feed(LivingForum.name)?.held)
        #expect(held.upperBound == Int64(total) && held.count < 100)
    }

    /// What a partner is shown as it happens is what it is shown from the database afterwards, recalled circulations and all.
    @Test(.timeLimit(.minutes(60))) func theFeedShowsWhatTheDatabaseWould() async throws {
        let forum = try await LivingForum.make()
        let japan = try forum.caller(MiniForum.point("JP"))
        let now = try await forum.service.watchEnd(LivingForum.name, forum.fixture.admin)
        let live = try await watch(forum.service, japan, after: now)
        _ = try await forum.draft(title: "Museums")
        let ref = try await forum.circulated(title: "Harbours")
        try await forum.support("JP", ref)
        _ = try await forum.open(Office(role: "infoboard-officer"))
        try await forum.act(MiniForum.proposer, ref, MiniForum.recall)
        try await forum.act(MiniForum.proposer, ref, .note("Not for everybody", decidedAt: nil))
        let other = try await forum.circulated(title: "Glaciers")
        try await forum.support("VN", other)
        let later = forum.fixture.secondService()
        await later.drain()
        var (again, wanted) = (try await watch(later, japan, after: now), [WatchedEvent]())
        while let event = try await again.next() { wanted.append(event) }
        #expect(try await taking(wanted.count, live).value == wanted)
        #expect(wanted.map(\.seen.event.stream).contains(ref) && wanted.count > 4)
        #expect(!wanted.contains { $0.seen.event.kind == .noted })
    }

    @Test(.timeLimit(.minutes(60))) func aRevokedLoginAndAnEndedOfficeEndEachWatch() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        let now = try await forum.service.watchEnd(LivingForum.name, forum.fixture.admin)
        func watches(_ office: Office) async throws -> [Task<[WatchedEvent], any Error>] {
            let caller = try forum.caller(office)
            return [
                taking(.max, try await watch(forum.service, caller, after: now)),
                taking(.max, try await watch(forum.service, caller, after: now, ref: ref)),
            ]
        }
        let (japan, france) = (MiniForum.point("JP"), MiniForum.point("FR"))
        let (ended, revoked) = (try await watches(japan), try await watches(france))
        let stays = taking(1, try await watch(forum.service, forum.fixture.admin, after: now, ref: ref))
        _ = try await settled(5, forum.service)
        try await forum.end(japan)
        for task in ended { #expect(await code { _ = try await task.value } == .notFound) }
        _ = try await settled(3, forum.service)
        try await forum.change(.command(.revokeTokens(account: try forum.caller(france).account, token: nil)))
        for task in revoked { #expect(await code { _ = try await task.value } == .tokenRevoked) }
        try await forum.support("VN", ref)
        #expect(try await stays.value.map(\.seen.event.kind) == [.positionTaken])
    }

    @Test(.timeLimit(.minutes(60))) func anErasedValueIsNotShownFromMemory() async throws {
        let forum = try await LivingForum.make()
        let (admin, name) = (forum.fixture.admin, "A. Person, 1 Street")
        let now = try await forum.service.watchEnd(LivingForum.name, admin)
        // One keeps up, one took its place before the event and reads later.
        let prompt = taking(1, try await watch(forum.service, admin, after: now))
        var late = try await watch(forum.service, admin, after: now)
        _ = try await settled(1, forum.service)
        var fields = MiniForum.fields
        fields["organisers"] = [["partner": "FR", "contact": .string(name)], ["partner": "VN"]]
        let draft = Command.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil)
        _ = try await forum.fixture.write(
            .begin(forum: LivingForum.name, draft), as: try forum.caller(MiniForum.proposer)
        ).get()
        func told(_ event: WatchedEvent?) throws -> String {
            JSONValue.object(try #require(event?.seen.data)).canonicalText
        }
        let first = try #require(try await prompt.value.first)
        #expect(try told(first).contains(name))
        try await forum.tamper("UPDATE personal SET value = NULL, salt = NULL, erased_at = now()")
        // A look later: somebody waits for what comes next, and something does.
        let next = taking(1, try await watch(forum.service, admin, after: first.cursor))
        _ = try await settled(1, forum.service)
        let ref = first.seen.event.stream
        try await forum.act(MiniForum.proposer, ref, .note("N", decidedAt: nil))
        _ = try await next.value
        let feed = try #require(forum.service.watches.feeds.feed(LivingForum.name))
        #expect(try #require(feed.held).contains(first.seen.stored.position))
        let text = try told(try await late.next())
        #expect(!text.contains(name) && text.contains("erased"))
    }

    @Test(.timeLimit(.minutes(60))) func whatAFeedHoldsGoesWithItsLastWatcher() async throws {
        let forum = try await LivingForum.make()
        let now = try await forum.service.watchEnd(LivingForum.name, forum.fixture.admin)
        let tasks = [
            taking(.max, try await watch(forum.service, forum.fixture.admin, after: now)),
            taking(.max, try await watch(forum.service, forum.fixture.admin, after: now)),
        ]
        weak let feed = try await settled(2, forum.service)
        for task in tasks {
            #expect(forum.service.watches.feeds.feed(LivingForum.name) != nil)
            task.cancel()
            #expect(try await task.value == [])
        }
        try await waitUntil { feed == nil }
        #expect(forum.service.watches.feeds.feed(LivingForum.name) == nil)
    }

    /// A database that went back to before what the feed holds is read anew.
    @Test(.timeLimit(.minutes(60))) func whatIsNotStoredAnyMoreIsNotShown() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        let admin = forum.fixture.admin
        let now = try await forum.service.watchEnd(LivingForum.name, admin)
        var late = try await watch(forum.service, admin, after: now)
        let prompt = taking(1, try await watch(forum.service, admin, after: now))
        _ = try await settled(1, forum.service)
        let before = try #require(forum.service.watches.feeds.feed(LivingForum.name))
        try await forum.end(MiniForum.point("VN"))
        _ = try await prompt.value
        let length = try await forum.store.recordLength(forum: LivingForum.name)
        #expect(before.held == length - 1..<length)
        try await forum.tamper(
            """
            DELETE FROM event WHERE forum = 'mini' AND position = \(length - 1);
            UPDATE forum_head SET next_position = \(length - 1) WHERE forum = 'mini';
            UPDATE forum SET registry_version = registry_version - 1 WHERE forum = 'mini';
            UPDATE forum SET registry_digest = (
                SELECT e.digest FROM event AS e
                WHERE e.forum = 'mini' AND e.stream = 'registry' ORDER BY version DESC LIMIT 1)
            WHERE forum = 'mini';
            """)
        try await forum.support("JP", ref)
        try await waitUntil { before.waitingCount == nil }
        #expect(try await late.next()?.seen.event.kind == .positionTaken)
    }
}
