import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import TestSupport
import Testing
import ViewDefinitions

@testable import Views

/// The views of the first forum, over proposals brought there by real moves.
@Suite struct InitiativeViewsTests {
    /// 1 and 2 blessed (2 published), 3 at consensus, 4 circulated, 5 a draft, 6 circulated for information.
    private static let scene = Result { try makeTrial() }

    private static func makeTrial() throws -> Trial {
        var trial = try Trial()
        for (number, starts, areas) in [
            (1, "2026-05-01", ["connectivity"]), (2, "2026-06-01", ["digital"]),
            (3, "2026-07-01", ["connectivity", "energy"]),
            (4, "2026-08-01", ["energy"]), (5, "2027-01-01", []), (6, "2026-09-01", ["digital"]),
        ] {
            let ends = String(starts.dropLast(2)) + "03"
            try trial.draft(
                "TRIAL-2026-000\(number)", Trial.fields("Number \(number)", starts: starts, ends: ends, areas: areas))
        }
        trial.wait(until: "2026-01-10T09:00:00Z")
        for number in 1...4 { try trial.circulate("TRIAL-2026-000\(number)") }
        try trial.circulate("TRIAL-2026-0006", track: "information")
        trial.wait(until: "2026-02-01T09:00:00Z")
        for number in 1...3 {
            try trial.support("TRIAL-2026-000\(number)")
            try trial.confirm("TRIAL-2026-000\(number)")
        }
        try trial.support("TRIAL-2026-0004", but: ["FR", "VN"])
        try trial.holdMarch()
        try trial.bless("TRIAL-2026-0001", at: "som-2026-1")
        try trial.bless("TRIAL-2026-0002", at: "som-2026-1")
        try trial.scene.act(
            .invite(invitee: "A fund", event: "The dinner", decidedAt: nil), on: "TRIAL-2026-0006", as: .proposer("FR"))
        try trial.scene.act(
            .takePosition(StatedPosition(stance: .objection, reason: "Not this time.", invitation: 1)),
            on: "TRIAL-2026-0006", as: .contactPoint("JP"))
        try trial.scene.act(
            .decideInvitation(1, outcome: "declined", meeting: "som-2026-1", decidedAt: nil), on: "TRIAL-2026-0006",
            as: .leader("JP"))
        trial.wait(until: "2026-04-01T09:00:00Z")
        try trial.scene.act(
            .recordFact(
                "published", inputs: ["url": "https://example.org/2", "fields": ["title", "starts", "ends"]],
                decidedAt: nil), on: "TRIAL-2026-0002", as: .infoboard)
        return trial
    }

    private func trial() throws -> Trial { try Self.scene.get() }

    /// Words that differ by the case of their letters are one row, under the spelling that is written most.
    @Test func areasInAnyCase() throws {
        var trial = try Trial()
        for (number, area) in ["Connectivity", "connectivity", "connectivity", "Other"].enumerated() {
            try trial.draft(
                "TRIAL-2026-000\(number + 1)",
                Trial.fields("Paper \(number)", starts: "2026-09-01", ends: "2026-09-02", areas: [area]))
        }
        let focus = try trial.make("focus", ["by": "area"])
        #expect(focus.column("area").sorted() == ["Other", "connectivity"])
        #expect(focus.rows.first { $0["area"] == "connectivity" }?["count"] == 3)
    }

    /// What names no area has a row with a name, last: null for programs, and a word for people.
    @Test func whatHasNoAreaHasAName() throws {
        var trial = try Trial()
        try trial.draft("TRIAL-2026-0001", Trial.fields("Paper 1", starts: "2026-09-01", ends: "2026-09-02"))
        var fields = Trial.fields("Paper 2", starts: "2026-09-01", ends: "2026-09-02")
        fields["focus_areas"] = nil
        try trial.draft("TRIAL-2026-0002", fields)
        let focus = try trial.make("focus", ["by": "area"])
        #expect(focus.rows.map { $0["area"] } == ["connectivity", .null])
        #expect(focus.columns.first?.blank == "(none)" && focus.columns.last?.blank == nil)
        #expect(focus.csv.contains("\r\n(none),1,"))
        #expect(focus.svg(.init(label: "area", value: "count"), title: "T")?.contains("(none): 1") ?? false)
    }

