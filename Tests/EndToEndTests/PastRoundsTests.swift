import CanonicalJSON
import LineClient
import Postgres
import PostgresStore
import ProposalService
import TestSupport
import Testing

/// What is past is told as past: by SHOW, in lists, and by the rows that lists are made from.
@Suite struct PastRoundsTests {
    /// A circulation with a deadline, and everybody's support.
    private func supported(_ world: World, _ title: String) async throws -> String {
        let ref = try await world.draft(title, of: "mini")
        let proposer = try await world.user("pr-FR", of: "mini")
        // Within ten years of whatever day it is there.
        let closes = try await world.today().adding(days: 900)
        try await proposer.ok(
            "ADVANCE \(ref) circulate",
            ["track": "work-programme", "closes": .string("\(closes)T00:00:00Z")])
        for partner in ["DE", "FR", "JP"] {
            let speaker = try await world.user("cp-\(partner)", of: "mini")
            try await speaker.ok("POSITION \(ref) support")
            await speaker.leave()
        }
        await proposer.leave()
        return ref
    }

    /// Nothing of the round is of the present.
    private func expectPast(_ ref: String, _ user: User, _ how: String, round: JSONValue = .null) async throws {
        let shown = try await user.ok("SHOW \(ref)")
        let comment = Comment(rawValue: "\(how): \(shown)")
        #expect(shown["closes"] == .null && shown["round_open"] == false && shown["not_heard"] == [], comment)
        #expect(shown["round"] == round, comment)
        if round == .null { #expect(shown["positions"]?["support"] == [] && shown["roster"] == 0, comment) }
        let row = try #require(try await user.rows("LIST mini").first { $0["ref"] == .string(ref) })
        #expect(row["closes"] == .null && row["not_heard"] == 0 && row["round"] == round, "\(how): \(row)")
    }

    @Test func everyWayInWhichARoundEnds() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let coordinator = try await world.user("rc-ASEAN", of: "mini")
            let leader = try await world.user("som-TH", of: "mini")
            let speaker = try await world.user("cp-TH", of: "mini")

            let revised = try await supported(world, "zza qqb")
            #expect(try await proposer.ok("SHOW \(revised)")["not_heard"] == ["TH"])
            try await proposer.ok("REVISE \(revised)", ["kind": "substantive", "goals": "Others."])
            try await expectPast(revised, proposer, "a substantive revision")
            #expect(
                try await proposer.ok("SHOW \(revised)")["rounds"]?.array?.first?["ended"] == "substantive-revision")

            let contested = try await supported(world, "zzc qqd")
            try await proposer.ok("REVISE \(contested)", ["kind": "editorial", "location": "Elsewhere"])
            try await speaker.ok("CONTEST \(contested)")
            try await expectPast(contested, proposer, "a contest")

            let returned = try await supported(world, "zze qqf")
            try await coordinator.ok("ADVANCE \(returned) return", ["reason": "Not yet."])
            try await expectPast(returned, proposer, "a return")

            let withdrawn = try await supported(world, "zzg qqh")
            try await proposer.ok("ADVANCE \(withdrawn) withdraw", ["reason": "Given up."])
            try await expectPast(withdrawn, proposer, "a withdrawal")

            let blessed = try await supported(world, "zzi qqj")
            try await speaker.ok("POSITION \(blessed) support")
            try await coordinator.ok("ADVANCE \(blessed) confirm")
            try await leader.ok("ADVANCE \(blessed) bless", ["meeting": "SOM-1"])
            // What was decided rests on the round: its positions are shown, and it is over.
            try await expectPast(blessed, proposer, "a blessing", round: 1)
            let shown = try await proposer.ok("SHOW \(blessed)")
            #expect(shown["rounds"]?.array?.first?["ended"] == "decided")
            #expect(shown["positions"]?["support"]?.array?.count == 4)
            try await leader.ok("ADVANCE \(blessed) recall", ["reason": "By mistake."])
            #expect(try await proposer.ok("SHOW \(blessed)")["round_open"] == true)
            try await leader.ok("ADVANCE \(blessed) bless", ["meeting": "SOM-1"])
            try await proposer.ok(
                "IMPLEMENTED \(blessed)",
                ["starts": .string("\(try await world.today())"), "ends": .string("\(try await world.today())")])
            try await proposer.ok("ADVANCE \(blessed) report", Act.report.inputs(try await world.today()))
            try await expectPast(blessed, proposer, "a report", round: 1)
        }
    }

    /// A database of before: its rows are brought to what the events make, and an audit finds them sound.
    @Test func rowsOfBeforeAreBroughtUpToDate() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            let coordinator = try await world.user("rc-ASEAN", of: "mini")
            let leader = try await world.user("som-TH", of: "mini")
            let speaker = try await world.user("cp-TH", of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            let open = try await supported(world, "zza qqb")
            let revised = try await supported(world, "zzc qqd")
            try await proposer.ok("REVISE \(revised)", ["kind": "substantive", "goals": "Others."])
            let blessed = try await supported(world, "zze qqf")
            try await speaker.ok("POSITION \(blessed) support")
            try await coordinator.ok("ADVANCE \(blessed) confirm")
            try await leader.ok("ADVANCE \(blessed) bless", ["meeting": "SOM-1"])
            let informed = try await world.draft("zzg qqh", of: "mini")
            try await proposer.ok("ADVANCE \(informed) circulate", ["track": "information"])
            let auditor = try await world.user("auditor", of: "mini")
            let before = try await auditor.rows("LIST mini")

            let owner = try await world.database.connect(role: .owner)
            _ = try await owner.runScript(
                """
                ALTER TABLE proposal DISABLE TRIGGER proposal_check_update;
                UPDATE proposal SET has_open_round = true, closes = '2099-01-01', not_heard = '{TH}'
                    WHERE forum = 'mini' AND ref = '\(blessed)';
                UPDATE proposal SET round = 1 WHERE forum = 'mini' AND ref = '\(revised)';
                UPDATE proposal SET not_heard = '{DE,FR,JP,TH}' WHERE forum = 'mini' AND ref = '\(informed)';
                ALTER TABLE proposal ENABLE TRIGGER proposal_check_update;
                """)
            #expect(try await auditor.rows("LIST mini") != before)
            let migration = try TestTemplate.schemaMigrations().first { $0.name.hasSuffix("_present_rounds") }
            _ = try await owner.runScript(try #require(migration).sql)
            #expect(try await auditor.rows("LIST mini") == before)
            #expect(before.first { $0["ref"] == .string(open) }?["not_heard"] == 1)
            let audit = try await auditor.ask("AUDIT mini")
            #expect(audit.failure == nil, "\(audit.result)")
        }
    }
}
