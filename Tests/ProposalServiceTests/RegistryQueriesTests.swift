import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import Proposals
import Record
import Testing

@testable import ProposalService

/// What is told of a forum's registry, and to whom.
@Suite struct RegistryQueriesTests {
    private static let name = LivingForum.name

    private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private func meeting(
        _ forum: LivingForum, _ id: String, kind: String = "som", _ starts: String, _ ends: String
    ) async throws {
        try await forum.change(
            .command(
                .schedule(
                    Meeting(
                        id: id, kind: kind, name: "Meeting \(id)", starts: try Self.day(starts),
                        ends: try Self.day(ends)))))
    }

    /// Asks as every kind of reader; who is of the forum is answered, to everybody else the forum is not there.
    private func isForMembersAlone(
        _ readers: [LivingForum.Reader: Caller?], _ what: String, _ ask: (Caller) async throws -> Void
    ) async throws {
        for case (let reader, let caller?) in readers {
            let failure = await failure { try await ask(caller) }
            #expect(failure?.code == (reader.isOfForum ? nil : .notFound), "\(what): \(reader)")
            if let failure {
                #expect(failure.message == "there is no forum \"mini\" that you can see", "\(what): \(reader)")
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func aRegistryIsForTheForum() async throws {
        let forum = try await LivingForum.make()
        try await meeting(forum, "som-1", "2026-03-10", "2026-03-11")
        // That something was published opens nothing of the registry.
        _ = try await forum.archived(title: "Museums")
        let service = forum.service
        let readers = try await forum.readers()
        try await isForMembersAlone(readers, "FORUM") { _ = try await service.forum(Self.name, $0) }
        try await isForMembersAlone(readers, "PARTNERS") { _ = try await service.partners(Self.name, on: nil, $0) }
        try await isForMembersAlone(readers, "PARTNER") { _ = try await service.partner("FR", Self.name, $0) }
        try await isForMembersAlone(readers, "MEETINGS") {
            _ = try await service.meetings(Self.name, kind: nil, from: nil, to: nil, $0)
        }
        try await isForMembersAlone(readers, "MEETING") { _ = try await service.meeting("som-1", Self.name, $0) }
        try await isForMembersAlone(readers, "LIFECYCLE") {
            _ = try await service.lifecycle(nil, version: nil, Self.name, $0)
        }
        let account = try forum.caller(MiniForum.proposer).account
        try await isForMembersAlone(readers, "KEY") { _ = try await service.keys(of: account, $0) }
    }

    // MARK: FORUMS and FORUM

    @Test(.timeLimit(.minutes(60))) func aForumIsListedForWhoMayKnowOfIt() async throws {
        let forum = try await LivingForum.make()
        func listed(_ caller: Caller?) async throws -> [String: SeenForum] {
            Dictionary(uniqueKeysWithValues: try await forum.service.forums(caller).map { ($0.forum, $0) })
        }
        let readers = try await forum.readers()
        for (reader, caller) in readers {
            let row = try await listed(caller)[Self.name]
            #expect((row != nil) == reader.isOfForum, "\(reader)")
            if let row { #expect(row.partners == 3 && row.registry != nil, "\(reader)") }
        }
        let administrators = try await listed(forum.fixture.admin)
        #expect(Set(administrators.keys) == ["mini", "other"])
        _ = try await forum.archived(title: "Museums")
        for (reader, caller) in readers where !reader.isOfForum {
            let row = try #require(try await listed(caller)[Self.name])
            #expect(row.settings.name == "A trial" && row.registry == nil, "\(reader)")
        }
    }

    @Test(.timeLimit(.minutes(60))) func aClosedTrialIsListedForItsAuditorsWhereTheyAskForIt() async throws {
        let forum = try await LivingForum.make()
        var settings = ServiceFixture.settings
        (settings.refPrefix, settings.mark) = ("TRIAL", "TRIAL")
        func change(_ work: RegistryWork) async throws -> DoneWrite {
            try await forum.fixture.write(.registry(forum: "trial", work)).get()
        }
        func open(_ slug: String, _ role: String) async throws -> Caller {
            let office = AppointmentCommand(office: Office(role: role))
            _ = try await change(.openAccount(name: nil, slug: slug, appointments: [office]))
            let token = try await change(.issueToken(account: "trial/\(slug)", expires: nil)).object["token"]?.string
            return try await forum.service.authenticate(token: try #require(token)).0
        }
        _ = try await change(.command(.setForum(settings)))
        let (auditor, host) = (try await open("auditor", "auditor"), try await open("host", "meeting-host"))
        _ = try await change(.command(.closeForum(at: nil)))
        let other = try forum.caller(MiniForum.proposer)
        let readers: [(Caller?, isListed: Bool)] = [
            (auditor, true), (forum.fixture.admin, true), (host, false), (other, false), (nil, false),
        ]
        for (caller, isListed) in readers {
            for includesClosed in [true, false] {
                let rows = try await forum.service.forums(caller, includesClosed: includesClosed)
                let found = rows.contains { $0.forum == "trial" }
                #expect(found == (includesClosed && isListed), "\(caller?.account ?? "nobody"), \(includesClosed)")
            }
        }
        // What it is, nobody is told any more; that it was closed, whoever had a part in it.
        for (caller, told) in [(auditor, ServiceFailure.Code.forumClosed), (host, .forumClosed), (other, .notFound)] {
            let code = await code { _ = try await forum.service.forum("trial", caller) }
            #expect(code == told, "\(caller.account)")
        }
    }

    @Test(.timeLimit(.minutes(60))) func aForumTellsOfItself() async throws {
        let forum = try await LivingForum.make()
        let told = try await forum.service.forum(Self.name, try forum.caller(MiniForum.proposer))
        #expect(told.forum == "mini" && told.settings.name == "A trial" && told.settings.refPrefix == "MINI")
        #expect(told.partners == 3)
        let registry = try #require(told.registry)
        #expect(registry.currentLifecycles.keys.sorted() == ["asem-initiative"])
        try await forum.change(.command(.partnerLeft(id: "VN", on: try Self.day("2026-01-01"))))
        let after = try await forum.service.forum(Self.name, forum.fixture.admin)
        #expect(after.partners == 2 && after.registry?.version == registry.version + 1)
        let unknown = await code { _ = try await forum.service.forum("nowhere", forum.fixture.admin) }
        #expect(unknown == .notFound)
    }

    // MARK: PARTNERS and PARTNER

    @Test(.timeLimit(.minutes(60))) func partnersAreToldOfADayOrOfAllTime() async throws {
        let forum = try await LivingForum.make()
        try await forum.change(.command(.partnerLeft(id: "VN", on: try Self.day("2026-01-01"))))
        let caller = try forum.caller(MiniForum.proposer)
        func ids(on day: String?) async throws -> [String] {
            try await forum.service.partners(Self.name, on: try day.map(Self.day), caller).map(\.id)
        }
        #expect(try await ids(on: nil) == ["FR", "JP", "VN"])
        #expect(try await ids(on: "2025-12-31") == ["FR", "JP", "VN"])
        #expect(try await ids(on: "2026-01-02") == ["FR", "JP"])
        #expect(try await forum.service.partner("VN", Self.name, caller).name == "Partner VN")
        let unknown = await failure { _ = try await forum.service.partner("XX", Self.name, caller) }
        #expect(unknown?.code == .notFound && unknown?.message == "XX is not a partner of mini")
    }

    // MARK: MEETINGS and MEETING

    private func withMeetings() async throws -> LivingForum {
        let forum = try await LivingForum.make()
        try await meeting(forum, "late", "2026-09-01", "2026-09-02")
        try await meeting(forum, "fmm", kind: "fmm", "2026-05-01", "2026-05-02")
        try await meeting(forum, "b", "2026-03-10", "2026-03-11")
        try await meeting(forum, "a", "2026-03-10", "2026-03-12")
        try await forum.change(
            .command(.hold(meeting: "b", starts: try Self.day("2026-03-10"), ends: try Self.day("2026-03-10"))))
        return forum
    }

    @Test(.timeLimit(.minutes(60))) func meetingsAreToldInTheOrderOfTheirDays() async throws {
        let forum = try await withMeetings()
        let caller = try forum.caller(MiniForum.proposer)
        func ids(kind: String? = nil, from: String? = nil, to: String? = nil) async throws -> [String] {
            let page = try await forum.service.meetings(
                Self.name, kind: kind, from: try from.map(Self.day), to: try to.map(Self.day), caller)
            return page.items.map(\.id)
        }
        #expect(try await ids() == ["a", "b", "fmm", "late"])
        #expect(try await ids(kind: "som") == ["a", "b", "late"])
        // Of those that lie partly within the days asked for, the whole.
        #expect(try await ids(from: "2026-03-12") == ["a", "fmm", "late"])
        #expect(try await ids(to: "2026-05-01") == ["a", "b", "fmm"])
        #expect(try await ids(from: "2026-04-01", to: "2026-08-01") == ["fmm"])
        let day = try Self.day("2026-03-10")
        #expect(try await forum.service.meeting("b", Self.name, caller).held == day...day)
        #expect(try await forum.service.meeting("a", Self.name, caller).held == nil)
        let unknown = await failure { _ = try await forum.service.meeting("lost", Self.name, caller) }
        #expect(unknown?.code == .notFound && unknown?.message == "lost is not a meeting of mini")
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 2, 3, 4])
    func pagesOfMeetingsTogetherAreTheWhole(_ limit: Int) async throws {
        let forum = try await withMeetings()
        let caller = try forum.caller(MiniForum.proposer)
        var paged: [String] = []
        var after: String?
        repeat {
            let page = try await forum.service.meetings(
                Self.name, kind: nil, from: nil, to: nil, after: after, limit: limit, caller)
            #expect(page.items.count <= limit && !page.items.isEmpty)
            paged += page.items.map(\.id)
            after = page.next
        } while after != nil
        #expect(paged == ["a", "b", "fmm", "late"])
    }

    // MARK: LIFECYCLE

    @Test(.timeLimit(.minutes(60))) func aLifecycleIsTheNewestUnlessOneIsNamed() async throws {
        let forum = try await LivingForum.make()
        let caller = try forum.caller(MiniForum.proposer)
        func told(_ id: String?, _ version: Int? = nil) async throws -> (LifecycleDefinition, digest: String)? {
            let seen = try await forum.service.lifecycle(id, version: version, Self.name, caller)
            guard case .one(let definition, let digest) = seen else { return nil }
            return (definition, digest)
        }
        let first = try #require(try await told(nil))
        let version = first.0.version
        #expect(first.0.id == "asem-initiative")
        var next = try LifecycleFile.load(MiniForum.root + "/schema/lifecycles/asem-initiative.yaml")
        #expect(first.0 == next)
        next.version += 1
        let digest = Digest.sha256(next.canonicalBytes).hex
        try await forum.change(.command(.loadLifecycle(next, digest: digest)))
        let newest = try #require(try await told("asem-initiative"))
        #expect(newest.digest == digest && newest.0.version == version + 1)
        let earlier = try #require(try await told("asem-initiative", version))
        #expect(earlier.0 == first.0 && earlier.digest == first.digest)
        let missing = await failure { _ = try await told("asem-initiative", version + 7) }
        #expect(missing?.code == .notFound)
        #expect(missing?.details["versions"] == [.integer(Int64(version)), .integer(Int64(version + 1))])
        let unknown = await failure { _ = try await told("norm") }
        #expect(unknown?.message == "norm is not loaded in mini; it has asem-initiative")
    }

    // MARK: ACCOUNTS and KEY

    @Test(.timeLimit(.minutes(60))) func accountsAreForThoseWhoKeepOrAuditThem() async throws {
        let forum = try await LivingForum.make()
        for case (let reader, let caller?) in try await forum.readers() {
            let refused = await code {
                let page = try await forum.service.accounts(Self.name, after: nil, limit: nil, caller)
                let accounts = page.items.map(\.account.id)
                #expect(accounts == accounts.sorted() && accounts.contains("mini/proposer-fr"), "\(reader)")
            }
            switch reader {
            case .auditor, .forumAdministrator, .serverAdministrator: #expect(refused == nil, "\(reader)")
            case .proposer, .organiser, .otherPartner: #expect(refused == .forbidden, "\(reader)")
            case .former, .ofAnotherForum, .nobody: #expect(refused == .notFound, "\(reader)")
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func anAccountIsToldWithItsAppointmentsAndTokens() async throws {
        let forum = try await LivingForum.make()
        try await forum.change(
            .openAccount(
                name: "Ada Lovelace", slug: "ada", appointments: [AppointmentCommand(office: MiniForum.proposer)]))
        let issued = try await forum.change(.issueToken(account: "mini/ada", expires: try await forum.day(30)))
        let secret = try #require(issued.object["token"]?.string)
        func ada() async throws -> SeenAccount {
            let page = try await forum.service.accounts(Self.name, after: nil, limit: nil, forum.fixture.admin)
            return try #require(page.items.first { $0.account.id == "mini/ada" })
        }
        let before = try await ada()
        #expect(before.name == "Ada Lovelace")
        let token = try #require(before.tokens.first)
        #expect(!token.isRevoked && token.expires != nil)
        // What was issued is told to nobody again.
        #expect(!"\(before)".contains(secret))
        let appointment = try #require(before.account.appointments.first)
        #expect(appointment.office == MiniForum.proposer && appointment.until == nil)
        try await forum.change(.command(.endAppointment(account: "mini/ada", number: 1, until: nil)))
        try await forum.change(.command(.revokeTokens(account: "mini/ada", token: nil)))
        let after = try await ada()
        #expect(after.tokens.map(\.isRevoked) == [true])
        #expect(after.account.appointments.first?.until != nil)
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 3, 9, 100])
    func pagesOfAccountsTogetherAreTheWhole(_ limit: Int) async throws {
        let forum = try await LivingForum.make()
        let whole = try await forum.service.accounts(Self.name, after: nil, limit: nil, forum.fixture.admin)
        #expect(whole.items.count == LivingForum.offices.count && whole.next == nil)
        var paged: [String] = []
        var after: String?
        repeat {
            let page = try await forum.service.accounts(Self.name, after: after, limit: limit, forum.fixture.admin)
            #expect(page.items.count <= limit)
            paged += page.items.map(\.account.id)
            after = page.next
        } while after != nil
        #expect(paged == whole.items.map(\.account.id))
    }

    @Test(.timeLimit(.minutes(60))) func keysAreToldWithThoseThatEnded() async throws {
        let forum = try await LivingForum.make()
        let holder = try forum.caller(MiniForum.proposer)
        let reader = try forum.caller(MiniForum.point("JP"))
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
        #expect(try await forum.service.keys(of: holder.account, reader).keys.isEmpty)
        try await forum.change(.command(.registerKey(account: holder.account, key: key, from: nil, until: nil)))
        #expect(try await forum.service.keys(of: holder.account, reader).keys.map(\.number) == [1])
        try await forum.change(.command(.endKey(account: holder.account, number: 1, until: nil)))
        let ended = try await forum.service.keys(of: holder.account, reader)
        #expect(ended.keys.map(\.number) == [1] && ended.keys.allSatisfy { $0.until != nil })
        #expect(await code { _ = try await forum.service.keys(of: "mini/nobody", reader) } == .notFound)
        #expect(await code { _ = try await forum.service.keys(of: "other/somebody", reader) } == .notFound)
    }
}
