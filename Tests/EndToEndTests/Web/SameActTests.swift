import CanonicalJSON
import HTTPServer
import LineClient
import LineProtocol
import TestWeb
import Testing

/// What is done over HTTP is what a line does: the same events, refused for the same reasons.
@Suite struct SameActTests {
    /// An act, with `REF` where the proposal's ref stands.
    private struct Act {
        let slug: String
        let words: String
        var object: JSONObject?

        /// As it is asked for over HTTP: `POST note/REF`.
        var target: String {
            let words = words.split(separator: " ")
            return ([words[0].lowercased()] + words.dropFirst().map(String.init)).joined(separator: "/")
        }
    }

    private static let acts: [Act] = [
        Act(slug: "pr-FR", words: "REVISE REF", object: ["objective": "To compare é and e\u{301}."]),
        Act(slug: "pr-FR", words: "NOTE REF", object: ["text": "A note."]),
        Act(slug: "pr-FR", words: "ADVANCE REF circulate", object: ["track": "work-programme"]),
        Act(slug: "cp-TH", words: "ACK REF"),
        Act(slug: "cp-TH", words: "POSITION REF reservation", object: ["reason": "The cost is not shared."]),
        Act(slug: "cp-TH", words: "POSITION REF support"), Act(slug: "cp-JP", words: "POSITION REF no-objection"),
        Act(
            slug: "pr-FR", words: "REVISE REF",
            object: ["objective": "Another aim.", "kind": "substantive"]),
        Act(slug: "cp-JP", words: "POSITION REF retracted"),
        Act(slug: "cp-TH", words: "ADVANCE REF circulate"), Act(slug: "pr-FR", words: "NOTE REF", object: ["txt": "x"]),
        Act(slug: "pr-FR", words: "ADVANCE REF withdraw", object: ["reason": "It is over."]),
    ]

    /// An event without what differs between two of them: its place, its time, and what is made of these.
    private func told(_ row: JSONObject, of ref: String, _ title: String) throws -> String {
        var row = row
        for name in ["position", "recorded_at", "decided_at", "digest", "leaf_hash"] { row[name] = nil }
        let text = JSONValue.object(row).canonicalText.replacing(ref, with: "REF")
        return text.replacing(title, with: "TITLE").replacing(/[0-9a-f]{64}/, with: "HASH")
            .replacing(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, with: "TIME")
    }

