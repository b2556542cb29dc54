import CanonicalJSON
import Lifecycle
import Postgres
import PostgresStore
import Proposals
import TestSupport
import Testing

@testable import ProposalService

/// Sessions of browsers that are opened by links to identity providers, and how they end.
@Suite(.timeLimit(.minutes(60))) struct IdentityLoginsTests {
    private static let identity = ProvenIdentity(issuer: "https://login.example.org", subject: "248289761001")

    private static func link(
        _ forum: LivingForum, _ account: String, _ identity: ProvenIdentity = identity
    ) async throws -> String {
        let done = try await forum.change(
            .linkIdentity(account: account, issuer: identity.issuer, subject: identity.subject))
        return try #require(done.object["id"]?.string)
    }

    private static func code(_ body: () async throws -> Void) async -> ServiceFailure.Code? {
        do { try await body() } catch { return (error as? ServiceFailure)?.code }
        return nil
    }

    @Test func aLinkOpensItsAccountUntilItEnds() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        #expect(try await service.accounts(of: Self.identity).isEmpty)
        let account = try forum.caller(MiniForum.proposer).account
        let id = try await Self.link(forum, account)
        let found = try await service.accounts(of: Self.identity)
        #expect(found == [Caller(account: account, forum: LivingForum.name, token: id)])
        for other in [
            ProvenIdentity(issuer: "https://login.example.com", subject: Self.identity.subject),
            ProvenIdentity(issuer: Self.identity.issuer, subject: "248289761002"),
        ] { #expect(try await service.accounts(of: other).isEmpty) }

        let opened = try await service.openSession(of: found[0])
        #expect(opened.login.appointments.map(\.office) == [MiniForum.proposer] && opened.login.expires == nil)
        #expect(try await service.session(opened.secret)?.caller == found[0])
        // On another server as well, which has not heard of it.
        #expect(try await forum.fixture.secondService().session(opened.secret)?.caller == found[0])
        try await forum.change(.command(.endIdentity(account: account, id: id)))
        #expect(await Self.code { _ = try await service.session(opened.secret) } == .tokenRevoked)
        #expect(try await service.session(opened.secret) == nil, "it is gone")
        #expect(try await service.accounts(of: Self.identity).isEmpty)
        #expect(await Self.code { _ = try await service.openSession(of: found[0]) } == .tokenRevoked)
    }

    /// With its last office an account's sessions end, those of tokens among them; with one of two they do not.
    @Test(arguments: [false, true]) func theLastAppointmentEndsTheSessions(byAToken isToken: Bool) async throws {
        let forum = try await LivingForum.make()
        let proposer = try forum.caller(MiniForum.proposer)
        let account = proposer.account
        _ = try await Self.link(forum, account)
        try await forum.change(
            .command(.appoint(account: account, AppointmentCommand(office: Office(role: "auditor")))))
        let linked = try #require(try await forum.service.accounts(of: Self.identity).first)
        let caller = isToken ? proposer : linked
        let opened = try await forum.service.openSession(of: caller)
        try await forum.change(.command(.endAppointment(account: account, number: 1, until: nil)))
        #expect(try await forum.service.session(opened.secret)?.login.appointments.map(\.office.role) == ["auditor"])
        try await forum.change(.command(.endAppointment(account: account, number: 2, until: nil)))
        #expect(await Self.code { _ = try await forum.service.session(opened.secret) } == .forbidden)
        #expect(try await forum.service.session(opened.secret) == nil)
        #expect(await Self.code { _ = try await forum.service.openSession(of: caller) } == .forbidden)
    }

    @Test func onePersonMayHaveSeveralAccounts() async throws {
        let forum = try await LivingForum.make()
        let accounts = [try forum.caller(MiniForum.proposer).account, try forum.caller(MiniForum.point("JP")).account]
        for account in accounts { _ = try await Self.link(forum, account) }
        #expect(try await forum.service.accounts(of: Self.identity).map(\.account) == accounts.sorted())
    }

    /// Links that ended long ago stand in nobody's way, however many there are.
    @Test func manyEndedLinksHideNone() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        for _ in 0..<101 {
            let id = try await Self.link(forum, account)
            try await forum.change(.command(.endIdentity(account: account, id: id)))
        }
        let last = try await Self.link(forum, account)
        let value = IdentityText.value(issuer: Self.identity.issuer, subject: Self.identity.subject)
        #expect(try await forum.store.commitments(to: value).count == 102)
        #expect(try await forum.service.accounts(of: Self.identity).map(\.token) == [last])
    }

    /// A value that somebody puts beside the record opens nothing: the registry must have committed to it.
    @Test func aRowBesideTheRecordOpensNothing() async throws {
        let forum = try await LivingForum.make()
        var personal = PersonalData(seed: Array(repeating: 7, count: 32))
        let value = IdentityText.value(issuer: Self.identity.issuer, subject: Self.identity.subject)
        let commitment = personal.commit(value)
        let kept = try #require(personal.values.first)
        let connection = try await forum.fixture.database.connect(role: .app)
        _ = try await connection.query(
            "INSERT INTO personal (commitment, forum, subject, salt, value) VALUES ($1, $2, $3, $4, $5)",
            [
                .text(commitment), .text(LivingForum.name),
                .text(try forum.caller(MiniForum.proposer).account), .bytea(kept.salt), .text(value),
            ])
        #expect(try await forum.store.commitments(to: value).map(\.commitment) == [commitment])
        #expect(try await forum.service.accounts(of: Self.identity).isEmpty)
    }

    /// An erased value opens nothing, and the audit is sound before and after.
    @Test func anErasedValueOpensNothing() async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        _ = try await Self.link(forum, account)
        #expect(try await forum.service.identities(of: account, forum.fixture.admin).map(\.subject) == ["248289761001"])
        let connection = try await forum.fixture.database.connect(role: .owner)
        _ = try await connection.query(
            "UPDATE personal SET salt = NULL, value = NULL, erased_at = now() WHERE strpos(value, 'login.example') > 0")
        #expect(try await forum.service.accounts(of: Self.identity).isEmpty)
        #expect(try await forum.service.identities(of: account, forum.fixture.admin).map(\.subject) == [nil])
    }

    @Test func whoMayListLinks() async throws {
        let forum = try await LivingForum.make()
        let holder = try forum.caller(MiniForum.proposer)
        let id = try await Self.link(forum, holder.account)
        for reader in [holder, try forum.caller(Office(role: "auditor")), forum.fixture.admin] {
            #expect(try await forum.service.identities(of: holder.account, reader).map(\.record.id) == [id])
        }
        let other = try forum.caller(MiniForum.point("JP"))
        #expect(await Self.code { _ = try await forum.service.identities(of: holder.account, other) } == .forbidden)
        let stranger = try await forum.stranger()
        #expect(await Self.code { _ = try await forum.service.identities(of: holder.account, stranger) } == .notFound)
    }

    @Test func whatALoginHasComeToIsTakenOnceAndInTime() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let secret = try await service.keepAttempt("{}")
        #expect(try await forum.fixture.secondService().takeAttempt(secret) == "{}")
        #expect(try await service.takeAttempt(secret) == nil)
        #expect(try await service.takeAttempt(secret + "0") == nil)
        let late = try await service.keepAttempt("{}")
        let connection = try await forum.fixture.database.connect(role: .owner)
        _ = try await connection.query("UPDATE login_attempt SET opened_at = now() - interval '11 minutes'")
        #expect(try await service.takeAttempt(late) == nil)
        #expect(try await service.takeAttempt(late) == nil)
    }

    @Test(arguments: ["", "a\u{0}", String(repeating: "x", count: 256)])
    func whatIsNoSubject(_ subject: String) async throws {
        let forum = try await LivingForum.make()
        let account = try forum.caller(MiniForum.proposer).account
        let outcome = await forum.fixture.write(
            .registry(
                forum: LivingForum.name,
                .linkIdentity(account: account, issuer: Self.identity.issuer, subject: subject)))
        #expect(outcome.code == .badField)
    }
}
