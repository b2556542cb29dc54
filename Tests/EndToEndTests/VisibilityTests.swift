import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// Every read obeys the same rule: a draft is its proposer's and organisers' matter, what circulates is the forum's, what was
/// published is everybody's, and an auditor reads all.
@Suite struct VisibilityTests {
    /// How a proposal is offered to a reader.
    enum Sight: String, Sendable {
        case nothing, published, everything
    }

    enum Stage: String, Sendable, CaseIterable {
        case draft, circulated, published
    }

    /// A reader by account, and what it sees at each stage. FR proposes, DE and JP organise.
    static let readers: [(forum: String, slug: String, sights: [Sight])] = [
        ("asem", "pr-FR", [.everything, .everything, .everything]),
        ("asem", "cp-FR", [.everything, .everything, .everything]),
        ("asem", "som-FR", [.everything, .everything, .everything]),
        ("asem", "pr-DE", [.everything, .everything, .everything]),
        ("asem", "cp-JP", [.everything, .everything, .everything]),
        ("asem", "cp-SE", [.nothing, .everything, .everything]),
        ("asem", "som-KH", [.nothing, .everything, .everything]),
        ("asem", "rc-ASEAN", [.nothing, .everything, .everything]),
        ("asem", "board", [.nothing, .everything, .everything]),
        ("asem", "host", [.nothing, .everything, .everything]),
        ("asem", "auditor", [.everything, .everything, .everything]),
        ("asem", "admin", [.everything, .everything, .everything]),
        ("server", "admin", [.everything, .everything, .everything]),
        ("mini", "cp-FR", [.nothing, .nothing, .published]),
        ("mini", "auditor", [.nothing, .nothing, .published]),
        ("mini", "admin", [.nothing, .nothing, .published]),
    ]

    @Test func everyReadAtEveryStageByEveryReader() async throws {
        try await World.with { world in
            try await world.heldMeeting()
            let draft = try await world.draft("Alpha draft")
            let circulated = try await world.circulated("Beta circulated")
            let published = try await publish(world, "Gamma published")
            let refs = [Stage.draft: draft, .circulated: circulated, .published: published]
            for reader in Self.readers {
                let user = try await world.server.login(
                    "\(reader.forum)/\(reader.slug)", token: try Seed.token("\(reader.forum)/\(reader.slug)"))
                for (stage, sight) in zip(Stage.allCases, reader.sights) {
                    let ref = try #require(refs[stage])
                    try await read(ref, as: user, expecting: sight, "\(reader.forum)/\(reader.slug) on a \(stage) one")
                }
                try await watch(refs, as: user, reader.forum, reader.sights)
            }
        }
    }

    /// A proposal brought to its publication by everybody whose act it takes.
    private func publish(_ world: World, _ title: String) async throws -> String {
        let ref = try await world.circulated(title)
        for partner in try Seed.partners() {
            let speaker = try await world.user("cp-\(partner)")
            try await speaker.ok("POSITION \(ref) support")
            await speaker.leave()
        }
        try await world.user("rc-ASEAN").ok("ADVANCE \(ref) confirm")
        try await world.user("som-KH").ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"])
        try await world.user("board").ok(
            "PUBLISH \(ref)", ["url": "https://example.org", "fields": ["title", "location", "organisers"]])
        return ref
    }

