import CanonicalJSON
import Lifecycle
import PostgresStore
import Proposals
import Requests
import TestRandom
import TestSupport
import Testing

@testable import ProposalService

/// The boards of servers beside a database that several of them write to, and that may go back.
@Suite struct WaitingBoardsTests {
    private static let readers = LivingForum.offices.map { [$0] } + [[MiniForum.proposer, MiniForum.point("FR")]]

    private func registry(_ forum: LivingForum) async throws -> Registry {
        let (context, _) = try await forum.service.records.context(forum.fixture.admin, LivingForum.name)
        return context.registry
    }

    /// What a board that was kept says is what one says that is made now.
    private func check(_ boards: WaitingBoards..., of forum: LivingForum) async throws {
        let lifecycles = try await registry(forum).lifecycles
        // In one page, and in many.
        let (fresh, small) = (WaitingBoards(forum.store), WaitingBoards(forum.store, page: 3))
        for offices in Self.readers {
            let reader = WaitingReader(offices, under: lifecycles)
            let expected = try await fresh.candidates(LivingForum.name, of: reader)
            for one in boards + [small] {
                let found = try await one.candidates(LivingForum.name, of: reader)
                #expect(found == expected, "\(offices)")
            }
        }
    }

    /// Every inbox is what all open proposals together ask, whichever of them are looked through.
    private func checkInboxes(_ service: ProposalService, of forum: LivingForum) async throws {
        for office in LivingForum.offices {
            let caller = try forum.caller(office)
            let (context, _) = try await service.records.readerContext(caller, LivingForum.name)
            let query = ListQuery(
                forum: LivingForum.name, visibility: .forum(partners: context.offices.compactMap(\.partner)),
                isFinal: false, origin: "live", limit: 1000)
            let refs = try await forum.store.refs(query)
            let (whole, proposals) = try await service.records.context(caller, LivingForum.name, refs: refs)
            var expected: [InboxItem] = []
            for ref in refs {
                guard let proposal = proposals[ref],
                    let definition = whole.registry.lifecycles[proposal.lifecycle.digest]
                else { continue }
                let alike = try await forum.store.alike(forum: LivingForum.name, ref: ref)
                let candidates = Duplicates(of: proposal, definition, among: alike, for: whole.viewer).candidates
                expected +=
                    Inbox(proposal: proposal, definition: definition, context: whole.judging(candidates: candidates))
                    .items
            }
            let found = try await service.inbox(LivingForum.name, caller)
            #expect(found.items.map(\.json) == expected.inOrder().map(\.json), "\(office)")
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 2]) func theyAgreeThroughRandomActs(_ seed: UInt64) async throws {
        let forum = try await LivingForum.make()
        let other = forum.fixture.secondService()
        var random = SeededRandom(seed: seed)
        var refs: [String] = []
        // Caught up by two events at once.
        let slow = WaitingBoards(forum.store, page: 2)
        for step in 0..<60 {
            refs += try await RandomLife.step(forum, random.chance(50) ? forum.service : other, refs, &random)
            guard step % 6 == 0 else { continue }
            try await check(forum.service.inboxes.boards, other.inboxes.boards, slow, of: forum)
            try await checkInboxes(other, of: forum)
        }
        #expect(refs.count > 5)
    }

