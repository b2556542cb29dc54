import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// What waits for whom in a whole forum, as INBOX asks for it.
@Suite struct InboxQueryTests {
    private func inbox(
        _ forum: LivingForum, _ office: Office, after: String? = nil, limit: Int? = nil
    ) async throws -> InboxPart {
        try await forum.service.inbox(LivingForum.name, after: after, limit: limit, try forum.caller(office))
    }

    private func words(_ forum: LivingForum, _ office: Office) async throws -> [String] {
        try await inbox(forum, office).items.map { "\($0.ref) \($0.what)" }
    }

    @Test(.timeLimit(.minutes(60))) func everyoneIsAskedWhatIsTheirs() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Harbours")
        let open = try await forum.circulated(title: "Glaciers")
        let (japan, leader) = (MiniForum.point("JP"), MiniForum.leader)
        #expect(try await words(forum, japan) == ["\(open) position"])
        // A draft waits for its own partner; another partner's proposer does not hear of it.
        #expect(try await words(forum, MiniForum.proposer).contains { $0.hasPrefix(draft) })
        #expect(
            try await words(forum, Office(role: "proposer", partner: "JP")).contains { $0.hasPrefix(draft) } == false)
        try await forum.support("JP", open)
        #expect(try await words(forum, japan) == [])
        #expect(try await words(forum, leader) == [])
        #expect(try await words(forum, MiniForum.point("VN")) == ["\(open) position"])
    }

    @Test(.timeLimit(.minutes(60))) func theNearestDeadlineComesFirst() async throws {
        let forum = try await LivingForum.make()
        let never = try await forum.circulated(title: "Harbours")
        let late = try await forum.circulated(title: "Glaciers", closes: try await forum.day(60))
        let soon = try await forum.circulated(title: "Museums", closes: try await forum.day(30))
        let items = try await inbox(forum, MiniForum.point("JP")).items
        #expect(items.map(\.ref) == [soon, late, never])
        #expect(items.allSatisfy { !$0.isOverdue })
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 2, 3]) func pagesTogetherAreTheWhole(_ limit: Int) async throws {
        let forum = try await LivingForum.make()
        for title in ["Harbours", "Glaciers", "Museums", "Railways"] { _ = try await forum.circulated(title: title) }
        let whole = try await inbox(forum, MiniForum.point("JP"))
        #expect(whole.items.count == 4 && whole.next == nil)
        var paged: [String] = []
        var after: String?
        repeat {
            let part = try await inbox(forum, MiniForum.point("JP"), after: after, limit: limit)
            #expect(part.items.count <= limit)
            paged += part.items.map(\.cursor)
            after = part.next
        } while after != nil
        #expect(paged == whole.items.map(\.cursor))
    }

    /// What is told of one's own drafts is the same whether all of them are shown or a few: what they lack, likely duplicates too.
    @Test(.timeLimit(.minutes(60)), arguments: [1, 2, 4]) func aFewAreToldOfAsAllAre(_ limit: Int) async throws {
        let forum = try await LivingForum.make()
        _ = try await forum.circulated(title: "Seminar on harbours and their cranes")
        for title in [
            "Glaciers of the north", "Seminar on harbours and their cranes", "Museums", "Railways", "Bridges",
        ] {
            _ = try await forum.draft(title: title)
        }
        let whole = try await inbox(forum, MiniForum.proposer)
        #expect(whole.items.count == 5 && whole.items.contains { $0.why.contains("looks like") })
        var paged: [JSONObject] = []
        var after: String?
        repeat {
            let part = try await inbox(forum, MiniForum.proposer, after: after, limit: limit)
            paged += part.items.map(\.json)
            after = part.next
        } while after != nil
        #expect(paged == whole.items.map(\.json))
    }

    @Test(.timeLimit(.minutes(60))) func whoHasNoOfficeHasNothing() async throws {
        let forum = try await LivingForum.make()
        _ = try await forum.circulated(title: "Harbours")
        let japan = MiniForum.point("JP")
        try await forum.end(japan)
        #expect(try await inbox(forum, japan).items.isEmpty)
        let stranger = try await forum.stranger()
        #expect(await code { _ = try await forum.service.inbox(LivingForum.name, stranger) } == .notFound)
        #expect(await code { _ = try await forum.service.inbox("nowhere", forum.fixture.admin) } == .notFound)
    }

    /// One history that cannot be read is named, and hides nothing else.
    @Test(.timeLimit(.minutes(60))) func whatCannotBeReadIsNamedAndHidesNothing() async throws {
        let forum = try await LivingForum.make()
        let (spoiled, sound) = (
            try await forum.circulated(title: "Harbours"), try await forum.circulated(title: "Glaciers")
        )
        try await forum.tamper("DELETE FROM event WHERE stream = '\(spoiled)' AND version = 1")
        // Another server has read nothing of it yet.
        let part = try await forum.fixture.secondService().inbox(
            LivingForum.name, try forum.caller(MiniForum.point("JP")))
        #expect(part.unreadable == [spoiled])
        #expect(part.items.map(\.ref) == [sound])
    }
}
