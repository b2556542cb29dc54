import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import PostgresStore
import Proposals
import Record
import TestSupport
import Testing

@testable import ProposalService

/// What is told of a forum's proposals together, and to whom.
@Suite struct ForumQueriesTests {
    private static let everything = ListQuery(forum: LivingForum.name, visibility: .everything)

    /// A draft of FR's that names VN, a circulated proposal, a draft of JP's alone, and an archive record; their refs.
    private struct Filled {
        let forum: LivingForum
        let draft: String
        let circulated: String
        let another: String
        let archived: String

        static func make() async throws -> Filled {
            let forum = try await LivingForum.make()
            let draft = try await forum.draft(title: "Harbours")
            let circulated = try await forum.circulated(title: "Glaciers")
            let another = try await forum.draft(Office(role: "proposer", partner: "JP"), title: "Railways")
            // It is the proposer's alone.
            try await forum.act(
                Office(role: "proposer", partner: "JP"), another,
                .revise(
                    fields: [
                        "organisers": [
                            ["partner": "JP", "body": "Bureau of Waterways"], ["organisation": "Lake Commission"],
                        ]
                    ], kind: nil, decidedAt: nil))
            return Filled(
                forum: forum, draft: draft, circulated: circulated, another: another,
                archived: try await forum.archived(title: "Museums"))
        }

        /// What a kind of reader sees something of.
        func seen(by reader: LivingForum.Reader) -> Set<String> {
            switch reader {
            case .auditor, .forumAdministrator, .serverAdministrator: [draft, circulated, another, archived]
            case .proposer, .organiser: [draft, circulated, archived]
            case .otherPartner: [circulated, another, archived]
            case .former, .ofAnotherForum, .nobody: [archived]
            }
        }
    }

    private func refs(
        _ forum: LivingForum, _ caller: Caller?, _ change: (inout ListQuery) -> Void = { _ in }
    ) async throws -> [String] {
        var query = Self.everything
        change(&query)
        return try await forum.service.list(query, caller).rows.map(\.row.ref)
    }

    // MARK: LIST and SEARCH

    /// Whatever a caller asks for, a list holds what SHOW opens, and nothing else.
    @Test(.timeLimit(.minutes(60))) func everyReaderIsShownTheirOwn() async throws {
        let filled = try await Filled.make()
        let all = [filled.draft, filled.circulated, filled.another, filled.archived]
        for (reader, caller) in try await filled.forum.readers() {
            let list = try await filled.forum.service.list(Self.everything, caller)
            #expect(Set(list.rows.map(\.row.ref)) == filled.seen(by: reader), "\(reader)")
            #expect(list.rows.map(\.row.ref) == list.rows.map(\.row.ref).sorted(), "\(reader)")
            #expect(list.isPublished == !reader.isOfForum && list.next == nil, "\(reader)")
            for ref in all {
                let hidden = await code { _ = try await filled.forum.service.show(ref, caller) }
                #expect((hidden == nil) == filled.seen(by: reader).contains(ref), "\(reader): \(ref)")
            }
        }
    }

