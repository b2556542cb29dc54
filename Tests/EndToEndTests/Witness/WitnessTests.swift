import Bundles
import CanonicalJSON
import Foundation
import LineClient
import LineProtocol
import ProposalService
import Record
import TestSupport
import Testing

@testable import ImportFiles
@testable import Terminal
@testable import Witnessing

/// `chancery witness` as a partner runs it: the real program, on real servers.
@Suite(.serialized) struct WitnessTests {
    @Test func cosignsCatchesUpAndMakesItWitnessed() async throws {
        try await RecordScene.with(witnesses: ["one", "two"]) { scene, folders in
            let auditor = try await scene.user("auditor")
            let first = try await scene.grow(by: 1)
            let ended = try await scene.witness(folders[0])
            #expect(ended.status == 0 && ended.output.contains("cosigned \(first) events"), "\(ended)")
            var checkpoint = try await auditor.ok("CHECKPOINT mini")
            #expect(checkpoint["witnessed"] == false && checkpoint["cosignatures"]?.array?.count == 1)
            #expect(
                try await auditor.refused("CHECKPOINT mini witnessed=true").message.contains("no checkpoint of mini"))
            let second = try await scene.witness(folders[1], json: true)
            #expect(second.output.contains("\"witnessed\":true") && second.status == 0, "\(second)")
            checkpoint = try await auditor.ok("CHECKPOINT mini")
            #expect(checkpoint["witnessed"] == true && checkpoint["cosignatures"]?.array?.count == 2)
            // The same again is nothing new.
            #expect(try await scene.witness(folders[0]).output.contains("nothing new"))

            // Both are away while the record grows; each catches up with one proof.
            for _ in 0..<3 { try await scene.grow(by: 20) }
            let last = try await scene.grow(by: 1)
            #expect(try await auditor.ok("CHECKPOINT mini witnessed=true")["size"] == .integer(first))
            for folder in folders {
                let ended = try await scene.witness(folder)
                #expect(ended.status == 0 && ended.output.contains("cosigned \(last) events"), "\(ended)")
            }
            #expect(try await auditor.ok("CHECKPOINT mini witnessed=true")["size"] == .integer(last))
            #expect(try await auditor.ok("CHECKPOINT mini size=\(first)")["witnessed"] == true)
            try await bundlesCarryThem(scene, auditor, last)
        }
    }

    private func bundlesCarryThem(_ scene: RecordScene, _ auditor: User, _ last: Int64) async throws {
        try await scene.grow(by: 1)
        let trusted = scene.server.service.policy
        for subject in ["mini", scene.ref] {
            let report = try BundleVerifier.verify(
                try await scene.bundle(subject, auditor, witnessed: true), trusted: trusted)
            #expect(report.verdict == .sound && report.checkpoint.size == last, "\(report)")
            #expect(report.lines.joined().contains("Witness one, who saw it at"), "\(report.lines)")
            // The newest checkpoint is not witnessed yet; the older ones still bracket the events.
            let newest = try BundleVerifier.verify(try await scene.bundle(subject, auditor), trusted: trusted)
            #expect(newest.verdict == .unwitnessed && newest.checkpoint.size == last + 1)
        }
    }

    @Test func aWitnessThatThePolicyDoesNotName() async throws {
        try await RecordScene.with(witnesses: ["one"]) { scene, _ in
            let folder = try TestRoot.makeDirectory("other")
            let made = try await ClientProgram.chancery(
                ["witness", "init", "--data", folder + "/w", "--name", "other.example.org"], in: folder)
            #expect(made.output.hasPrefix("other.example.org+"))
            #expect(FileFacts(folder + "/w/witness-key")?.permissions == 0o600)
            #expect(FileFacts(folder + "/w")?.permissions == 0o700)
            let shown = try await ClientProgram.chancery(["witness", "key", "--data", folder + "/w"], in: folder)
            #expect(shown.output == made.output)
            let ended = try await scene.witness(folder + "/w")
            #expect(ended.status == 1 && ended.errors.contains("names no witness with the key other.example.org"))
            let again = try await ClientProgram.chancery(
                ["witness", "init", "--data", folder + "/w", "--name", "else.example.org"], in: folder)
            #expect(again.status == 1 && again.errors.contains("already holds the key of a witness"))
        }
    }

    /// One conversation after a day, and none while the clock stands before the last one.
    @Test func aDayLater() async throws {
        try await RecordScene.with(witnesses: ["one"]) { scene, folders in
            let folder = try WitnessFolder.open(folders[0])
            let log = try WitnessedLog(scene.log)
            let file = try folder.file(of: log)
            let start: Int64 = 1_800_000_000
            func round(at seconds: Int64) async throws -> WitnessRound.Outcome {
                let client = try await scene.server.connect()
                let round = WitnessRound(log: log, file: file, signer: folder.signer) { seconds }
                let outcome = try await round.run(client)
                await client.close()
                return outcome
            }
            let first = try await scene.grow(by: 1)
            #expect(
                try await round(at: start) == .cosigned(size: first, at: start, isNew: true, isWitnessed: true))
            let last = try await scene.grow(by: 300)
            guard case .refused(let why) = try await round(at: start - 1) else { throw Unexpected("cosigned") }
            #expect(why.contains("the clock of this machine is before 2027-01-15T08:00:00.000000Z"))
            let later = start + 86_400
            #expect(
                try await round(at: later) == .cosigned(size: last, at: later, isNew: true, isWitnessed: true))
            // Another process is kept out while this one has the folder.
            let second = try await scene.witness(folders[0])
            #expect(second.status == 1 && second.errors.contains("is locked"), "\(second)")
        }
    }

    @Test func badInput() async throws {
        let folder = try TestRoot.makeDirectory("bad")
        _ = try await ClientProgram.chancery(["witness", "init", "--data", "w", "--name", "w.example.org"], in: folder)
        let key = "chancery/asem+01799069+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk"
        let good = try NoteSigner(name: "chancery/asem", seed: Array(1...32)).key.text
        let cases: [([String], String, Int32)] = [
            (["--data", "w", "--log", "nonsense"], "not of the form", 2),
            (["--data", "w", "--log", key], "not of the form", 2),
            (["--data", "w", "--log", good + "@"], "is not a valid address", 2),
            (["--data", "w", "--log", good + "@host:port"], "is not a valid address", 2),
            (["--data", "none", "--log", good], "witness init", 2),
            (["--data", ".", "--log", good], "holds no key of a witness", 2),
            (["--data", "w", "--log", good, "--log", good, "--once"], "a log is given twice", 2),
            (["--data", "w", "--log", good, "--every", "0"], "--every takes 1 to 86400", 2),
            (["--data", "w", "--log", good, "--once", "--every", "5"], "not both", 2),
            (["--data", "w", "--log", good + "@127.0.0.1:1", "--once"], "127.0.0.1:1", 3),
            (["init", "--data", "x", "--name", "two words"], "a key name must not be empty", 2),
        ]
        for (arguments, words, status) in cases {
            let ended = try await ClientProgram.chancery(["witness"] + arguments, in: folder)
            #expect(ended.status == status && ended.errors.contains(words), "\(arguments): \(ended)")
        }
    }

    @Test func cosignaturesThatDoNotFit() async throws {
        try await RecordScene.with(witnesses: ["one"]) { scene, folders in
            let size = try await scene.grow(by: 1)
            let stranger = try await scene.stranger()
            let text = try LocalFile.text(folders[0] + "/witness-key").trimmingCharacters(in: .newlines)
            let signer = try NoteSigner(text: text)
            let checkpoint = try await stranger.ok("CHECKPOINT mini")
            let note = try SignedNote(parsing: Array(try #require(checkpoint["note"]?.string).utf8))
            let fits = try signer.cosignature(of: note.text, at: 1_800_000_000).line
            let other = try NoteSigner(name: "one.example.org", kind: .cosignature, seed: Array(1...32))
            let cases: [(JSONObject, String)] = [
                (["size": .integer(size), "line": "nonsense"], "BAD_FIELD"),
                (["size": .integer(size), "line": .string(fits + "\n" + fits)], "BAD_FIELD"),
                (["line": .string(fits)], "BAD_FIELD"), (["size": .integer(size)], "BAD_FIELD"),
                (["size": .integer(size), "line": .string(fits), "more": 1], "BAD_FIELD"),
                (["size": .integer(size + 1), "line": .string(fits)], "NOT_FOUND"),
                (["size": -1, "line": .string(fits)], "NOT_FOUND"),
                (
                    ["size": .integer(size), "line": .string(try signer.cosignature(of: "another\n", at: 1).line)],
                    "BAD_FIELD"
                ),
                (
                    ["size": .integer(size), "line": .string(try other.cosignature(of: note.text, at: 1).line)],
                    "FORBIDDEN"
                ),
                (["size": .integer(size), "line": .string(note.signatures[0].line)], "FORBIDDEN"),
            ]
            let second = try await scene.stranger()
            for (place, (object, code)) in cases.enumerated() {
                let asker = place < 5 ? stranger : second
                #expect(try await asker.refused("COSIGN mini", object).codeText == code, "\(object)")
            }
            let third = try await scene.stranger()
            let taken = try await third.ok("COSIGN mini", ["size": .integer(size), "line": .string(fits)])
            #expect(taken["new"] == true && taken["witnessed"] == true && taken["witness"] == "one")
            // The first time that a witness gave stays.
            let later = try signer.cosignature(of: note.text, at: 1_900_000_000).line
            let again = try await third.ok("COSIGN mini", ["size": .integer(size), "line": .string(later)])
            #expect(again["new"] == false && again["at"] == taken["at"])
        }
    }
}
