import CanonicalJSON
import CivilTime
import Foundation
import Lifecycle
import Proposals
import Record
import Testing

@testable import Bundles

/// Blessings signed by people: decided, recorded, replayed by both verifiers, and checked by ssh-keygen itself.
@Suite struct SignedActTests {
    /// A forum whose lifecycle asks for a signed blessing, a proposal in consensus, and a leader with a key.
    struct Scene {
        var recorded: RecordedWorld
        let key: SSHPrivateKey
        let other: SSHPrivateKey
        let leader = "asem-trial/som-leader-DE"

        init() throws {
            let folder = TemporaryFolder()
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            func make(_ name: String) throws -> SSHPrivateKey {
                let path = folder.path + "/" + name
                _ = try SignedActTests.keygen(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path])
                return try SSHPrivateKey(text: try String(contentsOfFile: path, encoding: .utf8))
            }
            (key, other) = (try make("key"), try make("other"))
            recorded = try RecordedWorld.small()
            var definition = try Repository.initiative()
            definition.version += 1
            for index in definition.transitions.indices where definition.transitions[index].id == "bless" {
                definition.transitions[index].requirements.append(
                    RequirementUse(SignedByActor(), source: "order of the record", label: "signed by the leader"))
            }
            try recorded.change(.loadLifecycle(definition, digest: World.digest(of: definition)))
            try recorded.change(.registerKey(account: leader, key: key.key.line + " a comment", from: nil, until: nil))
            try recorded.play { try $0.reachConsensus() }
            try recorded.play { try $0.holdSOM() }
        }

        func statement(_ decidedAt: Instant? = nil) throws -> ActStatement {
            let proposal = try recorded.world.proposal(World.ref)
            return ActStatement(
                account: leader, forum: "asem-trial", ref: World.ref, transition: "bless",
                inputs: ["meeting": "som-2026-1"], decidedAt: decidedAt ?? recorded.world.now,
                lastMove: proposal.moves.last?.version ?? 0, textDigest: proposal.textDigest)
        }