    /// A forum that has published nothing is not there for those who are not of it.
    @Test(.timeLimit(.minutes(60))) func aForumThatPublishedNothingIsUnknown() async throws {
        let forum = try await LivingForum.make()
        _ = try await forum.circulated(title: "Harbours")
        for (reader, caller) in try await forum.readers() {
            let hidden = await code { _ = try await forum.service.list(Self.everything, caller) }
            #expect(hidden == (reader.isOfForum ? nil : .notFound), "\(reader)")
            let unknown = await code {
                _ = try await forum.service.list(ListQuery(forum: "nowhere", visibility: .everything), caller)
            }
            #expect(unknown == .notFound, "\(reader)")
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: [1, 2, 3, 4])
    func pagesTogetherAreTheWhole(_ limit: Int) async throws {
        let filled = try await Filled.make()
        let caller = try filled.forum.caller(Office(role: "auditor"))
        let whole = try await refs(filled.forum, caller)
        var paged: [String] = []
        var query = Self.everything
        query.limit = limit
        repeat {
            let page = try await filled.forum.service.list(query, caller)
            #expect(page.rows.count <= limit && !page.rows.isEmpty)
            paged += page.rows.map(\.row.ref)
            query.after = page.next
        } while query.after != nil
        #expect(paged == whole && whole.count == 4)
    }

    @Test(.timeLimit(.minutes(60))) func aPageHasALimit() async throws {
        let filled = try await Filled.make()
        var limits = ServiceConfiguration()
        limits.pageLimit = 2
        let queries = ForumQueries(records: filled.forum.service.records, limits: limits)
        for (asked, answered) in [(100, 2), (1, 1), (0, 1), (-1, 1)] {
            var query = Self.everything
            query.limit = asked
            let page = try await queries.list(query, filled.forum.fixture.admin)
            #expect(page.rows.count == answered && page.next == page.rows.last?.row.ref)
        }
    }

    /// Rows of an earlier program lack the words of organisers, which an upgrade reads from their histories.
    @Test(.timeLimit(.minutes(60))) func organisersOfEarlierRowsAreFoundAfterAnUpgrade() async throws {
        let filled = try await Filled.make()
        let (forum, caller) = (filled.forum, try filled.forum.caller(MiniForum.point("JP")))
        try await forum.tamper(
            "UPDATE proposal_text SET words = 3, search_text = title, search = array_to_tsvector(ARRAY[lower(title)])")
        #expect(try await refs(forum, caller) { $0.search = "lake" } == [])
        let migrator = Migrator(
            forum.fixture.database.configuration(role: .owner), migrations: try TestTemplate.schemaMigrations())
        #expect(try await migrator.migrate().rewrittenWords == 4)
        #expect(try await migrator.migrate().rewrittenWords == 0)
        #expect(try await refs(forum, caller) { $0.search = "lake rail" } == [filled.another])
    }

    @Test(.timeLimit(.minutes(60))) func filtersChoose() async throws {
        let filled = try await Filled.make()
        let (forum, caller) = (filled.forum, try filled.forum.caller(MiniForum.point("JP")))
        #expect(try await refs(forum, caller) { $0.states = ["circulated"] } == [filled.circulated])
        // A label does as well as an id, and so does a partner's name.
        #expect(try await refs(forum, caller) { $0.states = ["Drafted"] }.contains(filled.another))
        #expect(try await refs(forum, caller) { $0.partner = "partner fr" } == [filled.circulated])
        #expect(try await refs(forum, caller) { $0.origin = "archive" } == [filled.archived])
        #expect(try await refs(forum, caller) { $0.track = "work programme" } == [filled.circulated])
        #expect(try await refs(forum, caller) { $0.search = "rail" } == [filled.another])
        // Those who propose and organise are words as well: partners by name or id, others by what the proposal calls them.
        for words in ["jp", "JP rail", "rail partner", "bureau", "waterways lake", "commission jp"] {
            let found = try await refs(forum, caller) { $0.search = words }
            #expect(found.contains(filled.another), "\(words): \(found)")
            #expect(words == "jp" || words.hasPrefix("partner") || found == [filled.another], "\(words): \(found)")
        }
        #expect(try await refs(forum, caller) { $0.search = "partner jp glaciers" } == [])
        #expect(try await refs(forum, caller) { $0.search = "lake fr" } == [])
        // What a reader may not see is not found by its words either.
        #expect(try await refs(forum, caller) { $0.search = "harbours" } == [])
        #expect(try await refs(forum, caller) { $0.waitingFor = "JP" } == [filled.circulated])
        try await forum.support("JP", filled.circulated)
        #expect(try await refs(forum, caller) { $0.waitingFor = "JP" } == [])
        #expect(try await refs(forum, caller) { $0.after = filled.circulated } == [filled.another])
    }

    @Test(.timeLimit(.minutes(60))) func aFilterThatNamesNothingIsRefused() async throws {
        let filled = try await Filled.make()
        let caller = try filled.forum.caller(MiniForum.point("JP"))
        let words = (0...ListQuery.mostWords).map { "word\($0)" }.joined(separator: " ")
        let wrong: [(String, (inout ListQuery) -> Void)] = [
            ("state", { $0.states = ["circulated", "lost"] }), ("track", { $0.track = "fast" }),
            ("region", { $0.region = "Atlantis" }), ("partner", { $0.partner = "XX" }),
            ("origin", { $0.origin = "elsewhere" }), ("after", { $0.after = "the beginning" }),
            ("text", { $0.search = words }),
        ]
        for (field, change) in wrong {
            let failure = await failure { _ = try await refs(filled.forum, caller, change) }
            #expect(failure?.code == .badField && failure?.details["field"] == .string(field), "\(field)")
        }
    }

    /// A filter would tell somebody who sees published fields alone of what is not published.
    @Test(.timeLimit(.minutes(60))) func whoSeesPublishedFieldsMayNotFilterByOthers() async throws {
        let filled = try await Filled.make()
        let filters: [(String, (inout ListQuery) -> Void)] = [
            ("text", { $0.search = "museums" }), ("partner", { $0.partner = "JP" }),
            ("region", { $0.region = "Asia" }), ("track", { $0.track = "information" }),
            ("focus_area", { $0.focusArea = "culture" }), ("state", { $0.states = ["drafted"] }),
            ("from", { $0.from = CivilDate("2009-01-01") }), ("to", { $0.to = CivilDate("2009-12-31") }),
        ]
        let stranger = try await filled.forum.stranger()
        for (field, change) in filters {
            let failure = await failure { _ = try await refs(filled.forum, stranger, change) }
            #expect(failure?.code == .forbidden && failure?.details["field"] == .string(field), "\(field)")
        }
        #expect(try await refs(filled.forum, stranger) { $0.origin = "archive" } == [filled.archived])
        #expect(try await refs(filled.forum, nil) { $0.origin = "live" } == [])
    }

    // MARK: what views are made from

    private func snapshot(
        _ forum: LivingForum, at: Instant? = nil, _ caller: Caller?,
        proposals: SnapshotScope.Choice? = SnapshotScope.Choice()
    ) async throws -> ReaderSnapshot {
        try await forum.service.snapshot(LivingForum.name, at: at, caller) { _, _ in
            var scope = SnapshotScope()
            scope.proposals = proposals
            return scope
        }
    }

    @Test(.timeLimit(.minutes(60))) func aSnapshotHoldsWhatItsReaderSees() async throws {
        let filled = try await Filled.make()
        for (reader, caller) in try await filled.forum.readers() {
            let found = try await snapshot(filled.forum, caller)
            #expect(Set(found.snapshot.proposals.map(\.proposal.ref)) == filled.seen(by: reader), "\(reader)")
            #expect(found.snapshot.isOfForum == reader.isOfForum, "\(reader)")
            #expect(found.settings.name == "A trial")
            let empty = try await snapshot(filled.forum, caller, proposals: nil)
            #expect(empty.snapshot.proposals.isEmpty)
        }
        let unknown = await code {
            _ = try await filled.forum.service.snapshot("nowhere", nil) { _, _ in SnapshotScope() }
        }
        #expect(unknown == .notFound)
    }

    @Test(.timeLimit(.minutes(60))) func aSnapshotIsOfAMoment() async throws {
        let forum = try await LivingForum.make()
        let draft = try await forum.draft(title: "Harbours")
        let caller = try forum.caller(MiniForum.proposer)
        let before = try await forum.day(0)
        _ = try await forum.draft(title: "Glaciers")
        try await forum.act(
            MiniForum.proposer, draft,
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil))
        try await forum.change(.command(.admitPartner(Partner(id: "KR", name: "Korea", attributes: [:]))))
        let past = try await snapshot(forum, at: before, caller)
        #expect(past.snapshot.proposals.map(\.proposal.ref) == [draft])
        #expect(past.snapshot.proposals.map(\.proposal.state) == ["drafted"])
        #expect(past.snapshot.registry.partners["KR"] == nil)
        let present = try await snapshot(forum, caller)
        #expect(present.snapshot.proposals.map(\.proposal.state) == ["circulated", "drafted"])
        #expect(present.snapshot.registry.partners["KR"] != nil)
        let future = await failure { _ = try await snapshot(forum, at: try await forum.day(3), caller) }
        #expect(future?.code == .badField && future?.details["field"] == "at")
    }