    @Test func workProgramme() throws {
        let result = try trial().make("work-programme")
        #expect(result.column("ref") == ["TRIAL-2026-0001", "TRIAL-2026-0002"])
        #expect(result.column("meeting") == ["som-2026-1", "som-2026-1"])
        #expect(result.column("blessed") == ["2026-03-25", "2026-03-25"])
        #expect(result.column("organisers").first == "FR VN An institute")
        #expect(result.totals["cost"] == ["amount": "3000.50", "currency": "EUR"])
        #expect(result.totals["groups"] == [["value": "economic", "count": 2]])
        #expect(result.columns.first { $0.key == "starts" }?.type == .date)
        #expect(result.columns.first { $0.key == "cost" }?.type == .money)
        #expect(!result.csv.contains("commitment"))
    }

    /// By the day of decision, whenever it was recorded.
    @Test func workProgrammeOfAPastDay() throws {
        let trial = try trial()
        let snapshot = trial.scene.snapshot(as: .auditor, everything: true)
        for (day, count) in [("2026-03-24", 0), ("2026-03-25", 2)] {
            let past = snapshot.standing(on: Scene.day(day))
            #expect(past.now.date == Scene.day(day))
            #expect(try trial.make("work-programme", from: past).rows.count == count, "\(day)")
        }
        let early = try #require(trial.scene.proposals["TRIAL-2026-0001"]?.standing(on: Scene.day("2026-01-20")))
        #expect(early.state == "circulated" && early.track == "work-programme" && early.facts.isEmpty)
        #expect(trial.scene.proposals["TRIAL-2026-0001"]?.standing(on: Scene.day("2026-01-07"))?.state == "drafted")
        #expect(trial.scene.proposals["TRIAL-2026-0001"]?.standing(on: Scene.day("2026-01-01")) == nil)
    }

    @Test func unpublishedWithDaysLeft() throws {
        let result = try trial().make("unpublished")
        #expect(result.column("ref") == ["TRIAL-2026-0001"])
        #expect(result.column("days_left") == ["30"])
        #expect(result.columns.last?.type == .duration)
    }

    @Test func unreportedOverdueFirst() throws {
        var trial = try trial()
        trial.wait(until: "2026-08-15T09:00:00Z")
        let result = try trial.make("unreported")
        #expect(result.column("ref") == ["TRIAL-2026-0001", "TRIAL-2026-0002"])
        #expect(result.column("overdue") == ["14", "-"])
        trial.wait(until: "2026-09-02T09:00:00Z")
        #expect(try trial.make("unreported").column("overdue") == ["32", "1"])
    }

    @Test func agendaOfAMeetingToCome() throws {
        let result = try trial().make("agenda")
        #expect(result.totals["meeting"] == "som-2026-2")
        #expect(result.column("section") == ["standing", "standing", "waiting", "waiting"])
        #expect(result.column("item") == ["Connectivity", "Connectivity", "connectivity", "energy"])
        #expect(result.column("ref") == ["-", "TRIAL-2026-0003", "TRIAL-2026-0003", "TRIAL-2026-0003"])
    }

    /// What names no area waits under a name of its own, last.
    @Test func agendaOfWhatNamesNoArea() throws {
        var trial = try trial()
        trial.scene.proposals["TRIAL-2026-0003"]?.fields["focus_areas"] = nil
        let result = try trial.make("agenda")
        #expect(result.column("section") == ["standing", "waiting"])
        #expect(result.column("item") == ["Connectivity", "(none)"])
    }