    private func read(_ ref: String, as user: User, expecting sight: Sight, _ comment: Comment) async throws {
        let show = try await user.ask("SHOW \(ref)")
        switch sight {
        case .nothing: #expect(show.failure?.code == .notFound, comment)
        case .everything: #expect(try show.get()["version"] != nil && show.get()["published"] == nil, comment)
        case .published:
            let shown = try show.get()
            #expect(shown["published"] == true && shown["fields"]?.object?.keys == ["location", "organisers", "title"])
            #expect(shown["positions"] == nil && shown["proposer"] == nil && shown["version"] == nil, comment)
            #expect(!JSONValue.object(shown).canonicalText.contains("Officials"), comment)
        }
        for words in ["WHY \(ref)", "WHY \(ref) circulate", "HISTORY \(ref)", "REPLAY \(ref) version=1"] {
            let answer = try await user.ask(words)
            if sight == .everything {
                #expect(answer.failure == nil && !answer.rows.isEmpty, comment)
            } else {
                #expect(answer.failure?.code == .notFound && answer.rows.isEmpty, comment)
            }
        }
        let listed = try await user.rows("LIST asem limit=1000").first { $0["ref"]?.string == ref }
        #expect((listed != nil) == (sight != .nothing), comment)
        if sight == .published { #expect(listed?["starts"] == .null && listed?["proposer"] == nil, comment) }
        let title = ref.hasSuffix("1") ? "alpha" : ref.hasSuffix("2") ? "beta" : "gamma"
        let found = try await user.rows("SEARCH asem", ["text": .string(title)])
        #expect(found.contains { $0["ref"]?.string == ref } == (sight != .nothing), comment)
        // A word that stands in no published field finds nothing for an outsider.
        let hidden = try await user.rows("SEARCH asem", ["text": "officials"])
        #expect(hidden.contains { $0["ref"]?.string == ref } == (sight == .everything), comment)
        let filtered = try await user.rows("LIST asem from=2099-01-01")
        #expect(filtered.contains { $0["ref"]?.string == ref } == (sight == .everything), comment)
        let waiting = try await user.ask("INBOX asem")
        let isWaiting = waiting.rows.contains { $0["ref"]?.string == ref }
        if sight != .everything { #expect(!isWaiting, comment) }
    }

    /// Nothing of a draft is watched except by those who read everything, and nothing at all by outsiders.
    private func watch(_ refs: [Stage: String], as user: User, _ forum: String, _ sights: [Sight]) async throws {
        guard sights[1] == .everything else {
            #expect(try await user.refused("WATCH asem").code == .notFound)
            return
        }
        let isReader = ["asem/auditor", "asem/admin", "server/admin"].contains(user.account)
        var seen: [String: [Int64]] = [:]
        for try await event in try user.client.watch("asem") {
            let inner = try #require(event["event"]?.object)
            let ref = try #require(inner["ref"]?.string)
            seen[ref, default: []].append(try #require(inner["version"]?.integer))
            // The last thing that was recorded.
            if inner["kind"] == "fact-recorded" { break }
        }
        let draft = try #require(refs[.draft])
        let circulated = try #require(refs[.circulated])
        #expect(seen[draft] == (isReader ? [1] : nil), "\(user.account)")
        #expect(seen[circulated] == (isReader ? [1, 2] : [2]), "\(user.account)")
    }

    @Test func aDuplicateThatOneMayNotSeeIsNotNamed() async throws {
        try await World.with { world in
            // DE drafts something, with FR as an organiser; FR drafts much the same with JP as an organiser.
            let germany = try await world.user("pr-DE")
            let title = "Workshop on harbour customs cooperation"
            let hidden = try #require(
                try await germany.ok("DRAFT asem", Activity.complete(title, organisers: ["DE", "FR"]))["ref"]?.string)
            let foreign = try #require(
                try await germany.ok("DRAFT asem", Activity.complete(title + " again", organisers: ["DE"]))["ref"]?
                    .string)
            let ref = try await world.draft(title + " today", organisers: ["FR", "JP"])

            // FR sees the one draft and must answer; of the other it only learns that there is one.
            let france = try await world.user("pr-FR")
            let why = try await france.ask("WHY \(ref) circulate", ["track": "work-programme"])
            let text = JSONValue.array(why.rows.map { .object($0) } + [.object(try why.get())]).canonicalText
            #expect(text.contains(hidden))
            #expect(!text.contains(foreign))
            #expect(try why.get()["hints"]?.array?.isEmpty == false)
            #expect(
                try await france.refused("ADVANCE \(ref) circulate", ["track": "work-programme"]).unmetNames
                    == ["duplicates-answered"])

            // JP organises FR's, and may see neither of the others: not in WHY, not in a refusal.
            for slug in ["pr-JP", "cp-JP"] {
                let japan = try await world.user(slug)
                #expect(try await japan.refused("SHOW \(hidden)").code == .notFound)
                let why = try await japan.ask("WHY \(ref) circulate", ["track": "work-programme"])
                let text = JSONValue.array(why.rows.map { .object($0) } + [.object(try why.get())]).canonicalText
                #expect(!text.contains(hidden) && !text.contains(foreign))
                #expect(try why.get()["hints"]?.array?.isEmpty == false)
                let refusal = try await japan.refused("ADVANCE \(ref) circulate", ["track": "work-programme"])
                #expect(refusal.code == .forbidden)
                #expect(!JSONValue.object(refusal.object).canonicalText.contains(hidden))
            }
        }
    }

    @Test func aWithdrawnDraftStaysWithThoseWhoWroteIt() async throws {
        try await World.with { world in
            let ref = try await world.draft()
            try await world.user("pr-FR").ok("ADVANCE \(ref) withdraw", ["reason": "Given up."])
            #expect(try await world.user("cp-DE").ok("SHOW \(ref)")["state"] == "withdrawn")
            #expect(try await world.user("cp-SE").refused("SHOW \(ref)").code == .notFound)
            #expect(try await world.user("cp-SE").rows("LIST asem").isEmpty)
        }
    }
}
