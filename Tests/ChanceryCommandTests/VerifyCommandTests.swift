import CanonicalJSON
import Foundation
import Record
import Testing

@testable import Terminal

/// `chancery verify` on the bundle that stands in docs/record.md.
@Suite struct VerifyCommandTests {
    /// The block of a kind in docs/record.md, as a file.
    private static func block(_ kind: String) throws -> String {
        let page = try Repository.text("docs/record.md")
        let start = try #require(page.range(of: "\n```\(kind)\n")).upperBound
        let end = try #require(page.range(of: "\n```", range: start..<page.endIndex)).lowerBound
        return page[start..<end] + "\n"
    }

    /// Runs a body with the bundle and the policy in files.
    private static func with(
        replacing old: String = "", by new: String = "",
        _ body: (_ bundle: String, _ policy: String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verify-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (bundle, policy) = (folder.appendingPathComponent("bundle"), folder.appendingPathComponent("policy"))
        try Data(try block("bundle").replacingOccurrences(of: old, with: new).utf8).write(to: bundle)
        try Data(try block("policy").utf8).write(to: policy)
        try await body(bundle.path, policy.path)
    }

    @Test func aSoundBundle() async throws {
        try await Self.with { bundle, policy in
            let console = TestConsole()
            #expect(await console.run("verify", bundle, "--policy", policy) == .done)
            #expect(console.lines.first == "\(bundle): the record of example, 2 events")
            #expect(console.lines.contains("verdict: sound"))
            #expect(console.lines.contains { $0.hasPrefix("- These are all 2 events of the record of example") })
            #expect(console.lines.contains { $0.hasPrefix("- Witness W0, who saw it at ") })
            #expect(console.err.isEmpty)
            let programs = TestConsole()
            #expect(await programs.run("verify", bundle, "--policy", policy, "--json") == .done)
            let object = try JSONObject(json: try #require(programs.lines.first))
            #expect(programs.lines.count == 1)
            #expect(object["verdict"] == "sound" && object["events"] == 2 && object["own_policy"] == true)
            #expect(object["checkpoint"]?["size"] == 2 && object["scope"] == "forum")
            #expect(object["cosigned"]?["W0"]?.integer != nil && object["irregularity_count"] == 0)
        }
    }

    @Test func withoutAPolicyOnesOwn() async throws {
        try await Self.with { bundle, _ in
            let console = TestConsole()
            #expect(await console.run("verify", bundle) == .done)
            #expect(console.lines.contains { $0.hasPrefix("- That the keys are the right ones: the bundle named") })
        }
    }

    @Test(arguments: [
        ("Brügge", "Brugge"), ("note 2\n", "note 3\n"), ("sha256 e", "sha256 f"), ("events 2", "events 3"),
    ])
    func aChangedBundle(_ old: String, _ new: String) async throws {
        try await Self.with(replacing: old, by: new) { bundle, policy in
            let console = TestConsole()
            #expect(await console.run("verify", bundle, "--policy", policy) == .refused)
            #expect(console.lines.first == "verdict: refused")
            #expect(console.lines.last == "Do not believe anything in this bundle.")
            let programs = TestConsole()
            #expect(await programs.run("verify", bundle, "--policy", policy, "--json") == .refused)
            let object = try JSONObject(json: try #require(programs.lines.first))
            #expect(object["verdict"] == "refused" && object["reason"]?.string?.isEmpty == false)
        }
    }

    @Test func aWitnessWhomTheReaderDoesNotAskIsNone() async throws {
        try await Self.with { bundle, policy in
            let log = try #require(
                try Self.block("policy").split(separator: "\n").first { $0.hasPrefix("log ") })
            let other = try NoteSigner(
                name: "w1.example", kind: .cosignature, seed: [UInt8](repeating: 7, count: 32)
            ).key.text
            try Data("\(log)\nwitness W1 \(other)\nquorum W1\n".utf8).write(to: URL(fileURLWithPath: policy))
            let console = TestConsole()
            #expect(await console.run("verify", bundle, "--policy", policy) == .refused)
            #expect(console.lines.contains("verdict: unwitnessed"))
            #expect(
                console.lines.contains { $0.hasPrefix("- That others were shown the same record beyond its first 0") })
        }
    }

    @Test func whatCannotBeRead() async throws {
        try await Self.with { bundle, policy in
            let missing = TestConsole()
            #expect(await missing.run("verify", bundle + ".no", "--policy", policy) == .usage)
            #expect(missing.err == "chancery: \(bundle).no cannot be opened: No such file or directory\n")
            let noPolicy = TestConsole()
            #expect(await noPolicy.run("verify", bundle, "--policy", policy + ".no") == .usage)
            let wrong = TestConsole()
            #expect(await wrong.run("verify", bundle, "--policy", bundle) == .usage)
            #expect(wrong.err.contains("policy, line 1: "))
            let skew = TestConsole()
            #expect(await skew.run("verify", bundle, "--skew", "-1") == .usage)
        }
    }
}
