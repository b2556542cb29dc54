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