    @Test func agendaTellsDiscussedFromScheduled() throws {
        let result = try trial().make("agenda", ["meeting": "som-2026-1"])
        let rows = zip(result.column("section"), result.column("ref")).map { "\($0) \($1)" }
        #expect(rows.contains("discussed TRIAL-2026-0001") && rows.contains("discussed TRIAL-2026-0002"))
        #expect(rows.contains("scheduled TRIAL-2026-0003") && !rows.contains("scheduled TRIAL-2026-0001"))
        #expect(rows.first == "standing -")
        #expect(result.totals["discussed"] == 3)
        let invitation = result.rows.first { $0["act"] == "invitation declined" }
        #expect(invitation?["ref"] == "TRIAL-2026-0006" && invitation?["note"] == "A fund: The dinner")
        #expect(result.totals["held"] == true)
        let trial = try trial()
        #expect(try trial.fault("agenda", ["meeting": "som-1999"]).message.contains("is not a meeting"))
        #expect(try trial.fault("agenda", ["day": "today"]).message.contains("it takes meeting"))
    }

    @Test func focusPillarsAndBalance() throws {
        let trial = try trial()
        let areas = try trial.make("focus")
        #expect(areas.column("area") == ["connectivity", "digital", "energy", "-"])
        #expect(areas.column("count") == ["2", "2", "2", "1"])
        #expect(areas.totals["count"] == 6)
        let balance = try trial.make("focus", ["by": "balance"])
        #expect(balance.column("regions") == ["Asia + Europe"])
        let groups = try trial.make("focus", ["by": "group"])
        #expect(groups.column("group") == ["ASEAN", "EEAS", "EU-presidency"])
        #expect(groups.column("count") == ["6", "6", "6"])
        #expect(try trial.fault("focus", ["by": "luck"]).message.contains("area, pillar, balance"))
    }

    /// Every tally is drawn, however it is grouped.
    @Test(arguments: ["area", "pillar", "balance", "group", "year"]) func talliesAreDrawn(_ by: String) throws {
        let trial = try trial()
        let view = try #require(trial.views.first { $0.id == "focus" })
        let result = try trial.make("focus", ["by": by])
        let chart = try #require(view.chart(of: result))
        let drawing = try #require(result.svg(chart, title: "Focus"))
        #expect(try Validator.svg(drawing).hasPrefix("\(result.rows.count + 1) Focus"))
    }

    @Test func guidanceAndBack() throws {
        let trial = try trial()
        let documents = try trial.make("guidance")
        #expect(documents.column("value") == ["Statement of a summit"])
        #expect(documents.column("count") == ["6"])
        let back = try trial.make("guidance", ["ref": "TRIAL-2026-0004"])
        #expect(back.column("title") == ["Number 4"])
        #expect(try trial.make("guidance", ["value": "Statement of a summit"]).rows.count == 6)
        #expect(try trial.make("guidance", ["value": "Another"]).rows.isEmpty)
    }

    @Test func timesInStates() throws {
        let trial = try trial()
        let states = try trial.make("time-in-state")
        #expect(states.column("state") == ["Drafted", "Circulated", "Consensus", "SOM-blessed"])
        #expect(states.column("count") == ["6", "5", "3", "2"])
        // Five drafts took 5 days and one stands since 86; three circulations took 22, two stand since 80 or 81.
        #expect(states.column("median_days") == ["5", "22", "52", "6"])
        #expect(states.column("longest_days") == ["86", "81", "59", "6"])
        let each = try trial.make("time-in-state", ["by": "proposal"])
        #expect(each.rows.count == 16)
        #expect(each.column("ref").first == "TRIAL-2026-0005")
        #expect(try trial.make("time-in-state", ["by": "group"]).column("group") == ["EEAS", "EU-presidency"])
        let chart = try #require(states.svg(.init(label: "state", value: "median_days"), title: "Time"))
        #expect(try Validator.svg(chart).hasPrefix("5 Time"))
    }

