import LineProtocol
import ProposalService

extension ServiceGateway {
    /// Who logs in, by the method that is asked for.
    func caller(
        _ login: Verbs.Auth, _ peer: Peer
    ) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        switch (login.method, peer) {
        case (nil, _), (.token, _):
            return try await service.authenticate(token: login.token)
        case (.certificate, .certificate(let names, let end)):
            return try await service.authenticate(
                certificate: ProvenCertificate(names: names, end: end), account: login.account)
        case (.certificate, .unknown), (.certificate, .systemUser):
            throw ServiceFailure(
                .unknownPeer, "this connection showed no client certificate, or the server asks for none here")
        case (.user, .systemUser(let user, let account?)):
            guard login.account == nil || login.account == account else {
                throw ServiceFailure(
                    .unknownPeer, "the settings give the system user \(user) the account \(account) alone")
            }
            return try await service.authenticate(systemUser: user, account: account)
        case (.user, .systemUser(let user, nil)):
            throw ServiceFailure(.unknownPeer, "the settings give the system user \(user) no account")
        case (.user, .unknown), (.user, .certificate):
            throw ServiceFailure(
                .unknownPeer, "this connection does not come over a UNIX socket, which would tell the system user")
        }
    }
}
