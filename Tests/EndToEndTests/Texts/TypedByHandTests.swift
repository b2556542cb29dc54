import CanonicalJSON
import LineProtocol
import Testing

@testable import Terminal

/// What people type by hand, over a real socket: blanks at the ends of a line, areas in many spellings, instants without seconds, years
/// that nobody can mean, and rounds of the past.
@Suite struct TypedByHandTests {
    @Test(.timeLimit(.minutes(60)))
    func blanksAreNoPartOfAName() async throws {
        try await World.with { world in
            let root = try await world.root()
            try await root.ok("PARTNER asem XX", ["name": " A partner\u{A0}", "attributes": ["region": " europe "]])
            let partner = try await root.ok("PARTNER asem XX")
            #expect(partner["name"] == "A partner" && partner["attributes"]?["region"] == "europe")
            try await root.ok(
                "MEETING asem m", ["kind": "som", "starts": "2027-01-01", "name": " SOM of May\n", "city": "\tOslo "])
            let meeting = try await root.ok("MEETING asem m")
            #expect(meeting["name"] == "SOM of May" && meeting["city"] == "Oslo")
            let refused = try await root.refused("MEETING asem m", ["name": "  "])
            #expect(refused.code == .badField && refused.message.contains("the text is empty"), "\(refused)")
            #expect(try await root.ok("MEETING asem m")["name"] == "SOM of May")
            let proposer = try await world.user("pr-FR")
            let ref = try await proposer.ok("DRAFT asem", ["title": " trim me "])["ref"]?.string ?? ""
            #expect(try await proposer.ok("SHOW \(ref)")["title"] == "trim me")
        }
    }

