import CanonicalJSON
import HTTPServer
import LineClient
import ProposalService
import Record
import Synchronization
import TestSupport
import TestWeb
import Testing

@testable import WitnessCalls

/// A server that shows its checkpoints to witnesses which speak C2SP tlog-witness and know nothing of Chancery.
@Suite(.serialized) struct WitnessCallsTests {
    /// A signed record on a server whose policy gives two witnesses addresses, and what its calls tell.
    private struct Scene {
        let record: RecordScene
        let witnesses: [C2SPWitness]
        let calls: WitnessCalls
        let told: Told

        final class Told: Sendable {
            private let events = Mutex<[WitnessCalls.Event]>([])
            func take(_ event: WitnessCalls.Event) { events.withLock { $0.append(event) } }
            /// What was told since it was last asked for.
            var new: [WitnessCalls.Event] {
                events.withLock { events in
                    defer { events = [] }
                    return events
                }
            }
        }

        func checkpoint() async throws -> JSONObject { try await record.stranger().ok("CHECKPOINT mini") }
    }

    private func scene(_ body: (Scene) async throws -> Void) async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let signer = try TestRoot.makeDirectory("signer")
            let log = try await RecordScene.key(world, signer)
            var (witnesses, lines): ([C2SPWitness], [String]) = ([], ["log \(log)"])
            for (place, name) in ["one", "two"].enumerated() {
                let witness = try C2SPWitness(
                    log: try NoteKey(text: log), name: "\(name).example.org", seed: UInt8(place + 1))
                lines.append("witness \(name) \(witness.key.text) \(try await witness.listen())")
                witnesses.append(witness)
            }
            let policy = try WitnessPolicy(lines: lines + ["group everybody all one two", "quorum everybody"])
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), connections: 4, signer: signer, policy: policy)
            let told = Scene.Told()
            let calls = try #require(WitnessCalls(server.service, name: "test") { told.take($0) })
            let record = RecordScene(world: world, server: server, signer: signer, ref: ref, log: log)
            let result: Result<Void, any Error>
            do {
                result = .success(
                    try await body(Scene(record: record, witnesses: witnesses, calls: calls, told: told)))
            } catch {
                result = .failure(error)
            }
            await server.stop()
            for witness in witnesses { await witness.close() }
            try result.get()
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func everyCheckpointIsCosigned() async throws {
        try await scene { scene in
            let first = try await scene.record.grow(by: 1)
            await scene.calls.round()
            #expect(try await scene.checkpoint()["witnessed"] == true)
            #expect(Set(scene.told.new) == cosigned(first))
            // One request each: nobody had seen anything. What is cosigned is not shown again.
            #expect(scene.witnesses.map(\.requests.count) == [1, 1])
            #expect(scene.witnesses[0].requests[0].hasPrefix("old 0\n\nchancery/mini\n\(first)\n"))
            await scene.calls.round()
            #expect(scene.witnesses.map(\.requests.count) == [1, 1] && scene.told.new.isEmpty)
            // The record grows beyond a full tile, and a proof goes with it.
            let last = try await scene.record.grow(by: 260)
            await scene.calls.round()
            #expect(try await scene.checkpoint()["witnessed"] == true)
            #expect(Set(scene.told.new) == cosigned(last) && scene.witnesses.map(\.requests.count) == [2, 2])
            #expect(scene.witnesses[0].requests[1].hasPrefix("old \(first)\n"))
            // The note over HTTP has their lines.
            let log = HTTPLog(address: scene.record.server.web.address, key: try NoteKey(text: scene.record.log))
            let note = try SignedNote(parsing: try await log.ask("/checkpoint").body)
            #expect(try note.cosignatures(by: scene.witnesses.map(\.key)).count == 2)

            // A server that starts again knows nothing of them, and is told.
            let again = try #require(WitnessCalls(scene.record.server.service, name: "test") { scene.told.take($0) })
            let next = try await scene.record.grow(by: 1)
            await again.round()
            #expect(Set(scene.told.new) == cosigned(next) && scene.witnesses.map(\.requests.count) == [4, 4])
            #expect(scene.witnesses[1].requests[3].hasPrefix("old \(last)\n"))
        }
    }

    private func cosigned(_ size: Int64) -> Set<WitnessCalls.Event> {
        Set(["one", "two"].map { .cosigned(forum: "mini", size: size, witness: $0) })
    }

    @Test(.timeLimit(.minutes(60)))
    func aWitnessThatRefusesIsToldOfOnceAndAskedLessOften() async throws {
        try await scene { scene in
            let size = try await scene.record.grow(by: 1)
            let (silent, refusing) = (scene.witnesses[0], scene.witnesses[1])
            await silent.close()
            for _ in 0..<3 { refusing.answerNext(404) }
            await scene.calls.round()
            let told = scene.told.new
            #expect(told.count == 2)
            for case .refused(let forum, let shown, let witness, let why) in told {
                #expect(forum == "mini" && shown == size)
                let words =
                    witness == "one" ? "the witness one cannot be reached" : "the witness two does not know this log"
                #expect(why.hasPrefix(words), "\(why)")
            }
            // It is left alone for two rounds, then for four; the same refusal is not told again.
            for _ in 0..<2 { await scene.calls.round() }
            #expect(refusing.requests.count == 1)
            await scene.calls.round()
            #expect(refusing.requests.count == 2)
            for _ in 0..<4 { await scene.calls.round() }
            #expect(refusing.requests.count == 2 && scene.told.new.isEmpty)
            await scene.calls.round()
            #expect(refusing.requests.count == 3)
            // Once it takes the checkpoint, all is as ever.
            for _ in 0..<9 { await scene.calls.round() }
            #expect(scene.told.new == [.cosigned(forum: "mini", size: size, witness: "two")])
            #expect(try await scene.checkpoint()["witnessed"] == false)
        }
    }

    /// What a witness answers is believed only as far as its signature goes.
    @Test(.timeLimit(.minutes(60)), arguments: ["another text", "another key", "no end"])
    func answersThatDoNotFit(_ kind: String) async throws {
        try await scene { scene in
            try await scene.record.grow(by: 1)
            let key = scene.witnesses[0].key
            let signer = try NoteSigner(name: key.name, kind: .cosignature, seed: Array(repeating: 1, count: 32))
            let other = try NoteSigner(name: key.name, kind: .cosignature, seed: Array(repeating: 9, count: 32))
            let body =
                switch kind {
                case "another text": try signer.cosignature(of: "another\n", at: 1).line + "\n"
                case "another key": try other.cosignature(of: "another\n", at: 1).line + "\n"
                default: String(repeating: "x", count: 1 << 20)
                }
            scene.witnesses[0].answerNext(200, "text/plain", body)
            await scene.calls.round()
            let checkpoint = try await scene.checkpoint()
            #expect(checkpoint["cosignatures"]?.array?.compactMap { $0["witness"]?.string } == ["two"])
            let reasons = scene.told.new.compactMap { event in
                if case .refused(_, _, "one", let why) = event { why } else { nil }
            }
            #expect(reasons.count == 1, "\(reasons)")
        }
    }

    /// A forum that nobody else may know of is shown to nobody.
    @Test(.timeLimit(.minutes(60)))
    func whatIsNotPublicStaysHere() async throws {
        try await scene { scene in
            try await scene.record.grow(by: 1)
            _ = await scene.record.server.service.sign("asem")
            #expect(
                try await scene.record.server.login("asem/auditor", token: try Seed.token("asem/auditor"))
                    .ok("CHECKPOINT asem")["size"] != nil)
            await scene.calls.round()
            for witness in scene.witnesses {
                #expect(witness.requests.count == 1 && !witness.requests[0].contains("asem"))
            }
        }
    }
}
