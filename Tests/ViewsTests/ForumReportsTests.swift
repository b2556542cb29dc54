import CanonicalJSON
import DefinitionFiles
import Testing
import ViewDefinitions

@testable import Views

/// The reports of the forums in schema/, from loaded proposals whose sums are the figures that papers printed.
@Suite struct ForumReportsTests {
    private static let pillars = [
        ("ASCC", 300, "663216258"), ("AEC", 400, "585286871"), ("APSC", 277, "172783046"),
        ("general-cross-pillar", 200, "88282129"), ("IAI/NDG", 100, "8408014"),
    ]

    @Test func theCumulativeTable() throws {
        var forum = try Loaded("asean", now: "2021-03-01T00:00:00Z")
        for (pillar, count, amount) in Self.pillars {
            try forum.add(count, worth: amount, "completed") { _ in ["title": "T", "pillar": .string(pillar)] }
        }
        try forum.add(9, worth: "68582578", "appraisal") { _ in ["title": "T", "pillar": "AEC"] }
        let report = try forum.make("report-pillars")
        #expect(report.column("pillar") == Self.pillars.map(\.0))
        #expect(report.column("amount") == Self.pillars.map { $0.2 + ".00 USD" })
        #expect(report.column("share") == ["43.69", "38.56", "11.38", "5.82", "0.55"])
        #expect(report.totals["count"] == 1277)
        #expect(
            try forum.findings("report-pillars") == [
                "the total: amount is 1517976318.00, 2 under the printed 1517976320",
                "Amount: the printed rows make 1517976318, 2 under the printed total 1517976320",
            ])
        #expect(
            try forum.findings("report-status").last
                == "Amount: the printed rows make 1586558898, 2 under the printed total 1586558900")
        #expect(try forum.make("portfolio", ["by": "state"]).column("state") == ["Completed", "Under appraisal"])
    }

    @Test func theKindsToTheCent() throws {
        var forum = try Loaded("asean", now: "2021-03-01T00:00:00Z")
        try forum.add(1170, worth: "729667250.44", "implementing") { _ in ["title": "T", "kind": "project"] }
        try forum.add(107, worth: "788309069", "approved") { _ in ["title": "T", "kind": "programme"] }
        let report = try forum.make("report-kinds")
        #expect(report.column("amount") == ["729667250.44 USD", "788309069.00 USD"])
        #expect(report.column("count") == ["1170", "107"])
        #expect(try forum.findings("report-kinds").isEmpty)
    }

    @Test func theYear2020() throws {
        var forum = try Loaded("asean", now: "2021-03-01T00:00:00Z")
        for (pillar, count, amount) in [
            ("ASCC", 20, "17975433"), ("AEC", 15, "8553269"), ("APSC", 10, "1735667"), ("IAI/NDG", 8, "598502"),
            ("general-cross-pillar", 5, "581732"),
        ] {
            try forum.add(count, worth: amount, "approved", at: "2020-06-01") { _ in
                ["title": "T", "pillar": .string(pillar)]
            }
        }
        try forum.add(3, worth: "99", "approved", at: "2019-06-01") { _ in ["title": "T", "pillar": "AEC"] }
        let report = try forum.make("report-2020")
        #expect(report.column("share") == ["61.05", "29.05", "5.89", "2.03", "1.98"])
        #expect(report.totals["amount"] == ["amount": "29444603.00", "currency": "USD"])
        #expect(try forum.findings("report-2020").isEmpty)
        #expect(try forum.make("period", ["from": "2020-01-01", "to": "2020-12-31"]).totals["count"] == 58)
    }

    @Test func theWorkPlans() throws {
        var forum = try Loaded("asean", now: "2021-03-01T00:00:00Z")
        try forum.add(133, worth: "42870000", "completed") { index in
            ["title": "T", "pillar": "IAI/NDG", "iai_action": .string("III-\(index % 23 + 1)")]
        }
        let actions = (1...9).map { "IV-S\($0)" } + (1...3).map { "IV-E\($0)" }
        try forum.add(17, worth: "1360000", "implementing") { index in
            ["title": "T", "pillar": "IAI/NDG", "iai_action": .string(actions[index % 12])]
        }
        #expect(try forum.make("work-plan-three").column("amount") == ["42.87 USD"])
        #expect(try forum.make("work-plan-three").column("actions_share") == ["88.5"])
        #expect(try forum.findings("work-plan-three").isEmpty)
        #expect(try forum.make("work-plan-four").column("strategic") == ["9"])
        #expect(try forum.make("work-plan-four").column("enabling_share") == ["75.0"])
        #expect(try forum.findings("work-plan-four").isEmpty)
    }

    @Test func theMeasures() throws {
        var forum = try Loaded("mpac", now: "2024-10-01T00:00:00Z")
        let areas = [
            "sustainable-infrastructure", "digital-innovation", "seamless-logistics", "regulatory-excellence",
            "people-mobility",
        ]
        for index in 0..<143 {
            let state = index < 60 ? "completed" : index < 116 ? "under-way" : "assigned"
            try forum.add(["title": "T", "area": .string(areas[index % 5])], state, by: "assign")
        }
        let report = try forum.make("progress")
        #expect(report.totals["count"] == 143)
        #expect(report.totals["progress"] == "81.1", "more than 80 per cent")
        #expect(report.column("area") == areas.sorted())
        #expect(report.columns.map(\.key).contains("count_under-way"))
    }

    /// Every view of every forum can be made of an empty forum, as CSV and, where it has one, as a chart or a calendar.
    @Test(arguments: ["asem", "asean", "mpac", "asem-education"]) func everyViewCanBeMade(_ name: String) throws {
        let forum = try Repository.forum(name)
        #expect(forum.views.count >= 4)
        let loaded = try Loaded(name, now: "2021-03-01T00:00:00Z")
        for view in forum.views.map(\.definition) where view.id != "agenda" && view.id != "coordinators-list" {
            let result = try loaded.make(view.id)
            #expect(result.csv.hasSuffix("\r\n"))
            if view.hasChart {
                let chart = try #require(view.chart(of: result), "\(view.id)")
                #expect(result.svg(chart, title: view.label) != nil, "\(view.id)")
            }
            if case .calendar = view.kind { #expect(result.entries?.isEmpty == true) }
        }
    }
}
