import CanonicalJSON
import HTTPServer
import TestSupport
import Testing

/// What a forum announces, its record and its views, over real sockets.
@Suite(.timeLimit(.minutes(60))) struct PageBoardTests {
    /// A proposal of the small body that was blessed and published.
    private func published(_ world: World) async throws -> String {
        let ref = try await world.circulated("Rivers & <lakes>", of: "mini")
        for partner in try Seed.partners("mini") {
            try await world.user("cp-\(partner)", of: "mini").ok("POSITION \(ref) support")
        }
        try await world.user("rc-ASEAN", of: "mini").ok("ADVANCE \(ref) confirm")
        try await world.heldMeeting(of: "mini")
        try await world.user("som-TH", of: "mini").ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"])
        try await world.user("board", of: "mini").ok(
            "PUBLISH \(ref)",
            ["url": "https://board.example/1", "fields": ["title", "starts", "ends", "location"]])
        return ref
    }

    @Test func everybodySeesWhatIsAnnounced() async throws {
        try await World.withPages { world, address in
            try await world.setViews(of: "mini")
            let stranger = Browser(address)
            let empty = try await stranger.get("/f/mini")
            #expect(empty.status == 404, "nothing was published, so the forum is not there")
            let ref = try await published(world)
            let board = try await stranger.get("/f/mini")
            #expect(board.status == 200 && board.text.contains("Rivers &amp; &lt;lakes&gt;"), "\(board.text)")
            #expect(board.text.contains("href=\"/p/\(ref)\"") && board.text.contains("https://board.example/1"))
            #expect(board.text.contains("/f/mini/calendar.ics") && board.text.contains("/f/mini/feed.atom"))
            #expect(!board.text.contains("/f/mini/meetings"), "the places of the forum's own people")

            let calendar = try await stranger.get("/f/mini/calendar.ics")
            #expect(calendar.status == 200 && calendar["content-type"]?.hasPrefix("text/calendar") == true)
            #expect(try Validator.calendar(calendar.text).contains("VEVENT="))
            #expect(calendar.text.contains("Rivers & <lakes>"))
            let feed = try await stranger.get("/f/mini/feed.atom")
            #expect(feed.status == 200 && feed["content-type"]?.hasPrefix("application/atom+xml") == true)
            #expect(try Validator.atom(feed.text) >= 1)
            for file in [calendar, feed] { #expect(file["content-security-policy"]?.contains("sandbox") == true) }
            #expect(try await stranger.get("/f/none/calendar.ics").status == 404)
            // Every public view is shown to strangers, and no other.
            let views = try await stranger.get("/f/mini/views")
            let own = Browser(address)
            try await own.login("mini/auditor")
            let all = try await own.get("/f/mini/views")
            func listed(_ page: Browser.Answer) -> [String] {
                page.text.matches(of: /href="(\/f\/mini\/views\/[a-z-]+)"/).map { String($0.output.1) }
            }
            #expect(!listed(views).isEmpty && Set(listed(views)).isStrictSubset(of: listed(all)))
            for path in listed(all) {
                let page = try await own.get(path)
                #expect([200, 422].contains(page.status), "\(path): \(page.text)")
                #expect(
                    try await stranger.get(path).status == (listed(views).contains(path) ? page.status : 404), "\(path)"
                )
            }
            let table = try #require(listed(views).first)
            let csv = try await stranger.get("\(table)?format=csv")
            #expect(csv.status == 200 && csv["content-disposition"]?.contains("attachment") == true)
            #expect(try await stranger.get("\(table)?format=exe").status == 422)
        }
    }

    @Test func theRecordIsShown() async throws {
        try await RecordScene.with { scene, _ in
            try await scene.grow(by: 2)
            let browser = Browser(scene.server.web.address)
            try await browser.login("mini/auditor")
            let page = try await browser.get("/f/mini/record")
            #expect(page.status == 200 && page.text.contains("<pre class=\"note\">chancery/mini\n"), "\(page.text)")
            let key = try #require(try await scene.user("auditor").ok("CHECKPOINT mini")["key"]?.string)
            #expect(page.text.contains(key.replacing("+", with: "+")) && page.text.contains("/tlog/mini/checkpoint"))
            #expect(try await Browser(scene.server.web.address).get("/f/mini/record").status == 404)
        }
    }
}
