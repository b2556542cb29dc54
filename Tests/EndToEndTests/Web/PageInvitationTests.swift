import CanonicalJSON
import Testing

/// A guest of a proposal, from the proposer's form to the meeting's decision, by pages alone.
@Suite(.timeLimit(.minutes(60))) struct PageInvitationTests {
    private static func somebody(_ slug: String, _ address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    @Test func aGuestIsProposedHeardAndDecidedOn() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(of: "mini")
            let proposer = try await Self.somebody("pr-FR", address)
            #expect(try await proposer.get("/p/\(ref)").text.contains("href=\"/p/\(ref)/invite\""))
            let missing = try await proposer.fill("/p/\(ref)/invite", [("invitee", ""), ("event", "The exercises")])
            #expect(missing.status == 422 && missing.text.contains("Say who is to be invited."))
            #expect(missing.text.contains("value=\"The exercises\""), "what was typed is kept")
            let partner = try await proposer.fill(
                "/p/\(ref)/invite", [("invitee", "Japan"), ("event", "The exercises")])
            #expect(partner.status == 409 && partner.text.contains("is a partner and needs no invitation"))
            let proposed = try await proposer.fill(
                "/p/\(ref)/invite", [("invitee", "TRIAL <River> Commission"), ("event", "The exercises")])
            #expect(proposed.location == "/p/\(ref)?done=invited", "\(proposed.text)")

            let path = "/p/\(ref)/invitations/1/position"
            for partner in ["DE", "FR", "JP", "TH"] {
                let speaker = try await Self.somebody("cp-\(partner)", address)
                #expect(try await speaker.get("/inbox").text.contains("\(path)?partner=\(partner)"))
                #expect(try await speaker.get("/p/\(ref)").text.contains("href=\"\(path)\""))
                let page = try await speaker.get("\(path)?partner=\(partner)")
                #expect(page.text.contains("TRIAL &lt;River&gt; Commission") && !page.text.contains(" checked"))
                let confirmation = try await speaker.send(
                    page, to: path, [("stance", "no-objection"), ("step", "confirm")])
                #expect(confirmation.text.contains("<dt>Invitation</dt>"), "\(confirmation.text)")
                let done = try await speaker.send(
                    confirmation, to: path, [("stance", "no-objection"), ("step", "record")])
                #expect(done.location == "/p/\(ref)?done=position", "\(done.text)")
            }
            // The same as a line would send.
            let events = try await world.user("auditor", of: "mini").rows("HISTORY \(ref)")
            #expect(
                events.suffix(4).allSatisfy { $0["kind"] == "invitation-position" && $0["data"]?["invitation"] == 1 })
            #expect(
                try await world.user("cp-DE", of: "mini").ok("POSITION \(ref) no-objection", ["invitation": 1])[
                    "events"] == [])

            try await world.heldMeeting(of: "mini")
            let leader = try await Self.somebody("som-TH", address)
            let decision = "/p/\(ref)/invitations/1/decision"
            #expect(try await leader.get("/inbox").text.contains("href=\"\(decision)\""))
            #expect(try await leader.get("/p/\(ref)").text.contains("href=\"\(decision)\""))
            #expect(try await !proposer.get("/p/\(ref)").text.contains(decision))
            let form = try await leader.get(decision)
            #expect(!form.text.contains(" checked"))
            let refused = try await leader.send(form, to: decision, [("decision", "agreed")])
            #expect(refused.status == 409 && refused.text.contains("a meeting that was held"), "\(refused.text)")
            let done = try await leader.send(refused, to: decision, [("decision", "agreed"), ("meeting", "SOM-1")])
            #expect(done.location == "/p/\(ref)?done=recorded", "\(done.text)")
            let page = try await leader.get("/p/\(ref)").text
            #expect(
                page.contains("<small>Agreed</small>") && !page.contains(decision) && page.contains("No objection: DE"))
            let late = try await Self.somebody("cp-JP", address)
            #expect(try await late.get(path).text.contains("No round is open"))
            #expect(try await leader.get("/p/\(ref)/invitations/2/decision").status == 404)
            let stranger = Browser(address)
            #expect(try await stranger.get(decision).status == 303)
        }
    }

    /// What is to be public is shown before it is, without what never is.
    @Test func whatIsPublishedIsShownFirst() async throws {
        try await World.withPages { world, address in
            let ref = try await world.draft("Rivers", organisers: ["FR", "JP"], of: "mini")
            let proposer = try await world.user("pr-FR", of: "mini")
            try await proposer.ok(
                "REVISE \(ref)",
                ["organisers": [["partner": "FR", "contact": "ann@example.org"], ["partner": "JP"]]])
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
            for partner in try Seed.partners("mini") {
                try await world.user("cp-\(partner)", of: "mini").ok("POSITION \(ref) support")
            }
            try await world.user("rc-ASEAN", of: "mini").ok("ADVANCE \(ref) confirm")
            try await world.heldMeeting(of: "mini")
            try await world.user("som-TH", of: "mini").ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"])

            let board = try await Self.somebody("board", address)
            let path = "/p/\(ref)/publish"
            #expect(try await board.get("/p/\(ref)").text.contains("href=\"\(path)\""))
            let before = try await world.length("mini")
            let chosen = [
                ("f.url", "https://example.org/a"), ("f.fields", "title"), ("f.fields", "organisers"),
                ("f.fields", "location"),
            ]
            let preview = try await board.fill(path, chosen)
            #expect(preview.status == 200 && preview.text.contains("Nothing is recorded yet."), "\(preview.text)")
            let seen = try #require(preview.text.firstMatch(of: /<section class="exact"[^>]*>(?s)(.*?)<\/section>/))
                .output.1
            #expect(seen.contains("Rivers") && !seen.contains("ann@example.org") && !seen.contains("Objective"))
            #expect(!preview.text.contains("ann@example.org") && preview.text.contains("Not public:"))
            #expect(try await world.length("mini") == before)
            let names = ["form", "key", "seen"]
            let back = try await board.send(preview, to: path, chosen + [("step", "back")], named: names)
            #expect(back.status == 200 && back.text.contains("value=\"https://example.org/a\""))
            let done = try await board.send(preview, to: path, chosen + [("step", "record")], named: names)
            #expect(done.location == "/p/\(ref)?done=published", "\(done.text)")
            // What a stranger reads is what the preview said.
            let stranger = try await Browser(address).get("/p/\(ref)")
            let text = try #require(stranger.text.firstMatch(of: /<dl class="text">(?s)(.*?)<\/dl>/)).output.1
            #expect(seen.contains(text))
            let other = try await Self.somebody("cp-DE", address)
            let refused = try await other.fill(path, chosen + [("step", "record")])
            #expect(refused.status == 409)
        }
    }
}
