import Bundles
import CanonicalJSON
import Foundation
import Lifecycle
import LineProtocol
import PostgresStore
import ProposalService
import Record
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// A leader signs a blessing with the command line, the server checks it, and ssh-keygen checks what comes out of the record.
@Suite(.serialized) struct SignedBlessingTests {
    /// A proposal in consensus with a meeting to bless it at, a leader, and a folder with the leader's key and another one.
    private func consensus(
        _ body: (RecordScene, _ folder: String, _ leader: String) async throws -> Void
    ) async throws {
        try await RecordScene.with { scene, _ in
            for partner in try Seed.partners("mini") {
                try await scene.user("cp-\(partner)").ok("POSITION \(scene.ref) support")
            }
            try await scene.user("rc-ASEAN").ok("ADVANCE \(scene.ref) confirm")
            try await scene.world.heldMeeting(of: "mini")
            let folder = try TestRoot.makeDirectory("keys")
            for (name, phrase) in [("key", ""), ("other", ""), ("locked", "a passphrase")] {
                let made = try await ClientProgram.run(
                    "ssh-keygen", ["-q", "-t", "ed25519", "-N", phrase, "-C", name, "-f", name], in: folder)
                #expect(made.status == 0, "\(made.errors)")
            }
            try await body(scene, folder, "mini/som-TH")
        }
    }

    private func chancery(
        _ words: String, _ scene: RecordScene, as account: String, in folder: String
    ) async throws -> ClientProgram.Ended {
        try await ClientProgram.chancery(
            words.split(separator: " ").map(String.init), on: scene.server.address, token: try Seed.token(account),
            in: folder)
    }

    @Test func theWholeWay() async throws {
        try await consensus { scene, folder, leader in
            let bless = "advance \(scene.ref) bless --meeting SOM-1 --sign"
            let added = try await chancery("key add \(leader) key.pub", scene, as: "mini/admin", in: folder)
            #expect(added.status == 0 && added.output.hasPrefix("\(leader): key 1, SHA256:"), "\(added)")
            let listed = try await chancery("key list \(leader)", scene, as: "mini/cp-FR", in: folder)
            #expect(listed.status == 0 && listed.lines.count == 2, "\(listed)")
            let blessed = try await chancery("\(bless) key", scene, as: leader, in: folder)
            #expect(blessed.status == 0, "\(blessed)")
            let shown = try await scene.user("auditor").ok("SHOW \(scene.ref)")
            #expect(shown["state"] == "som-blessed")

            // What stands in the record is what ssh-keygen checks, and nothing else.
            let taken = try await chancery("signature \(scene.ref) --out out", scene, as: "mini/auditor", in: folder)
            #expect(taken.status == 0, "\(taken)")
            let act = try LocalFile.bytes("\(folder)/out/act")
            let verify = [
                "-Y", "verify", "-f", "out/allowed_signers", "-I", leader, "-n", "chancery/act/v1", "-s", "out/act.sig",
            ]
            let good = try await ClientProgram.run("ssh-keygen", verify, input: act, in: folder)
            #expect(good.status == 0 && good.output.contains("Good \"chancery/act/v1\" signature"), "\(good)")
            #expect(taken.output.contains("ssh-keygen " + verify.joined(separator: " ")))
            for place in stride(from: 0, to: act.count, by: 41) {
                var damaged = act
                damaged[place] ^= 1
                #expect(try await ClientProgram.run("ssh-keygen", verify, input: damaged, in: folder).status != 0)
            }

            // It is in the bundle, and the key may end without taking anything back.
            let ended = try await chancery("key end \(leader) 1", scene, as: "mini/admin", in: folder)
            #expect(ended.status == 0 && ended.output.contains("key 1 ends"), "\(ended)")
            try await scene.grow(by: 1)
            let bundle = try await scene.bundle(scene.ref, try await scene.user("auditor"))
            let report = try BundleVerifier.verify(bundle, trusted: scene.server.service.policy)
            #expect(report.verdict == .sound, "\(report.irregularities)")
            #expect(String(decoding: bundle, as: UTF8.self).contains("BEGIN SSH SIGNATURE"))
        }
    }

