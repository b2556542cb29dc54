import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import TestSupport
import Testing
import ViewDefinitions

@testable import Views

/// All records of past activities and all meetings, in the archive, the calendar and the guidance view.
@Suite struct ArchiveTests {
    private static func lines(_ file: String) throws -> [JSONValue] {
        try Repository.text("schema/forums/asem/" + file).split(separator: "\n").map {
            try JSONValue.parse(Array($0.utf8))
        }
    }

    private static func makeTrial() throws -> Trial {
        var trial = try Trial()
        for (index, record) in try lines("initiatives.jsonl").enumerated() {
            var fields: JSONObject = [:]
            for key in ["title", "objective", "outline", "pillar"] { fields[key] = record[key] }
            // Some are known by month only.
            for key in ["starts", "ends"] where record[key]?.string.flatMap({ CivilDate($0) }) != nil {
                fields[key] = record[key]
            }
            if let guidance = record["guidance"]?.string { fields["guidance"] = [.string(guidance)] }
            if let area = record["area"]?.string { fields["focus_areas"] = [.string(area)] }
            let place = ["city", "country"].compactMap { record["location"]?[$0]?.string }
            if !place.isEmpty { fields["location"] = .string(place.joined(separator: ", ")) }
            let digits = String(index + 1)
            try trial.scene.act(
                .importRecord(
                    ImportedRecord(
                        lifecycle: nil, partner: nil, fields: fields, isArchive: true, year: 2000, source: record)),
                on: "TRIAL-2000-" + String(repeating: "0", count: 4 - digits.count) + digits, as: Office(role: "admin"))
        }
        for (index, meeting) in try lines("meetings.jsonl").enumerated() {
            // Of some the month or the year is all that is known.
            let known = meeting["starts"]?.string ?? ""
            let starts = Scene.day(known + String("-01-01".dropFirst(known.utf8.count - 4)))
            try trial.scene.change(
                .schedule(
                    Meeting(
                        id: "m-\(index + 1)", kind: meeting["kind"]?.string ?? "", name: meeting["name"]?.string ?? "",
                        starts: starts, ends: meeting["ends"]?.string.map(Scene.day) ?? starts,
                        city: meeting["city"]?.string, country: meeting["country"]?.string,
                        source: meeting["source"]?.string)))
        }
        return trial
    }

    private static let trial = Result { try makeTrial() }

    @Test func archiveIsPublicAndWhole() throws {
        let trial = try Self.trial.get()
        for snapshot in [trial.scene.snapshot(), trial.scene.snapshot(as: .proposer("FR"))] {
            let result = try trial.make("archive", from: snapshot)
            #expect(result.rows.count == 80)
            #expect(result.totals["undated"] == 30)
            #expect(!result.column("title").contains("-"))
            let feed = try #require(
                result.atom(title: "Archive", feed: .init(id: "https://example.org/f", author: "A")))
            #expect(try Validator.atom(feed) == 80)
            let calendar = try #require(result.iCalendar(name: "Archive", forum: "asem-trial"))
            #expect(try Validator.calendar(calendar) == "VEVENT=50 VJOURNAL=30")
        }
    }

    @Test func calendarHasMeetingsToo() throws {
        let trial = try Self.trial.get()
        let result = try trial.make("calendar")
        // Three of the trial's own meetings besides the 86.
        #expect(result.rows.count == 80 + 86 + 3)
        let feed = try #require(
            result.atom(title: "All", feed: .init(id: "https://example.org/f", author: "A")))
        #expect(try Validator.atom(feed) == 169)
        let calendar = try #require(result.iCalendar(name: "All", forum: "asem-trial"))
        #expect(try Validator.calendar(calendar) == "VEVENT=139 VJOURNAL=30")
    }

    @Test func guidanceNamesEveryRecord() throws {
        let trial = try Self.trial.get()
        let result = try trial.make("guidance")
        #expect(result.totals["count"] == 80)
        #expect(result.totals["linked"] == 28)
        #expect(result.rows.last?["count"] == 52)
        #expect(result.rows.reduce(0) { $0 + ($1["count"]?.integer ?? 0) } == 80)
        #expect(try trial.make("focus", ["by": "year"]).rows.count > 10)
    }
}