    /// One area is one row, in the spelling that was first.
    @Test(.timeLimit(.minutes(60)))
    func spellingsOfAnArea() async throws {
        try await World.with { world in
            try await world.setViews(of: "asem")
            let proposer = try await world.user("pr-FR")
            let areas: [JSONValue] = [
                "Connectivity", "connectivity ", "ＣＯＮＮＥＣＴＩＶＩＴＹ", "connec\u{AD}tivity", "Connectivity",
            ]
            let drafted = try await proposer.ok("DRAFT asem", ["title": "Ports", "focus_areas": .array(areas)])
            #expect(drafted["kept_as"] == ["focus_areas": ["Connectivity"]])
            let twice = try await proposer.ok("DRAFT asem", ["title": "Roads", "focus_areas": ["Ports", "Ports"]])
            #expect(twice["kept_as"] == ["focus_areas": ["Ports"]])
            for area in areas.dropFirst() {
                _ = try await proposer.ok("DRAFT asem", ["title": "Rails", "focus_areas": [area]])
            }
            let rows = try await proposer.rows("VIEW asem focus", ["by": "area"])
            let named = rows.filter { $0["area"]?.string?.lowercased().hasPrefix("conn") == true }
            #expect(named.count == 1 && named.first?["count"] == 5, "\(rows)")
            #expect(try await proposer.rows("LIST asem focus_area=connectivity").count == 5)
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func instantsWithoutSeconds() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let day = try await world.today().adding(days: 100)
            try await proposer.ok(
                "ADVANCE \(ref) circulate", ["track": "work-programme", "closes": .string("\(day)T10:00+05:30")])
            let closes = "\(day)T04:30:00.000000Z"
            #expect(try await proposer.ok("SHOW \(ref)")["closes"]?.string == closes)
            // What is recorded has the one form.
            let event = try #require(try await proposer.rows("HISTORY \(ref)").last)
            #expect(event["data"]?["round"]?["closes"]?.string == closes)
            try await proposer.ok(
                "DEADLINE \(ref)", ["closes": .string("\(day)T10:00Z"), "reason": "More time."])
            #expect(try await proposer.ok("SHOW \(ref)")["closes"]?.string == "\(day)T10:00:00.000000Z")
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func yearsThatNobodyMeans() async throws {
        try await World.with { world in
            let root = try await world.root()
            let proposer = try await world.user("pr-FR")
            let before = try await world.length("asem")
            for (user, words, object) in [
                (proposer, "DRAFT asem", ["title": "T", "starts": "0215-05-01"]),
                (proposer, "DRAFT asem", ["title": "T", "decided_at": "0215-05-01T00:00:00Z"]),
                (root, "MEETING asem m", ["kind": "som", "starts": "0215-05-01"]),
                (
                    root, "IMPORT asem",
                    ["fields": ["title": "T", "starts": "0215-05-01"], "archive": true, "source": "s"]
                ),
                (root, "IMPORT asem", ["fields": ["title": "T"], "archive": true, "year": 215, "source": "s"]),
                (root, "PARTNER asem XX", ["name": "X", "joined": "0215-05-01"]),
            ] as [(User, String, JSONObject)] {
                let refused = try await user.refused(words, object)
                #expect(refused.code == .badField && refused.message.contains("year"), "\(words) \(object): \(refused)")
            }
            #expect(try await world.length("asem") == before)
        }
    }

    /// A round of the past is dated by when the body opened it, and is not called open after its deadline.
    @Test(.timeLimit(.minutes(60)))
    func aRoundOfThePast() async throws {
        try await World.with { world in
            try await world.setViews(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let today = try await world.today()
            let (drafted, opened, closes) = (
                today.adding(days: -300), today.adding(days: -290), today.adding(days: -100)
            )
            var draft = Activity.complete("Seminar of the past")
            draft["decided_at"] = .string("\(drafted)T09:00:00Z")
            let ref = try await proposer.ok("DRAFT mini", draft)["ref"]?.string ?? ""
            try await proposer.ok(
                "ADVANCE \(ref) circulate",
                [
                    "track": "work-programme", "closes": .string("\(closes)T00:00:00Z"),
                    "decided_at": .string("\(opened)T09:00:00Z"),
                ])
            let round = try await proposer.ok("SHOW \(ref)")["rounds"]?.array?.first
            #expect(round?["deadline_passed"] == true && round?["ended"] == .null, "\(String(describing: round))")
            #expect(try await proposer.ok("SHOW \(ref) round=1")["deadline_passed"] == true)
            let (_, page) = try await CommandLineUser.run(["show", ref], world)
            let line = try #require(page.split(separator: "\n").first { $0.contains("round 1") })
            #expect(line.contains("opened \(opened) (recorded \(today))"), "\(line)")
            #expect(line.hasSuffix("deadline passed \(closes)") && !line.contains(" open ·"), "\(line)")
            #expect(page.contains("closed \(closes) 00:00 UTC") && !page.contains("closes \(closes)"), "\(page)")
            // How long it stood where, by when the bodies acted.
            let times = try await proposer.rows("VIEW mini time-in-state", ["by": "proposal"])
            let since = times.filter { $0["ref"]?.string == ref }.compactMap { $0["since"]?.string?.prefix(10) }
            #expect(since.sorted() == ["\(drafted)", "\(opened)"], "\(times)")
        }
    }

    /// A view is found by its id in any case and with any separator, and by its label; of another name is said what was meant.
    @Test(.timeLimit(.minutes(60)))
    func viewsByName() async throws {
        try await World.with { world in
            try await world.setViews(of: "mini")
            for name in ["work-programme", "Work-Programme", "WORK_PROGRAMME", "work_programme", "Work programme"] {
                let (status, text) = try await CommandLineUser.run(["view", name, "--forum", "mini", "--json"], world)
                #expect(status == .done && text.contains("\"view\":\"work-programme\""), "\(name): \(text)")
            }
            let (status, text) = try await CommandLineUser.run(["view", "archve", "--forum", "mini"], world)
            #expect(status == .usage && text.contains("did you mean \"archive\"?"), "\(text)")
            let reader = try await world.user("cp-JP", of: "mini")
            let refused = try await reader.refused("VIEW mini archve")
            #expect(refused.code == .notFound && refused.message.contains("did you mean \"archive\"?"), "\(refused)")
        }
    }

    /// An option whose value is empty loses nothing; what is planned no longer is named.
    @Test(.timeLimit(.minutes(60)))
    func anEmptyOption() async throws {
        try await World.with { world in
            let schedule = ["meeting", "schedule", "m", "--forum", "mini"]
            let planned = ["--kind", "som", "--starts", "2027-01-01", "--name", "SOM of May", "--city", "Oslo"]
            #expect(try await CommandLineUser.run(schedule + planned, world).status == .done)
            for empty in [["--name", "", "--city", ""], ["--name="], ["--country", ""]] {
                let (status, text) = try await CommandLineUser.run(schedule + empty, world)
                let option = empty[0].prefix { $0 != "=" }
                #expect(status == .usage, "\(text)")
                #expect(text.contains("\(option) is empty"), "\(text)")
            }
            let root = try await world.root()
            let kept = try await root.ok("MEETING mini m")
            #expect(kept["name"] == "SOM of May" && kept["city"] == "Oslo")
            #expect(try await CommandLineUser.run(schedule + ["--clear", "city"], world).status == .done)
            let cleared = try await root.ok("MEETING mini m")
            #expect(cleared["name"] == "SOM of May" && cleared["city"] == .null)
            let both = try await CommandLineUser.run(schedule + ["--clear", "name", "--name", "X"], world)
            #expect(both.status == .usage, "\(both.text)")
        }
    }
}
