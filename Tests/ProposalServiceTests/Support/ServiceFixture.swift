import CanonicalJSON
import PostgresStore
import Proposals
import Requests
import TestSupport

@testable import ProposalService

/// A service over a database of its own, opened by its first administrator, with the forum `mini` in it.
struct ServiceFixture: Sendable {
    let database: TestDatabase
    let store: PostgresStore
    let service: ProposalService
    /// The first administrator's token.
    let token: String
    let admin: Caller

    static let settings = ForumSettings(
        name: "A trial", refPrefix: "MINI", meetingRole: "meeting-host", accountRole: "admin", auditRole: "auditor")

    static func make(
        configuration: ServiceConfiguration = ServiceConfiguration(), signing: (any RecordSigning)? = nil
    ) async throws -> ServiceFixture {
        let database = try await TestDatabase.create(.migrated)
        let store = PostgresStore(database.configuration(), options: .patient)
        let service = ProposalService(store: store, configuration: configuration, signing: signing)
        guard let token = try await service.bootstrap() else { throw Surprise() }
        let (admin, _) = try await service.authenticate(token: token)
        let fixture = ServiceFixture(
            database: database, store: store, service: service, token: token, admin: admin)
        _ = try await fixture.write(.registry(forum: "mini", .command(.setForum(settings)))).get()
        return fixture
    }

    /// Another server on the same database.
    func secondService() -> ProposalService { ProposalService(store: store) }

    /// One write of the administrator, or of somebody else.
    func write(_ work: WriteRequest.Work, as caller: Caller? = nil) async -> ServiceOutcome {
        await service.submit(WriteRequest(work: work, body: [], form: WriteAnswer.form), caller ?? admin).value
    }

    /// Admits a partner.
    static func admit(_ id: String) -> WriteRequest.Work {
        .registry(forum: "mini", .command(.admitPartner(Partner(id: id, name: "Partner \(id)", attributes: [:]))))
    }

    struct Surprise: Error {}
}

extension Result where Failure == ServiceFailure {
    /// The code of a failure; nil where it went well.
    var code: ServiceFailure.Code? {
        if case .failure(let failure) = self { failure.code } else { nil }
    }
}
