import CanonicalJSON
import CivilTime
import Proposals
import TestSupport
import Testing
import ViewDefinitions

@testable import Views

/// What is known of an activity: planned, held, postponed or cancelled.
@Suite struct ActivityTests {
    private static let ref = "TRIAL-2026-0001"

    private func trial() throws -> Trial {
        var trial = try Trial()
        try trial.draft(Self.ref, Trial.fields("A seminar", starts: "2026-05-01", ends: "2026-05-03"))
        try trial.circulate(Self.ref, track: "information")
        return trial
    }

    private func record(_ trial: inout Trial, _ inputs: JSONObject) throws {
        try trial.scene.act(
            .recordFact("implemented", inputs: inputs, decidedAt: nil), on: Self.ref, as: .proposer("FR"))
    }

    /// As somebody of the forum reads it, or everybody else.
    private func activity(_ trial: Trial, published fields: [String]? = nil) throws -> Activity {
        var proposal = try #require(trial.scene.proposals[Self.ref])
        if let fields {
            var published = try #require(proposal.facts.first)
            published.fact = "published"
            published.inputs = ["fields": .strings(fields)]
            proposal.facts.insert(published, at: 0)
        }
        let definition = try #require(trial.scene.registry.lifecycles[proposal.lifecycle.digest])
        let view = try #require(trial.views.first { $0.id == "work-programme" })
        let scope = ViewScope(view: view, snapshot: trial.scene.snapshot(as: .auditor), parameters: [:])
        let seen = SeenProposal(proposal, definition, fields == nil ? .everything : .published)
        return Subject(seen: seen, scope: scope).activity
    }

    private func days(_ first: String, _ last: String) -> ClosedRange<CivilDate> { Scene.day(first)...Scene.day(last) }

    @Test func whatIsPlannedAndWhatWasHeld() throws {
        var trial = try trial()
        #expect(try activity(trial) == Activity(.planned, days: days("2026-05-01", "2026-05-03")))
        trial.wait(until: "2026-05-10T09:00:00Z")
        try record(&trial, ["starts": "2026-05-02", "ends": "2026-05-04"])
        let held = try activity(trial)
        #expect(held.standing == .held && held.days == days("2026-05-02", "2026-05-04"))
    }

    @Test func whatIsCancelledKeepsTheDaysOnWhichItWasToTakePlace() throws {
        var trial = try trial()
        try record(&trial, ["status": "cancelled", "reason": "No funds."])
        let version = try #require(trial.scene.proposals[Self.ref]).version
        #expect(
            try activity(trial)
                == Activity(.cancelled, days: days("2026-05-01", "2026-05-03"), reason: "No funds.", saidBy: version))
        let shown = try activity(trial, published: ["title", "starts", "ends"])
        #expect(shown.standing == .cancelled && shown.reason == nil && shown.days == days("2026-05-01", "2026-05-03"))
        let hidden = try activity(trial, published: ["title"])
        #expect(hidden.standing == .cancelled && hidden.days == nil)
    }

    /// The days that it was postponed from are no longer those of the activity.
    @Test func whatIsPostponedHasNewDaysOrNone() throws {
        var trial = try trial()
        try record(&trial, ["status": "postponed", "reason": "Elections."])
        #expect(try activity(trial).standing == .postponed)
        #expect(try activity(trial).days == nil)
        try trial.scene.act(
            .revise(fields: ["starts": "2026-09-01", "ends": "2026-09-02"], kind: .substantive, decidedAt: nil),
            on: Self.ref,
            as: .proposer("FR"))
        #expect(try activity(trial).standing == .postponed)
        #expect(try activity(trial).days == days("2026-09-01", "2026-09-02"))
        #expect(try activity(trial, published: ["starts", "ends"]).days == days("2026-09-01", "2026-09-02"))
    }

    /// Cancelling brings back no days from which it was postponed before.
    @Test(arguments: [true, false]) func whatIsCancelledAfterItWasPostponedKeepsTheNewestDays(areKnown: Bool) throws {
        var trial = try trial()
        let later: JSONObject = areKnown ? ["starts": "2026-09-01", "ends": "2026-09-02"] : [:]
        var postponed = later
        postponed["status"] = "postponed"
        postponed["reason"] = "A strike."
        try record(&trial, postponed)
        try record(&trial, ["status": "cancelled", "reason": "No money."])
        let cancelled = try activity(trial)
        #expect(cancelled.standing == .cancelled && cancelled.reason == "No money.")
        #expect(cancelled.days == (areKnown ? days("2026-09-01", "2026-09-02") : nil))
        #expect(try activity(trial, published: ["title", "starts", "ends"]).days == nil)
        let result = try trial.make("calendar", from: trial.scene.snapshot(as: .auditor))
        let text = try #require(result.iCalendar(name: "C", forum: "asem-trial"))
        let entry = try #require(
            text.components(between: "UID:\(Self.ref)@", and: areKnown ? "END:VEVENT" : "END:VJOURNAL"))
        #expect(entry.contains("STATUS:CANCELLED\r\n") && !entry.contains("202605"))
        #expect(entry.contains("DTSTART;VALUE=DATE:20260901\r\n") == areKnown)
        #expect(entry.contains("DESCRIPTION:Cancelled: No money."))
        let row = try #require(result.rows.first { $0["id"]?.string == Self.ref })
        #expect(row["starts"] == (areKnown ? "2026-09-01" : .null) && row["ends"] == (areKnown ? "2026-09-02" : .null))
        let feed = try #require(result.atom(title: "C", feed: .init(id: "https://example.org/f", author: "A")))
        #expect(feed.contains("Cancelled: No money.") && !feed.contains("2026-05-0"))
        // Everybody else is told that it is cancelled, and not why.
        #expect(try activity(trial, published: ["title", "starts", "ends"]).reason == nil)
    }

    /// The days that a text got after it was postponed hold also once it is cancelled; a second postponement ends those too.
    @Test func daysOfARevisionHoldUntilItIsPostponedAgain() throws {
        var trial = try trial()
        try record(
            &trial, ["status": "postponed", "reason": "A strike.", "starts": "2026-07-01", "ends": "2026-07-01"])
        try trial.scene.act(
            .revise(fields: ["starts": "2026-09-01", "ends": "2026-09-02"], kind: .substantive, decidedAt: nil),
            on: Self.ref, as: .proposer("FR"))
        try record(&trial, ["status": "cancelled", "reason": "No money."])
        #expect(try activity(trial).days == days("2026-09-01", "2026-09-02"))
        try record(&trial, ["status": "postponed", "reason": "Money after all."])
        #expect(try activity(trial).days == nil)
        try record(&trial, ["status": "cancelled", "reason": "No money."])
        #expect(try activity(trial).days == nil)
    }
}
