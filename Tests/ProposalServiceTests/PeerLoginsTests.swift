import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// Logins by certificates and by system users, and how they end.
@Suite(.timeLimit(.minutes(60))) struct PeerLoginsTests {
    private static let name = "uri:chancery:mini/proposer-fr"

    private static func certificate(
        _ forum: LivingForum, _ names: [String] = [name], days: Int64 = 1
    ) async throws -> ProvenCertificate {
        ProvenCertificate(names: names, end: try await forum.day(days))
    }

    private static func link(_ forum: LivingForum, _ account: String, _ subject: String = name) async throws -> String {
        let done = try await forum.change(
            .linkIdentity(account: account, issuer: IdentityText.certificate, subject: subject))
        return try #require(done.object["id"]?.string)
    }

    private static func failure(_ body: () async throws -> Void) async -> ServiceFailure? {
        do { try await body() } catch { return error as? ServiceFailure }
        return nil
    }

    /// What an authority calls somebody is nobody's account until its registry says so, and no longer than it does.
    @Test func onlyALinkedCertificateOpensAnAccount() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let account = try forum.caller(MiniForum.proposer).account
        let certificate = try await Self.certificate(forum)
        let unknown = await Self.failure { _ = try await service.authenticate(certificate: certificate, account: nil) }
        #expect(unknown?.code == .unknownPeer && unknown?.message.contains(Self.name) == true)
        let nameless = await Self.failure {
            _ = try await service.authenticate(certificate: try await Self.certificate(forum, []), account: account)
        }
        #expect(nameless?.code == .unknownPeer && nameless?.message.contains("no URI") == true)

        let id = try await Self.link(forum, account)
        let (caller, seen) = try await service.authenticate(certificate: certificate, account: nil)
        #expect(caller.account == account && caller.token == id && seen.expires == certificate.end)
        #expect(seen.appointments.map(\.office) == [MiniForum.proposer])
        // A name of another kind, or a longer one, is another name.
        for other in ["dns:chancery:mini/proposer-fr", Self.name + "x"] {
            let failure = await Self.failure {
                _ = try await service.authenticate(
                    certificate: try await Self.certificate(forum, [other]), account: account)
            }
            #expect(failure?.code == .unknownPeer, "\(other)")
        }
        // The same words of an identity provider are not those of a certificate.
        let elsewhere = ProvenIdentity(issuer: "https://login.example.org", subject: Self.name)
        #expect(try await service.accounts(of: elsewhere).isEmpty)

        try await forum.change(.command(.endIdentity(account: account, id: id)))
        let ended = await Self.failure { _ = try await service.identities(of: account, caller) }
        #expect(ended?.code == .tokenRevoked)
        let again = await Self.failure { _ = try await service.authenticate(certificate: certificate, account: nil) }
        #expect(again?.code == .unknownPeer)
    }

    /// A holder who links the own account to somebody's certificate would otherwise stand in that login's way.
    @Test func nobodyLinksTheirOwnAccountToACertificate() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        _ = try await Self.link(forum, account)
        let other = try forum.caller(MiniForum.point("JP"))
        let outcome = await forum.fixture.write(
            .registry(
                forum: LivingForum.name,
                .linkIdentity(account: other.account, issuer: IdentityText.certificate, subject: Self.name)), as: other)
        #expect(outcome.code == .forbidden)
        let certificate = try await Self.certificate(forum)
        let (caller, _) = try await forum.service.authenticate(certificate: certificate, account: nil)
        #expect(caller.account == account)
    }

    @Test func aCertificateOfSeveralAccountsIsToldOne() async throws {
        let forum = try await LivingForum.make()
        let accounts = [MiniForum.proposer, MiniForum.point("JP")].map { try? forum.caller($0).account }.compactMap(
            \.self)
        _ = try await Self.link(forum, accounts[0])
        _ = try await Self.link(forum, accounts[1], "email:somebody@example.org")
        let certificate = try await Self.certificate(forum, [Self.name, "email:somebody@example.org"])
        let several = await Self.failure {
            _ = try await forum.service.authenticate(certificate: certificate, account: nil)
        }
        #expect(several?.code == .badField && accounts.allSatisfy { several?.message.contains($0) == true })
        for account in accounts {
            let (caller, _) = try await forum.service.authenticate(certificate: certificate, account: account)
            #expect(caller.account == account)
        }
        let other = await Self.failure {
            _ = try await forum.service.authenticate(certificate: certificate, account: "mini/auditor")
        }
        #expect(other?.code == .unknownPeer)
    }

    /// A login lasts as long as its certificate, on connections that are open too.
    @Test func aCertificateThatEndsEndsItsLogin() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        _ = try await Self.link(forum, account)
        var (caller, _) = try await forum.service.authenticate(
            certificate: try await Self.certificate(forum), account: nil)
        _ = try await forum.service.identities(of: account, caller)
        caller.certificateEnd = try await forum.day(-1)
        let late = await Self.failure { _ = try await forum.service.identities(of: account, caller) }
        #expect(late?.code == .tokenExpired)
        let expired = try await Self.certificate(forum, days: -1)
        let failure = await Self.failure {
            _ = try await forum.service.authenticate(certificate: expired, account: nil)
        }
        #expect(failure?.code == .tokenExpired)
    }

    @Test func theLastAppointmentEndsTheLogin() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        _ = try await Self.link(forum, account)
        let certificate = try await Self.certificate(forum)
        let callers = [
            try await forum.service.authenticate(certificate: certificate, account: nil).0,
            try await forum.service.authenticate(systemUser: 4711, account: account).0,
        ]
        for caller in callers { _ = try await forum.service.identities(of: account, caller) }
        try await forum.end(MiniForum.proposer)
        // What is open ends with its next request, a read too.
        for caller in callers {
            let read = await Self.failure { _ = try await forum.service.identities(of: account, caller) }
            #expect(read?.code == .forbidden, "\(caller)")
            let write = await forum.fixture.write(
                .registry(forum: LivingForum.name, .command(.endIdentity(account: account, id: "id-0"))), as: caller)
            #expect(write.code == .forbidden, "\(caller)")
        }
        for failure in [
            await Self.failure { _ = try await forum.service.authenticate(certificate: certificate, account: nil) },
            await Self.failure { _ = try await forum.service.authenticate(systemUser: 4711, account: account) },
        ] { #expect(failure?.code == .forbidden) }
    }

    @Test func aSystemUserHasTheAccountOfTheSettings() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        let (caller, seen) = try await forum.service.authenticate(systemUser: 4711, account: account)
        #expect(caller.account == account && caller.forum == LivingForum.name && seen.expires == nil)
        #expect(seen.appointments.map(\.office) == [MiniForum.proposer])
        _ = try await forum.service.identities(of: account, caller)
        // It holds no more than the account does.
        let foreign = await Self.failure { _ = try await forum.service.identities(of: "mini/auditor", caller) }
        #expect(foreign?.code == .forbidden)
        for missing in ["mini/nobody", "nowhere/nobody", "mini", ""] {
            let failure = await Self.failure {
                _ = try await forum.service.authenticate(systemUser: 4711, account: missing)
            }
            #expect(failure?.code == .unknownPeer, "\(missing): \(String(describing: failure))")
        }
    }

    @Test func aSubjectOfACertificateHasItsKind() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        for subject in ["chancery:mini/x", "uri:", "uri:a b", "uri:ä", "ip:192.0.2.1", "CN=x"] {
            let failure = await Self.failure { _ = try await Self.link(forum, account, subject) }
            #expect(failure?.code == .badField && failure?.details["field"] == "subject", "\(subject)")
        }
        for subject in ["uri:x", "email:a@example.org", "dns:host.example"] {
            _ = try await Self.link(forum, account, subject)
        }
    }
}
