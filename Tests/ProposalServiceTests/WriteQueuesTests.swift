import CanonicalJSON
import PostgresStore
import Proposals
import Testing

@testable import ProposalService

/// Who may stand in a forum's queue, and what becomes of those who stand there.
@Suite struct WriteQueuesTests {
    @Test(.timeLimit(.minutes(60))) func whatIsTakenIsWrittenInItsOrder() async throws {
        let fixture = try await ServiceFixture.make()
        let before = try await fixture.store.recordLength(forum: "mini")
        var promises: [Promise<ServiceOutcome>] = []
        for number in 0..<20 {
            let work = ServiceFixture.admit("P\(number)")
            promises.append(await fixture.service.submit(WriteRequest(work: work, body: []), fixture.admin))
        }
        // Stopping answers what was taken, and takes no more.
        await fixture.service.drain()
        var positions: [Int64] = []
        for promise in promises {
            positions.append(try #require(try await promise.value.get().position))
        }
        #expect(positions == Array(before..<before + 20))
        #expect(await fixture.write(ServiceFixture.admit("LATE")).code == .shuttingDown)
    }

    @Test(.timeLimit(.minutes(60))) func whoHasNoPartInAForumWaitsForNothing() async throws {
        let fixture = try await ServiceFixture.make()
        let stranger = Caller(account: "other/somebody", forum: "other", token: "tk-none")
        for work in [
            ServiceFixture.admit("AA"), .act(ref: "MINI-2026-0001", .note("n", decidedAt: nil)),
            .registry(forum: "nowhere", .command(.admitPartner(Partner(id: "AA", name: "A", attributes: [:])))),
        ] as [WriteRequest.Work] {
            #expect(await fixture.write(work, as: stranger).code == .notFound)
        }
        // The administrator of the server has a part in every forum that is there.
        let nowhere = WriteRequest.Work.registry(
            forum: "nowhere", .command(.admitPartner(Partner(id: "AA", name: "A", attributes: [:]))))
        #expect(await fixture.write(nowhere).code == .notFound)
        #expect(await fixture.write(.act(ref: "NONE-2026-0001", .note("n", decidedAt: nil))).code == .notFound)
    }

    @Test(.timeLimit(.minutes(60))) func refsOfTwoForumsDoNotBeginAlike() async throws {
        let fixture = try await ServiceFixture.make()
        let outcome = await fixture.write(.registry(forum: "second", .command(.setForum(ServiceFixture.settings))))
        #expect(outcome.code == .badField)
        var settings = ServiceFixture.settings
        settings.refPrefix = "SECOND"
        #expect(await fixture.write(.registry(forum: "second", .command(.setForum(settings)))).code == nil)
    }
}
