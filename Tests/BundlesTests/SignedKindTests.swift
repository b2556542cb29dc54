import CanonicalJSON
import Foundation
import Proposals
import Record
import Testing

@testable import Bundles

/// Blessings signed with keys of other kinds than Ed25519: both verifiers take what counts, and both find what does not.
@Suite struct SignedKindTests {
    static let kinds = [("rsa", "2048"), ("rsa", "4096"), ("ecdsa", "256"), ("ecdsa", "384"), ("ecdsa", "521")]

    /// A folder of keys, and what ssh-keygen signs with them.
    struct Keys: ~Copyable {
        let folder = TemporaryFolder()

        init() throws {
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        }

        func make(_ name: String, _ type: String, _ bits: String) throws -> String {
            let made = try SignedActTests.keygen([
                "-q", "-t", type, "-b", bits, "-N", "", "-C", "desk", "-f", "\(folder.path)/\(name)",
            ])
            try #require(made == 0)
            return try String(contentsOfFile: "\(folder.path)/\(name).pub", encoding: .utf8)
        }

        func sign(_ bytes: [UInt8], with name: String, namespace: String = ActStatement.namespace) throws -> String {
            let file = "\(folder.path)/act"
            try? FileManager.default.removeItem(atPath: file + ".sig")
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let signed = try SignedActTests.keygen([
                "-q", "-Y", "sign", "-n", namespace, "-f", "\(folder.path)/\(name)", file,
            ])
            try #require(signed == 0)
            return try String(contentsOfFile: file + ".sig", encoding: .utf8)
        }
    }

    @Test(arguments: kinds) func bothVerifiersCheckIt(_ type: String, _ bits: String) throws {
        let keys = try Keys()
        let line = try keys.make("key", type, bits)
        _ = try keys.make("other", type, bits)
        _ = try keys.make("weak", "rsa", "1024")
        var scene = try SignedActTests.Scene()
        try scene.recorded.change(.registerKey(account: scene.leader, key: line, from: nil, until: nil))
        let registered = scene.recorded.record.count - 1
        let statement = try scene.statement()
        func command(_ signature: String) -> Command {
            .advance(
                transition: statement.transition, inputs: statement.inputs, decidedAt: statement.decidedAt,
                signature: signature)
        }
        let signature = try keys.sign(statement.bytes, with: "key")
        let wrongPurpose = try keys.sign(statement.bytes, with: "key", namespace: "file")
        let wrongKey = try keys.sign(statement.bytes, with: "other")
        let wrongAct = try keys.sign(statement.bytes + [0x20], with: "key")
        let weak = try keys.sign(statement.bytes, with: "weak")
        for (text, word) in [
            (wrongPurpose, "another purpose: file"), (wrongKey, "not registered"), (wrongAct, "not this act"),
            (weak, "1024 bits"),
        ] {
            let refusal = try scene.recorded.world.refusal(command(text), on: World.ref, as: .somLeader("DE"))
            #expect(refusal.message.contains(word), "\(refusal.message)")
        }
        try scene.recorded.act(command(signature), on: World.ref, as: .somLeader("DE"))
        try scene.recorded.sign()
        let recorded = scene.recorded
        let bundles = [try recorded.bundle(), try recorded.bundle(World.ref)]
        for bundle in bundles {
            let report = try BundleVerifier.verify(bundle, trusted: recorded.policy)
            #expect(report.irregularities == [])
            #expect(report.signed.map(\.fingerprint) == [try SSHKey(text: line).fingerprint])
        }
        #expect(
            try SecondVerifierTests.answers(bundles, policy: recorded.policy).map(\.verdict) == ["sound", "sound"])
        // With the line ends of another system, and without the last one, it is the same signature.
        let bless = recorded.record.count - 1
        func forged(_ change: (inout [SealedEvent]) -> Void) throws -> [UInt8] {
            var forged = try recorded.forged(change)
            try forged.sign()
            return try forged.bundle()
        }
        func signed(_ text: String) throws -> [UInt8] {
            try forged { $0[bless] = $0[bless].changed { $0.data["signature"] = .string(text) } }
        }
        let lines = signature.split(separator: "\n")
        let same = [try signed(lines.joined(separator: "\n")), try signed(lines.joined(separator: "\r\n") + "\r\n")]
        for (bundle, second) in zip(same, try SecondVerifierTests.answers(same, policy: recorded.policy)) {
            #expect(SecondVerifierTests.answer(bundle, policy: recorded.policy).verdict == "sound")
            #expect(second.verdict == "sound", "\(second)")
        }
        let cut = lines.prefix(3) + lines.suffix(1)
        let bad = try [wrongPurpose, wrongKey, wrongAct, weak, cut.joined(separator: "\n"), "", "nonsense"].map(signed)
        for (bundle, second) in zip(bad, try SecondVerifierTests.answers(bad, policy: recorded.policy)) {
            let first = SecondVerifierTests.answer(bundle, policy: recorded.policy)
            #expect(first.verdict == "faulty" && second.verdict == "faulty", "\(first) \(second)")
            #expect(first.findings == ["signature \(bless)"] && second.findings == first.findings, "\(second)")
        }
        // A registered key that none should be.
        let weakLine = try String(contentsOfFile: "\(keys.folder.path)/weak.pub", encoding: .utf8)
            .split(separator: " ").prefix(2).joined(separator: " ")
        let registrations = try [weakLine, "ssh-dss AAAA", line].map { text in
            try forged { record in
                record[registered] = record[registered].changed { $0.data["key"] = .string(text) }
                record.rechain("registry")
            }
        }
        for (bundle, second) in zip(
            registrations, try SecondVerifierTests.answers(registrations, policy: recorded.policy))
        {
            let first = SecondVerifierTests.answer(bundle, policy: recorded.policy)
            #expect(first.verdict == "faulty" && second.verdict == "faulty", "\(first) \(second)")
            #expect(first.findings?.contains("step \(registered)") == true && second.findings == first.findings)
        }
    }
}
