import CanonicalJSON
import Lifecycle
import Postgres
import PostgresStore
import Proposals
import TestSupport
import Testing

@testable import ProposalService

/// The open sessions of an account, who sees them and who ends them.
@Suite(.timeLimit(.minutes(60))) struct ListedSessionsTests {
    private static func code(_ body: () async throws -> Void) async -> ServiceFailure.Code? {
        do { try await body() } catch { return (error as? ServiceFailure)?.code }
        return nil
    }

    /// A session of an office's holder, by its token.
    private static func session(_ forum: LivingForum, _ office: Office) async throws -> OpenedSession {
        try await forum.service.openSession(of: try forum.caller(office))
    }

    @Test func theHolderSeesAndEndsThem() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let (one, two) = (
            try await Self.session(forum, MiniForum.proposer), try await Self.session(forum, MiniForum.proposer)
        )
        let other = try await Self.session(forum, MiniForum.point("JP"))
        let listed = try await service.sessions(of: nil, for: one.secret)
        #expect(listed.count == 2 && listed.filter(\.isOwn).count == 1 && Set(listed.map(\.id)).count == 2)
        #expect(listed.allSatisfy { $0.issuer == nil && $0.openedAt <= $0.usedAt })
        // What they are called tells no secret, and is the same whoever asks.
        #expect(try await service.sessions(of: one.caller.account, for: two.secret).map(\.id) == listed.map(\.id))
        for seen in listed {
            #expect(!one.secret.contains(seen.id) && !two.secret.contains(seen.id))
            #expect(SessionSecret.hash(of: seen.id) != SessionSecret.hash(of: one.secret))
        }
        let found = listed.first { $0.isOwn }
        let own = try #require(found)
        #expect(try await service.endSessions("0123456789abcdef", of: nil, for: one.secret) == 0)
        #expect(try await service.endSessions(nil, of: nil, for: one.secret) == 1)
        #expect(try await service.session(two.secret) == nil)
        #expect(try await service.sessions(of: nil, for: one.secret).map(\.id) == [own.id])
        #expect(try await service.session(other.secret) != nil, "another account's")
        #expect(try await service.endSessions(own.id, of: nil, for: one.secret) == 1)
        #expect(await Self.code { _ = try await service.sessions(of: nil, for: one.secret) } == .notLoggedIn)
        #expect(await Self.code { _ = try await service.endSessions(nil, of: nil, for: one.secret) } == .notLoggedIn)
    }

    @Test func whatEndedByItselfIsNotListed() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let asking = try await Self.session(forum, MiniForum.proposer)
        let identity = ProvenIdentity(issuer: "https://login.example.org", subject: "248289761001")
        let account = asking.caller.account
        let done = try await forum.change(
            .linkIdentity(account: account, issuer: identity.issuer, subject: identity.subject))
        let id = try #require(done.object["id"]?.string)
        let linked = try #require(try await service.accounts(of: identity).first)
        _ = try await service.openSession(of: linked)
        #expect(try await service.sessions(of: nil, for: asking.secret).compactMap(\.issuer) == [identity.issuer])
        try await forum.change(.command(.endIdentity(account: account, id: id)))
        #expect(try await service.sessions(of: nil, for: asking.secret).count == 1)
        // A session that was not used for half an hour, and one that is open for eight hours.
        for (column, age) in [("used_at", "31 minutes"), ("opened_at", "481 minutes")] {
            let late = try await Self.session(forum, MiniForum.proposer)
            #expect(try await service.sessions(of: nil, for: asking.secret).count == 2)
            let connection = try await forum.fixture.database.connect(role: .owner)
            _ = try await connection.query(
                "UPDATE browser_session SET \(column) = now() - interval '\(age)' WHERE hash = $1",
                [.bytea(SessionSecret.hash(of: late.secret))])
            #expect(try await service.sessions(of: nil, for: asking.secret).count == 1)
        }
    }

    @Test func whoKeepsAccountsSeesAndEndsThoseOfOthers() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let theirs = try await Self.session(forum, MiniForum.proposer)
        let account = theirs.caller.account
        let admin = try await service.openSession(of: forum.fixture.admin)
        let auditor = try await Self.session(forum, Office(role: "auditor"))
        let point = try await Self.session(forum, MiniForum.point("JP"))
        for one in [auditor, point] {
            #expect(await Self.code { _ = try await service.sessions(of: account, for: one.secret) } == .forbidden)
            let ended = await Self.code { _ = try await service.endSessions(nil, of: account, for: one.secret) }
            #expect(ended == .forbidden)
        }
        #expect(await Self.code { _ = try await service.sessions(of: "mini/x", for: admin.secret) } == .notFound)
        #expect(await Self.code { _ = try await service.sessions(of: "else/x", for: point.secret) } == .notFound)
        let listed = try await service.sessions(of: account, for: admin.secret)
        #expect(listed.count == 1 && !listed[0].isOwn)
        #expect(try await service.endSessions(listed[0].id, of: account, for: admin.secret) == 1)
        #expect(try await service.endSessions(listed[0].id, of: account, for: admin.secret) == 0)
        #expect(try await service.session(theirs.secret) == nil)
        #expect(try await service.session(point.secret) != nil)
    }
}
