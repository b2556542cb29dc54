import CanonicalJSON
import Testing

/// What forms do: what a line does, once, and on what was seen.
@Suite struct PageActTests {
    /// Chooses a stance and confirms it.
    private func position(
        _ browser: Browser, _ ref: String, _ fields: [(String, String)]
    ) async throws -> (confirmation: Browser.Answer, done: Browser.Answer) {
        let path = "/p/\(ref)/position"
        let confirmation = try await browser.fill(path, fields + [("step", "confirm")])
        let done = try await browser.send(
            confirmation, to: path, [("step", "record")], named: Browser.carried + fields.map(\.0))
        return (confirmation, done)
    }

    @Test func aPositionByFormIsOneByLine() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated()
            let before = try await world.length("asem")
            let browser = Browser(address)
            try await browser.login("asem/cp-DE")
            let form = try await browser.get("/p/\(ref)/position")
            #expect(!form.text.contains(" checked"), "no stance is chosen beforehand")
            let (confirmation, done) = try await position(
                browser, ref, [("stance", "objection"), ("reason", "Too soon"), ("resolves", "A later day")])
            #expect(confirmation.status == 200 && confirmation.text.contains("Germany"))
            let digest = try #require(confirmation.hidden("text"))
            #expect(digest.count == 64 && confirmation.text.contains(">\(digest)</code>"))
            #expect(done.status == 303 && done.location == "/p/\(ref)?done=position")
            #expect(try await world.length("asem") == before + 1)

