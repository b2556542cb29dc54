import Bundles
import CanonicalJSON
import CivilTime
import Lifecycle
import LineClient
import LineProtocol
import PostgresStore
import ProposalService
import Proposals
import Record
import TestSupport
import Testing

@testable import Terminal

/// A database as a version left it that knew nothing of what offices are held for: once the forum's file is loaded again, an audit and
/// the verifiers name who was appointed for nobody.
@Suite struct MisheldTests {
    /// Events of the registry as that version wrote them: its own server wrote no others, and the present one would refuse these.
    private static func write(_ drafts: [EventDraft], to forum: String, _ server: TestServer) async throws {
        let plan = BatchPlan(forum: forum, registries: [forum: 0], changesRegistry: true)
        _ = try await server.store.write(plan) { loaded in
            var registry = Registry(forum: forum)
            for event in loaded.registries[forum] ?? [] { try registry.evolve(event.sealed) }
            let before = registry.version
            var writes = BatchWrites()
            for draft in drafts {
                let sealed = draft.sealed(
                    forum: forum, stream: Event.registryStream, after: registry.version, digest: registry.lastDigest,
                    recordedAt: max(loaded.now, (registry.recordedAt ?? loaded.now).advanced(byMicroseconds: 1)))
                try registry.evolve(sealed)
                writes.events.append(
                    NewEvent(sealed: sealed, leafHash: MerkleTree.leafHash(sealed.bytes).bytes, lifecycle: nil))
            }
            writes.registry = RegistryRow(
                forum: forum, version: registry.version, versionBefore: before,
                lastDigest: registry.lastDigest ?? "", refPrefix: registry.settings?.refPrefix ?? "")
            return writes
        }
    }

    @Test(.timeLimit(.minutes(60))) func whatWasAppointedWronglyIsNamedOnceTheFileIsLoadedAgain() async throws {
        try await World.with { world in
            let root = try await world.root()
            var seed = try ForumSeed.asem()
            seed.id = "earlier"
            seed.settings["ref_prefix"] = "EARLY"
            // Nobody holds the office for a partner, so that nothing but the file says that it is held for one.
            (seed.partners, seed.proposers, seed.groups, seed.leaders) = (Array(seed.partners.prefix(4)), [], [], [])
            #expect(seed.settings["offices"] == nil)
            try await Seed.load(seed, root)
            let now = try await world.server.service.now()
            let admin = Actor(account: "server/admin", office: Office(role: "admin"))
            func draft(_ kind: EventKind, _ data: JSONObject) -> EventDraft {
                EventDraft(kind, from: nil, to: nil, decidedAt: now, actor: admin, data: data)
            }
            try await Self.write(
                [
                    draft(.accountOpened, ["account": "earlier/chair", "name": .null]),
                    draft(
                        .appointmentMade,
                        [
                            "account": "earlier/chair", "number": 1, "office": .object(Office(role: "som-leader").json),
                            "from": .string(now.description), "until": .null,
                        ]),
                ], to: "earlier", world.server)

            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), signer: try TestRoot.makeDirectory("signer"))
            let auditor = try await server.user("auditor", of: "earlier")
            let before = try await auditor.ok("AUDIT earlier")
            #expect(before["sound"] == true && before["misheld"] == nil, "\(before)")

            let load = ["forum", "load", Repository.path("schema/forums/asem"), "--as", "earlier", "--prefix", "EARLY"]
            let loaded = try await CommandLineUser.run(load, world)
            #expect(loaded.status == .done, "\(loaded.text)")
            let after = try await auditor.ok("AUDIT earlier")
            let misheld = try #require(after["misheld"]?.array)
            #expect(after["sound"] == true && misheld.count == 1, "\(after)")
            #expect(misheld.first?["account"] == "earlier/chair" && misheld.first?["lacks"] == "partner")
            let told = try await CommandLineUser.run(["audit", "--forum", "earlier"], world)
            #expect(told.text.contains("earlier/chair was appointed som-leader without the partner"), "\(told.text)")

            let key = try #require(try await auditor.ok("CHECKPOINT earlier")["key"]?.string)
            let policy = try WitnessPolicy(lines: ["log \(key)", "quorum none"])
            let bytes = Array(
                try await auditor.rows("EXPORT earlier").compactMap { $0["text"]?.string }.joined().utf8)
            let report = try BundleVerifier.verify(bytes, trusted: policy)
            let named = report.irregularities.filter { $0.sentence.contains("earlier/chair was appointed som-leader") }
            #expect(named.count == 1 && named.first?.kind == .office, "\(report.irregularities)")
            let second = try await SecondVerifier.verdicts(of: bytes, policy: policy, every: bytes.count + 1)
            #expect(second.first == "faulty", "\(second)")
            await server.stop()
        }
    }
}