    /// A lifecycle that asks for a signature: without one the blessing waits, and WHY says for what.
    @Test func aLifecycleThatAsksForIt() async throws {
        try await consensus { scene, folder, leader in
            var definition = try #require(try ForumSeed.mini().lifecycles.first { $0.transition("bless") != nil })
            definition.version += 1
            for place in definition.transitions.indices where definition.transitions[place].id == "bless" {
                definition.transitions[place].requirements.append(
                    RequirementUse(SignedByActor(), source: "order of the record", label: "signed by the leader"))
            }
            try await scene.user("admin").ok("LIFECYCLE mini", ["definition": definition.json])
            let ref = try await scene.world.circulated("Seminar two", of: "mini")
            for partner in try Seed.partners("mini") {
                try await scene.user("cp-\(partner)").ok("POSITION \(ref) support")
            }
            try await scene.user("rc-ASEAN").ok("ADVANCE \(ref) confirm")
            let user = try await scene.server.login(leader, token: try Seed.token(leader))
            let unsigned = try await user.refused("ADVANCE \(ref) bless", ["meeting": "SOM-1"])
            #expect(unsigned.unmetNames == ["signed"])
            let why = try await user.rows("WHY \(ref) bless", ["meeting": "SOM-1"])
            let unmet = why.first?["unmet"]?.array?.compactMap { $0["requirement"]?.string }
            #expect(unmet?.contains("signed") == true, "\(why)")
            _ = try await chancery("key add \(leader) key.pub", scene, as: "mini/admin", in: folder)
            let signed = try await chancery(
                "advance \(ref) bless --meeting SOM-1 --sign key", scene, as: leader, in: folder)
            #expect(signed.status == 0, "\(signed)")
            let none = try await chancery("signature \(scene.ref) --out out", scene, as: leader, in: folder)
            #expect(none.status == 1 && none.errors.contains("no act on \(scene.ref) was signed"), "\(none)")
        }
    }

    @Test func whatIsRefused() async throws {
        try await consensus { scene, folder, leader in
            let before = try await scene.server.store.recordLength(forum: "mini")
            let bless = "advance \(scene.ref) bless --meeting SOM-1 --sign"
            func refused(_ words: String, _ status: Int32, _ sentence: String) async throws {
                let ended = try await chancery(words, scene, as: leader, in: folder)
                #expect(ended.status == status && ended.errors.contains(sentence), "\(words): \(ended)")
            }
            try LocalFile.writePrivate("nothing", to: folder + "/no-key")
            try LocalFile.writePrivate("PuTTY-User-Key-File-3: ssh-ed25519\n", to: folder + "/putty")
            try await refused("\(bless) missing", 2, "cannot be opened")
            try await refused("\(bless) no-key", 2, "is not an OpenSSH public key")
            try await refused("\(bless) putty", 2, "have PuTTYgen export it")
            // The private key beside the public one is taken.
            try await refused("\(bless) key.pub", 1, "is not registered as \(leader)'s")
            try await refused("\(bless) key", 1, "is not registered as \(leader)'s")
            #expect(try await scene.server.store.recordLength(forum: "mini") == before)

            // Somebody else's key, and a key that ended.
            let admin = try await scene.user("admin")
            let (key, other) = (try LocalFile.text("\(folder)/key.pub"), try LocalFile.text("\(folder)/other.pub"))
            try await admin.ok("KEY mini/som-FR", ["key": .string(other)])
            try await refused("\(bless) other", 1, "is not registered as \(leader)'s")
            try await admin.ok("KEY \(leader)", ["key": .string(key)])
            try await admin.ok("KEY \(leader)", ["end": 1])
            try await refused("\(bless) key", 1, "key 1 of \(leader), SHA256:")
            #expect(try await scene.user("auditor").ok("SHOW \(scene.ref)")["state"] == "consensus")
        }
    }

