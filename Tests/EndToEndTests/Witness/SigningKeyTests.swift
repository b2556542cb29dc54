import Bundles
import CanonicalJSON
import Foundation
import LineClient
import LineProtocol
import PostgresStore
import Proposals
import Record
import TestSupport
import Testing

@testable import ProposalService
@testable import Terminal

/// Acts signed with keys as people have them: held by a real ssh-agent, behind a passphrase, of every kind, in files of every form.
@Suite(.serialized) struct SigningKeyTests {
    private static let phrase = "a secret of four words"

    /// A proposal that a leader may bless, and a folder with keys of the leader's, all registered.
    private struct Desk {
        let scene: RecordScene
        let folder: String
        let leader = "mini/som-TH"

        func run(_ words: [String], _ changes: [String: String], input: [UInt8] = []) async throws
            -> ClientProgram.Ended
        {
            var environment = [
                "CHANCERY_SERVER": scene.server.address.description, "CHANCERY_TOKEN": try Seed.token(leader),
                // Never the terminal of whoever runs the tests, nor their agent.
                "SSH_ASKPASS": "/bin/false", "SSH_ASKPASS_REQUIRE": "force", "SSH_AUTH_SOCK": "", "DISPLAY": ":none",
            ]
            environment.merge(changes) { $1 }
            return try await ClientProgram.run(
                words[0], Array(words.dropFirst()), environment: environment, input: input, in: folder)
        }

        /// Blesses with a key, perhaps with an agent that holds another file's key and lives as long as the command.
        func bless(
            _ key: String, agentHolds held: String? = nil, _ changes: [String: String] = [:]
        ) async throws -> ClientProgram.Ended {
            let program = try ThisBuild.chancery
            let words = [program, "advance", scene.ref, "bless", "--meeting", "SOM-1", "--sign", key]
            guard let held else { return try await run(words, changes) }
            // The agent is asked for the passphrase once, and then it is gone from everybody's reach.
            let script = "SSH_ASKPASS=./phrase ssh-add -q \(held) </dev/null && exec \"$@\""
            return try await run(["ssh-agent", "sh", "-c", script, "sh"] + words, changes)
        }

        func recall() async throws {
            let leader = try await scene.server.login(leader, token: try Seed.token(leader))
            try await leader.ok("ADVANCE \(scene.ref) recall", ["reason": "Again."])
        }

        func write(_ name: String, _ text: String) throws { try LocalFile.writePrivate(text, to: "\(folder)/\(name)") }
        func text(_ name: String) throws -> String { try LocalFile.text("\(folder)/\(name)") }
    }

    private func desk(_ body: (Desk) async throws -> Void) async throws {
        try await RecordScene.with { scene, _ in
            for partner in try Seed.partners("mini") {
                try await scene.user("cp-\(partner)").ok("POSITION \(scene.ref) support")
            }
            try await scene.user("rc-ASEAN").ok("ADVANCE \(scene.ref) confirm")
            try await scene.world.heldMeeting(of: "mini")
            let desk = Desk(scene: scene, folder: try TestRoot.makeDirectory("desk"))
            for (name, type, bits, phrase) in [
                ("plain-ed", "ed25519", "256", ""), ("locked-ed", "ed25519", "256", SigningKeyTests.phrase),
                ("locked-rsa", "rsa", "2048", SigningKeyTests.phrase), ("plain-p384", "ecdsa", "384", ""),
                ("locked-p256", "ecdsa", "256", SigningKeyTests.phrase), ("pem-rsa", "rsa", "2048", ""),
            ] {
                let made = try await desk.run(
                    ["ssh-keygen", "-q", "-t", type, "-b", bits, "-N", phrase, "-C", name, "-f", name]
                        + (name.hasPrefix("pem") ? ["-m", "PEM"] : []), [:])
                try #require(made.status == 0, "\(made)")
                try await scene.user("admin").ok("KEY \(desk.leader)", ["key": .string(try desk.text("\(name).pub"))])
            }
            try desk.write("phrase", "#!/bin/sh\necho '\(SigningKeyTests.phrase)'\n")
            try #require(chmod("\(desk.folder)/phrase", 0o700) == 0)
            // The public half alone, as somebody has it whose private half is elsewhere.
            try desk.write("only.pub", try desk.text("locked-rsa.pub"))
            let words = try desk.text("locked-p256.pub").split(separator: " ").joined(separator: "\t")
            try desk.write("windows.pub", "\u{FEFF}# mine\r\n\(words)\r\n")
            try await body(desk)
        }
    }

