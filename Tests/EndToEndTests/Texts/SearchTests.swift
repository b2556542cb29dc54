import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// What is searched for is found however its letters were typed, and no text that the server took makes an audit accuse anybody.
@Suite struct SearchTests {
    private func found(_ text: String, _ user: User, _ forum: String = "mini") async throws -> [String] {
        try await user.rows("SEARCH \(forum)", ["text": .string(text)]).compactMap { $0["title"]?.string }
    }

    @Test func aTitleIsFoundOnEveryKeyboard() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR", of: "mini")
            let titles = [
                "E\u{301}vora", "Álamo", "Hội thảo", "Đồng Nai", "İstanbul", "Straße", "Ωκεανούς", "论减贫", "Łódź",
            ]
            for title in titles { try await proposer.ok("DRAFT mini", ["title": .string(title)]) }
            for (text, title) in [
                ("Évora", "E\u{301}vora"), ("evora", "E\u{301}vora"), ("A\u{301}lamo", "Álamo"),
                ("hoi thao", "Hội thảo"),
                ("dong nai", "Đồng Nai"), ("ISTANBUL", "İstanbul"), ("STRASSE", "Straße"), ("ΩΚΕΑΝΟΥΣ", "Ωκεανούς"),
                ("减贫", "论减贫"), ("lodz", "Łódź"),
            ] {
                let rows = try await found(text, proposer)
                #expect(rows.map { Array($0.utf8) } == [Array(title.utf8)], "\(text): \(rows)")
            }
            #expect(try await found("thao hoi", proposer) == ["Hội thảo"])
            #expect(try await found("evora alamo", proposer) == [])
        }
    }

    @Test func noTextMakesTheAuditAccuse() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR", of: "mini")
            let ref = try await world.draft("A first activity", of: "mini")
            let hard = [
                "a" + String(repeating: "\u{20D0}", count: 700), String(repeating: "\u{0D4E}", count: 600),
                "\u{0D4E} ' \\",
                String(repeating: "𝒳", count: 450), "ก" + String(repeating: "\u{0E48}", count: 600),
                "a" + String(repeating: "\u{200D}", count: 600), "\u{200E}abc\u{200F}",
                "अ" + String(repeating: "\u{093E}", count: 600),
            ]
            for text in hard {
                for key in ["objective", "goals", "rationale", "outline", "expected_outcomes", "audience", "finance"] {
                    let answer = try await proposer.ask("REVISE \(ref)", [key: .string(text)])
                    #expect(
                        answer.failure.map { $0.code == .badField } ?? true,
                        "\(key): \(String(describing: answer.failure))")
                }
                for key in ["title", "location"] {
                    let answer = try await proposer.ask("REVISE \(ref)", [key: .string(text)])
                    #expect(
                        answer.failure.map { $0.code == .badField } ?? true,
                        "\(key): \(String(describing: answer.failure))")
                }
                for key in ["focus_areas", "guidance"] {
                    let answer = try await proposer.ask("REVISE \(ref)", [key: [.string(text)]])
                    #expect(
                        answer.failure.map { $0.code == .badField } ?? true,
                        "\(key): \(String(describing: answer.failure))")
                }
                for words in ["SEARCH mini"] {
                    #expect(try await proposer.ask(words, ["text": .string(text)]).failure == nil)
                    #expect(try await proposer.ask(words, ["text": .string(text + " '")]).failure == nil)
                }
                #expect(try await proposer.ask("VIEW mini focus").failure.map { $0.code != .storeUnavailable } ?? true)
                let audit = try await world.user("auditor", of: "mini").ok("AUDIT mini")
                #expect(audit["sound"] == true, "\(audit)")
            }
        }
    }

    @Test func aSlipFindsTheNearestWord() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR", of: "mini")
            for title in ["Clean environment", "A second environmental seminar", "Harbours"] {
                try await proposer.ok("DRAFT mini", ["title": .string(title)])
            }
            func asked(_ text: String, _ options: String = "") async throws -> ([String], JSONObject) {
                let answer = try await proposer.ask("SEARCH mini\(options)", ["text": .string(text)])
                return (answer.rows.compactMap { $0["title"]?.string }, try answer.get())
            }
            let (titles, end) = try await asked("Enviroment")
            #expect(titles == ["Clean environment", "A second environmental seminar"])
            #expect(end == ["count": 2, "instead": ["enviroment": ["environment"]], "next": .null])
            // Page by page, each as if the right word had been asked for.
            var (page, place) = try await asked("enviroment", " limit=1")
            #expect(page == ["Clean environment"] && place["instead"] == ["enviroment": ["environment"]])
            let next = try #require(place["next"]?.string)
            (page, place) = try await asked("enviroment", " limit=1 after=\(next)")
            #expect(page == ["A second environmental seminar"] && place["next"] == .null)
            #expect(place["instead"] == ["enviroment": ["environment"]])
            #expect(try await asked("ronment").1["instead"] == ["ronment": ["environment", "environmental"]])
            #expect(try await asked("clean enviroment").0 == ["Clean environment"])
            // Words that are found each, though not together, are asked for as they stand.
            #expect(try await asked("clean harbours") == ([], ["count": 0, "next": .null]))
            #expect(try await asked("clean zzzzzz") == ([], ["count": 0, "next": .null]))
            #expect(try await asked("environment").1["instead"] == nil)
        }
    }

    /// Nobody learns by a slip which words stand in what they may not see.
    @Test func aSlipTellsOnlyOfWhatMayBeSeen() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR", of: "mini")
            try await proposer.ok("DRAFT mini", ["title": "Submarine museums"])
            #expect(try await found("submarnie", proposer) == ["Submarine museums"])
            let stranger = try await world.user("cp-DE", of: "mini")
            let answer = try await stranger.ask("SEARCH mini", ["text": "submarnie"])
            #expect(try answer.get() == ["count": 0, "next": .null])
        }
    }

    @Test func aSearchHasAnEnd() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR", of: "mini")
            try await proposer.ok("DRAFT mini", ["title": "Water"])
            let same = String(repeating: "water WATER ", count: 2000)
            #expect(try await found(same, proposer) == ["Water"])
            let many = (0..<101).map { "w\($0)x" }.joined(separator: " ")
            let refusal = try await proposer.refused("SEARCH mini", ["text": .string(many)])
            #expect(refusal.code == .badField && refusal.object["field"] == "text")
            #expect(try await found("' \\ & | ! ( ) : * <->", proposer) == [])
        }
    }

    /// A title that is the same but for the letters it is written in is asked about, however short.
    @Test(arguments: [
        ("5G", "5g"), ("AI", "AI"), ("减贫", "减贫"), ("Seminar on Water", "Sеminаr оn Wаtеr"), ("Évora", "EVORA"),
        ("2026", "2026"),
    ])
    func anIdenticalTitleIsAskedAbout(_ one: String, _ other: String) async throws {
        try await World.with { world in
            let first = try await world.circulated(one, of: "mini")
            let second = try await world.draft(other, of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let refusal = try await proposer.refused("ADVANCE \(second) circulate", ["track": "work-programme"])
            #expect(refusal.unmetNames == ["duplicates-answered"])
            #expect(refusal.unmet.first?["subjects"] == [.string(first)])
        }
    }
}
