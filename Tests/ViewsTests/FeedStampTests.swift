import CanonicalJSON
import CivilTime
import Proposals
import TestSupport
import Testing
import ViewDefinitions

@testable import Views

/// Calendars and feeds say what changed, and when, and nothing else.
@Suite struct FeedStampTests {
    private static let ref = "TRIAL-2026-0001"

    /// A blessed proposal whose title and days were published on 1 April.
    private static func published() throws -> Trial {
        var trial = try Trial()
        try trial.draft(ref, Trial.fields("A seminar", starts: "2026-05-01", ends: "2026-05-03"))
        trial.wait(until: "2026-01-10T09:00:00Z")
        try trial.circulate(ref)
        try trial.support(ref)
        try trial.confirm(ref)
        try trial.holdMarch()
        try trial.bless(ref, at: "som-2026-1")
        trial.wait(until: "2026-04-01T09:00:00Z")
        try trial.scene.act(
            .recordFact(
                "published",
                inputs: ["url": "HTTPS://example.org/1", "fields": ["title", "starts", "ends"]], decidedAt: nil),
            on: ref, as: .infoboard)
        return trial
    }

    private func announced(_ trial: Trial) throws -> CalendarEntry {
        let result = try trial.make("announcements", from: trial.scene.snapshot())
        return try #require(result.entries?.first)
    }

    private func inCalendar(_ trial: Trial) throws -> CalendarEntry {
        try #require(try trial.make("calendar").entries?.first { $0.id == Self.ref })
    }

    @Test func movedDaysAreTold() throws {
        var trial = try Self.published()
        #expect(try announced(trial).sequence == 0)
        #expect(try announced(trial).updated == Scene.instant("2026-04-01T09:00:00Z"))
        trial.wait(until: "2026-04-10T09:00:00Z")
        try trial.scene.act(
            .revise(fields: ["starts": "2026-05-08", "ends": "2026-05-09"], kind: nil, decidedAt: nil), on: Self.ref,
            as: .proposer("FR"))
        let entry = try announced(trial)
        #expect(entry.starts == Scene.day("2026-05-08"))
        #expect(entry.updated == Scene.instant("2026-04-10T09:00:00Z"))
        #expect(entry.sequence == 1)
        let result = try trial.make("announcements", from: trial.scene.snapshot())
        let text = try #require(result.iCalendar(name: "Announced", forum: "asem-trial"))
        #expect(try Validator.calendar(text) == "VEVENT=1")
        for line in [
            "LAST-MODIFIED:20260410T090000Z", "DTSTAMP:20260410T090000Z", "SEQUENCE:1", "STATUS:CONFIRMED",
            "URL:HTTPS://example.org/1",
        ] { #expect(text.contains(line + "\r\n"), "\(line)") }
        #expect(!text.contains("METHOD"))
        let feed = try #require(
            result.atom(title: "Announced", feed: .init(id: "https://example.org/f", author: "A")))
        #expect(feed.contains("<updated>2026-04-10T09:00:00.000000Z</updated>"))
    }

    /// Notes and fields that are not public leave the public stamp alone; the forum's own moves with its text alone.
    @Test func whatIsNotToldChangesNoStamp() throws {
        var trial = try Self.published()
        let (open, own) = (try announced(trial), try inCalendar(trial))
        trial.wait(until: "2026-04-11T09:00:00Z")
        try trial.scene.act(.note("Somebody asked.", decidedAt: nil), on: Self.ref, as: .proposer("FR"))
        #expect(try announced(trial) == open)
        #expect(try inCalendar(trial) == own)
        try trial.scene.act(
            .revise(fields: ["location": "Elsewhere"], kind: nil, decidedAt: nil), on: Self.ref, as: .proposer("FR"))
        #expect(try announced(trial) == open)
        let moved = try inCalendar(trial)
        #expect(moved.sequence == own.sequence + 1 && moved.updated == trial.scene.now)
    }

    @Test func cancelledIsToldToThoseWhoReadTheAnnouncement() throws {
        var trial = try Self.published()
        trial.wait(until: "2026-04-12T09:00:00Z")
        try trial.scene.act(
            .recordFact("implemented", inputs: ["status": "cancelled", "reason": "No venue."], decidedAt: nil),
            on: Self.ref, as: .proposer("FR"))
        for (view, snapshot) in [
            ("announcements", trial.scene.snapshot()), ("calendar", trial.scene.snapshot(as: .auditor)),
        ] {
            let result = try trial.make(view, from: snapshot)
            let text = try #require(result.iCalendar(name: "C", forum: "asem-trial"))
            let event = try #require(text.components(between: "UID:\(Self.ref)@", and: "END:VEVENT"))
            #expect(event.contains("STATUS:CANCELLED\r\n"), "\(view)")
            #expect(event.contains("LAST-MODIFIED:20260412T090000Z\r\n"), "\(view)")
            #expect(!event.contains("SEQUENCE:0\r\n"), "\(view)")
            let feed = try #require(result.atom(title: "C", feed: .init(id: "https://example.org/f", author: "A")))
            #expect(feed.contains("<title>Cancelled: A seminar</title>"), "\(view)")
            #expect(result.rows.first { $0["id"]?.string == Self.ref }?["status"] == "cancelled")
        }
    }

