import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// What whoever begins a proposal is told that it looks like.
@Suite struct LookalikesTests {
    private static func draft(_ title: String) -> WriteRequest.Work {
        var fields = MiniForum.fields
        fields["title"] = .string(title)
        return .begin(
            forum: MiniForum.name, .draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil))
    }

    private static func act(_ command: Command) -> WriteRequest.Work { .act(ref: MiniForum.ref, command) }

    /// What each write of one batch of the proposer's was told that it looks like; the store holds these rows.
    private func named(
        _ work: [WriteRequest.Work], in forum: inout MiniForum, _ rows: [AlikeRow] = []
    ) throws -> [[String]?] {
        let needs = BatchNeeds(
            of: work.map { work in
                PendingWrite(
                    request: WriteRequest(work: work, body: [], form: { _ in [:] }), caller: .server, bodyDigest: [],
                    seed: [], promise: Promise())
            }, forum.registries[MiniForum.name])
        forum.alikeTitles = Dictionary(uniqueKeysWithValues: needs.titles.map { ($0, rows) })
        return try forum.batch(work.map { (MiniForum.proposer, $0) }).map { answer in
            try answer.get()["looks_like"]?.array?.map { "\($0["ref"]?.string ?? "?") \($0["title"]?.string ?? "?")" }
        }
    }

    private static let title = "Trial seminar on harbours and customs"

    @Test func draftsOfOneBatchSeeThoseBeforeThem() throws {
        var forum = try MiniForum()
        let titles = [Self.title, "Trial museums of glaciers", "Customs and harbours"]
        let named = try named(titles.map { Self.draft($0) }, in: &forum)
        #expect(named == [nil, nil, ["MINI-2026-0001 \(Self.title)"]])
    }

    @Test func theMostAlikeTenAreNamed() throws {
        var forum = try MiniForum()
        let named = try named((0..<14).map { _ in Self.draft(Self.title) }, in: &forum)
        #expect(named.map { $0?.count ?? 0 } == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10])
    }

    @Test func whatIsStoredIsNamedAsFarAsTheAccountMaySeeIt() throws {
        var forum = try MiniForum()
        let rows = [
            AlikeRow(ref: "MINI-2025-0001", title: Self.title, isShared: false, insiders: ["JP"]),
            AlikeRow(ref: "MINI-2025-0002", title: Self.title, isShared: false, insiders: ["FR"]),
            AlikeRow(ref: "MINI-2025-0003", title: Self.title + " of glaciers", isShared: true, insiders: ["JP"]),
            AlikeRow(ref: "MINI-2025-0004", title: "Museums of harbours", isShared: true, insiders: ["JP"]),
        ]
        let named = try named([Self.draft(Self.title)], in: &forum, rows)
        #expect(
            named == [["MINI-2025-0002 \(Self.title)", "MINI-2025-0003 \(Self.title) of glaciers"]])
    }

    /// What the batch did to a proposal counts, not what was loaded before it.
    @Test func whatTheBatchChangedIsAsItStands() throws {
        let row = AlikeRow(ref: MiniForum.ref, title: Self.title, isShared: false, insiders: ["FR"])
        let withdraw = Command.advance(
            transition: "withdraw", inputs: ["reason": "R"], decidedAt: nil, signature: nil)
        func revise(_ title: String) -> Command {
            .revise(fields: ["title": .string(title)], kind: .substantive, decidedAt: nil)
        }
        for (command, isNamed) in [
            (.note("N", decidedAt: nil), true), (withdraw, false), (revise("Museums of glaciers"), false),
            (revise(Self.title + " too"), true),
        ] as [(Command, Bool)] {
            var forum = try MiniForum()
            #expect(try named([Self.draft(Self.title)], in: &forum) == [nil])
            let named = try named([Self.act(command), Self.draft(Self.title)], in: &forum, [row])
            #expect(named.map { $0?.count ?? 0 } == [0, isNamed ? 1 : 0], "\(command)")
        }
        // The store knew of no likeness before the revision.
        var forum = try MiniForum()
        #expect(try named([Self.draft("Museums of glaciers")], in: &forum) == [nil])
        let named = try named([Self.act(revise(Self.title)), Self.draft(Self.title)], in: &forum)
        #expect(named == [nil, ["\(MiniForum.ref) \(Self.title)"]])
    }

    @Test func whereNothingIsAskedNothingIsLookedFor() throws {
        var forum = try MiniForum { definition in
            definition.checklist = []
            for index in definition.transitions.indices {
                definition.transitions[index].requirements.removeAll(where: \.asksForDuplicates)
            }
            for index in definition.facts.indices {
                definition.facts[index].requirements.removeAll(where: \.asksForDuplicates)
            }
        }
        #expect(try named([Self.draft(Self.title), Self.draft(Self.title)], in: &forum) == [nil, nil])
        #expect(forum.alikeTitles.isEmpty)
    }
}
