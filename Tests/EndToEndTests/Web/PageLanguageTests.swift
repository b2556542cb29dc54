import CanonicalJSON
import Testing

/// In which language a page comes, that a choice lasts, and that the language changes nothing but words.
@Suite struct PageLanguageTests {
    private static func languages(of answer: Browser.Answer) -> [String?] {
        let tag = answer.text.firstMatch(of: /<html lang="([a-z]+)" dir="(?:ltr|rtl)">/).map { String($0.output.1) }
        return [tag, answer["content-language"]]
    }

    @Test func aBrowserIsAskedAndAChoiceIsKept() async throws {
        try await World.withPages { _, address in
            let browser = Browser(address)
            #expect(Self.languages(of: try await browser.get("/login")) == ["en", "en"])
            browser.languages = "de, ar-EG;q=0.8, fr;q=0.5"
            let arabic = try await browser.get("/login")
            #expect(
                Self.languages(of: arabic) == ["ar", "ar"] && arabic.text.contains("<html lang=\"ar\" dir=\"rtl\">"))
            #expect(arabic["vary"] == "Accept-Language, Cookie")
            #expect(arabic.text.contains("تسجيل الدخول"))

            let link = try #require(arabic.text.firstMatch(of: /<a href="(\/language\?set=fr[^"]*)"/)).output.1
            let chosen = try await browser.get(String(link).replacing("&amp;", with: "&"))
            #expect(chosen.status == 303 && chosen.location == "/login")
            #expect(browser.cookies["chancery-language"] == "fr")
            #expect(Self.languages(of: try await browser.get(chosen.location)) == ["fr", "fr"])
            // It outlasts the login, and the pages of somebody who is logged in.
            try await browser.login("asem/cp-FR")
            let inbox = try await browser.get("/inbox")
            #expect(Self.languages(of: inbox) == ["fr", "fr"] && inbox.text.contains("Boîte de réception"))
            #expect(Self.languages(of: try await browser.get("/p/ASEM-2026-9999")) == ["fr", "fr"])
        }
    }

    @Test func aTimeZoneIsKept() async throws {
        try await World.withPages { _, address in
            let browser = Browser(address)
            let page = try await browser.get("/language?back=%2Flogin")
            #expect(page.text.contains("<option value=\"Asia/Tokyo\"") && page.hidden("back") == "/login")
            let kept = try await browser.get("/language?back=%2Flogin&set=en&zone=Asia%2FTokyo")
            #expect(kept.location == "/login" && browser.cookies["chancery-zone"] == "Asia/Tokyo")
            #expect(try await browser.get("/login").text.contains("Times: UTC and Asia/Tokyo"))
            _ = try await browser.get("/language?zone=UTC")
            #expect(try await browser.get("/login").text.contains("Times: UTC<"))
        }
    }

    /// Whatever a browser or a link says, there is a page, in a language that there is, on this server.
    @Test func hostileChoices() async throws {
        try await World.withPages { _, address in
            let browser = Browser(address)
            for wish in [
                "\u{7}\u{1B}", "<script>alert(1)</script>", String(repeating: "x-", count: 7000), "*;q=9", ",,;=;",
            ] {
                browser.languages = wish
                let page = try await browser.get("/login")
                // A header with control characters is refused before anybody reads it.
                #expect(page.status == 200 || page.status == 400, "\(page.status)")
                if page.status == 200 { #expect(Self.languages(of: page) == ["en", "en"]) }
            }
            browser.languages = String(repeating: "fr,", count: 20_000)
            #expect(try await browser.get("/login").status == 431)
            browser.languages = nil
            for wrong in ["xx", "EN", "en%0d%0aSet-Cookie:%20a=b", "../fr", ""] {
                let answer = try await browser.get("/language?set=\(wrong)&zone=\(wrong)&back=%2Flogin")
                #expect(answer.status == 303 && answer.location == "/login")
            }
            #expect(browser.cookies["chancery-language"] == nil && browser.cookies["chancery-zone"] == nil)
            for away in [
                "https://example.org/", "//example.org", "%2F%2Fexample.org", "/%5Cexample.org", "%0d%0aX:%20y",
            ] {
                let answer = try await browser.get("/language?set=fr&back=\(away)")
                #expect(answer.status == 303 && answer.location == "/", "\(away): \(answer.location)")
            }
            for cookie in ["xx", "fr\" onload=\"x", "FR", String(repeating: "f", count: 4000)] {
                browser.cookies = ["chancery-language": cookie, "chancery-zone": cookie]
                #expect(Self.languages(of: try await browser.get("/login")) == ["en", "en"])
            }
        }
    }

    /// The same act, from a page in each language: the same event, but for its place and its time.
    @Test func aFormDoesTheSameInEveryLanguage() async throws {
        try await World.withPages { world, address in
            var told: [String] = []
            for (number, language) in ["en", "fr", "ar"].enumerated() {
                let title = Activity.title(number + 1)
                let ref = try await world.draft(title, organisers: ["FR", "JP"], of: "mini")
                let proposer = Browser(address)
                proposer.languages = language
                try await proposer.login("mini/pr-FR")
                let done = try await proposer.fill(
                    "/p/\(ref)/act/circulate", [("f.track", "work-programme"), ("f.closes", "2035-06-30T12:00")])
                #expect(done.status == 303, "\(done.text)")
                let speaker = Browser(address)
                speaker.languages = language
                try await speaker.login("mini/cp-TH")
                let path = "/p/\(ref)/position"
                let choice = [("stance", "objection"), ("reason", "Too soon.\r\nثم"), ("resolves", "Later")]
                let page = try await speaker.fill(path, choice + [("step", "confirm")])
                #expect(Self.languages(of: page) == [language, language])
                let recorded = try await speaker.send(page, to: path, choice + [("step", "record")])
                #expect(recorded.location == "/p/\(ref)?done=position", "\(recorded.text)")
                let edited = try await proposer.fill("/p/\(ref)/note", [("text", "A note")])
                #expect(edited.status == 303)
                let auditor = try await world.user("auditor", of: "mini")
                let rows = try await auditor.rows("HISTORY \(ref)").map { row in
                    var row = row
                    for name in ["position", "recorded_at", "decided_at", "digest", "leaf_hash"] { row[name] = nil }
                    return JSONValue.object(row).canonicalText.replacing(ref, with: "REF").replacing(
                        title, with: "TITLE"
                    )
                    .replacing(/[0-9a-f]{64}/, with: "HASH").replacing(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, with: "TIME")
                }
                #expect(rows.count > 3)
                told.append(rows.joined(separator: "\n"))
                await auditor.leave()
            }
            #expect(told[0] == told[1] && told[0] == told[2])
        }
    }

    /// Hostile text in an Arabic page: it executes nothing, and its direction turns nothing outside its own element.
    @Test func hostileTextStaysByItself() async throws {
        try await World.withPages { world, address in
            // Noncharacters, of which pages make elements.
            let marks = (0...2).compactMap { UnicodeScalar(UInt32(0xFDD0 + $0)) }.map { String(Character($0)) }
            let title = "<script>alert(1)</script> فيضان\(marks[2])\(marks[0]) a\(marks[1])"
            let ref = try await world.draft(title, organisers: ["FR", "JP"], of: "mini")
            let proposer = Browser(address)
            proposer.languages = "ar"
            try await proposer.login("mini/pr-FR")
            #expect(
                try await proposer.fill("/p/\(ref)/act/circulate", [("f.track", "work-programme")]).status == 303)
            let speaker = Browser(address)
            speaker.languages = "ar"
            try await speaker.login("mini/cp-TH")
            let path = "/p/\(ref)/position"
            let reason = "فيضان <b>x</b>\" onload=\"y\(marks[2])\(marks[1])"
            let choice = [("stance", "objection"), ("reason", reason)]
            let page = try await speaker.fill(path, choice + [("step", "confirm")])
            #expect(try await speaker.send(page, to: path, choice + [("step", "record")]).status == 303)
            for path in ["/p/\(ref)", "/p/\(ref)/history", "/p/\(ref)/print", "/inbox", "/f/mini/proposals", path] {
                let text = try await speaker.get(path).text
                #expect(text.contains("dir=\"rtl\""), "\(path)")
                #expect(
                    !text.contains("<script>alert") && !text.contains("<b>x") && !text.contains("onload=\"y"), "\(path)"
                )
                let turning = text.unicodeScalars.filter {
                    (0x202A...0x202E).contains($0.value) || (0x2066...0x2067).contains($0.value)
                        || (0xFDD0...0xFDD2).contains($0.value)
                }
                #expect(turning.isEmpty, "\(path): a mark that turns or would be an element goes out")
                #expect(text.matches(of: /<bdi[ >]/).count == text.matches(of: /<\/bdi>/).count, "\(path)")
                #expect(
                    text.unicodeScalars.count { $0 == "\u{2068}" } == text.unicodeScalars.count { $0 == "\u{2069}" },
                    "\(path)")
            }
        }
    }
}