    @Test func postponedDaysAreNotShownAsFixed() throws {
        var trial = try Self.published()
        trial.wait(until: "2026-04-12T09:00:00Z")
        try trial.scene.act(
            .recordFact("implemented", inputs: ["status": "postponed", "reason": "No venue yet."], decidedAt: nil),
            on: Self.ref, as: .proposer("FR"))
        let result = try trial.make("announcements", from: trial.scene.snapshot())
        let text = try #require(result.iCalendar(name: "C", forum: "asem-trial"))
        #expect(try Validator.calendar(text) == "VJOURNAL=1")
        #expect(!text.contains("20260501"))
        let feed = try #require(result.atom(title: "C", feed: .init(id: "https://example.org/f", author: "A")))
        #expect(feed.contains("<title>Postponed: A seminar</title>") && !feed.contains("2026-05-01"))
        // Its new days, once they are known, are told as not yet certain.
        trial.wait(until: "2026-04-20T09:00:00Z")
        try trial.scene.act(
            .revise(fields: ["starts": "2026-09-08", "ends": "2026-09-09"], kind: nil, decidedAt: nil), on: Self.ref,
            as: .proposer("FR"))
        let again = try #require(
            try trial.make("announcements", from: trial.scene.snapshot())
                .iCalendar(name: "C", forum: "asem-trial"))
        #expect(try Validator.calendar(again) == "VEVENT=1")
        #expect(again.contains("DTSTART;VALUE=DATE:20260908\r\n") && again.contains("STATUS:TENTATIVE\r\n"))
    }

    /// An appointment is no change of a meeting; other days of one meeting are none of another.
    @Test func meetingsHaveStampsOfTheirOwn() throws {
        var trial = try Trial()
        trial.wait(until: "2026-02-01T09:00:00Z")
        let before = try #require(try trial.make("calendar").entries)
        try trial.scene.change(.openAccount(id: "asem-trial/clerk", nameCommitment: nil, appointments: []))
        #expect(try trial.make("calendar").entries == before)
        try trial.scene.change(
            .schedule(
                Meeting(
                    id: "som-2026-2", kind: "som", name: "SOM-2026-2", starts: Scene.day("2026-10-14"),
                    ends: Scene.day("2026-10-15"), city: "Nowhere")))
        let after = try #require(try trial.make("calendar").entries)
        let changed = zip(before, after).filter { $0 != $1 }
        #expect(changed.map(\.1.id) == ["som-2026-2"])
        #expect(changed.map(\.1.sequence) == [1])
        #expect(changed.map(\.1.updated) == [trial.scene.now])
    }

    /// An empty feed says the same each time; one whose last entry went says when.
    @Test func aFeedIsUpdatedWhenItChanges() throws {
        func updated(_ trial: Trial) throws -> Instant? {
            try trial.make("announcements", from: trial.scene.snapshot()).revisedAt
        }
        var empty = try Trial()
        let first = try updated(empty)
        empty.wait(until: "2026-09-01T09:00:00Z")
        #expect(try updated(empty) == first)
        var trial = try Self.published()
        trial.wait(until: "2026-05-03T23:00:00Z")
        #expect(try updated(trial) == Scene.instant("2026-04-01T09:00:00Z"))
        trial.wait(until: "2026-07-01T09:00:00Z")
        #expect(try trial.make("announcements", from: trial.scene.snapshot()).rows.isEmpty)
        #expect(try updated(trial) == Scene.instant("2026-05-04T00:00:00Z"))
    }

    @Test func eachForumHasAFeedOfItsOwn() {
        let feed = CalendarDefinition.Feed(id: "https://example.org/feeds/archive", author: "A")
        let own = feed.of("asem-trial")
        #expect(own.id == "https://example.org/feeds/archive/asem-trial")
        #expect(own.of("asem-trial") == own)
        #expect(feed.of("asem-trial-2").id != own.id)
    }
}

extension String {
    /// The text from one mark to the next of another.
    func components(between start: String, and end: String) -> String? {
        guard let from = range(of: start), let to = range(of: end, after: from) else { return nil }
        return String(self[from..<to])
    }

    private func range(of mark: String, after start: Index? = nil) -> Index? {
        var index = start ?? startIndex
        while index < endIndex {
            if self[index...].hasPrefix(mark) { return index }
            index = self.index(after: index)
        }
        return nil
    }
}