    /// After a restore the database may hold other events than those that a board was made from.
    @Test(.timeLimit(.minutes(60))) func whatTheDatabaseLostIsForgotten() async throws {
        let forum = try await LivingForum.make()
        let (first, second) = (
            try await forum.circulated(title: "Harbours"), try await forum.circulated(title: "Glaciers")
        )
        let boards = forum.service.inboxes.boards
        let japan = WaitingReader([MiniForum.point("JP")], under: try await registry(forum).lifecycles)
        #expect(try await boards.candidates(LivingForum.name, of: japan) == [first, second])
        try await forum.tamper("CREATE TABLE kept AS SELECT * FROM proposal WHERE ref = '\(first)'")
        try await forum.support("JP", first)
        #expect(try await boards.candidates(LivingForum.name, of: japan) == [second])
        let back = """
            DELETE FROM event WHERE forum = 'mini' AND stream = '\(first)'
                AND version > (SELECT version FROM kept);
            UPDATE forum_head SET next_position = (SELECT max(position) + 1 FROM event WHERE forum = 'mini')
                WHERE forum = 'mini';
            UPDATE proposal AS p SET (version, last_digest, not_heard, asks, recorded_at) = (
                SELECT version, last_digest, not_heard, asks, recorded_at FROM kept) WHERE ref = '\(first)';
            """
        try await forum.tamper(back)
        #expect(try await boards.candidates(LivingForum.name, of: japan) == [first, second])
        // The record is as long again, with another event at its end.
        try await forum.support("JP", first)
        #expect(try await boards.candidates(LivingForum.name, of: japan) == [second])
        try await forum.tamper(back)
        let other = forum.fixture.secondService()
        let work = WriteRequest.Work.act(ref: first, .note("It goes on.", decidedAt: nil))
        _ = try await other.submit(
            WriteRequest(work: work, body: [], form: WriteAnswer.form), try forum.caller(MiniForum.proposer)
        ).value.get()
        #expect(try await boards.candidates(LivingForum.name, of: japan) == [first, second])
        try await check(boards, other.inboxes.boards, of: forum)
    }

    /// However much is open, only what may wait for a reader is loaded.
    @Test(.timeLimit(.minutes(60))) func onlyWhatMayWaitIsLookedThrough() async throws {
        let forum = try await LivingForum.make()
        var refs: [String] = []
        for title in ["Harbours", "Glaciers", "Museums", "Railways"] {
            refs.append(try await forum.circulated(title: title))
        }
        for ref in refs.dropLast() { try await forum.support("JP", ref) }
        _ = try await forum.draft(title: "Bridges")
        let service = forum.fixture.secondService()
        let part = try await service.inbox(LivingForum.name, try forum.caller(MiniForum.point("JP")))
        #expect(part.items.map(\.ref) == refs.suffix(1))
        let folded = refs.filter { service.records.memory.proposals.known($0) != nil }
        #expect(folded == refs.suffix(1))
        // Nothing is loaded for somebody whom nothing waits for.
        let idle = forum.fixture.secondService()
        #expect(try await idle.inbox(LivingForum.name, try forum.caller(MiniForum.leader)).items.isEmpty)
        #expect(refs.allSatisfy { idle.records.memory.proposals.known($0) == nil })
    }

    /// Rows of an earlier program do not say what they ask: every inbox is the same before and after that is filled in.
    @Test(.timeLimit(.minutes(60))) func rowsThatDoNotSayAreLookedThrough() async throws {
        let forum = try await LivingForum.make()
        var random = SeededRandom(seed: 7)
        var refs: [String] = []
        for _ in 0..<30 { refs += try await RandomLife.step(forum, forum.service, refs, &random) }
        func inboxes() async throws -> [[JSONObject]] {
            let service = forum.fixture.secondService()
            var inboxes: [[JSONObject]] = []
            for office in LivingForum.offices {
                inboxes.append(try await service.inbox(LivingForum.name, try forum.caller(office)).items.map(\.json))
            }
            return inboxes
        }
        func asks() async throws -> [[String]?] {
            try await forum.store.list(ListQuery(forum: LivingForum.name, visibility: .everything, limit: 1000)).map(
                \.row.asks)
        }
        let (before, written) = (try await inboxes(), try await asks())
        #expect(before.contains { !$0.isEmpty } && written.allSatisfy { $0 != nil })
        try await forum.tamper("UPDATE proposal SET asks = NULL")
        #expect(try await inboxes() == before)
        let migrator = Migrator(
            forum.fixture.database.configuration(role: .owner), migrations: try TestTemplate.schemaMigrations())
        #expect(try await migrator.migrate().filledAsks == written.count)
        #expect(try await migrator.migrate().filledAsks == 0)
        #expect(try await asks() == written)
        #expect(try await inboxes() == before)
    }
}
