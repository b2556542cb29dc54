import CanonicalJSON
import CivilTime
import ProposalService
import Proposals
import Requests
import TestRandom
import Testing

/// A long random life of many proposals: what the tables, SHOW and REPLAY say agrees with the events, all the way.
@Suite struct WorkloadTests {
    private static let commands = 20_000
    private static let proposals = 120

    /// What SHOW answered at one time.
    private struct Sample {
        var ref: String
        var shown: JSONObject
    }

    @Test(.timeLimit(.minutes(60))) func projectionFoldAndReplayAgree() async throws {
        try await World.with { world in
            try await world.heldMeeting(of: "mini")
            let service = world.server.service
            let cast = try await Cast.of("mini", service)
            let auditor = try cast.caller("auditor")
            var script = Script(seed: 7420, forum: "mini", partners: cast.partners, now: try await service.now())
            var audit = ProjectionAudit(forum: "mini", store: world.server.store)
            var rows: [ListedRow] = []
            var samples: [Sample] = []
            var tally: [String: Int] = [:]
            var given = 0
            while given < Self.commands {
                let live = rows.filter { !$0.row.isFinal && $0.row.origin == "live" }
                // Small batches at first look, larger ones later: both shapes of writing.
                let size = live.count < Self.proposals ? 10 : script.random.pick([1, 10, 30, 60])
                var promises: [Promise<ServiceOutcome>] = []
                for number in 0..<size {
                    let line =
                        live.count < Self.proposals
                        ? script.draft(given + number)
                        : script.act(on: script.random.pick(script.random.chance(2) ? rows : live))
                    promises.append(
                        await service.submit(WriteRequest(work: line.work, body: []), try cast.caller(line.slug)))
                }
                given += size
                if let row = rows.isEmpty ? nil : script.random.pick(rows).row {
                    samples.append(Sample(ref: row.ref, shown: try await service.shown(row.ref, auditor)))
                }
                for promise in promises {
                    switch await promise.value {
                    case .success(let done):
                        tally["OK \(done.answer?.events.last?.rawValue ?? "")", default: 0] += 1
                    case .failure(let failure): try count(failure, &tally)
                    }
                }
                if script.random.chance(20) { await service.notePassedDeadlines() }
                rows = try await audit.compare()
            }
            print("\(given) commands, \(audit.compared) rows compared, \(samples.count) shown, \(audit.kinds)")
            print(tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            #expect(audit.compared > 5000)
            for row in rows.map(\.row) {
                samples.append(Sample(ref: row.ref, shown: try await service.shown(row.ref, auditor)))
            }
            for sample in samples { try await check(sample, service, auditor) }
        }
    }

    private func count(_ failure: ServiceFailure, _ tally: inout [String: Int]) throws {
        tally["\(failure.code)", default: 0] += 1
        #expect([.refused, .forbidden, .badField, .notFound].contains(failure.code), "\(failure.message)")
    }

    /// What SHOW answered is what REPLAY answers of that moment, and of that version.
    private func check(_ sample: Sample, _ service: ProposalService, _ auditor: Caller) async throws {
        let at = try #require(sample.shown["recorded_at"]?.string.flatMap { Instant($0) })
        let version = try #require(sample.shown["version"]?.integer)
        let replayed = try await service.replayed(sample.ref, at: at, auditor)
        let (now, then) = (JSONValue.object(sample.shown), JSONValue.object(replayed.object.members))
        #expect(now.withoutClock == then.withoutClock, "\(sample.ref) at \(at)")
        #expect(replayed.rows.count == Int(version))
    }
}

extension JSONValue {
    /// Without what SHOW says by the clock alone: a deadline may have passed since the last event.
    fileprivate var withoutClock: JSONValue {
        switch self {
        case .object(let object):
            .object(
                JSONObject(
                    object.members.filter { $0.key != "deadline_passed" }.map {
                        JSONObject.Member(key: $0.key, value: $0.value.withoutClock)
                    }))
        case .array(let elements): .array(elements.map(\.withoutClock))
        case .null, .bool, .integer, .string: self
        }
    }
}
