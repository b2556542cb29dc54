import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// The hint about duplicates names what its reader may see, and of a draft that one may not see only that there is one.
@Suite struct DuplicateHintTests {
    private static let title = "Workshop on harbour customs cooperation"

    /// JP drafts something; DE's much alike, in each situation, is named, hinted at, or no matter any more.
    @Test(arguments: Situation.allCases) func everyStage(_ situation: Situation) async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            let other = try await situation.make(world, title: Self.title, by: "DE")
            let japan = try await world.user("pr-JP", of: "mini")
            let drafted = try await japan.ok(
                "DRAFT mini", Activity.complete(Self.title + " again", organisers: ["JP", "FR"]))
            let ref = try #require(drafted["ref"]?.string)
            let named = drafted["looks_like"]?.array?.map { $0["ref"] }
            let why = try await japan.ask("WHY \(ref) circulate", ["track": "work-programme"])
            let text = JSONValue.array(why.rows.map { .object($0) } + [.object(try why.get())]).canonicalText
            let refusal = try await japan.ask("ADVANCE \(ref) circulate", ["track": "work-programme"])
            switch situation {
            case .draft, .recalled:
                #expect(named == nil)
                #expect(try !text.contains(other) && (why.get()["hints"]?.array?.count == 1))
                #expect(refusal.failure == nil, "a draft that one may not see cannot be answered")
            case .circulated, .returned, .published, .archive:
                #expect(named == [.string(other)])
                #expect(try text.contains(other) && (why.get()["hints"]?.array?.isEmpty == true))
                #expect(refusal.failure?.unmetNames == ["duplicates-answered"])
            case .withdrawn, .withdrawnLate:
                #expect(named == nil)
                #expect(try !text.contains(other) && (why.get()["hints"]?.array?.isEmpty == true))
                #expect(refusal.failure == nil)
            }
        }
    }

    @Test func whatOneMayNotSeeIsNotNamed() async throws {
        try await World.with { world in
            // DE drafts something, with FR as an organiser; FR drafts much the same with JP as an organiser.
            let germany = try await world.user("pr-DE")
            let hidden = try #require(
                try await germany.ok("DRAFT asem", Activity.complete(Self.title, organisers: ["DE", "FR"]))["ref"]?
                    .string)
            // What one may see oneself is named, with its title; by a repeated request as the first time.
            let again = Activity.complete(Self.title + " again", organisers: ["DE"])
            let drafted = try await germany.ok("DRAFT asem key=again", again)
            #expect(drafted["looks_like"] == [["ref": .string(hidden), "title": .string(Self.title)]])
            let foreign = try #require(drafted["ref"]?.string)
            let repeated = try await germany.ok("DRAFT asem key=again", again)
            #expect(repeated["repeated"] == true && repeated["looks_like"] == drafted["looks_like"])
            let ref = try await world.draft(Self.title + " today", organisers: ["FR", "JP"])

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
}