    @Test func aSignatureOfAnotherAct() async throws {
        try await consensus { scene, folder, leader in
            let admin = try await scene.user("admin")
            try await admin.ok("KEY \(leader)", ["key": .string(try LocalFile.text("\(folder)/key.pub"))])
            let user = try await scene.server.login(leader, token: try Seed.token(leader))
            let shown = try await user.ok("SHOW \(scene.ref)")
            let key = try SSHPrivateKey(text: try LocalFile.text("\(folder)/key"))
            let now = try #require(try await user.ok("PING")["now"])
            let lastMove = try #require(shown["moves"]?.array?.last?.object?["version"])
            let act: JSONObject = [
                "account": .string(leader), "act": "advance", "decided_at": now, "forum": "mini",
                "inputs": ["meeting": "SOM-1"], "last_move": lastMove, "ref": .string(scene.ref),
                "text_digest": try #require(shown["text_digest"]), "transition": "bless",
            ]
            func ask(_ change: (inout JSONObject) -> Void, namespace: String = "chancery/act/v1") async throws
                -> Failure
            {
                var changed = act
                change(&changed)
                let text = try SSHSignature(signing: changed.canonicalBytes, namespace: namespace, with: key).text
                return try await user.refused(
                    "ADVANCE \(scene.ref) bless",
                    ["meeting": "SOM-1", "decided_at": now, "signature": .string(text)])
            }
            let stale = try await ask { $0["text_digest"] = .string(String(repeating: "0", count: 64)) }
            #expect(stale.unmetNames == ["signed"])
            #expect(stale.message.contains("what was signed is not this act on the present text"))
            for name in ["account", "decided_at", "forum", "ref", "transition"] {
                #expect(try await ask { $0[name] = "something else" }.unmetNames == ["signed"], "\(name)")
            }
            #expect(try await ask { $0["last_move"] = 1 }.unmetNames == ["signed"])
            #expect(try await ask({ _ in }, namespace: "chancery/other/v1").unmetNames == ["signed"])
            let nonsense = try await user.refused(
                "ADVANCE \(scene.ref) bless", ["meeting": "SOM-1", "decided_at": now, "signature": "nonsense"])
            #expect(nonsense.code == .badField && nonsense.object["field"] == "signature")
            let undated = try await user.refused("ADVANCE \(scene.ref) bless", ["meeting": "SOM-1", "signature": "x"])
            #expect(undated.code == .badField && undated.object["field"] == "decided_at")
            #expect(try await user.ok("SHOW \(scene.ref)")["state"] == "consensus")
        }
    }

    @Test func keys() async throws {
        try await consensus { scene, folder, leader in
            let admin = try await scene.user("admin")
            let key = JSONValue.string(try LocalFile.text("\(folder)/key.pub"))
            let registered = try await admin.ok("KEY \(leader)", ["key": key, "until": "2099-12-31"])
            #expect(registered["number"] == 1 && registered["events"] == ["key-registered"])
            #expect(try await admin.ok("KEY \(leader)", ["key": key, "until": "2099-12-31"])["events"] == [])
            let taken = try await admin.refused("KEY mini/som-FR", ["key": key])
            #expect(taken.code == .badField && taken.message.contains("already registered, as key 1 of \(leader)"))
            #expect(try await admin.refused("KEY mini/nobody", ["key": key]).code == .notFound)
            #expect(try await admin.refused("KEY mini/nobody").code == .notFound)
            #expect(try await admin.refused("KEY \(leader)", ["key": "ssh-rsa AAAA"]).code == .badField)
            #expect(try await admin.refused("KEY \(leader)", ["end": 2]).code == .notFound)
            #expect(try await admin.refused("KEY \(leader)", ["end": 1, "key": key]).code == .badField)
            #expect(try await admin.refused("KEY \(leader)", [:]).code == .badField)
            let member = try await scene.user("cp-FR")
            #expect(try await member.refused("KEY \(leader)", ["end": 1]).code == .forbidden)
            #expect(try await member.rows("KEY \(leader)").first?["counts"] == true)
            let stranger = try await scene.world.user("auditor", of: "asem")
            #expect(try await stranger.refused("KEY \(leader)").code == .notFound)
            #expect(try await admin.ok("KEY \(leader)", ["end": 1])["events"] == ["key-ended"])
            #expect(try await admin.rows("KEY \(leader)").first?["counts"] == false)
        }
    }
}