    @Test func whoIsWaitedFor() throws {
        let trial = try trial()
        let result = try trial.make("waiting")
        let rows = result.rows.map {
            "\(ViewResult.text($0["ref"]).suffix(1)) \(ViewResult.text($0["partner"])) \(ViewResult.text($0["role"])) \(ViewResult.text($0["days"]))"
        }
        #expect(rows.contains("4 FR - 81") && rows.contains("4 VN - 81"))
        #expect(rows.contains("3 - som-leader 59") && rows.contains("1 FR - 6"))
        // On the information track every partner is on the roster, and none has to answer or to confirm anything.
        #expect(!rows.contains { $0.hasPrefix("6 ") })
        let partners = try trial.make("waiting", ["by": "partner"])
        #expect(partners.column("partner").contains("FR"))
        #expect(try trial.make("waiting", ["by": "state"]).column("state").contains("Consensus"))
        #expect(try trial.fault("waiting", ["by": "moon"]).message.contains("proposal, state, partner, group"))
    }

    /// Who is waited for is who can do something, as the inbox tells it.
    @Test func whoCanBringItOnIsWaitedFor() throws {
        var trial = try Trial()
        let ref = "TRIAL-2026-0001"
        try trial.draft(ref, Trial.fields("A seminar", starts: "2026-05-01", ends: "2026-05-03"))
        try trial.circulate(ref)
        func waited() throws -> [String] {
            try trial.make("waiting").rows.map {
                ViewResult.text($0["partner"]) + " " + ViewResult.text($0["role"]) + " "
                    + ViewResult.text($0["days"])
            }
        }
        try trial.support(ref, but: ["VN"])
        #expect(try waited() == ["VN - 0"])
        try trial.scene.act(
            .takePosition(StatedPosition(stance: .objection, reason: "No.")), on: ref, as: .contactPoint("VN"))
        #expect(try waited() == ["- regional-coordinator 0", "FR - 0"])
        trial.wait(until: "2026-01-15T09:00:00Z")
        try trial.scene.act(.takePosition(StatedPosition(stance: .support)), on: ref, as: .contactPoint("VN"))
        #expect(try waited() == ["- regional-coordinator 10"])
        trial.wait(until: "2026-01-20T09:00:00Z")
        try trial.scene.act(
            .revise(fields: ["location": "Elsewhere"], kind: .substantive, decidedAt: nil), on: ref,
            as: .proposer("FR"))
        trial.wait(until: "2026-01-22T09:00:00Z")
        #expect(try waited() == ["FR - 2"])
    }

    @Test func announcementsShowPublishedFieldsOnly() throws {
        let trial = try trial()
        for snapshot in [
            trial.scene.snapshot(as: .auditor, everything: true), trial.scene.snapshot(),
            trial.scene.snapshot(as: .proposer("FR")),
        ] {
            let result = try trial.make("announcements", from: snapshot)
            #expect(result.column("id") == ["TRIAL-2026-0002"])
            #expect(result.column("title") == ["Number 2"])
            #expect(result.column("place") == ["-"], "the place was not published")
            #expect(result.column("address") == ["https://example.org/2"])
            #expect(result.entries?.first?.text == nil)
            let text = try #require(result.iCalendar(name: "N", forum: "asem-trial"))
            #expect(try Validator.calendar(text) == "VEVENT=1")
            #expect(!text.contains("Nowhere") && !text.contains("objective"))
        }
    }

    @Test func strangersSeeNothingElse() throws {
        let trial = try trial()
        let stranger = trial.scene.snapshot()
        #expect(
            try trial.make("work-programme", from: stranger).rows.isEmpty)
        #expect(try trial.make("focus", from: stranger).totals["count"] == 1)
        #expect(try trial.make("guidance", from: stranger).column("value") == ["-"])
        for id in ["agenda", "coordinators-list", "contacts", "time-in-state", "waiting"] {
            #expect(try trial.fault(id, [:], from: stranger).message.contains("only people appointed"), "\(id)")
        }
        #expect(try trial.make("calendar", from: stranger).column("id") == ["TRIAL-2026-0002"])
    }

    @Test func draftsStayWithTheirOwn() throws {
        let trial = try trial()
        let other = trial.scene.snapshot(as: .proposer("JP"))
        #expect(!(try trial.make("focus", ["by": "state"], from: other).column("state").contains("Drafted")))
        let own = trial.scene.snapshot(as: .proposer("VN"))
        #expect(try trial.make("focus", ["by": "state"], from: own).column("state").contains("Drafted"))
    }
}
