import Bundles
import CanonicalJSON
import DefinitionFiles
import Lifecycle
import Record
import TestSupport
import Testing

@testable import Terminal

/// Bundles that a server exported, cut and flipped: both verifiers refuse each of them, and neither falls over.
///
/// Every byte is tried of the smallest body that does something: one lifecycle, one partner, two accounts and one proposal, which comes
/// to its end. What a body with the rules in earnest exports is nine times as long, so every 101st byte of it is tried: a prime number,
/// so the places fall on every part of a line.
@Suite struct DamagedExportTests {
    @Test func everyByteOfTheSmallestBodysExports() async throws {
        try await World.with { world in
            let ref = try await Self.openLeaf(world)
            try await Self.exports("leaf", ref, of: world, account: "leaf/keeper") { bundle, policy in
                try await Self.refuseAllDamage(to: bundle, policy, every: 1)
            }
        }
    }

    @Test func placesAllOverTheExportsOfABodyInEarnest() async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            try await Self.exports("mini", ref, of: world, account: "mini/auditor") { bundle, policy in
                try await Self.refuseAllDamage(to: bundle, policy, every: 101)
            }
        }
    }

    /// A forum of one partner under the least that is a lifecycle, with a proposal that was closed.
    private static func openLeaf(_ world: World) async throws -> String {
        let root = try await world.root()
        try await root.ok(
            "FORUM leaf",
            [
                "name": "A leaf", "ref_prefix": "LEAF", "meeting_role": "usher", "account_role": "warden",
                "audit_role": "keeper",
            ])
        let path = Repository.path("Tests/LifecycleTests/Definitions/note.yaml")
        try await root.ok("LIFECYCLE leaf", ["definition": try LifecycleFile.load(path).json])
        try await root.ok("PARTNER leaf BRG", ["name": "Brügge"])
        for (slug, appointment) in [
            ("writer", ["role": "writer", "partner": "BRG"]), ("keeper", ["role": "keeper"]),
        ] as [(String, JSONObject)] {
            try await root.ok("ACCOUNT leaf", ["account": .string(slug), "appointments": [.object(appointment)]])
            Seed.keep(try await root.ok("TOKEN leaf/\(slug)")["token"]?.string, of: "leaf/\(slug)")
        }
        let writer = try await world.user("writer", of: "leaf")
        let ref = try #require(try await writer.ok("DRAFT leaf", ["text": "Größe"])["ref"]?.string)
        try await writer.ok("ADVANCE \(ref) close")
        return ref
    }

    /// What `chancery export` writes of a forum and of a proposal in it, with the policy that trusts the log's key.
    private static func exports(
        _ forum: String, _ ref: String, of world: World, account: String,
        _ body: ([UInt8], WitnessPolicy) async throws -> Void
    ) async throws {
        let server = try await TestServer.start(
            conninfo: world.database.conninfo(), connections: 3, signer: try TestRoot.makeDirectory("signer"))
        do {
            let token = try Seed.token(account)
            let folder = try TestRoot.makeDirectory("exports")
            let key = try await server.login(account, token: token).ok("CHECKPOINT \(forum)")["key"]?.string
            let policy = try WitnessPolicy(lines: ["log \(try #require(key))", "quorum none"])
            for subject in [[ref], ["--forum", forum]] {
                let ended = try await ClientProgram.chancery(
                    ["export"] + subject + ["--out", "bundle"], on: server.address, token: token, in: folder)
                try #require(ended.status == 0, "\(ended.errors)")
                try await body(try LocalFile.bytes(folder + "/bundle"), policy)
            }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// The first verifier takes a bundle as its bytes come; so what stands before the damaged line is read once for all damage in that line.
    private static func refuseAllDamage(to bundle: [UInt8], _ policy: WitnessPolicy, every step: Int) async throws {
        #expect(try BundleVerifier.verify(bundle, trusted: policy).verdict == .sound)
        var (verifier, start) = (BundleVerifier(trusted: policy), 0)
        for index in stride(from: 0, to: bundle.count, by: step) {
            while let end = bundle[start..<index].firstIndex(of: 0x0A) {
                try verifier.take(Array(bundle[start...end]))
                start = end + 1
            }
            var flipped = Array(bundle[start...])
            flipped[index - start] ^= 1 << (index % 8)
            for damaged in [Array(bundle[start..<index]), flipped] {
                #expect(throws: BundleFault.self, "byte \(index) of \(bundle.count)") {
                    var verifier = verifier
                    try verifier.take(damaged)
                    _ = try verifier.finish()
                }
            }
        }
        #expect(try await SecondVerifier.verdicts(of: bundle, policy: policy, every: step) == ["sound"])
    }
}
