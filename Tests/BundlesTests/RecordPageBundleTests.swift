import CanonicalJSON
import Foundation
import Proposals
import Record
import Testing

@testable import Bundles

/// The examples of docs/record.md that need more than the record itself: policy, bundle, signature.
@Suite struct RecordPageBundleTests {
    let page: String

    init() throws { page = try String(contentsOfFile: Repository.path("docs/record.md"), encoding: .utf8) }

    /// The text of the one code block with a label.
    private func block(_ label: String) throws -> String {
        let parts = page.components(separatedBy: "```\(label)\n")
        try #require(parts.count == 2, "\(label)")
        return try #require(parts[1].components(separatedBy: "```").first)
    }

    @Test func theBundleIsTheOneThatTheWriterMakes() throws {
        let recorded = try DamageTests.tiny()
        let text = try block("bundle")
        #expect(text == String(decoding: try recorded.bundle(), as: UTF8.self))
        let policy = try WitnessPolicy(parsing: Array(try block("policy").utf8))
        #expect(policy == recorded.policy)
        let report = try BundleVerifier.verify(Array(text.utf8), trusted: policy)
        #expect(report.verdict == .sound)
        #expect(try block("report") == report.lines.map { $0 + "\n" }.joined())
        #expect(try SecondVerifierTests.answers([Array(text.utf8)], policy: policy).map(\.verdict) == ["sound"])
    }

    @Test func theSignatureFitsTheAct() throws {
        let act = try block("signed-act").dropLast()
        let key = try SSHKey(line: try block("signing-key"))
        let signature = try SSHSignature(text: try block("act-signature"))
        #expect(signature.key == key)
        try signature.verify(Array(act.utf8), namespace: ActStatement.namespace)
        let object = try #require(try JSONValue.parse(Array(act.utf8)).object)
        let statement = ActStatement(
            account: try #require(object["account"]?.string), forum: try #require(object["forum"]?.string),
            ref: try #require(object["ref"]?.string), transition: try #require(object["transition"]?.string),
            inputs: try #require(object["inputs"]?.object),
            decidedAt: World.instant(try #require(object["decided_at"]?.string)),
            lastMove: Int(try #require(object["last_move"]?.integer)),
            textDigest: try #require(object["text_digest"]?.string))
        #expect(statement.bytes == Array(act.utf8))
    }

    @Test func theSignersFileIsAsPrinted() throws {
        let text = try block("signer-state")
        let state = try #require(SignerState(text: text))
        #expect(state.text == text)
        #expect(state.size == 2 && state.divergence == nil)
    }

    @Test func everyWordOfABundleAndEveryKindOfFaultIsExplained() throws {
        for word in [
            "chancery bundle", "forum", "scope", "policy", "checkpoint", "note", "consistency", "events", "event",
            "proof",
            "personal", "erased", "withheld", "sha256",
        ] {
            #expect(page.contains("| `\(word)"), "\(word)")
        }
        for kind in Irregularity.Kind.allCases { #expect(page.contains("| `\(kind.rawValue)` |"), "\(kind)") }
        #expect(page.contains("\(BundleVerifier.defaultSkew) seconds"))
    }

    /// For whoever changes the format: `CHANCERY_SHOW_PAGE=1` prints what the page should say.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["CHANCERY_SHOW_PAGE"] == "1"))
    func show() throws {
        let recorded = try DamageTests.tiny()
        print(String(decoding: try recorded.bundle(), as: UTF8.self))
        print(try BundleVerifier.verify(try recorded.bundle(), trusted: recorded.policy).lines.joined(separator: "\n"))
        var state = SignerState(origin: recorded.log.key.name)
        var edge = TileEdge()
        edge.append(recorded.record.map { MerkleTree.leafHash($0.bytes) }) { _, _ in }
        _ = state.treeExtended(from: TileEdge(), to: edge)
        print(state.text)
    }
}
