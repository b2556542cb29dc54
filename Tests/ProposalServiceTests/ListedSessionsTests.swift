import CanonicalJSON
import CivilTime
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

    /// More than are listed: each of them ends, and one is found by its name alone.
    @Test func allOthersEndHoweverManyThereAre() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let asking = try await Self.session(forum, MiniForum.proposer)
        var others: [OpenedSession] = []
        for _ in 0..<150 { others.append(try await Self.session(forum, MiniForum.proposer)) }
        let other = try await Self.session(forum, MiniForum.point("JP"))
        #expect(try await service.sessions(of: nil, for: asking.secret).count == BrowserSessions.mostListed)
        let first = others.removeFirst()
        let connection = try await forum.fixture.database.connect(role: .owner)
        _ = try await connection.query(
            "UPDATE browser_session SET used_at = now() - interval '10 minutes' WHERE hash = $1",
            [.bytea(SessionSecret.hash(of: first.secret))])
        let name = SessionSecret.name(ofHash: SessionSecret.hash(of: first.secret))
        #expect(try await service.sessions(of: nil, for: asking.secret).allSatisfy { $0.id != name })
        #expect(try await service.sessions(name, of: nil, for: asking.secret).map(\.id) == [name])
        #expect(try await service.endSessions(name, of: nil, for: asking.secret) == 1)
        #expect(try await service.session(first.secret) == nil)
        #expect(try await service.endSessions(nil, of: nil, for: asking.secret) == 149)
        for one in others { #expect(try await service.session(one.secret) == nil) }
        #expect(try await service.sessions(of: nil, for: asking.secret).map(\.isOwn) == [true])
        #expect(try await service.session(other.secret) != nil, "another account's")
    }

    /// Rows of a session by a token, as if it had been opened so often.
    private static func keep(_ count: Int, by token: String, of account: String, in forum: LivingForum) async throws {
        let connection = try await forum.fixture.database.connect(role: .owner)
        _ = try await connection.query(
            """
            INSERT INTO browser_session (hash, token, account, forum)
            SELECT sha256(convert_to($1 || number, 'UTF8')), $1, $2, $3 FROM generate_series(1, $4) number
            """, [.text(token), .text(account), .text(LivingForum.name), .int4(Int32(count))])
    }

    /// A token that nobody uses any more hides no session that is open, and opens none.
    @Test func whatHoldsNoLongerTakesNoPlaceInTheList() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let asking = try await Self.session(forum, MiniForum.proposer)
        let account = asking.caller.account
        let issued = try await forum.change(.issueToken(account: account, expires: nil))
        let id = try #require(issued.object["id"]?.string)
        try await Self.keep(120, by: id, of: account, in: forum)
        #expect(try await service.sessions(of: nil, for: asking.secret).count == 100)
        try await forum.change(.command(.revokeTokens(account: account, token: id)))
        #expect(try await service.sessions(of: nil, for: asking.secret).map(\.isOwn) == [true])
        // They ended with their token, and are gone for good with the others.
        _ = try await Self.session(forum, MiniForum.proposer)
        #expect(try await service.endSessions(nil, of: nil, for: asking.secret) == 1)
        let connection = try await forum.fixture.database.connect(role: .owner)
        let kept = try await connection.query(
            "SELECT count(*) FROM browser_session WHERE account = $1", [.text(account)])
        #expect(try kept.value(Int.self) == 1)
    }

    @Test func anExpiredTokenHasNoSession() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let asking = try await Self.session(forum, MiniForum.proposer)
        let account = asking.caller.account
        // Where the machine is too slow to issue one that ends soon, one that ends later.
        for seconds: Int64 in [2, 15, 75] {
            let expires = try await service.now().advanced(byMicroseconds: seconds * 1_000_000)
            let work = RegistryWork.issueToken(account: account, expires: expires)
            guard case .success(let issued) = await forum.fixture.write(.registry(forum: LivingForum.name, work)),
                let id = issued.object["id"]?.string
            else { continue }
            try await Self.keep(1, by: id, of: account, in: forum)
            while try await service.now() < expires {}
            #expect(try await service.sessions(of: nil, for: asking.secret).map(\.isOwn) == [true])
            return
        }
        Issue.record("no token was issued within 75 seconds")
    }

    /// The next click of such a session is refused, and it is none before that.
    @Test func anAccountWithoutAnOfficeHasNoSession() async throws {
        let forum = try await LivingForum.make()
        let service = forum.service
        let theirs = try await Self.session(forum, MiniForum.proposer)
        let account = theirs.caller.account
        let admin = try await service.openSession(of: forum.fixture.admin)
        #expect(try await service.sessions(of: account, for: admin.secret).count == 1)
        try await forum.end(MiniForum.proposer)
        #expect(try await service.sessions(of: account, for: admin.secret).isEmpty)
        #expect(await Self.code { _ = try await service.session(theirs.secret) } == .forbidden)
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
