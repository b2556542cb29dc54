import CanonicalJSON
import Proposals
import Testing

@testable import ProposalService

/// Who logs in by a token, and how a server is opened.
@Suite struct LoginsTests {
    @Test(.timeLimit(.minutes(60))) func aServerIsOpenedOnce() async throws {
        let fixture = try await ServiceFixture.make()
        #expect(fixture.admin.account == "server/admin" && fixture.admin.forum == Registry.serverForum)
        #expect(try await fixture.service.bootstrap() == nil)
        #expect(try await fixture.secondService().bootstrap() == nil)
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
