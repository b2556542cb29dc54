import CanonicalJSON
import PostgresStore
import Proposals
import Synchronization
import Testing

@testable import ProposalService

/// A record that is not what was signed takes no more writes, of any server.
@Suite struct RecordIntegrityTests {
    /// A signer that finds what a test tells it to find.
    private final class Signer: RecordSigning {
        private let state = Mutex((outcome: SigningOutcome.signed, asked: [String]()))

        func find(_ outcome: SigningOutcome) { state.withLock { $0.outcome = outcome } }

        var asked: [String] { state.withLock { $0.asked } }

        func sign(_ forum: String) async -> SigningOutcome {
            state.withLock { state in
                state.asked.append(forum)
                return state.outcome
            }
        }

        func key(_ forum: String) async -> String? { nil }
    }

    @Test(.timeLimit(.minutes(60))) func aRecordThatDivergedTakesNoMoreWrites() async throws {
        let signer = Signer()
        let fixture = try await ServiceFixture.make(signing: signer)
        _ = try await fixture.store.signerKey(forum: "mini", entering: "the key of the record")
        #expect(await fixture.service.sign("mini") == .signed)
        #expect(await fixture.write(ServiceFixture.admit("AA")).code == nil)
        signer.find(.diverged("it ends before what was signed"))
        await fixture.service.signAll()
        #expect(signer.asked == ["mini", "mini", "server"])
        let refused = await fixture.write(ServiceFixture.admit("BB"))
        guard case .failure(let failure) = refused else {
            Issue.record("written to a record that diverged")
            return
        }
        #expect(failure.code == .recordDiverged && failure.message.contains("it ends before what was signed"))
        // Another server learns of it from the database, under the locks of its batch.
        let second = await fixture.secondService().submit(
            WriteRequest(work: ServiceFixture.admit("BB"), body: []), fixture.admin
        ).value
        #expect(second.code == .recordDiverged)
    }

    @Test(.timeLimit(.minutes(60))) func whatCannotBeKeptIsFoundAgain() async throws {
        let signer = Signer()
        let fixture = try await ServiceFixture.make(signing: signer)
        await fixture.store.close()
        signer.find(.diverged("gone"))
        #expect(await fixture.service.sign("mini") == .diverged("gone"))
        // Nobody else could learn of it, so it is no fact yet.
        try fixture.service.integrity.checkIntact("mini")
    }

    @Test(.timeLimit(.minutes(60))) func withoutASignerNothingIsSigned() async throws {
        let fixture = try await ServiceFixture.make()
        guard case .notSigned = await fixture.service.sign("mini") else {
            Issue.record("signed by nobody")
            return
        }
    }
}
