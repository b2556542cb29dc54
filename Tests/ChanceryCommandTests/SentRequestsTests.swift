import CanonicalJSON
import LineProtocol
import Record
import Testing

@testable import ClientCommands
@testable import Terminal

/// What is made of files, to the byte: the key of an import and of a migration follows from the contents, and stands for the very bytes
/// that were sent with it first.
@Suite struct SentRequestsTests {
    private static let folder = Repository.path("Tests/ChanceryCommandTests/Golden/sent")

    /// The writes of a command line, a line each; of what is long the digest of what its key stands for.
    private func sent(_ words: String..., answering rows: [Verb: [JSONObject]] = [:]) async throws -> [String] {
        let script: FakePeer.Script = { request in
            if !request.isWrite, let rows = rows[request.verb] { return .ok(["count": 1], rows: rows) }
            return Scripts.agreeable(request)
        }
        return try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            let status = await console.run(words)
            #expect(status == .done, "\(console.err)")
            return peer.requests.filter { $0.isWrite }.map(SentRequestsTests.line)
        }
    }

    private static func line(_ request: Request) -> String {
        guard request.text.utf8.count > 1500 else { return request.text }
        return "\(request.verb.rawValue) " + request.arguments.joined(separator: " ") + " "
            + Digest.sha256(request.canonicalBody).hex
    }

    @Test func ofAnImport() async throws {
        let file = Self.folder + "/initiatives.jsonl"
        let one = try await sent("import", file, "--forum", "asem")
        let other = try await sent("import", file, "--forum", "asem", "--lifecycle", "asem-initiative")
        try Golden.expect(one + other, "sent/import")
    }

    @Test func ofAForum() async throws {
        let partners: [JSONObject] = [["id": "A", "name": "Alpha"], ["id": "B", "name": "Beta"]]
        let whole = try await sent("forum", "load", Self.folder + "/forum", answering: [.partners: partners])
        let trial = try await sent(
            "forum", "load", Self.folder + "/forum/forum.yaml", "--trial", "--as", "t", "--prefix", "TR",
            answering: [.partners: partners])
        let table = try await sent(
            "import", Self.folder + "/forum/partners.csv", "--forum", "grants", answering: [.partners: partners])
        try Golden.expect(whole + trial.prefix(1) + table, "sent/forum")
    }

    @Test func ofAMigration() throws {
        let bytes = Array(try LocalFile.text(Self.folder + "/plan.jsonl").utf8)
        let plan = try MigrationPlan(bytes: bytes, file: "plan.jsonl")
        try Golden.expect(try plan.requests.map(Self.line), "sent/migration")
    }
}
