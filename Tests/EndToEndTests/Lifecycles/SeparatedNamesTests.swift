import CanonicalJSON
import Glibc
import LineClient
import LineProtocol
import TestSupport
import Testing

@testable import Terminal

/// A form's own names beside those of the request: the project's field `kind` and REVISE's `kind` are two things.
@Suite struct SeparatedNamesTests {
    private static let fields: JSONObject = [
        "title": "Training in the care of wetlands", "description": "An invented project.", "recurring": "no",
        "scope": "single-sector", "pillar": "ASCC", "action_lines": ["An action line"], "duration": "6-to-12-months",
        "starts": "2024-03-01", "ends": "2024-10-31",
        "participating": ["BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN"],
        "budget": ["currency": "USD", "amount": "120000.00"], "funding_partners": ["A donor"],
        "implementing_agencies": [["partner": "LA", "body": "A ministry"]], "sponsoring_body": ["AMME"],
    ]

    /// A proponent of the forum of cooperation projects, on a server that has it.
    private func proponent(_ world: World, _ slug: String) async throws -> User {
        let (status, text) = try await CommandLineUser.run(
            ["forum", "load", Repository.path("schema/forums/asean")], world)
        #expect(status == .done, "\(text)")
        let root = try await world.root()
        try await root.ok(
            "ACCOUNT asean",
            ["account": .string(slug), "appointments": [["role": "proponent", "partner": "LA"]]])
        Seed.keep(try await root.ok("TOKEN asean/\(slug)")["token"]?.string, of: "asean/\(slug)")
        return try await world.user(slug, of: "asean")
    }

    @Test(.timeLimit(.minutes(60))) func aProjectBegunWithoutItsKindIsSubmittedByWire() async throws {
        try await World.with { world in
            let user = try await proponent(world, "wire-LA")
            let ref = try #require(try await user.ok("DRAFT asean", ["fields": .object(Self.fields)])["ref"]?.string)
            let missing = try await user.refused("ADVANCE \(ref) submit")
            #expect(missing.code == .refused)
            // The flat form means REVISE's own kind, as it always did, and says where the field's goes.
            let flat = try await user.refused("REVISE \(ref)", ["kind": "project"])
            #expect(flat.code == .badField && flat.message.contains("\"fields\""))
            let mixed = try await user.refused("REVISE \(ref)", ["fields": ["kind": "project"], "title": "Another"])
            #expect(mixed.code == .badField && mixed.message.contains("title"))
            try await user.ok("REVISE \(ref)", ["fields": ["kind": "programme"]])
            try await user.ok("REVISE \(ref)", ["fields": ["kind": "project"], "kind": "substantive"])
            #expect(try await user.ok("SHOW \(ref)")["fields"]?["kind"] == "project")
            let submitted = try await user.ok("ADVANCE \(ref) submit", ["inputs": [:]])
            #expect(submitted["state"] == "appraisal")
        }
    }

    /// The database keeps, lists and audits what the form's limit lets in, in every script.
    @Test(.timeLimit(.minutes(60))) func aTitleOfTheFullLengthIsKeptInEveryScript() async throws {
        try await World.with { world in
            let user = try await proponent(world, "script-LA")
            for letter in ["ก", "ខ", "漢", "😀"] {
                let title = String(repeating: letter, count: 300)
                let ref = try #require(try await user.ok("DRAFT asean", ["title": .string(title)])["ref"]?.string)
                #expect(try await user.ok("SHOW \(ref)")["title"] == .string(title))
            }
            #expect(try await user.rows("LIST asean").count == 4)
            try await world.root().ok("AUDIT asean")
        }
    }

    @Test(.timeLimit(.minutes(60))) func aProjectBegunWithoutItsKindIsSubmittedByCommand() async throws {
        try await World.with { world in
            _ = try await proponent(world, "command-LA")
            let path = try TestRoot.freePath("project.json")
            let file = try #require(fopen(path, "wb"))
            fputs(JSONValue.object(Self.fields).canonicalText, file)
            fclose(file)
            defer { unlink(path) }
            func run(_ arguments: [String]) async throws -> String {
                let (status, text) = try await CommandLineUser.run(arguments, world, as: "asean/command-LA")
                #expect(status == .done, "\(text)")
                return text
            }
            _ = try await run(["draft", path, "--forum", "asean"])
            let ref = "ACP-\(try await world.root().ok("PING")["now"]?.string?.prefix(4) ?? "")-0001"
            _ = try await run(["revise", ref, "--field", "kind=project"])
            _ = try await run(["revise", ref, "--field", "kind=programme", "--kind", "substantive"])
            _ = try await run(["advance", ref, "submit"])
            let shown = try await world.root().ok("SHOW \(ref)")
            #expect(shown["state"] == "appraisal" && shown["fields"]?["kind"] == "programme")
        }
    }
}