    @Test(.timeLimit(.minutes(60))) func everyWayToSign() async throws {
        try await desk { desk in
            let ways: [(key: String, held: String?, environment: [String: String])] = [
                ("only.pub", "locked-rsa", [:]), ("locked-rsa", "locked-rsa", [:]),
                ("windows.pub", "locked-p256", [:]), ("locked-ed", nil, ["SSH_ASKPASS": "./phrase"]),
                ("locked-p256.pub", nil, ["SSH_ASKPASS": "./phrase"]), ("plain-p384", nil, [:]), ("pem-rsa", nil, [:]),
                // It needs no other program.
                ("plain-ed", nil, ["PATH": "/nonexistent"]),
            ]
            for (number, way) in ways.enumerated() {
                if number > 0 { try await desk.recall() }
                let blessed = try await desk.bless(way.key, agentHolds: way.held, way.environment)
                try #require(blessed.status == 0, "\(way): \(blessed)")
                #expect(blessed.errors.isEmpty, "\(way): \(blessed)")
            }
            let auditor = try await desk.scene.user("auditor")
            let events = try await auditor.rows("HISTORY \(desk.scene.ref)")
            #expect(events.count { $0["data"]?["signature"]?.string != nil } == ways.count)

            // All of it stands in the bundle, and both verifiers find it sound.
            try await desk.scene.grow(by: 1)
            let bundle = try await desk.scene.bundle(desk.scene.ref, auditor)
            let report = try BundleVerifier.verify(bundle, trusted: desk.scene.server.service.policy)
            #expect(report.verdict == .sound && report.signed.count == ways.count, "\(report.irregularities)")
            #expect(try await auditor.ok("AUDIT mini")["sound"] == true)
            try await audited(desk)
            let taken = try await desk.run(
                [try ThisBuild.chancery, "signature", desk.scene.ref, "--out", "out"], [:])
            let allowed = try desk.text("out/allowed_signers")
            #expect(taken.status == 0 && allowed.contains(" ssh-rsa ") && allowed.contains(" ecdsa-sha2-nistp384 "))
            let verify = [
                "ssh-keygen", "-Y", "verify", "-f", "out/allowed_signers", "-I", desk.leader, "-n", "chancery/act/v1",
                "-s", "out/act.sig",
            ]
            let good = try await desk.run(verify, [:], input: try LocalFile.bytes("\(desk.folder)/out/act"))
            #expect(good.status == 0, "\(good)")
        }
    }

