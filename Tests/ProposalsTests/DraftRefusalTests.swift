import CanonicalJSON
import Proposals
import Testing

/// What is refused of a text: when it is drafted, and when it is revised.
@Suite struct DraftRefusalTests {
    @Test(arguments: values) func valueIsRefused(_ value: BadValue) throws {
        var fields = Texts.initiative
        fields[value.key] = value.value
        let world = try World.asem()
        let refusal = try world.refusal(.draft(fields), on: World.ref, as: .proposer("FR"))
        #expect(refusal.code == .badField)
        #expect(refusal.field == value.key, "\(refusal.message)")
        #expect(refusal.message.contains(value.says), "\(refusal.message)")
        var other = try World.asem()
        try other.draft(["title": "A title"])
        let revising = try other.refusal(
            .revise(fields: [value.key: value.value], kind: nil, decidedAt: nil), on: World.ref, as: .proposer("FR"))
        #expect(revising.field == value.key)
    }

    struct BadValue: Sendable, CustomTestStringConvertible {
        let key: String
        let value: JSONValue
        let says: String
        var testDescription: String { "\(key): \(says)" }

        init(_ key: String, _ value: JSONValue, _ says: String) {
            self.key = key
            self.value = value
            self.says = says
        }
    }

    static let values = [
        BadValue("titel", "A title", "has no such field"),
        BadValue("title", 7, "must be text, not an integer"),
        BadValue("title", "  \n\u{00A0}\u{200B}", "the text is empty"),
        BadValue("title", .string(String(repeating: "x", count: 301)), "301 characters, and at most 300"),
        BadValue("title", .string(String(repeating: "ก", count: 301)), "301 characters, and at most 300"),
        BadValue("objective", .string(Texts.contact), "must not begin with"),
        BadValue("pillar", "cultural", "use one of political, economic, social-cultural"),
        BadValue("pillar", ["political"], "one of political"),
        BadValue("prime_actors", ["magic"], "one of government, business, civil-society"),
        BadValue("prime_actors", ["business", "business"], "business appears twice"),
        BadValue("focus_areas", "climate", "must be a list, not text"),
        BadValue("starts", "2026-02-30", "is not a valid date"),
        BadValue("starts", "2026-2-3", "is not a valid date"),
        BadValue("starts", "0215-05-01", "0215-05-01 is before the year 1900; check the year"),
        BadValue("ends", "1899-12-31", "is before the year 1900"),
        BadValue("ends", 20_260_101, "write a day"),
        BadValue("cost", "1500 EUR", "write money as"),
        BadValue("cost", ["currency": "EUR"], "write money as"),
        BadValue("cost", ["currency": "EUR", "amount": 1500], "write money as"),
        BadValue("cost", ["currency": "eur", "amount": "1"], "is not a currency code"),
        BadValue(
            "cost", ["currency": "EUR", "amount": "1,500"], "is not an amount of EUR; write digits without grouping"),
        BadValue("cost", ["currency": "EUR", "amount": "20.000"], "as \"20000\" or \"20000.00\""),
        BadValue("cost", ["currency": "EUR", "amount": "1 500"], "is not an amount"),
        BadValue("cost", ["currency": "EUR", "amount": "1'500.00"], "as \"1500.00\""),
        BadValue("cost", ["currency": "EUR", "amount": "1500.5"], "as \"1500.50\""),
        BadValue("cost", ["currency": "JPY", "amount": "1500.00"], "is not an amount of JPY; write digits alone"),
        BadValue("cost", ["currency": "KWD", "amount": "1500.00"], "is not an amount of KWD"),
        BadValue("cost", ["currency": "XYZ", "amount": "1500"], "is not a currency code of ISO 4217"),
        BadValue("cost", ["currency": "DEM", "amount": "1500"], "is no longer a currency"),
        BadValue("cost", ["currency": "EUR", "amount": "-1"], "is not an amount"),
        BadValue("cost", ["currency": "EUR", "amount": "01"], "is not an amount"),
        BadValue("cost", ["currency": "EUR", "amount": "1."], "is not an amount"),
        BadValue("cost", ["currency": "EUR", "amount": "1.00000"], "is not an amount"),
        BadValue("cost", ["currency": "EUR", "amount": "1", "vat": "no"], "write money as"),
        BadValue("location", 7, "write a place as a text, or as"),
        BadValue("location", ["town": "Hue"], "a place has no \"town\"; use one of venue, city, country"),
        BadValue("location", ["city": 7], "must be text, not an integer"),
        BadValue("location", [:], "an empty place says nothing"),
        BadValue("expected_partners", 0, "an integer from 1 to 1000"),
        BadValue("expected_partners", "12", "an integer from 1 to 1000"),
        BadValue("co_sponsors", ["FR", "XX"], "\"XX\" is not a partner"),
        BadValue("co_sponsors", ["FR", "FR"], "FR appears twice"),
        BadValue("organisers", ["FR"], "each organiser is"),
        BadValue("organisers", [["partner": "XX"]], "\"XX\" is not a partner"),
        BadValue(
            "organisers", [["partner": "FR", "organisation": "An institute"]], "either a partner or an organisation"),
        BadValue("organisers", [["body": "A ministry"]], "either a partner or an organisation"),
        BadValue("organisers", [["partner": "FR", "phone": "1"]], "an organiser has no \"phone\""),
        BadValue("organisers", [["partner": "FR", "contact": "someone@example.org"]], "a commitment to it is needed"),
        BadValue("organisers", [["partner": "FR", "contact": "commitment:"]], "a commitment to it is needed"),
        BadValue("organisers", [["partner": "FR", "contact": "commitment:secret"]], "a commitment to it is needed"),
        BadValue("organisers", [["partner": "FR", "body": .string(Texts.contact)]], "must not begin with"),
        BadValue("duplicates", [["ref": "ASEM-2020-0001"]], "each entry is"),
        BadValue("duplicates", [["ref": "ASEM-2020-0001", "answer": " "]], "the text is empty"),
        BadValue("guidance", [""], "the text is empty"),
        BadValue("follows", .string(String(repeating: "A", count: 65)), "at most 64"),
    ]