            let japan = try await world.user("cp-JP")
            try await japan.ok(
                "POSITION \(ref) objection key=k1",
                [
                    "partner": "JP", "reason": "Too soon", "resolves": "A later day", "round": 1,
                    "text": .string(digest),
                ])
            let events = try await japan.rows("HISTORY \(ref)").suffix(2).map(Self.comparable)
            #expect(events.count == 2 && events[0] == events[1])
            let page = try await browser.get(done.location)
            #expect(page.text.contains("The position is recorded.") && page.text.contains("What would lift it:"))
        }
    }

    /// An event without what its time, its place and its sender make of it.
    private static func comparable(_ event: JSONObject) -> JSONObject {
        var event = event
        for key in ["position", "version", "decided_at", "recorded_at", "digest", "leaf_hash"] { event[key] = nil }
        let text = JSONValue.object(event).canonicalText
        let plain = text.replacing("JP", with: "XX").replacing("DE", with: "XX")
        return (try? JSONValue.parse(plain))?.object ?? [:]
    }

    @Test func aFormTakesEffectOnce() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated()
            let browser = Browser(address)
            try await browser.login("asem/cp-FR")
            let page = try await browser.get("/p/\(ref)/note")
            let before = try await world.length("asem")
            let path = "/p/\(ref)/note"
            let first = try await browser.send(page, to: path, [("text", "A note")])
            #expect(first.location == "/p/\(ref)?done=note")
            let again = try await browser.send(page, to: path, [("text", "A note")])
            #expect(again.location == "/p/\(ref)?done=repeated")
            let other = try await browser.send(page, to: path, [("text", "Another note")])
            #expect(other.status == 409 && other.text.contains("This form was sent before"))
            #expect(other.text.contains("Another note</textarea>"), "what was typed is kept")
            #expect(try await world.length("asem") == before + 1)
            // The form that comes back is a new one.
            #expect(try await browser.send(other, to: path, [("text", "Another note")]).status == 303)
        }
    }

    @Test func othersMaySpeakMeanwhile() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated()
            let browser = Browser(address)
            try await browser.login("asem/cp-FR")
            let path = "/p/\(ref)/position"
            let form = try await browser.get(path)
            try await world.user("cp-JP").ok("POSITION \(ref) support")
            let done = try await browser.send(form, to: path, [("stance", "support"), ("step", "record")])
            #expect(done.location == "/p/\(ref)?done=position")
            // A new text is another matter.
            let next = try await browser.get(path)
            try await world.user("pr-FR").ok("REVISE \(ref)", ["kind": "substantive", "goals": "Other goals"])
            let before = try await world.length("asem")
            let stale = try await browser.send(next, to: path, [("stance", "no-objection"), ("step", "record")])
            #expect(stale.status == 409 && stale.text.contains("Revised, substantive"))
            #expect(try await world.length("asem") == before)
        }
    }

    @Test func aStaleFormSaysWhatChanged() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated()
            let browser = Browser(address)
            try await browser.login("asem/pr-FR")
            let path = "/p/\(ref)/act/withdraw"
            let form = try await browser.get(path)
            try await world.user("cp-JP").ok("POSITION \(ref) objection", ["reason": "Not like this"])
            let stale = try await browser.send(form, to: path, [("f.reason", "Nobody wants it")])
            #expect(stale.status == 409 && stale.text.contains("It changed while you were writing"))
            #expect(stale.text.contains("Japan: objection") && stale.text.contains("Nobody wants it</textarea>"))
            let done = try await browser.send(stale, to: path, [("f.reason", "Nobody wants it")])
            #expect(done.location == "/p/\(ref)?done=recorded")
            #expect(try await world.user("cp-JP").ok("SHOW \(ref)")["state"] == "withdrawn")
        }
    }

    @Test func aRefusalNamesEveryRequirement() async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            try await browser.login("asem/pr-FR")
            let drafted = try await browser.fill("/f/asem/new", [("f.title", "Rivers & <lakes>")])
            let ref = try #require(drafted.location.split(separator: "/").last?.prefix { $0 != "?" })
            let refused = try await browser.fill("/p/\(ref)/act/circulate", [("f.track", "work-programme")])
            #expect(refused.status == 409 && refused.text.contains("not filled: "))
            #expect(
                refused.text.contains("Rivers &amp; &lt;lakes&gt;")
                    && refused.text.contains("value=\"work-programme\" checked"))
            #expect(try await world.user("pr-FR").ok("SHOW \(ref)")["state"] == "drafted")
        }
    }

    @Test func aTextIsWrittenAndChangedByItsForm() async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            try await browser.login("asem/pr-FR")
            let fields = [
                ("f.title", "Rivers"), ("f.pillar", "economic"), ("f.focus_areas", "water\r\nenergy"),
                ("f.starts", "2027-05-01"), ("f.cost.amount", "1500"), ("f.cost.currency", "eur"),
                ("f.prime_actors", "government"), ("f.prime_actors", "business"), ("f.organisers.0.partner", "FR"),
                ("f.organisers.0.body", "Ministry"), ("f.organisers.1.partner", "JP"), ("f.expected_partners", "20"),
            ]
            let form = try await browser.get("/f/asem/new")
            for name in fields.map(\.0) + ["f.organisers.1.contact", "f.duplicates.0.answer"] {
                #expect(form.text.contains("name=\"\(name)\""), "there is a box to type \(name) into")
            }
            let drafted = try await browser.fill("/f/asem/new", fields)
            let ref = String(try #require(drafted.location.split(separator: "/").last?.prefix { $0 != "?" }))
            let user = try await world.user("pr-FR")
            let shown = try #require(try await user.ok("SHOW \(ref)")["fields"]?.object)
            #expect(
                shown["focus_areas"] == ["water", "energy"]
                    && shown["cost"] == ["amount": "1500.00", "currency": "EUR"])
            #expect(shown["organisers"] == [["body": "Ministry", "partner": "FR"], ["partner": "JP"]])
            #expect(shown["expected_partners"] == 20 && shown["prime_actors"] == ["government", "business"])
            // What is not touched stays, what is emptied goes.
            let changed = fields.filter { !$0.0.hasPrefix("f.cost") }.map {
                ($0.0, $0.0 == "f.title" ? "Rivers and lakes" : $0.1)
            }
            #expect(try await browser.fill("/p/\(ref)/edit", changed).location == "/p/\(ref)?done=edit")
            let event = try #require(try await user.rows("HISTORY \(ref)").last?["data"]?.object)
            #expect(event["changes"] == ["title": "Rivers and lakes", "cost": .null])
            #expect(try await browser.fill("/p/\(ref)/edit", changed).location == "/p/\(ref)?done=nothing")
            let difference = try await browser.get("/p/\(ref)/diff/1..2")
            #expect(
                difference.text.contains("<ins>and lakes</ins>")
                    || difference.text.contains("<ins>Rivers and lakes</ins>")
                    || difference.text.contains("and lakes</ins>"))
        }
    }

    /// Scripts, quotation marks under combining marks, marks that turn the direction, and words of 60 kB.
    @Test func hostileTextIsOnlyText() async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            try await browser.login("asem/pr-FR")
            let hostile = "<script>alert(1)</script>\"\u{301} onfocus=alert(1) x='\u{338}<img src=x>"
            let drafted = try await browser.fill(
                "/f/asem/new", [("f.title", "A title"), ("f.objective", hostile), ("f.goals", hostile)])
            let ref = String(try #require(drafted.location.split(separator: "/").last?.prefix { $0 != "?" }))
            for part in ["", "/edit", "/history", "/print", "@1", "/act/withdraw"] {
                let page = try await browser.get("/p/\(ref)\(part)")
                #expect(page.status == 200, "\(part)")
                // The one script of a page is the server's own file.
                let text = page.text.replacing(#/<script src="/assets/page-[0-9a-z]+\.js" defer></script>/#, with: "")
                #expect(!text.contains("<script") && !text.contains("<img src=x"), "\(part)")
                // Each quotation mark of the text is escaped, also under a combining mark.
                let pairs = Array(zip(page.text.unicodeScalars, page.text.unicodeScalars.dropFirst()))
                #expect(!pairs.contains { $0 == ("\"", "\u{301}") || $0 == ("'", "\u{338}") }, "\(part)")
            }
            // A mark that turns the direction is refused, by its name; what was typed stays in its box.
            let turned = try await browser.fill("/p/\(ref)/edit", [("f.title", "A \u{202E}title")])
            #expect(turned.status == 409 && turned.text.contains("U+202E"))
            let long = try await browser.fill(
                "/p/\(ref)/edit", [("f.title", "A title"), ("f.objective", String(repeating: "x", count: 60_000))])
            #expect(long.status == 409 && long.text.contains("xxxxx</textarea>"), "what was typed is kept")
        }
    }
}
