import CanonicalJSON
import LineClient
import LineProtocol
import Testing

/// A view shows what its reader may see with SHOW and LIST, and nothing more.
@Suite struct ViewVisibilityTests {
    private static let views = [
        "work-programme", "unpublished", "unreported", "agenda", "coordinators-list", "interests", "contacts",
        "guidance",
        "focus", "announcements", "archive", "calendar", "time-in-state", "waiting",
    ]
    private static let publicViews: Set<String> = ["announcements", "archive"]

    @Test(.timeLimit(.minutes(60))) func everyViewByEveryReader() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            try await world.setViews(of: "mini")
            var refs: [Situation: String] = [:]
            for situation in Situation.allCases { refs[situation] = try await situation.make(world) }
            for reader in Reader.all {
                let visible = Set(refs.filter { reader.sight($0.key) != .nothing }.values)
                for view in Self.views { try await check(view, reader, visible, world) }
                try await counts(reader, visible.count, world)
            }
            try await announced(refs, world)
        }
    }

    private func check(_ view: String, _ reader: Reader, _ visible: Set<String>, _ world: World) async throws {
        let user = try await reader.connect(world)
        let comment: Comment = "\(reader): \(view)"
        var object: JSONObject? = nil
        if view == "agenda" { object = ["meeting": "SOM-1"] }
        if view == "coordinators-list" { object = ["group": "EEAS", "year": 2099] }
        let answer = try await user.ask("VIEW mini \(view)", object)
        await user.leave()
        guard reader.isInside || Self.publicViews.contains(view) else {
            #expect(answer.failure?.code == .notFound, comment)
            return
        }
        let rows = answer.rows
        #expect(answer.failure == nil, "\(reader): \(view): \(answer.failure.map { "\($0)" } ?? "")")
        #expect(shownRefs(rows).isSubset(of: visible), comment)
        let text = rows.map { JSONValue.object($0).canonicalText }.joined()
        if Self.publicViews.contains(view) {
            for hidden in ["To try things out.", "The host pays.", "A ministry", "Officials"] {
                #expect(!text.contains(hidden), comment)
            }
        }
    }

    /// Every proposal that the reader sees is counted, and no other.
    private func counts(_ reader: Reader, _ visible: Int, _ world: World) async throws {
        guard reader.isInside else { return }
        let user = try await reader.connect(world)
        let states = try await user.ok("VIEW mini focus", ["by": "state"])
        // Withdrawn ones are left out of this view.
        let listed = try await user.rows("LIST mini").filter { $0["state"] != "withdrawn" }.count
        #expect(states["totals"]?["count"]?.integer == Int64(listed), "\(reader)")
        #expect(listed <= visible)
        await user.leave()
    }

    /// What was published without its days is announced without them, the same for everybody.
    private func announced(_ refs: [Situation: String], _ world: World) async throws {
        var seen: Set<[JSONObject]> = []
        for reader in Reader.all {
            let user = try await reader.connect(world)
            let rows = try await user.rows("VIEW mini announcements")
            #expect(rows.map { $0["id"]?.string } == [refs[.published]])
            #expect(rows.first?["starts"] == .null && rows.first?["place"] == "Nowhere")
            seen.insert(rows)
            let archive = try await user.rows("VIEW mini archive")
            #expect(archive.map { $0["id"]?.string } == [refs[.archive]], "\(reader)")
            await user.leave()
        }
        #expect(seen.count == 1)
    }

    private func shownRefs(_ rows: [JSONObject]) -> Set<String> {
        var refs: Set<String> = []
        for row in rows {
            for key in ["ref", "id", "longest"] { row[key]?.string.map { _ = refs.insert($0) } }
            for ref in row["refs"]?.strings ?? [] { refs.insert(ref) }
        }
        return refs.filter { $0.hasPrefix("MINI-") }
    }

    /// As of a moment, and as decided by a day.
    @Test(.timeLimit(.minutes(60))) func thePastIsShownAsItWas() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            try await world.setViews(of: "mini")
            let ref = try await Situation.published.make(world)
            let auditor = try await world.user("auditor", of: "mini")
            let events = try await auditor.rows("HISTORY \(ref)")
            for event in events {
                let at = try #require(event["recorded_at"]?.string)
                let rows = try await auditor.rows("VIEW mini focus at=\(at)", ["by": "state"])
                let state = try #require(event["to"]?.string)
                let replayed = try await auditor.ok("REPLAY \(ref) at=\(at)")
                #expect(replayed["state"]?.string == state)
                #expect(rows.map { $0["state"] } == [replayed["state_label"]], "\(at)")
            }
            let early = try #require(events.first?["recorded_at"]?.string)
            #expect(try await auditor.rows("VIEW mini work-programme at=\(early)").isEmpty)
            let today = try await world.today()
            #expect(try await auditor.rows("VIEW mini work-programme on=\(today)").count == 1)
            #expect(try await auditor.rows("VIEW mini work-programme on=\(today.adding(days: -1))").isEmpty)
        }
    }
}