    @Test(.timeLimit(.minutes(60)))
    func theSameActsMakeTheSameEvents() async throws {
        try await World.with { world in
            let titles = (line: Activity.title(1), web: Activity.title(2))
            let line = try await world.draft(titles.line, of: "mini")
            let proposer = try await world.webUser("pr-FR", of: "mini")
            let drafted = try await proposer.ok(
                "POST", "draft/mini", Activity.complete(titles.web, organisers: ["DE", "JP"]))
            let web = try #require(drafted["ref"]?.string)
            for act in Self.acts {
                let user = try await world.user(act.slug, of: "mini")
                let byLine = try await user.ask(act.words.replacing("REF", with: line), act.object)
                let other = try await world.webUser(act.slug, of: "mini")
                let byWeb = try await other.ask("POST", act.target.replacing("REF", with: web), act.object)
                if let failure = byLine.failure {
                    #expect(byWeb.json["code"]?.string == failure.codeText, "\(act.words): \(byWeb.text)")
                    #expect(byWeb.json["detail"]?.string?.replacing(web, with: line) == failure.message)
                    #expect(
                        byWeb.json["unmet"]?.canonicalText.replacing(web, with: line)
                            == failure.object["unmet"]?.canonicalText)
                } else {
                    #expect(byWeb.status == 200, "\(act.words): \(byWeb.text)")
                    #expect(byWeb.json["events"] == (try byLine.get())["events"], "\(act.words)")
                }
                await user.leave()
                await other.connection.close()
            }
            let auditor = try await world.user("auditor", of: "mini")
            let reader = try await world.webUser("auditor", of: "mini")
            let lineEvents = try await auditor.rows("HISTORY \(line)")
            let webEvents = try await reader.ok("GET", "history/\(web)")["rows"]?.array?.compactMap(\.object) ?? []
            #expect(lineEvents.count > 9)
            #expect(
                try lineEvents.map { try told($0, of: line, titles.line) }
                    == webEvents.map { try told($0, of: web, titles.web) })
            // A read over HTTP has the very bytes that a line has.
            let shown = try await auditor.ok("SHOW \(web)")
            #expect(try await reader.ok("GET", "show/\(web)") == shown)
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func keysAndVersions() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let proposer = try await world.webUser("pr-FR", of: "mini")
            let shown = try await proposer.ask("GET", "show/\(ref)")
            #expect(shown["etag"] == "\"1\"")
            let key = ["Idempotency-Key": "\"web-1\"", "If-Match": "\"1\""]
            let first = try await proposer.ask("POST", "note/\(ref)", ["text": "Once."], key)
            #expect(first.status == 200 && first["etag"] == "\"2\"", "\(first.text)")
            let again = try await proposer.ok("POST", "note/\(ref)", ["text": "Once."], key)
            #expect(again["repeated"] == true && again["version"] == 2)
            // The key is the line's as well.
            let line = try await world.user("pr-FR", of: "mini")
            #expect(try await line.ok("NOTE \(ref) key=web-1", ["text": "Once."])["repeated"] == true)
            let other = try await proposer.ask("POST", "note/\(ref)", ["text": "Twice."], key)
            #expect(other.status == 422 && other.json["code"] == "KEY_REUSED" && other.json["ref"]?.string == ref)
            let stale = try await proposer.ask("POST", "note/\(ref)", ["text": "Late."], ["If-Match": "\"1\""])
            #expect(stale.status == 412 && stale.json["version"] == 2)
            let changes = try #require(stale.json["changes"]?.string)
            let rows = try await proposer.ok("GET", String(changes.dropFirst("/api/v1/".count)))["rows"]
            #expect(rows?.array?.compactMap { $0["kind"]?.string } == ["noted"])
            let registry = try await world.webUser("auditor", of: "mini").ask("GET", "forum/mini")
            #expect(registry["etag"] == registry.json["registry_version"]?.integer.map { "\"\($0)\"" })
        }
    }

    /// Who may not see a draft learns nothing of it; a token that is revoked ends with it, on a connection that was good before.
    @Test(.timeLimit(.minutes(60)))
    func whoSeesWhat() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let foreign = try await world.webUser("cp-TH", of: "mini")
            let hidden = try await foreign.ask("GET", "show/\(ref)")
            let missing = try await foreign.ask("GET", "show/\(ref.dropLast())9")
            #expect(hidden.status == 404 && missing.status == 404 && hidden.json["code"] == missing.json["code"])
            #expect(try await world.webStranger().ask("GET", "show/\(ref)").status == 404)
            #expect(try await world.webStranger().ask("GET", "history/\(ref)").status == 401)
            #expect(try await world.webStranger().ok("GET", "forums")["rows"]?.array != nil)
            let root = try await world.root()
            let issued = try await root.ok("TOKEN mini/cp-TH")
            let user = WebUser(
                connection: try await .connect(to: world.server.web.address), token: issued["token"]?.string)
            #expect(try await user.ok("GET", "auth")["account"] == "mini/cp-TH")
            #expect(try await user.ask("GET", "inbox").status == 200)
            try await root.ok("REVOKE mini/cp-TH", ["token": issued["id"] ?? .null])
            for target in ["inbox", "show/\(ref)"] {
                let answer = try await user.ask("GET", target)
                #expect(answer.status == 401 && answer.json["code"] == "TOKEN_REVOKED", "\(answer.text)")
                #expect(answer["www-authenticate"]?.contains("invalid_token") == true)
            }
            let unknown = WebUser(
                connection: try await .connect(to: world.server.web.address),
                token: "chy_" + String(repeating: "0", count: 64))
            #expect(try await unknown.ask("GET", "inbox").json["code"] == "BAD_TOKEN")
        }
    }
}
