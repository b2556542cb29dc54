package import CivilTime
import Proposals

/// Who logs in by what a connection shows of itself, and not by a token.
extension Logins {
    /// The links that hold of a person whom an identity provider knows, in the order of the accounts. What is kept beside the record opens
    /// none by itself: a registry must have committed to it.
    func accounts(of identity: ProvenIdentity) async throws(ServiceFailure) -> [Caller] {
        let value = IdentityText.value(issuer: identity.issuer, subject: identity.subject)
        let kept = try await storing { () throws(StoreError) in try await records.store.commitments(to: value) }
        var found: [Caller] = []
        for (forum, commitments) in Dictionary(grouping: kept, by: \.forum) {
            let known = Set(commitments.map(\.commitment))
            let (context, _) = try await records.context(nil, forum)
            for record in context.registry.identities.values
            where !record.isEnded && record.issuer == identity.issuer && known.contains(record.commitment) {
                found.append(Caller(account: record.account, forum: forum, token: record.id))
            }
        }
        return found.sorted { ($0.account, $0.token) < ($1.account, $1.token) }
    }

    /// Logs in whoever showed a certificate, to the account asked for or to the only one that is linked to one of its names. An authority
    /// only says who somebody is; that an account is theirs stands in its registry.
    func authenticate(
        certificate: ProvenCertificate, account: String?
    ) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        var links: [Caller] = []
        for name in certificate.names {
            links += try await accounts(of: ProvenIdentity(issuer: IdentityText.certificate, subject: name))
        }
        let accounts = Set(links.map(\.account)).sorted()
        guard let wanted = account ?? accounts.first else {
            throw ServiceFailure(
                .unknownPeer, "no account is linked to this certificate, which has \(certificate.sentence)")
        }
        guard account != nil || accounts.count == 1 else {
            throw .wrong(
                "account", "the certificate is linked to \(accounts.joined(separator: ", ")); name one of them")
        }
        guard var caller = links.first(where: { $0.account == wanted }) else {
            throw ServiceFailure(
                .unknownPeer,
                "\(wanted.prefix(128)) is not linked to this certificate, which has \(certificate.sentence)")
        }
        caller.certificateEnd = certificate.end
        return (caller, try await seen(caller))
    }

    /// Logs in a user of this machine to the account that the server's settings give them.
    func authenticate(systemUser: UInt32, account: String) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        var caller = Caller(account: account, forum: String(account.prefix { $0 != "/" }), token: "")
        caller.systemUser = systemUser
        do throws(ServiceFailure) {
            return (caller, try await seen(caller))
        } catch {
            guard error.code == .notFound else { throw error }
            throw ServiceFailure(
                .unknownPeer,
                "the settings give the system user \(systemUser) the account \(account), which does not exist")
        }
    }
}

/// A client certificate that one of the server's authorities signed, and whose key the client has.
package struct ProvenCertificate: Sendable, Hashable {
    /// Its alternative names as subjects of ``IdentityText/certificate``, such as `uri:chancery:forum/contact-point-FR`.
    package var names: [String]
    package var end: Instant

    package init(names: [String], end: Instant) {
        self.names = names
        self.end = end
    }

    /// Its names, for a refusal.
    fileprivate var sentence: String {
        names.isEmpty
            ? "no URI, e-mail address or DNS name among its alternative names"
            : "the names \(names.joined(separator: ", "))"
    }
}
