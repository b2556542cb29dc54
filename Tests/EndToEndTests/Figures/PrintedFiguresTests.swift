import CanonicalJSON
import Testing

@testable import Terminal

/// The figures that papers printed, from proposals that were entered and moved over the socket, printed by the command line.
@Suite struct PrintedFiguresTests {
    private static let offices: [String: JSONObject] = [
        "proponent": ["role": "proponent", "partner": "LA"], "desk": ["role": "desk-officer"],
        "sponsor": ["role": "body", "partner": "AMME"], "approver": ["role": "body", "partner": "CPR"],
    ]

    /// The printed tables, as data beside the tests.
    private static func printed(_ table: String) throws -> JSONObject {
        let text = try LocalFile.text(Repository.path("Tests/ViewsTests/Definitions/portfolio.json"))
        return try #require(try JSONValue.parse(Array(text.utf8)).object?[table]?.object)
    }

    private func load(
        _ projects: [Project], as forum: String, prefix: String, _ world: World
    ) async throws -> LoadedBody {
        let body = try await LoadedBody.load("asean", as: forum, prefix: prefix, world, Self.offices)
        try await pipelined(projects) { try await $0.enter(body) }
        return body
    }

    /// The cumulative table: by pillar with shares, and utilised against in process; the two sums that the paper got wrong are named.
    @Test(.timeLimit(.minutes(60))) func thePortfolio() async throws {
        let all = try Self.printed("cumulative_2009_to_2021_02")
        let rows = try #require(all["by_pillar"]?.array)
        var projects: [Project] = []
        for (row, count) in zip(rows, [300, 400, 277, 200, 100]) {
            projects += try Project.share(row["usd"]?.string ?? "", among: count) { _, cents in
                Project(pillar: row["pillar"]?.string ?? "", cents: cents)
            }
        }
        projects += try Project.share(all["in_process_usd"]?.string ?? "", among: 9) { _, cents in
            Project(pillar: "AEC", cents: cents, approved: nil)
        }
        try await World.with { world in
            let body = try await load(projects, as: "portfolio", prefix: "PF", world)
            let report = try await body.csv("report-pillars")
            for (row, (count, line)) in zip(rows, zip([300, 400, 277, 200, 100], report.dropFirst())) {
                let (pillar, usd) = (row["pillar"]?.string ?? "", row["usd"]?.string ?? "")
                let share = row["percent_of_utilised"]?.string ?? ""
                #expect(line == "\(pillar),\(count),\(usd).00,USD,\(share),,\(usd),\(share)")
            }
            #expect(
                try await body.findings("report-pillars") == [
                    "the total: amount is 1517976318.00, 2 under the printed 1517976320",
                    "Amount: the printed rows make 1517976318, 2 under the printed total 1517976320",
                ])
            #expect(
                try await body.findings("report-status").last
                    == "Amount: the printed rows make 1586558898, 2 under the printed total 1586558900")
            let shown = try await body.printed(["view", "report-pillars", "--forum", "portfolio"])
            #expect(shown.contains("2 under the printed total"))
        }
    }

    /// Projects and programmes to the cent.
    @Test(.timeLimit(.minutes(60))) func theKinds() async throws {
        let all = try Self.printed("cumulative_2009_to_2021_02")
        let pillars = ["ASCC", "AEC", "APSC"]
        var projects: [Project] = []
        for kind in ["project", "programme"] {
            let row = try #require(all[kind + "s"]?.object)
            projects += try Project.share(row["usd"]?.string ?? "", among: Int(row["count"]?.integer ?? 0)) {
                Project(kind: kind, pillar: pillars[$0 % 3], cents: $1)
            }
        }
        try await World.with { world in
            let body = try await load(projects, as: "kinds", prefix: "KD", world)
            let report = try await body.csv("report-kinds")
            #expect(report[1].hasPrefix("project,1170,729667250.44,USD,"))
            #expect(report[2].hasPrefix("programme,107,788309069.00,USD,"))
            #expect(try await body.findings("report-kinds").isEmpty)
        }
    }

    /// The year 2020, and the work plans, whose amounts stand in the same tables.
    @Test(.timeLimit(.minutes(60))) func theYearAndTheWorkPlans() async throws {
        let year = try Self.printed("year_2020")
        let rows = try #require(year["by_pillar"]?.array)
        var projects: [Project] = []
        for (row, count) in zip(rows, [20, 15, 10, 8, 5]) {
            projects += try Project.share(row["usd"]?.string ?? "", among: count) { _, cents in
                Project(pillar: row["pillar"]?.string ?? "", cents: cents, approved: "2020-06-01")
            }
        }
        projects += try Project.share("42870000", among: 133) {
            Project(pillar: "IAI/NDG", cents: $1, action: "III-\($0 % 23 + 1)")
        }
        let actions = (1...9).map { "IV-S\($0)" } + (1...3).map { "IV-E\($0)" }
        projects += try Project.share("1360000", among: 17) {
            Project(pillar: "IAI/NDG", cents: $1, action: actions[$0 % 12])
        }
        try await World.with { world in
            let body = try await load(projects, as: "plans", prefix: "PL", world)
            let report = try await body.csv("report-2020")
            for (row, line) in zip(rows, report.dropFirst()) {
                #expect(line.contains("," + (row["usd"]?.string ?? "-") + ".00,USD," + (row["percent"]?.string ?? "-")))
            }
            #expect(try await body.csv("work-plan-three")[1].hasPrefix("IAI/NDG,133,42.87,USD,23,88.5"))
            #expect(try await body.csv("work-plan-four")[1].hasPrefix("IAI/NDG,17,1.36,USD,9,37.5,3,75.0"))
            for view in ["report-2020", "work-plan-three", "work-plan-four"] {
                #expect(try await body.findings(view).isEmpty)
            }
        }
    }

    /// More than 80 per cent of 143 measures are completed or under way.
    @Test(.timeLimit(.minutes(60))) func theMeasures() async throws {
        let areas = [
            ("sustainable-infrastructure", "01-priority-infrastructure"), ("digital-innovation", "06-open-data"),
            ("seamless-logistics", "09-supply-chains"), ("regulatory-excellence", "10-standards"),
            ("people-mobility", "13-visas"),
        ]
        try await World.with { world in
            let body = try await LoadedBody.load(
                "mpac", as: "measures", prefix: "MS", world,
                [
                    "division": ["role": "connectivity-division", "partner": "ASEC"],
                    "committee": ["role": "committee", "partner": "ACCC"],
                    "lead": ["role": "body", "partner": "ASCN"],
                ])
            try await body.ok("admin", "MEETING measures m1", ["kind": "committee", "starts": "2023-12-04"])
            try await body.ok("admin", "HELD measures m1", ["starts": "2023-12-04", "ends": "2023-12-05"])
            try await pipelined(Array(0..<143)) { index in
                let (area, initiative) = areas[index % 5]
                let drafted = try await body.ok(
                    "division", "DRAFT measures",
                    [
                        "title": "A measure", "number": .string("\(index + 1)"), "area": .string(area),
                        "initiative": .string(initiative), "lead_body": ["ASCN"],
                    ])
                let ref = drafted["ref"]?.string ?? ""
                try await body.ok("committee", "ADVANCE \(ref) assign", ["decided_at": "2021-02-01T03:00:00Z"])
                guard index < 116 else { return }
                try await body.ok(
                    "lead", "ADVANCE \(ref) begin", ["decided_at": "2021-03-01T03:00:00Z", "on": "2021-03-01"])
                guard index < 60 else { return }
                try await body.ok(
                    "lead", "RECORD \(ref) reviewed",
                    [
                        "decided_at": "2023-11-20T03:00:00Z", "year": 2023, "status": "completed", "finding": "done",
                        "late_reason": "the first review",
                    ])
                try await body.ok(
                    "committee", "ADVANCE \(ref) complete",
                    ["decided_at": "2023-12-05T03:00:00Z", "meeting": "m1", "owner": "the body itself"])
            }
            // The lead body's inbox says by when each measure is to be reviewed, 366 days after its last move.
            let due = try await body.rows("lead", "INBOX measures").filter { $0["what"] == "reviewed" }
                .compactMap { $0["due"]?.string }
            #expect(
                due == Array(repeating: "2022-02-02", count: 27) + Array(repeating: "2022-03-02", count: 56))
            let root = try await world.root()
            let answer = try await root.ok("VIEW measures progress")
            #expect(answer["totals"]?["count"] == 143)
            #expect(answer["totals"]?["progress"] == "81.1", "more than 80 per cent")
            let lines = try await body.csv("progress")
            #expect(lines.dropFirst().map { $0.split(separator: ",").first ?? "" } == areas.map { $0.0[...] }.sorted())
        }
    }
}
