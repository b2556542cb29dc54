import Bundles
import CanonicalJSON
import HTTPServer
import LineClient
import ProposalService
import Record
import Testing

/// The page of a proposal's proof: what stands on it is enough to check that the text was recorded.
@Suite struct PageProofTests {
    private func somebody(_ slug: String, _ scene: RecordScene) async throws -> Browser {
        let browser = Browser(scene.server.web.address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    @Test(.timeLimit(.minutes(60)))
    func aTextIsProven() async throws {
        try await RecordScene.with { scene, _ in
            let proposer = try await scene.user("pr-FR")
            try await scene.grow(by: 3)
            let browser = try await somebody("pr-FR", scene)
            #expect(try await browser.get("/p/\(scene.ref)").text.contains("href=\"/p/\(scene.ref)/proof\""))
            let page = try await browser.get("/p/\(scene.ref)/proof")
            #expect(page.status == 200)
            let text = try #require(try await proposer.ok("SHOW \(scene.ref)")["text_digest"]?.string)
            #expect(page.text.contains("<code class=\"digest\">\(text)</code>"))
            // The leaf is that of the event which wrote this text.
            let event = try #require(
                try await proposer.rows("HISTORY \(scene.ref)").last {
                    $0["data"]?["text_digest"]?.string == text && $0["data"]?["fields"] != nil
                })
            let leaf = try #require(event["leaf_hash"]?.string)
            #expect(page.text.contains("<code class=\"digest\">\(leaf)</code>"))
            // The hashes of the page lead from it to the root of the checkpoint on the page.
            let list = try #require(page.text.firstMatch(of: /<ol class="hashes">(.*?)<\/ol>/)).output.1
            let path = list.matches(of: /<code class="digest">([0-9a-f]{64})<\/code>/).compactMap {
                Digest(hex: String($0.output.1))
            }
            let note = try #require(page.text.firstMatch(of: /<pre class="note">(chancery\/mini\n(\d+)\n(.*?)\n\n)/))
                .output
            let size = try #require(Int64(note.2))
            let root = try #require(Base64.decode(String(note.3)).flatMap { Digest($0) })
            let proof = InclusionProof(
                index: try #require(event["position"]?.integer), size: size, path: path)
            try proof.verify(leafHash: try #require(Digest(hex: leaf)), root: root)

            // The file proves its own contents.
            let file = try await browser.get("/p/\(scene.ref)/proof/bundle")
            #expect(file.status == 200)
            #expect(
                file["content-disposition"] == "attachment; filename=\"\(scene.ref.lowercased()).bundle\"")
            let report = try BundleVerifier.verify(
                Array(file.text.utf8), trusted: scene.server.service.policy)
            #expect(report.verdict == .sound && report.header.scope == .proposal(scene.ref), "\(report)")
        }
    }

    /// Who may not see a proposal sees no proof of it.
    @Test(.timeLimit(.minutes(60)))
    func whoSeesIt() async throws {
        try await RecordScene.with { scene, _ in
            let draft = try await scene.world.draft("Another seminar", of: "mini")
            let stranger = Browser(scene.server.web.address)
            let other = try await somebody("cp-TH", scene)
            for path in ["/p/\(draft)/proof", "/p/\(draft)/proof/bundle"] {
                #expect(try await other.get(path).status == 404, "\(path)")
            }
            #expect(try await stranger.get("/p/\(scene.ref)/proof").status == 404)
            let bundle = try await stranger.get("/p/\(scene.ref)/proof/bundle")
            #expect(bundle.status == 303 && bundle.location.hasPrefix("/login"))
            #expect(try await other.get("/p/\(scene.ref)/proof").status == 200)
        }
    }

    /// Without a signer there is no checkpoint, and the page says so.
    @Test(.timeLimit(.minutes(60)))
    func anUnsignedRecord() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let browser = Browser(address)
            try await browser.login("mini/pr-FR")
            let page = try await browser.get("/p/\(ref)/proof")
            #expect(page.status == 200 && page.text.contains("There is no checkpoint"))
        }
    }
}
