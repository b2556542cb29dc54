import CanonicalJSON
import CivilTime
import Proposals
import Record
import Testing

/// A seeded workload, valid and invalid commands mixed: whatever happens, the proposal is the fold of its events.
@Suite struct RandomWorkloadTests {
    @Test(arguments: [UInt64(1), 2, 3, 4]) func theFoldIsTheProposal(seed: UInt64) throws {
        let refs = (1...40).map { "ASEM-2026-" + String(repeating: "0", count: $0 < 10 ? 3 : 2) + "\($0)" }
        var workload = Workload(try Workload.small(), refs: refs, seed: seed)
        var done = 0
        var refused: [Refusal.Code: Int] = [:]
        for step in 1...6000 {
            try workload.tick(step)
            let (command, ref, offices, alike) = workload.next()
            let before = workload.world.proposals[ref]
            do {
                let events = try workload.world.act(command, on: ref, holding: offices, alike: alike)
                try check(events, before, workload.world.proposals[ref])
                done += events.isEmpty ? 0 : 1
            } catch let refusal as Refusal {
                refused[refusal.code, default: 0] += 1
                #expect(workload.world.proposals[ref] == before, "a refusal changes nothing")
                #expect((refusal.code == .unmet) == !(refusal.findings.isEmpty || refusal.code == .forbidden))
                #expect((refusal.code == .badField) == (refusal.field != nil))
            }
        }
        for (ref, history) in workload.world.histories { try replay(history, workload.world.proposals[ref]) }
        #expect(done > 1800, "\(done) commands were done, refused: \(refused)")
        let states = Set(workload.world.histories.values.joined().compactMap(\.event.to))
        #expect(states == ["drafted", "circulated", "consensus", "som-blessed", "reported", "withdrawn"])
        let kinds = Set(workload.world.histories.values.joined().map(\.event.kind))
        // All that a proposal's stream can hold, but for silence, which this lifecycle does not know, and migrations.
        let expected: Set<EventKind> = [
            .drafted, .archived, .revised, .revisionContested, .moved, .acknowledged, .positionTaken,
            .positionRetracted, .positionContested, .deadlineMoved, .deadlinePassed, .factRecorded, .noted,
            .invitationProposed, .invitationPosition, .invitationDecided, .filed,
        ]
        #expect(kinds == expected, "missing: \(expected.subtracting(kinds))")
        let contests = workload.world.histories.values.joined().filter { $0.event.kind == .positionContested }
        #expect(contests.contains { $0.event.data["restores"]?.object != nil }, "an own position stood again")
        #expect(contests.contains { $0.event.data["restores"]?.isNull == true }, "a partner was not heard again")
        for code in [Refusal.Code.forbidden, .badField, .unmet, .notFound] { #expect(refused[code] ?? 0 > 0) }
    }

    /// The events of one command, as they must follow from the proposal before it.
    private func check(_ events: [SealedEvent], _ before: Proposal?, _ after: Proposal?) throws {
        var previous = before?.lastDigest
        var version = before?.version ?? 0
        var state = before?.state
        var recordedAt = before?.recordedAt
        for sealed in events {
            let event = sealed.event
            guard event.version == version + 1, event.previous == previous, event.from == state,
                try SealedEvent(bytes: sealed.bytes) == sealed, event.canonicalBytes == sealed.bytes,
                recordedAt.map({ $0 < event.recordedAt }) ?? true, event.decidedAt <= event.recordedAt,
                event.kind == .moved || event.from == event.to || version == 0
            else {
                Issue.record("\(event) does not follow version \(version)")
                return
            }
            (previous, version, state, recordedAt) = (sealed.digest, event.version, event.to, event.recordedAt)
        }
        guard let after else { return }
        #expect(after.version == version && after.lastDigest == previous && after.state == state)
        #expect(after.textDigest == textDigest(after.fields))
        #expect(after.rounds.count { $0.isOpen } <= 1)
        #expect(after.moves.dropLast().allSatisfy { $0.version < after.version })
        if let round = after.openRound {
            #expect(round.textDigest == after.textDigest, "an open round is on the present text")
            #expect(round.positions.partners.allSatisfy { round.contains($0) })
        }
    }

    /// A history folds to the same proposal from its bytes, at every version where it is short and at samples where it is long.
    private func replay(_ history: [SealedEvent], _ proposal: Proposal?) throws {
        var folded: Proposal?
        let stride = max(1, history.count / 12)
        for (index, sealed) in history.enumerated() {
            folded = try Proposal.evolve(folded, SealedEvent(bytes: sealed.bytes))
            guard index % stride == 0 || index == history.count - 1 else { continue }
            #expect(try Proposal.replay(history[...index]) == folded)
            #expect(folded?.version == index + 1)
        }
        #expect(folded == proposal)
    }
}
