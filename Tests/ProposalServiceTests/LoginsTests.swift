import CanonicalJSON
import Lifecycle
import PostgresStore
import Proposals
import Requests
import TestSupport
import Testing

@testable import ProposalService

/// Who logs in by a token, and how a server is opened.
@Suite struct LoginsTests {
    @Test(.timeLimit(.minutes(60))) func aServerIsOpenedOnce() async throws {
        let fixture = try await ServiceFixture.make()
        #expect(fixture.admin.account == "server/admin" && fixture.admin.forum == Registry.serverForum)
        #expect(try await fixture.service.bootstrap() == nil)
        #expect(try await fixture.secondService().bootstrap() == nil)
        // Somebody had the token: there is a forum.
        #expect(try await fixture.service.bootstrap(again: true) == nil)
    }

    /// A first start that was killed left a token that nobody knows; one that was used is nobody's to replace.
    @Test(.timeLimit(.minutes(60))) func anotherTokenComesOnlyWhereNobodyHasTheFirst() async throws {
        let database = try await TestDatabase.create(.migrated)
        let service = ProposalService(store: PostgresStore(database.configuration(), options: .patient))
        let first = try #require(try await service.bootstrap())
        let second = try #require(try await service.bootstrap(again: true))
        #expect(first != second)
        let (admin, _) = try await service.authenticate(token: second)
        #expect(admin.account == "server/admin")
        let office = AppointmentCommand(office: Office(role: "auditor"))
        let opening = WriteRequest.Work.registry(
            forum: Registry.serverForum, .openAccount(name: nil, slug: "auditor", appointments: [office]))
        _ = try await service.submit(WriteRequest(work: opening, body: [], form: WriteAnswer.form), admin).value.get()
        #expect(try await service.bootstrap(again: true) == nil)
    }

    /// The server of a backup that was made before there was a forum starts, and shows what has to be begun again.
    @Test(.timeLimit(.minutes(60))) func aRecordThatTakesNoMoreWritesGivesNoOtherToken() async throws {
        let database = try await TestDatabase.create(.migrated)
        let store = PostgresStore(database.configuration(), options: .patient)
        let service = ProposalService(store: store)
        _ = try #require(try await service.bootstrap())
        _ = try await store.signerKey(forum: Registry.serverForum, entering: "the key of the record")
        try await store.keep(divergence: "it was restored from a backup", forum: Registry.serverForum)
        #expect(try await service.bootstrap(again: true) == nil)
    }

    @Test(.timeLimit(.minutes(60))) func aTokenThatNobodyIssuedOpensNothing() async throws {
        let fixture = try await ServiceFixture.make()
        await #expect {
            try await fixture.service.authenticate(token: fixture.token + "x")
        } throws: { error in
            (error as? ServiceFailure)?.code == .badToken
        }
    }

    @Test(.timeLimit(.minutes(60))) func aTokenThatWasRevokedSaysSo() async throws {
        let fixture = try await ServiceFixture.make()
        let revoking = RegistryCommand.revokeTokens(account: fixture.admin.account, token: fixture.admin.token)
        _ = try await fixture.write(.registry(forum: Registry.serverForum, .command(revoking))).get()
        await #expect {
            try await fixture.service.authenticate(token: fixture.token)
        } throws: { error in
            (error as? ServiceFailure)?.code == .tokenRevoked
        }
    }
}