    @Test(arguments: cases) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    static let cases = [
        RefusalCase(
            "a Contact Point drafts", as: .contactPoint("FR"), code: .forbidden,
            says: "only the proposer may draft"
        ) { _ in .draft(["title": "T"]) },
        RefusalCase("nobody drafts", code: .forbidden, says: "only the proposer may draft") { _ in
            .draft(["title": "T"])
        },
        RefusalCase(
            "a draft for another partner", as: .proposer("FR"), code: .forbidden,
            says: "you propose for FR, not for DE"
        ) { _ in .draft(["title": "T"], for: "DE") },
        RefusalCase(
            "a draft for one of two partners", as: .proposer("FR"), .proposer("DE"), code: .badField,
            field: "partner", says: "say which of FR, DE you propose for"
        ) { _ in .draft(["title": "T"]) },
        RefusalCase(
            "a draft of a partner that left", as: .proposer("FR"), code: .badField, field: "partner",
            says: "FR is not a member of this forum today",
            after: { try $0.change(.partnerLeft(id: "FR", on: World.day("2026-03-01"))) },
            asked: { _ in .draft(["title": "T"]) }),
        RefusalCase(
            "a draft without a title", as: .proposer("FR"), code: .badField, field: "title",
            says: "a draft needs at least a title"
        ) { _ in .draft(["objective": "O"]) },
        RefusalCase(
            "a null in a draft", as: .proposer("FR"), code: .badField, field: "objective",
            says: "there is nothing to empty yet"
        ) { _ in .draft(["title": "T", "objective": .null]) },
        RefusalCase(
            "a lifecycle that is not loaded", as: .proposer("FR"), code: .badField, field: "lifecycle",
            says: "\"norm\" is not loaded"
        ) { _ in .draft(["title": "T"], lifecycle: "norm") },
        RefusalCase(
            "days that run backwards", as: .proposer("FR"), code: .badField, field: "ends",
            says: "2026-06-01 is before the start, 2026-06-02"
        ) { _ in .draft(["title": "T", "starts": "2026-06-02", "ends": "2026-06-01"]) },
        RefusalCase(
            "a text that is too long as a whole", as: .proposer("FR"), code: .badField, field: "fields",
            says: "the whole text is at most 49152 bytes"
        ) { _ in
            .draft([
                "title": "T", "outline": .string(String(repeating: "x", count: 12_000)),
                "guidance": .strings((0..<20).map { String(repeating: "g", count: 990) + String($0) }),
                "rationale": .string(String(repeating: "x", count: 6000)),
                "objective": .string(String(repeating: "x", count: 4000)),
                "goals": .string(String(repeating: "x", count: 4000)),
                "expected_outcomes": .string(String(repeating: "x", count: 4000)),
            ])
        },
        RefusalCase(
            "a personal value in the open", league: true, as: .mover("VEN"), code: .badField, field: "telephone",
            says: "a commitment to it is needed"
        ) { _ in .draft(["title": "T", "telephone": "+39 041"]) },
        RefusalCase("a command on what does not exist", as: .proposer("FR"), code: .notFound, says: "no such proposal")
        {
            _ in .note("A note", decidedAt: nil)
        },
    ]

    @Test func longestTextsFit() throws {
        var world = try World.asem()
        try world.draft(["title": .string(String(repeating: "x", count: 300))])
        #expect(try world.proposal(World.ref).state == "drafted")
    }
}
