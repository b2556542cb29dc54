import Bundles
import CanonicalJSON
import Foundation
import LineProtocol
import ProposalService
import Record
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// A server that shows two histories, both signed with its key: a copy of its data, written on.
@Suite(.serialized) struct ForkTests {
    /// The scene's server, and another one with a copy of its record and of its signer's folder, from before the witness came.
    private func fork(
        _ body: (RecordScene, _ other: RecordScene, _ folder: String) async throws -> Void
    ) async throws {
        try await RecordScene.with(witnesses: ["one"]) { scene, folders in
            try await World.with { copy in
                let signer = try TestRoot.makeDirectory("copied")
                try FileManager.default.createDirectory(atPath: signer + "/mini", withIntermediateDirectories: true)
                let text = try LocalFile.text(scene.signer + "/mini/signing-key")
                try LocalFile.writePrivate(text, to: signer + "/mini/signing-key")
                let ref = try await copy.circulated("Another seminar", of: "mini")
                let server = try await TestServer.start(
                    conninfo: copy.database.conninfo(), connections: 3, signer: signer,
                    policy: scene.server.service.policy)
                let other = RecordScene(world: copy, server: server, signer: signer, ref: ref, log: scene.log)
                do { try await body(scene, other, folders[0]) } catch {
                    await server.stop()
                    throw error
                }
                await server.stop()
            }
        }
    }

    private func sizes(_ scene: RecordScene, _ other: RecordScene) async throws -> (Int64, Int64) {
        (try await scene.grow(by: 1), try await other.grow(by: 1))
    }

    @Test func twoRecordsOfOneSize() async throws {
        try await fork { scene, other, folder in
            var (here, there) = try await sizes(scene, other)
            while here < there { here = try await scene.grow(by: 1) }
            while there < here { there = try await other.grow(by: 1) }
            #expect(try await scene.witness(folder).status == 0)
            let ended = try await scene.witness(folder, on: other.server.address)
            #expect(
                ended.status == 1 && ended.errors.contains("FORK: the log signed two different records of one size"))
            try await keepsTheEvidence(scene, folder)
        }
    }

    @Test func aRecordThatDoesNotExtendTheOther() async throws {
        try await fork { scene, other, folder in
            var (here, there) = try await sizes(scene, other)
            while there <= here { there = try await other.grow(by: 1) }
            #expect(try await scene.witness(folder).status == 0)
            let ended = try await scene.witness(folder, on: other.server.address, json: true)
            #expect(ended.status == 1 && ended.output.contains("\"outcome\":\"forked\""))
            #expect(ended.output.contains("not-an-extension"))
            try await keepsTheEvidence(scene, folder)
            here = 0
        }
    }

    @Test func anOlderRecordIsRefusedAndForgottenAgain() async throws {
        try await fork { scene, other, folder in
            var (here, there) = try await sizes(scene, other)
            while here <= there { here = try await scene.grow(by: 1) }
            #expect(try await scene.witness(folder).status == 0)
            let ended = try await scene.witness(folder, on: other.server.address)
            #expect(ended.status == 1 && ended.errors.contains("older than the one of \(here) events"), "\(ended)")
            // It proves nothing against the log, which goes on.
            there = try await scene.grow(by: 1)
            #expect(try await scene.witness(folder).status == 0)
        }
    }

    /// Both notes are there, each signed by the log; nothing is cosigned any more, wherever and however often it is asked.
    private func keepsTheEvidence(_ scene: RecordScene, _ folder: String) async throws {
        let key = try NoteKey(text: scene.log)
        let place = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix("mini-") })
        var roots: Set<String> = []
        for name in ["fork-first", "fork-second"] {
            let note = try LocalFile.bytes("\(folder)/\(place)/\(name)")
            roots.insert(try Checkpoint(verifying: note, signedBy: key).root.hex)
        }
        #expect(roots.count == 2)
        let size = try await scene.grow(by: 1)
        let again = try await scene.witness(folder)
        #expect(again.status == 1 && again.errors.contains("FORK"))
        let stranger = try await scene.stranger()
        #expect(try await stranger.ok("CHECKPOINT mini size=\(size)")["cosignatures"] == [])
        // The loop ends, for no log is left.
        let loop = try await ClientProgram.chancery(
            ["witness", "--data", folder, "--log", "\(scene.log)@\(scene.server.address)", "--every", "1"], in: folder)
        #expect(loop.status == 1 && loop.errors.contains("FORK"))
    }
}
