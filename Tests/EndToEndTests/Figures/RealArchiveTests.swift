import CanonicalJSON
import TestSupport
import Testing

/// The real list of past activities and the real meetings, loaded as README says, in the views and files that come out.
@Suite struct RealArchiveTests {
    @Test(.timeLimit(.minutes(60))) func everyRecordAndEveryMeetingAppears() async throws {
        try await World.with { world in
            let body = try await LoadedBody.load(
                "asem", as: "archive", prefix: "AR", world, [:], with: ["--with-initiatives"])
            #expect(try await body.csv("archive").count == 1 + 80)
            #expect(try await body.csv("calendar").count == 1 + 80 + 86)
            let guidance = try await body.printed(["view", "guidance", "--forum", "archive", "--json"])
            let totals = try #require(guidance.split(separator: "\n").last)
            #expect(try JSONValue.parse(Array(totals.utf8))["totals"]?["count"] == 80)

            for (view, entries) in [("archive", 80), ("calendar", 166)] {
                let feed = try await body.printed(["view", view, "--forum", "archive", "--atom"])
                #expect(try Validator.atom(feed) == entries)
                let calendar = try await body.printed(["view", view, "--forum", "archive", "--ical"])
                let counted = try Validator.calendar(calendar).split(separator: " ").map {
                    Int($0.split(separator: "=").last ?? "") ?? 0
                }
                #expect(counted.reduce(0, +) == entries)
            }
        }
    }
}
