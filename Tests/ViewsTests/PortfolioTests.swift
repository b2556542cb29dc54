import CanonicalJSON
import Testing
import ViewDefinitions

@testable import Views

/// The printed figures of the portfolio (ASEAN cooperation projects and programmes), from loaded works whose sums they are.
@Suite struct PortfolioTests {
    private struct Pillar {
        var name: String
        var amount: String
        var share: String
    }

    /// The printed tables, as data beside the tests.
    private static func printed() throws -> JSONObject {
        let text = try Repository.text("Tests/ViewsTests/Definitions/portfolio.json")
        let json = try JSONValue.parse(Array(text.utf8))
        return try #require(json.object)
    }

    private static func pillars(_ json: JSONValue?, _ share: String) throws -> [Pillar] {
        try #require(json?.array).map {
            Pillar(
                name: $0["pillar"]?.string ?? "", amount: $0["usd"]?.string ?? "", share: $0[share]?.string ?? "")
        }
    }

    private static func view(_ pillars: [Pillar], total: String, count: Int? = nil) throws -> ViewDefinition {
        let rows = pillars.map { "{group: [\($0.name)], figures: {cost: \"\($0.amount)\", share: \"\($0.share)\"}}" }
        return try Reading.view(
            "id: portfolio\nlabel: Portfolio\nkind: tally\n" + Works.statuses
                + "select: {states: [granted, begun, done]}\nshare: cost\n"
                + "sums: [{key: cost, label: Amount, of: field cost}]\ngroupings:\n"
                + "  - {id: pillar, label: Pillar, by: [{key: pillar, label: Pillar, of: field pillar}], "
                + "printed: {source: a paper, rows: [\(rows.joined(separator: ", "))], "
                + "total: {cost: \"\(total)\"\(count.map { ", count: \($0)" } ?? "")}}}\n")
    }

    private func sentences(_ result: ViewResult) -> [String] {
        result.totals["findings"]?.array?.compactMap { $0["sentence"]?.string } ?? []
    }

    @Test func byPillar() throws {
        let all = try Self.printed()
        let figures = try #require(all["cumulative_2009_to_2021_02"]?.object)
        let pillars = try Self.pillars(figures["by_pillar"], "percent_of_utilised")
        var works = try Works()
        for (index, pillar) in pillars.enumerated() {
            try works.add(10 + index, worth: pillar.amount, ["pillar": .string(pillar.name)])
        }
        try works.add(7, worth: "68582578", ["pillar": "AEC"], "asked")
        let view = try Self.view(pillars, total: figures["utilised_usd"]?.string ?? "")
        let result = try works.make(view)
        #expect(result.column("pillar") == pillars.map(\.name))
        for (row, pillar) in zip(result.rows, pillars) {
            #expect(row["cost"] == ["amount": .string(pillar.amount + ".00"), "currency": "USD"])
            #expect(row["share"]?.string == pillar.share)
            #expect(row["printed_cost"]?.string == pillar.amount)
        }
        #expect(result.totals["cost"] == ["amount": "1517976318.00", "currency": "USD"])
        #expect(
            sentences(result) == [
                "the total: cost is 1517976318.00, 2 under the printed 1517976320",
                "Amount: the printed rows make 1517976318, 2 under the printed total 1517976320",
            ])
    }

    @Test func utilisedAndInProcess() throws {
        let all = try Self.printed()
        let figures = try #require(all["cumulative_2009_to_2021_02"]?.object)
        func figure(_ key: String) -> String { figures[key]?.string ?? "" }
        var works = try Works()
        try works.add(40, worth: figure("utilised_usd"), [:], "done")
        try works.add(9, worth: figure("in_process_usd"), [:], "asked")
        let view = try Reading.view(
            "id: portfolio\nlabel: Portfolio\nkind: tally\n" + Works.statuses
                + "sums: [{key: cost, label: Amount, of: field cost}]\ngroupings:\n"
                + "  - {id: status, label: Status, by: [{key: status, label: Status, of: status}], "
                + "printed: {source: a paper, rows: [{group: [utilised], figures: {cost: \"\(figure("utilised_usd"))\"}}, "
                + "{group: [in-process], figures: {cost: \"\(figure("in_process_usd"))\"}}], "
                + "total: {cost: \"\(figure("submitted_usd"))\"}}}\n")
        let result = try works.make(view)
        #expect(result.column("status") == ["utilised", "in-process"])
        #expect(result.column("cost") == ["1517976320.00 USD", "68582578.00 USD"])
        #expect(
            sentences(result) == [
                "the total: cost is 1586558898.00, 2 under the printed 1586558900",
                "Amount: the printed rows make 1586558898, 2 under the printed total 1586558900",
            ])
    }

    @Test func byKindToTheCent() throws {
        let all = try Self.printed()
        let figures = try #require(all["cumulative_2009_to_2021_02"]?.object)
        var works = try Works()
        for kind in ["projects", "programmes"] {
            try works.add(
                Int(figures[kind]?["count"]?.integer ?? 0), worth: figures[kind]?["usd"]?.string ?? "",
                ["kind": .string(kind)])
        }
        let view = try Reading.view(
            "id: portfolio\nlabel: Portfolio\nkind: tally\nsums: [{key: cost, label: Amount, of: field cost}]\n"
                + "groupings: [{id: kind, label: Kind, by: [{key: kind, label: Kind, of: field kind}], printed: "
                + "{source: a paper, rows: [{group: [projects], figures: {count: 1170, cost: \"729667250.44\"}}, "
                + "{group: [programmes], figures: {count: 107, cost: \"788309069\"}}], total: {count: 1277}}}]\n")
        let result = try works.make(view)
        #expect(result.column("count") == ["1170", "107"])
        #expect(result.column("cost") == ["729667250.44 USD", "788309069.00 USD"])
        #expect(sentences(result).isEmpty)
        #expect(result.csv.contains("projects,1170,729667250.44,USD,1170,729667250.44\r\n"))
    }

    @Test func theYear2020() throws {
        let all = try Self.printed()
        let figures = try #require(all["year_2020"]?.object)
        let pillars = try Self.pillars(figures["by_pillar"], "percent")
        var works = try Works()
        for (pillar, count) in zip(pillars, [20, 15, 10, 8, 5]) {
            try works.add(count, worth: pillar.amount, ["pillar": .string(pillar.name)])
        }
        let result = try works.make(
            try Self.view(pillars, total: figures["usd"]?.string ?? "", count: Int(figures["projects"]?.integer ?? 0)))
        #expect(result.column("share") == pillars.map(\.share))
        #expect(result.totals["count"] == 58)
        #expect(sentences(result).isEmpty, "they add up")
    }

    /// What was loaded and what was printed need not agree: each difference is named.
    @Test func differencesAreNamed() throws {
        var works = try Works()
        try works.add(3, worth: "100", ["pillar": "a"])
        try works.add(1, worth: "50.4", ["pillar": "c"])
        let pillars = [
            Pillar(name: "a", amount: "101", share: "66.49"), Pillar(name: "b", amount: "7", share: "1"),
            Pillar(name: "c", amount: "50", share: "33.51"),
        ]
        let result = try works.make(try Self.view(pillars, total: "158"))
        #expect(
            sentences(result) == [
                "a: cost is 100.00, 1 under the printed 101",
                "b is printed, and no proposal stands there",
                "the total: cost is 150.40, 8 under the printed 158",
            ])
    }

    @Test func fundersAndCurrencies() throws {
        var works = try Works()
        try works.add(["funders": ["EU", "JP"], "cost": ["amount": "10", "currency": "EUR"]])
        try works.add(["funders": ["JP"], "cost": ["amount": "30.05", "currency": "USD"]])
        try works.add([:])
        let view = try Reading.view(
            "id: v\nlabel: V\nkind: tally\nshare: cost\nsums: [{key: cost, label: Amount, of: field cost}]\n"
                + "groupings: [{id: f, label: F, by: [{key: funder, label: Funder, of: field funders}]}, "
                + "{id: all, label: A, combined: true, by: [{key: funders, label: Funders, of: field funders}]}]\n")
        let each = try works.make(view)
        #expect(each.column("funder") == ["EU", "JP", "-"])
        #expect(each.column("cost") == ["10.00 EUR", "10.00 EUR 30.05 USD", "-"])
        #expect(each.column("share") == ["EUR 100.00 USD 0.00", "EUR 100.00 USD 100.00", "EUR 0.00 USD 0.00"])
        #expect(each.totals["count"] == 3)
        #expect(try works.make(view, ["by": "all"]).column("funders") == ["EU + JP", "JP", "-"])
    }

    @Test func aPeriodIsAParameter() throws {
        var works = try Works()
        for (start, seats) in [("2020-01-01", 5), ("2020-12-31", 6), ("2021-01-01", 7)] {
            try works.add(["starts": .string(start), "seats": .integer(Int64(seats))])
        }
        let view = try Reading.view(
            "id: v\nlabel: V\nkind: tally\nselect: {where: [{of: field starts, from: $since, to: $until}]}\n"
                + "groupings: [{id: y, label: Y, by: [{key: year, label: Year, of: year-of field starts}]}]\n")
        #expect(try works.make(view).column("year") == ["2020", "2021"])
        #expect(try works.make(view, ["since": "2020-12-31"]).column("count") == ["1", "1"])
        #expect(try works.make(view, ["since": "2020-01-02", "until": "2020-12-31"]).totals["count"] == 1)
        let seats = try Reading.view(
            "id: s\nlabel: S\nkind: table\nselect: {where: [{of: field seats, from: 6}, {of: ref, not: [W-2021-0003]}]}\n"
                + "columns: [{key: ref, label: R, of: ref}, {key: seats, label: S, of: field seats}]\nsum: [seats]\n")
        #expect(try works.make(seats).column("ref") == ["W-2021-0002"])
        #expect(try works.make(seats).totals["seats"] == 6)
    }
}
