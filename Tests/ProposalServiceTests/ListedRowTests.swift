import CanonicalJSON
import CivilTime
import LineProtocol
import Proposals
import Testing

@testable import ProposalService
@testable import Requests

/// What a list tells of an activity, to whom.
@Suite struct ListedRowTests {
    private func row(_ activity: Activity, published fields: [String]? = nil) throws -> JSONObject {
        let day = try #require(CivilDate("2026-05-01"))
        var row = ProposalRow(
            forum: "demo", ref: "DEMO-2026-0001", version: 3, versionBefore: 3, lastDigest: "", lifecycle: "",
            lifecycleID: "test", state: "open", isFinal: false, origin: "live", isShared: true,
            publishedFields: fields, track: nil, closes: nil, deadlineNoted: false, hasOpenRound: false, round: nil,
            notHeard: [], facts: [], recordedAt: Instant(startOf: day))
        row.put(activity)
        let text = ListedText(title: "A seminar", proposer: "nl", insiders: ["nl"], starts: day, ends: day)
        return ListedProposal(ListedRow(row, text), Registry(forum: "demo"), isPublished: fields != nil).object
    }

    private func days(_ text: String) throws -> ClosedRange<CivilDate> {
        let day = try #require(CivilDate(text))
        return day...day
    }

    @Test func whoIsOfTheForumReadsTheDaysOfNow() throws {
        let postponed = Activity(
            .postponed, days: try days("2026-09-01"), lapsed: try days("2026-05-01"), reason: "A flood.", saidBy: 3)
        let row = try row(postponed)
        #expect(row["starts"] == "2026-09-01" && row["ends"] == "2026-09-01")
        #expect(
            row["activity"] == [
                "standing": "postponed", "lapsed": true, "planned": ["starts": "2026-05-01", "ends": "2026-05-01"],
            ])
        let planned = try self.row(Activity(.planned, days: try days("2026-05-01")))
        #expect(planned["activity"] == nil && planned["starts"] == "2026-05-01")
    }

    /// Nobody travels to what does not take place; which days hold instead is not published.
    @Test func everybodyIsToldThatPublishedDaysDoNotHold() throws {
        let postponed = Activity(.postponed, days: try days("2026-09-01"), lapsed: try days("2026-05-01"), saidBy: 3)
        let cancelled = Activity(.cancelled, days: try days("2026-05-01"), saidBy: 3)
        let held = Activity(.held, days: try days("2026-06-01"), saidBy: 3)
        let all = ["title", "starts", "ends"]
        let first = try row(postponed, published: all)
        #expect(first["starts"] == .null && first["ends"] == .null)
        #expect(first["activity"] == ["standing": "postponed", "lapsed": true])
        let second = try row(cancelled, published: all)
        #expect(second["starts"] == "2026-05-01" && second["activity"] == ["standing": "cancelled", "lapsed": false])
        // What was held on other days is as secret as those days.
        let third = try row(held, published: all)
        #expect(third["starts"] == "2026-05-01" && third["activity"] == nil)
        for activity in [postponed, cancelled, held] {
            let hidden = try row(activity, published: ["title"])
            #expect(hidden["starts"] == .null && hidden["ends"] == .null && hidden["activity"] == nil)
        }
    }
}
