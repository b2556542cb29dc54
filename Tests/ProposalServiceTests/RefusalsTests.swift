import CanonicalJSON
import CivilTime
import Lifecycle
import Postgres
import PostgresStore
import Proposals
import Requests
import TestSupport
import Testing

@testable import ProposalService

/// What was refused is remembered for auditors, bounded, and beside the writes.
@Suite(.timeLimit(.minutes(60))) struct RefusalsTests {
    private static let name = LivingForum.name
    private static let note = Command.note("N", decidedAt: nil)

    private func kept(
        _ forum: LivingForum, by service: ProposalService? = nil, account: String? = nil, since: Instant? = nil
    ) async throws -> [StoredRefusal] {
        try await (service ?? forum.service).refusals(
            Self.name, since: since, account: account, after: nil, limit: nil,
            try forum.caller(Office(role: "auditor"))
        ).items
    }

    /// What is tried by a verb; nothing is said of how it ends.
    private func attempt(
        _ forum: LivingForum, _ office: Office, _ verb: String, _ work: WriteRequest.Work, expected: Int? = nil
    ) async throws -> ServiceFailure.Code? {
        let request = WriteRequest(work: work, verb: verb, expectedVersion: expected, body: [], form: WriteAnswer.form)
        return await forum.service.submit(request, try forum.caller(office)).value.code
    }

    @Test func whoTriedWhatAndWhyNot() async throws {
        let forum = try await LivingForum.make()
        let bare = WriteRequest.Work.begin(
            forum: Self.name, .draft(lifecycle: nil, partner: nil, fields: ["title": "Bare"], decidedAt: nil))
        let begun = try await forum.fixture.write(bare, as: try forum.caller(MiniForum.proposer)).get()
        let draft = try #require(begun.object["ref"]?.string)
        let circulate = Command.advance(
            transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil)
        #expect(try await attempt(forum, MiniForum.proposer, "ADVANCE", .act(ref: draft, circulate)) == .refused)
        #expect(try await attempt(forum, Office(role: "auditor"), "NOTE", .act(ref: draft, Self.note)) == .forbidden)
        // Whoever may not see a proposal does not learn of it here either, nor is a name kept that somebody made up.
        #expect(try await attempt(forum, MiniForum.point("JP"), "NOTE", .act(ref: draft, Self.note)) == .notFound)
        let missing = WriteRequest.Work.act(ref: "MINI-2026-9999", Self.note)
        #expect(try await attempt(forum, MiniForum.point("JP"), "NOTE", missing) == .notFound)
        let admit = WriteRequest.Work.registry(
            forum: Self.name, .command(.admitPartner(Partner(id: "XX", name: "X", attributes: [:]))))
        #expect(try await attempt(forum, MiniForum.proposer, "PARTNER", admit) == .forbidden)
        let found = try await kept(forum).map(\.refusal)
        let acts = found.map(\.act)
        let (proposer, point) = (
            try forum.caller(MiniForum.proposer).account, try forum.caller(MiniForum.point("JP")).account
        )
        #expect(acts.map(\.account).filter { $0 == proposer }.count == 2)
        let advance = try #require(acts.first { $0.verb == "ADVANCE" })
        #expect(advance.transition == "circulate" && advance.ref == draft && advance.code == .refused)
        #expect(!advance.reasons.isEmpty && advance.reasons.allSatisfy { $0.contains(".") }, "\(advance.reasons)")
        let blind = try #require(found.first { $0.act.account == point })
        #expect(blind.act == RefusedAct(account: point, verb: "NOTE", code: .notFound) && blind.count.count == 2)
        let told = try #require(acts.first { $0.verb == "NOTE" && $0.ref != nil })
        #expect(told.ref == draft && told.code == .forbidden)
        #expect(acts.contains { $0.verb == "PARTNER" && $0.ref == nil && $0.code == .forbidden })
        #expect(acts.count == 4)
        // The newest stands first, and can be chosen by who and when.
        #expect(try await kept(forum).map(\.number) == kept(forum).map(\.number).sorted(by: >))
        #expect(try await kept(forum, account: point).count == 1)
        let last = try #require(found.map(\.count.last).max())
        #expect(try await kept(forum, since: last.advanced(byMicroseconds: 1)).isEmpty)
        #expect(try await !kept(forum, since: last).isEmpty)
    }

    @Test func whatIsNoRefusalIsNotRemembered() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Rivers")
        let proposer = MiniForum.proposer
        #expect(
            try await attempt(forum, proposer, "NOTE", .act(ref: draft, Self.note), expected: 99) == .versionConflict)
        let wrong = Command.revise(fields: ["goals": 7], kind: nil, decidedAt: nil)
        #expect(try await attempt(forum, proposer, "REVISE", .act(ref: draft, wrong)) == .badField)
        #expect(try await attempt(forum, proposer, "NOTE", .act(ref: draft, Self.note)) == nil)
        // An account of another forum leaves nothing here.
        let stranger = try await forum.stranger()
        let work = WriteRequest.Work.act(ref: draft, Self.note)
        #expect(
            await forum.service.submit(WriteRequest(work: work, verb: "NOTE", body: []), stranger).value.code
                == .notFound)
        #expect(try await kept(forum).isEmpty)
    }

    @Test func theyAreForAuditorsAlone() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Rivers")
        _ = try await attempt(forum, Office(role: "auditor"), "NOTE", .act(ref: draft, Self.note))
        for case (let reader, let caller?) in try await forum.readers() {
            let failure = await failure {
                let page = try await forum.service.refusals(
                    Self.name, since: nil, account: nil, after: nil, limit: nil, caller)
                #expect(page.items.count == 1, "\(reader)")
            }
            let expected: ServiceFailure.Code? =
                reader.readsEverything ? nil : reader.isOfForum ? .forbidden : .notFound
            #expect(failure?.code == expected, "\(reader)")
        }
    }

    @Test func pagesFollowOneAnother() async throws {
        let forum = try await LivingForum.make()
        let now = try await forum.day(0)
        let acts = (0..<7).map { RefusedAct(account: "mini/a", verb: "V\($0)", code: .forbidden) }
        for act in acts {
            try await forum.store.keep(
                [CountedRefusal(act: act, count: RefusalCount(first: now, last: now, count: 1))], forum: Self.name)
        }
        var (after, seen): (String?, [String]) = (nil, [])
        repeat {
            let page = try await forum.service.refusals(
                Self.name, since: nil, account: nil, after: after, limit: 3, try forum.caller(MiniForum.admin))
            #expect(page.items.count <= 3)
            seen += page.items.map(\.refusal.act.verb)
            after = page.next
        } while after != nil
        #expect(seen == acts.map(\.verb).reversed())
    }

    @Test func aFloodLeavesACountAndHoldsNobodyUp() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Rivers")
        let auditor = try forum.caller(Office(role: "auditor"))
        // While nobody may write to the table, refusals and writes are answered as ever.
        let blocker = try await forum.fixture.database.connect(role: .owner)
        try await blocker.runScript("BEGIN; LOCK TABLE refusal IN ACCESS EXCLUSIVE MODE")
        var promises: [Promise<ServiceOutcome>] = []
        for _ in 0..<2000 {
            let request = WriteRequest(work: .act(ref: draft, Self.note), verb: "NOTE", body: [])
            promises.append(await forum.service.submit(request, auditor))
        }
        for promise in promises { #expect(await promise.value.code == .forbidden) }
        #expect(try await attempt(forum, MiniForum.proposer, "NOTE", .act(ref: draft, Self.note)) == nil)
        try await blocker.runScript("ROLLBACK")
        let found = try await kept(forum)
        #expect(found.count <= 2, "an hour may end meanwhile")
        #expect(found.reduce(0) { $0 + $1.refusal.count.count } == 2000)
    }

    @Test func tenThousandRefusalsLeaveTheBound() async throws {
        let forum = try await LivingForum.make()
        let log = RefusalLog(forum.store)
        let now = try await forum.day(0)
        // One account that tries ever another thing; the last of it is counted in general.
        for number in 0..<10_000 {
            log.note(
                [RefusedAct(account: "mini/one", verb: "NOTE", ref: "MINI-2026-\(number)", code: .forbidden)],
                in: Self.name, at: now)
        }
        await log.flush()
        let one = try await kept(forum, account: "mini/one")
        #expect(one.count == 200)
        #expect(one.contains { $0.refusal.act.ref == nil && $0.refusal.count.count >= 9_700 })
        // Many accounts, past all that is remembered at once.
        for number in 0..<10_000 {
            let act = RefusedAct(
                account: "mini/\(number % 60)", verb: "NOTE", ref: "MINI-2026-\(number / 60)", code: .forbidden)
            let counted = CountedRefusal(act: act, count: RefusalCount(first: now, last: now, count: 1))
            log.note([act], in: Self.name, at: now)
            if number % 2500 == 2499 { await log.flush() }
            if number == 9_999 { try await forum.store.keep([counted], forum: Self.name) }
        }
        let rows: Int64 = try await forum.fixture.database.connect(role: .owner)
            .run([Statement("SELECT count(*) FROM refusal")]).checked()[0].rows.value()
        #expect(rows == 5000)
        #expect(try await kept(forum, account: "mini/59").count <= 200)
    }

    @Test func theyOutliveAServerAndAreSharedByTwo() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Rivers")
        let other = forum.fixture.secondService()
        let request = WriteRequest(work: .act(ref: draft, Self.note), verb: "NOTE", body: [])
        let auditor = try forum.caller(Office(role: "auditor"))
        for service in [forum.service, other, other] {
            #expect(await service.submit(request, auditor).value.code == .forbidden)
        }
        // What a server holds it stores when it stops.
        await other.drain()
        #expect(try await kept(forum).reduce(0) { $0 + $1.refusal.count.count } == 3)
        let third = forum.fixture.secondService()
        #expect(try await kept(forum, by: third).reduce(0) { $0 + $1.refusal.count.count } == 3)
    }
}
