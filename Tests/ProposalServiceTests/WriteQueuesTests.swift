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

    /// Batches are decided beside one another, and still every proposal's writes are recorded in the order in which they came, each once,
    /// at positions without a gap.
    @Test(.timeLimit(.minutes(60))) func batchesBesideOneAnotherKeepTheOrderOfEachProposal() async throws {
        var configuration = ServiceConfiguration()
        configuration.batchCommands = 8
        configuration.batchBeside = 2
        let forum = try await LivingForum.make(configuration: configuration)
        var refs: [String] = []
        for number in 0..<12 { refs.append(try await forum.draft(title: "Harbour \(number)")) }
        let before = try await forum.store.recordLength(forum: LivingForum.name)
        let caller = try forum.caller(MiniForum.proposer)
        var promises: [Promise<ServiceOutcome>] = []
        var sent: [String: [String]] = [:]
        for number in 0..<240 {
            let ref = refs[number * 5 % refs.count]
            // Now and then with a key that was used before: it is answered, and recorded once.
            let isAgain = number >= 24 && number % 10 == 0
            let text = isAgain ? "note \(number - 24)" : "note \(number)"
            if !isAgain { sent[ref, default: []].append(text) }
            let request = WriteRequest(
                work: .act(ref: ref, .note(text, decidedAt: nil)), key: text, body: Array((ref + text).utf8))
            promises.append(await forum.service.submit(request, caller))
        }
        var positions: Set<Int64> = []
        for promise in promises { positions.insert(try #require(try await promise.value.get().position)) }
        let count = Int64(sent.values.map(\.count).reduce(0, +))
        #expect(positions == Set(before..<before + count))
        for ref in refs {
            let history = try await forum.service.history(ref, caller)
            #expect(history.events.compactMap { $0.stored.sealed.event.data["text"]?.string } == sent[ref])
        }
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