    // MARK: MIGRATION

    /// Three running proposals of the first version and an archive record, and a second version.
    private func outgrown() async throws -> LivingForum {
        let forum = try await LivingForum.make()
        for title in ["Harbours", "Glaciers", "Museums"] { _ = try await forum.draft(title: title) }
        _ = try await forum.archived(title: "Railways")
        var next = try LifecycleFile.load(MiniForum.root + "/schema/lifecycles/asem-initiative.yaml")
        next.version += 1
        try await forum.change(.command(.loadLifecycle(next, digest: Digest.sha256(next.canonicalBytes).hex)))
        return forum
    }

    private func request(
        from: Int? = nil, to: Int? = nil, states: [String: String] = [:], after: String? = nil, limit: Int? = nil,
        of lifecycle: String = "asem-initiative"
    ) -> MigrationRequest {
        MigrationRequest(lifecycle: lifecycle, from: from, to: to, states: states, after: after, limit: limit)
    }

    @Test(.timeLimit(.minutes(60))) func onlyTheForumsAdministratorsPlanAMigration() async throws {
        let forum = try await outgrown()
        for case (let reader, let caller?) in try await forum.readers() {
            let refused = await code {
                _ = try await forum.service.migrationPlan(LivingForum.name, request(), caller)
            }
            switch reader {
            case .forumAdministrator: #expect(refused == nil)
            case .proposer, .organiser, .otherPartner, .auditor, .serverAdministrator, .former:
                #expect(refused == .forbidden, "\(reader)")
            case .ofAnotherForum, .nobody: #expect(refused == .notFound, "\(reader)")
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func aPlanHasALineForEachRunningProposal() async throws {
        let forum = try await outgrown()
        let caller = try forum.caller(MiniForum.admin)
        let whole = try await forum.service.migrationPlan(LivingForum.name, request(), caller)
        #expect(whole.lines.count == 3 && whole.next == nil && whole.target.id == "asem-initiative")
        for line in whole.lines {
            guard case .moves = line.fate else {
                Issue.record("\(line.ref) stays")
                continue
            }
            #expect(line.state == "drafted" && line.to == whole.target)
        }
        var paged: [PlannedMigration] = []
        var after: String?
        repeat {
            let page = try await forum.service.migrationPlan(
                LivingForum.name, request(after: after, limit: 2), caller)
            paged += page.lines
            after = page.next
        } while after != nil
        #expect(paged == whole.lines)
    }

    @Test(.timeLimit(.minutes(60))) func aPlanThatAsksForWhatIsNotThereIsRefused() async throws {
        let forum = try await outgrown()
        let caller = try forum.caller(MiniForum.admin)
        let first = try LifecycleFile.load(MiniForum.root + "/schema/lifecycles/asem-initiative.yaml").version
        let wrong: [(MigrationRequest, ServiceFailure.Code, String?)] = [
            (request(to: first + 7), .notFound, nil), (request(of: "another"), .notFound, nil),
            (request(from: first + 1), .badField, "from"), (request(from: first + 7), .badField, "from"),
            (request(states: ["lost": "drafted"]), .badField, "states"),
        ]
        for (asked, code, field) in wrong {
            let failure = await failure {
                _ = try await forum.service.migrationPlan(LivingForum.name, asked, caller)
            }
            #expect(failure?.code == code && failure?.details["field"]?.string == field, "\(asked)")
        }
    }
}
