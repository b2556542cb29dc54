import CanonicalJSON
import Lifecycle
import Proposals
import TestSupport
import Testing
import ViewDefinitions

@testable import Views

/// The work plan's figures and the plan of measures, loaded and printed the same.
@Suite struct WorkPlanTests {
    private static func actions(_ prefix: String, _ count: Int) -> [String] { (1...count).map { "\(prefix)\($0)" } }

    private func view(
        _ coverage: [(key: String, among: [String])], source: String, printed: String
    ) throws -> ViewDefinition {
        let list = coverage.map {
            "{key: \($0.key), label: \($0.key), of: field actions, among: [\($0.among.joined(separator: ", "))]}"
        }
        return try Reading.view(
            "id: plan\nlabel: Work plan\nkind: tally\nshare_decimals: 1\n"
                + "sums: [{key: worth, label: USD million, of: field cost, decimals: 2, power: 6}]\n"
                + "coverage: [\(list.joined(separator: ", "))]\n"
                + "groupings: [{id: plan, label: Plan, by: [{key: plan, label: Plan, of: field pillar}], printed: "
                + "{source: \"\(source)\", rows: [{group: [plan], figures: {\(printed)}}]}}]\n")
    }

    @Test func approvedUnderTheThirdPlan() throws {
        let actions = Self.actions("A", 26)
        var works = try Works()
        try works.add(133, worth: "42870000", ["pillar": "plan"], "done") { index in
            [
                "actions": .strings(
                    [actions[index % 23], actions[(index * 7) % 23]].reduce(into: [String]()) {
                        if !$0.contains($1) { $0.append($1) }
                    })
            ]
        }
        let result = try works.make(
            try view(
                [("actions", actions)], source: "annual report",
                printed: "count: 133, worth: \"42.87\", actions: 23, actions_share: \"88.5\""))
        #expect(result.column("count") == ["133"])
        #expect(result.column("worth") == ["42.87 USD"])
        #expect(result.column("actions") == ["23"])
        #expect(result.column("actions_share") == ["88.5"])
        #expect(result.totals["findings"] == [])
    }

    @Test func underWay() throws {
        let areas = Self.actions("S", 24)
        let enabling = Self.actions("E", 4)
        var works = try Works()
        try works.add(17, worth: "1360000", ["pillar": "plan"], "begun") { index in
            ["actions": .strings([areas[index % 9], enabling[index % 3]])]
        }
        let result = try works.make(
            try view(
                [("strategic", areas), ("enabling", enabling)], source: "annual report",
                printed: "count: 17, worth: \"1.36\", strategic: 9, strategic_share: \"37.5\", enabling: 3"))
        #expect(result.column("strategic_share") == ["37.5"])
        #expect(result.column("enabling") == ["3"])
        #expect(result.totals["findings"] == [])
        // What is named and stands on no list is told.
        #expect(result.rows.first?["strategic_unlisted"] == ["E1", "E2", "E3"])
    }

    @Test func measures() throws {
        let areas = ["infrastructure", "digital", "logistics", "regulation", "mobility"]
        var works = try Works()
        for index in 0..<143 {
            let state = index < 60 ? "done" : index < 116 ? "begun" : "asked"
            try works.add(["pillar": .string(areas[index % 5])], state)
        }
        let view = try Reading.view(
            """
            id: measures
            label: Progress of measures
            kind: tally
            share_decimals: 1
            split_by_status: true
            statuses:
              - {id: completed, label: Completed, states: [done]}
              - {id: under-way, label: Under way, states: [granted, begun]}
              - {id: not-begun, label: Not begun, states: [asked]}
            ratio: {key: progress, label: Completed or under way (%), statuses: [completed, under-way]}
            groupings: [{id: area, label: Area, by: [{key: area, label: Area, of: field pillar}]}]
            chart: {label: area, value: progress}

            """)
        let result = try works.make(view)
        #expect(result.totals["count"] == 143)
        #expect(result.totals["progress"] == "81.1")
        #expect(result.totals["count_completed"] == 60 && result.totals["count_under-way"] == 56)
        #expect(result.column("area") == areas.sorted())
        #expect(result.column("count") == ["29", "29", "29", "28", "28"])
        let chart = try #require(view.chart.flatMap { result.svg($0, title: view.label) })
        #expect(try Validator.svg(chart).hasPrefix("6 Progress of measures"))
    }

    @Test func wishesAndReplies() throws {
        var works = try Works()
        let ref = try works.add(["title": "A bridge"])
        let view = try Reading.view(
            "id: i\nlabel: I\nkind: interests\nexpressed: {fact: wish}\nanswered: {fact: reply, partner: partner}\n")
        for partner in ["VEN", "BRG"] {
            try works.scene.act(
                .recordFact("wish", inputs: ["note": "please"], decidedAt: nil), on: ref,
                as: Office(role: "asker", partner: partner))
        }
        works.scene.now = Scene.instant("2021-03-05T00:00:00Z")
        try works.scene.act(
            .recordFact("reply", inputs: ["partner": "VEN"], decidedAt: nil), on: ref,
            as: Office(role: "keeper", partner: "BRG"))
        works.scene.now = Scene.instant("2021-03-11T00:00:00Z")
        let result = try works.make(view)
        #expect(result.column("partner") == ["VEN", "BRG"])
        #expect(result.column("answered") == ["2021-03-05", "-"])
        #expect(result.column("days") == ["4", "10"])
        #expect(result.totals["unanswered"] == 1)
        #expect(try works.make(view, ["partner": "BRG"]).column("partner") == ["BRG"])
        #expect(try works.make(view, ["ref": "W-2021-0099"]).rows.isEmpty)
    }
}