    /// An audit looks at each signature again: at the act under it, and at whose key it is.
    private func audited(_ desk: Desk) async throws {
        let store = desk.scene.server.store
        func events(_ stream: String) async throws -> [AuditedEvent] {
            try await store.auditStream(forum: "mini", stream: stream, after: 0, limit: 1000)
        }
        let history = try await events(desk.scene.ref)
        var registry = RegistryFold("mini")
        try registry.fold(try await events(Event.registryStream))
        var whole = HistoryFold(desk.scene.ref)
        try whole.fold(history, forum: "mini")
        #expect(whole.signers.count == 8)
        try whole.checkSigners(registry.registry)
        let nobody = #expect(throws: AuditFinding.self) { try whole.checkSigners(Registry(forum: "mini")) }
        #expect(nobody?.sentence.contains("was not registered as \(desk.leader)'s") == true)
        // The signature of one act under another: the last one under the one before.
        let signed = history.indices.filter { history[$0].isSigned }
        let last = try #require(signed.last)
        let first = try #require(signed.first)
        var event = try history[last].opened("mini").event
        event.data["signature"] = try history[first].opened("mini").event.data["signature"]
        let sealed = SealedEvent(event)
        var changed = history[last]
        changed.bytes = sealed.bytes
        changed.digest = Digest.sha256(sealed.bytes).bytes
        changed.leafHash = MerkleTree.leafHash(sealed.bytes).bytes
        var forged = HistoryFold(desk.scene.ref)
        try forged.fold(history[..<last], forum: "mini")
        let finding = #expect(throws: AuditFinding.self) { try forged.fold([changed], forum: "mini") }
        #expect(
            finding?.sentence.contains("the signature does not fit") == true && finding?.concernsRecord == false,
            "\(String(describing: finding))")
    }

    @Test(.timeLimit(.minutes(60))) func whereNoSignatureComesOfIt() async throws {
        try await desk { desk in
            let before = try await desk.scene.server.store.recordLength(forum: "mini")
            func refused(
                _ key: String, holding held: String? = nil, _ status: Int32, _ sentences: String...,
                environment: [String: String] = [:]
            ) async throws {
                let ended = try await desk.bless(key, agentHolds: held, environment)
                #expect(ended.status == status && !ended.errors.contains("copy without"), "\(key): \(ended)")
                for sentence in sentences { #expect(ended.errors.contains(sentence), "\(key): \(ended)") }
                #expect(ended.errors.split(separator: "\n").count <= 2, "\(ended)")
            }
            try await refused(
                "locked-rsa", 1, "ssh-keygen could not use locked-rsa", "incorrect passphrase",
                "load the key first: ssh-add locked-rsa")
            try await refused("only.pub", 1, "ssh-agent does not hold the private half", "ssh-add only")
            try await refused("only.pub", holding: "locked-ed", 1, "ssh-agent does not hold the private half")
            try await refused(
                "plain-p384", 1, "ssh-keygen was not found", "openssh-client", environment: ["PATH": "/nonexistent"])

            // A private key under the name of another's public one, kinds that are not taken, several keys.
            try desk.write("swapped", try desk.text("plain-p384"))
            try #require(chmod("\(desk.folder)/swapped", 0o600) == 0)
            try desk.write("swapped.pub", try desk.text("locked-ed.pub"))
            try await refused("swapped.pub", 1, "the act was not signed")
            let weak = try await desk.run(
                ["ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "weak"], [:])
            try #require(weak.status == 0)
            try await refused("weak", 2, "1024 bits, and at least 2048 are needed")
            try desk.write("two.pub", try desk.text("locked-ed.pub") + desk.text("only.pub"))
            try await refused("two.pub", 2, "2 keys stand in it, on the lines 1, 2")
            #expect(try await desk.scene.server.store.recordLength(forum: "mini") == before)
        }
    }

    /// What somebody hands over to be registered, through the client and straight to the server.
    @Test(.timeLimit(.minutes(60))) func whatIsRegistered() async throws {
        try await desk { desk in
            let admin = try await desk.scene.user("admin")
            let program = try ThisBuild.chancery
            func add(_ name: String) async throws -> ClientProgram.Ended {
                try await desk.run(
                    [program, "key", "add", "mini/som-FR", name], ["CHANCERY_TOKEN": try Seed.token("mini/admin")])
            }
            for (name, type, bits) in [("a", "rsa", "3072"), ("b", "ecdsa", "521"), ("c", "ed25519", "256")] {
                let made = try await desk.run(
                    ["ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-C", "the desk", "-f", name], [:])
                try #require(made.status == 0)
            }
            let line = try desk.text("a.pub")
            try desk.write("tab.pub", line.split(separator: " ").joined(separator: "\t"))
            try desk.write("comment.pub", "# the leader's\n" + (try desk.text("b.pub")))
            try desk.write("options.pub", "no-pty,from=\"10.0.0.0/8\" " + (try desk.text("c.pub")))
            for (number, name) in ["tab.pub", "comment.pub", "options.pub"].enumerated() {
                let added = try await add(name)
                #expect(added.status == 0 && added.output.contains("key \(number + 1), SHA256:"), "\(name): \(added)")
            }
            let rows = try await admin.rows("KEY mini/som-FR")
            #expect(rows.compactMap { $0["fingerprint"]?.string }.count == 3)
            #expect(line.hasPrefix(rows.first?["key"]?.string ?? "-"))

            let kept = try await desk.scene.server.store.recordLength(forum: "mini")
            for name in ["a", "pem-rsa", "locked-ed"] {
                let refused = try await add(name)
                #expect(refused.status == 2 && refused.errors.contains("private key, and the public one is needed"))
                let secret = try desk.text(name).split(separator: "\n")[2]
                #expect(!refused.errors.contains(secret) && !refused.output.contains(secret))
                let sent = try await admin.refused("KEY mini/som-FR", ["key": .string(try desk.text(name))])
                #expect(sent.code == .badField && !sent.message.contains(secret), "\(sent.message)")
            }
            #expect(try await desk.scene.server.store.recordLength(forum: "mini") == kept)
        }
    }

    /// Where a policy asks for no witness, nothing is said of what was witnessed; where it asks for one, it is.
    @Test(.timeLimit(.minutes(60))) func whatIsWitnessedIsToldOnlyWhereItIsAskedFor() async throws {
        try await RecordScene.with { scene, _ in
            try await scene.grow(by: 1)
            let folder = try TestRoot.makeDirectory("verify")
            try Data(try await scene.bundle(scene.ref, try await scene.user("auditor")))
                .write(to: URL(fileURLWithPath: folder + "/bundle"))
            let made = try await ClientProgram.chancery(
                ["witness", "init", "--data", "witness", "--name", "one.example.org"], in: folder)
            let witness = "witness one \(made.output.split(separator: "\n").first ?? "")\n"
            for (quorum, isTold) in [("quorum none\n", false), (witness + "quorum one\n", true)] {
                try LocalFile.writePrivate("log \(scene.log)\n" + quorum, to: folder + "/policy")
                let json = try await ClientProgram.chancery(
                    ["verify", "bundle", "--policy", "policy", "--json"], in: folder)
                let object = try #require(try JSONValue.parse(json.output).object)
                #expect(object["verdict"]?.string == (isTold ? "unwitnessed" : "sound"), "\(json)")
                #expect(object["witnessed_size"]?.integer == (isTold ? 0 : nil), "\(json)")
                let second = try await ClientProgram.run(
                    try await SecondVerifier.python(),
                    [Repository.path("docs/verify/verify_bundle.py"), "--policy", "policy", "bundle"],
                    in: folder)
                #expect(second.output.contains("\"witnessed\": ") == isTold, "\(second)")
                let words = try await ClientProgram.chancery(["verify", "bundle", "--policy", "policy"], in: folder)
                #expect(words.output.contains("asks for no witness") == !isTold, "\(words)")
            }
        }
    }
}

extension AuditedEvent {
    fileprivate var isSigned: Bool { (try? opened("mini"))?.event.data["signature"] != nil }
}