        func command(_ statement: ActStatement, with key: SSHPrivateKey) throws -> Command {
            let signature = try SSHSignature(signing: statement.bytes, namespace: ActStatement.namespace, with: key)
            return .advance(
                transition: statement.transition, inputs: statement.inputs, decidedAt: statement.decidedAt,
                signature: signature.text)
        }
    }

    static func keygen(_ arguments: [String], input: [UInt8]? = nil) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ssh-keygen"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        if let input { try pipe.fileHandleForWriting.write(contentsOf: Data(input)) }
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test func onlyTheActorsOwnSignatureOverThisActCounts() throws {
        let scene = try Scene()
        let world = scene.recorded.world
        let statement = try scene.statement()
        func refusal(_ command: Command) throws -> Refusal {
            try world.refusal(command, on: World.ref, as: .somLeader("DE"))
        }
        #expect(try refusal(World.bless()).findings.map(\.requirement) == ["signed"])
        #expect(
            try refusal(try scene.command(statement, with: scene.other)).message.contains(
                "not registered"))
        var changed = statement
        changed.textDigest = String(repeating: "0", count: 64)
        #expect(try refusal(try scene.command(changed, with: scene.key)).message.contains("not this act"))
        guard case .advance(_, _, _, let signature) = try scene.command(statement, with: scene.key) else {
            return
        }
        let otherMeeting = Command.advance(
            transition: "bless", inputs: ["meeting": "som-2025-2"], decidedAt: statement.decidedAt, signature: signature
        )
        let otherTime = Command.advance(
            transition: "bless", inputs: statement.inputs,
            decidedAt: statement.decidedAt.advanced(byMicroseconds: -1), signature: signature)
        #expect(try refusal(otherMeeting).findings.map(\.requirement) == ["signed"])
        #expect(try refusal(otherTime).findings.map(\.requirement) == ["signed"])
        let undated = Command.advance(
            transition: "bless", inputs: statement.inputs, decidedAt: nil, signature: "x")
        #expect(try refusal(undated).field == "decided_at")
        let unreadable = Command.advance(
            transition: "bless", inputs: statement.inputs, decidedAt: statement.decidedAt, signature: "x")
        #expect(try refusal(unreadable).field == "signature")
    }

    @Test func aSignatureIsGoodForOneAct() throws {
        var scene = try Scene()
        let command = try scene.command(try scene.statement(), with: scene.key)
        try scene.recorded.act(command, on: World.ref, as: .somLeader("DE"))
        try scene.recorded.act(World.recall(), on: World.ref, as: .somLeader("DE"))
        let again = try scene.recorded.world.refusal(command, on: World.ref, as: .somLeader("DE"))
        #expect(again.findings.map(\.requirement) == ["signed"])
        try scene.recorded.change(.endKey(account: scene.leader, number: 1, until: nil))
        scene.recorded.world.wait(minutes: 1)
        let ended = try scene.command(try scene.statement(), with: scene.key)
        let refusal = try scene.recorded.world.refusal(ended, on: World.ref, as: .somLeader("DE"))
        #expect(refusal.findings.map(\.requirement) == ["signed"])
        #expect(refusal.message.contains("key 1 of \(scene.leader)") && refusal.message.contains(" until "))
    }

    @Test func bothVerifiersAndSSHKeygenCheckIt() throws {
        var scene = try Scene()
        let statement = try scene.statement()
        try scene.recorded.act(try scene.command(statement, with: scene.key), on: World.ref, as: .somLeader("DE"))
        try scene.recorded.sign()
        let recorded = scene.recorded
        let bytes = [try recorded.bundle(), try recorded.bundle(World.ref)]
        for bundle in bytes {
            let report = try BundleVerifier.verify(bundle, trusted: recorded.policy)
            #expect(report.irregularities == [])
            #expect(report.signed.map(\.fingerprint) == [scene.key.key.fingerprint])
            #expect(
                report.lines.joined(separator: "\n").contains("signed by asem-trial/som-leader-DE with the key SHA256:")
            )
        }
        #expect(
            try SecondVerifierTests.answers(bytes, policy: recorded.policy).map(\.verdict) == ["sound", "sound"])

        // What stands in the record is what ssh-keygen checks.
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let event = try #require(recorded.record.last?.event)
        let text = try #require(event.data["signature"]?.string)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/sig"))
        try Data("leader \(scene.key.key.line)\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/allowed"))
        let verify = [
            "-Y", "verify", "-f", folder.path + "/allowed", "-I", "leader", "-n", ActStatement.namespace, "-s",
            folder.path + "/sig",
        ]
        #expect(try SignedActTests.keygen(verify, input: statement.bytes) == 0)
        for index in stride(from: 0, to: statement.bytes.count, by: 37) {
            var damaged = statement.bytes
            damaged[index] ^= 1
            #expect(try SignedActTests.keygen(verify, input: damaged) != 0)
        }
    }

    @Test func aForgedBlessingIsSeenByBoth() throws {
        var scene = try Scene()
        try scene.recorded.act(
            try scene.command(try scene.statement(), with: scene.key), on: World.ref, as: .somLeader("DE"))
        let recorded = scene.recorded
        let bless = recorded.record.count - 1
        let stolen = try SSHSignature(
            signing: try ActStatement(
                account: scene.leader, forum: "asem-trial", ref: World.ref, transition: "bless",
                inputs: ["meeting": "som-2026-1"], decidedAt: recorded.record[bless].event.decidedAt,
                lastMove: recorded.world.proposal(World.ref).moves.dropLast().last?.version ?? 0,
                textDigest: recorded.world.proposal(World.ref).textDigest
            ).bytes, namespace: ActStatement.namespace, with: scene.other)
        let changes: [(inout [SealedEvent]) -> Void] = [
            { $0[bless] = $0[bless].changed { $0.data["signature"] = .string(stolen.text) } },
            { $0[bless] = $0[bless].changed { $0.decidedAt = $0.decidedAt.advanced(byMicroseconds: -1) } },
            { $0[bless] = $0[bless].changed { $0.data["signature"] = nil } },
            { record in
                record.removeAll { $0.event.kind == .keyRegistered }
                record.rechain("registry")
            },
        ]
        var bundles: [[UInt8]] = []
        for change in changes {
            var forged = try recorded.forged(change)
            try forged.sign()
            bundles.append(try forged.bundle())
        }
        for (bundle, second) in zip(bundles, try SecondVerifierTests.answers(bundles, policy: recorded.policy)) {
            let first = SecondVerifierTests.answer(bundle, policy: recorded.policy)
            #expect(first.verdict == "faulty" && second.verdict == "faulty")
            #expect(first.findings?.count == 1 && first.findings?[0].hasPrefix("signature") == true, "\(first)")
            #expect(second.findings?.count == 1, "\(second)")
        }
    }
}
