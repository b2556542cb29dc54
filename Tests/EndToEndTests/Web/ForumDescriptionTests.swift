import CanonicalJSON
import TestWeb
import Testing

/// The description of the API for one forum: the members of a draft and of a revision are the fields of its form.
@Suite struct ForumDescriptionTests {
    @Test(.timeLimit(.minutes(60)))
    func fieldsOfTheForm() async throws {
        try await World.with { world in
            let proposer = try await world.webUser("pr-FR", of: "mini")
            let document = try await proposer.ok("GET", "openapi.json?forum=mini")
            let lifecycle = try await proposer.ok("GET", "lifecycle/mini")
            let fields = lifecycle["definition"]?["form"]?["fields"]?.array?.compactMap { $0["key"]?.string } ?? []
            #expect(fields.count > 5 && fields.contains("title"))
            for request in ["DraftRequest", "ReviseRequest"] {
                let schema = document["components"]?["schemas"]?[request]
                #expect(schema?["additionalProperties"] == false, "\(request)")
                let inside = schema?["properties"]?["fields"]?["properties"]
                for field in fields {
                    #expect(schema?["properties"]?[field] != nil && inside?[field] != nil, "\(request): \(field)")
                }
            }
            #expect(document["components"]?["schemas"]?["ReviseRequest"]?["properties"]?["kind"]?["enum"] != nil)
            let draft = document["paths"]?["/api/v1/draft/{forum}"]?["post"]
            #expect(draft?["parameters"]?.array?.first?["schema"]?["enum"] == ["mini"])
            // Whoever may not see the forum is told what everybody is told of one that is not there.
            let hidden = try await proposer.ask("GET", "openapi.json?forum=asem")
            let missing = try await proposer.ask("GET", "openapi.json?forum=nowhere")
            #expect(hidden.status == missing.status && hidden.json["code"] == missing.json["code"], "\(hidden.text)")
            #expect(missing.status == 404 || missing.status == 403, "\(missing.text)")
            let stranger = try await world.webStranger()
            #expect(try await stranger.ask("GET", "openapi.json?forum=mini").status == 401)
            #expect(try await stranger.ok("GET", "openapi.json")["openapi"] == "3.1.0")
        }
    }
}
