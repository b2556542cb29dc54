import CanonicalJSON
import Testing

/// Contact points and the list of a year, by pages alone.
@Suite(.timeLimit(.minutes(60))) struct PageListTests {
    private static func somebody(_ slug: String, _ address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    @Test func contactPointsAreKept() async throws {
        try await World.withPages { world, address in
            #expect(try await Self.somebody("board", address).get("/f/mini/contacts").status == 404, "it keeps none")
            try await world.setViews(of: "mini")
            let own = try await Self.somebody("cp-FR", address)
            #expect(try await own.get("/f/mini").text.contains("href=\"/f/mini/contacts\""))
            let path = "/f/mini/contacts/new"
            let form = try await own.get(path)
            #expect(
                form.text.contains("value=\"FR\"") && !form.text.contains("value=\"DE\""), "of the own partner alone")
            let missing = try await own.send(form, to: path, [("subject", "sector"), ("name", "TRIAL Ann")])
            #expect(missing.status == 422 && missing.text.contains("Give the first day."))
            let person = [
                ("subject", "sector"), ("about", "floods"), ("partner", "FR"), ("name", "TRIAL Ann"),
                ("address", "ann@example.org"), ("from", "2025-01-01"),
            ]
            let done = try await own.send(missing, to: path, person)
            #expect(done.location == "/f/mini/contacts?done=recorded", "\(done.text)")
            let list = try await own.get("/f/mini/contacts")
            #expect(list.text.contains("TRIAL Ann") && list.text.contains("ann@example.org"))
            #expect(list.text.contains("/f/mini/contacts/1/end"))
            // Another partner's may be read, and not set.
            let other = try await Self.somebody("cp-JP", address)
            let seen = try await other.get("/f/mini/contacts")
            #expect(seen.text.contains("TRIAL Ann") && !seen.text.contains("/1/end"))
            let refused = try await other.fill(path, person)
            #expect(refused.status == 409 && refused.text.contains("may set contacts of FR"))
            let auditor = try await Self.somebody("auditor", address)
            #expect(try await !auditor.get("/f/mini/contacts").text.contains("contacts/new"))
            #expect(try await Browser(address).get("/f/mini/contacts").status == 303)

            let keeper = try await Self.somebody("board", address)
            #expect(try await keeper.fill("/f/mini/contacts/circulate", []).status == 303)
            #expect(try await keeper.get("/f/mini/contacts").text.contains("Sent round on"))
            let late = try await keeper.fill("/f/mini/contacts/1/end", [("until", "tomorrow")])
            #expect(late.status == 422 && late.text.contains("Give a day"))
            #expect(try await keeper.fill("/f/mini/contacts/1/end", [("until", "2025-02-01")]).status == 303)
            #expect(try await !keeper.get("/f/mini/contacts").text.contains("TRIAL Ann"))
            #expect(try await keeper.fill("/f/mini/contacts/7/end", [("until", "2025-02-01")]).status != 303)
        }
    }

    @Test func theListOfAYear() async throws {
        try await World.withPages { world, address in
            try await world.setViews(of: "mini")
            let ref = try await world.circulated(of: "mini")
            let auditor = try await world.user("auditor", of: "mini")
            let starts = try #require(try await auditor.ok("SHOW \(ref)")["fields"]?["starts"]?.string)
            let year = String(starts.prefix(4))
            let path = "/f/mini/group/EEAS/list"
            let coordinator = try await Self.somebody("rc-EEAS", address)
            #expect(try await coordinator.get("/f/mini/group/EEAS").text.contains("href=\"\(path)\""))
            let page = try await coordinator.get("\(path)?year=\(year)")
            #expect(page.text.contains("name=\"refs\" value=\"\(ref)\"") && page.text.contains("Not drawn up yet."))
            #expect(!page.text.contains(" checked"))
            let none = try await coordinator.send(page, to: path, [("year", year), ("step", "draw")])
            #expect(none.status == 409 && none.text.contains("1 to 200"), "\(none.text)")
            let drawn = try await coordinator.send(page, to: path, [("year", year), ("refs", ref), ("step", "draw")])
            #expect(drawn.location == "\(path)?year=\(year)&done=recorded", "\(drawn.text)")
            let shown = try await coordinator.get(drawn.location)
            #expect(shown.text.contains("with 1 activity; not submitted yet") && shown.text.contains(" checked"))
            let reader = try await Self.somebody("cp-FR", address)
            let read = try await reader.get("\(path)?year=\(year)")
            #expect(read.text.contains("href=\"/p/\(ref)\"") && !read.text.contains("name=\"refs\""))
            let submitted = try await coordinator.send(shown, to: path, [("year", year), ("step", "submit")])
            #expect(submitted.status == 303, "\(submitted.text)")
            let frozen = try await coordinator.get("\(path)?year=\(year)")
            #expect(frozen.text.contains("Submitted on") && !frozen.text.contains("name=\"refs\""))
            #expect(try await coordinator.get("/f/mini/group/none/list").status == 404)
            #expect(try await coordinator.get("\(path)?year=12").status == 422)
        }
    }
}
