import Bundles
import CanonicalJSON
import HTTPServer
import ProposalService
import Record
import TestSupport
import Testing

/// The record of a forum as a file that an auditor downloads by its page.
@Suite(.timeLimit(.minutes(60))) struct PageBundleTests {
    private static func somebody(_ slug: String, _ scene: RecordScene) async throws -> Browser {
        let browser = Browser(scene.server.web.address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    private static let path = "/f/mini/audit/bundle"

    @Test func anAuditorVerifiesTheRecord() async throws {
        try await RecordScene.with { scene, _ in
            // Longer than what goes out whole.
            let size = try await scene.grow(by: 200)
            let auditor = try await Self.somebody("auditor", scene)
            let page = try await auditor.get("/f/mini/audit")
            #expect(page.text.contains("href=\"\(Self.path)\"") && page.text.contains("chancery verify mini.bundle"))
            #expect(!page.text.contains("witnessed=true"), "there is no policy of witnesses")
            let file = try await auditor.get(Self.path)
            #expect(file.status == 200 && file["transfer-encoding"] == "chunked")
            #expect(file["content-disposition"] == "attachment; filename=\"mini.bundle\"")
            #expect(file["content-security-policy"] == "default-src 'none'; sandbox")
            #expect(file["cache-control"] == "no-store")
            let bytes = Array(file.text.utf8)
            let report = try BundleVerifier.verify(bytes, trusted: scene.server.service.policy)
            #expect(report.verdict == .sound && report.header.scope == .forum, "\(report)")
            #expect(report.checkpoint.size >= size)
            #expect(bytes == (try await scene.bundle("mini", try await scene.user("auditor"))), "as EXPORT writes it")
        }
    }

    @Test func itEndsWhereTheWitnessesSawIt() async throws {
        try await RecordScene.with(witnesses: ["one"]) { scene, folders in
            let auditor = try await Self.somebody("auditor", scene)
            let link = "href=\"\(Self.path)?witnessed=true\""
            let unseen = try await auditor.get("/f/mini/audit")
            #expect(unseen.text.contains("have seen no checkpoint yet") && !unseen.text.contains(link))
            let early = try await auditor.get(Self.path + "?witnessed=true")
            #expect(early.status == 404 && early.text.contains("has been cosigned by the quorum"), "\(early.text)")
            let seen = try await scene.grow(by: 1)
            #expect(try await scene.witness(folders[0]).status == 0)
            try await scene.grow(by: 2)
            #expect(try await auditor.get("/f/mini/audit").text.contains(link))
            let policy = scene.server.service.policy
            let file = try await auditor.get(Self.path + "?witnessed=true")
            let report = try BundleVerifier.verify(Array(file.text.utf8), trusted: policy)
            #expect(report.verdict == .sound && report.checkpoint.size == seen, "\(report)")
            let newest = try BundleVerifier.verify(
                Array(try await auditor.get(Self.path).text.utf8), trusted: policy)
            #expect(newest.verdict == .unwitnessed && newest.checkpoint.size > seen)
        }
    }

    @Test func itIsForWhoReadsEverything() async throws {
        try await RecordScene.with { scene, _ in
            let stranger = try await Browser(scene.server.web.address).get(Self.path)
            #expect(stranger.status == 303 && stranger.location.hasPrefix("/login"))
            let point = try await Self.somebody("cp-TH", scene)
            let refused = try await point.get(Self.path)
            #expect(refused.status == 403 && refused["content-disposition"] == nil)
            #expect(refused.text.contains("auditors and administrators"), "\(refused.text)")
            #expect(try await !point.get("/f/mini/audit").text.contains(Self.path))
            #expect(try await point.get("/f/nowhere/audit/bundle").status == 404)
            let admin = try await Self.somebody("admin", scene)
            #expect(try await admin.get(Self.path).status == 200)
        }
    }

    /// A trial that was closed stays provable.
    @Test func aClosedTrialIsStillProven() async throws {
        try await RecordScene.with { scene, _ in
            var seed = try ForumSeed.mini()
            seed.id = "closing"
            seed.settings["mark"] = "TRIAL"
            seed.settings["ref_prefix"] = "CLS"
            try await Seed.load(seed, try await scene.world.root())
            let admin = try await scene.server.login("closing/admin", token: try Seed.token("closing/admin"))
            try await admin.ok("FORUM closing", ["close": true])
            let key = try #require(try await admin.ok("CHECKPOINT closing")["key"]?.string)
            let auditor = Browser(scene.server.web.address)
            try await auditor.login("closing/auditor")
            let page = try await auditor.get("/f/closing/audit")
            #expect(page.status == 200 && page.text.contains("/f/closing/audit/bundle"), "\(page.text)")
            let events = try await auditor.get("/f/closing/audit/events")
            #expect(events.status == 200 && events.text.contains("The trial was closed"), "\(events.text)")
            let report = try BundleVerifier.verify(
                Array(try await auditor.get("/f/closing/audit/bundle").text.utf8),
                trusted: try WitnessPolicy(lines: ["log \(key)", "quorum none"]))
            #expect(report.verdict == .sound, "\(report)")
        }
    }

    @Test func anUnsignedRecordHasNoFile() async throws {
        try await World.withPages { world, address in
            let browser = Browser(address)
            try await browser.login("mini/auditor")
            let page = try await browser.get("/f/mini/audit")
            #expect(page.text.contains("it signs no record") && !page.text.contains(Self.path))
            let file = try await browser.get(Self.path)
            #expect(file.status == 404 && file.text.contains("no signer"))
        }
    }
}
