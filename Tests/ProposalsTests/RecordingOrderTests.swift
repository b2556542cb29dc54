import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import TestRandom
import Testing

/// Whether things are recorded when they happen or weeks later, in whatever order between partners: the same stands in the end.
@Suite struct RecordingOrderTests {
    private let ref = World.charter

    /// One thing that a city did, so many hours after the tabling.
    struct Deed: Sendable {
        var city: String
        var hours: Int
        /// Nil for a receipt.
        var position: StatedPosition?
        var isReceipt: Bool { position == nil }
    }

    private static func deeds(_ random: inout SeededRandom) -> [Deed] {
        var deeds: [Deed] = []
        for city in BodyClockTests.cities {
            // Of each city on days of its own, for the order within a day is not told apart.
            var days = Array(1...9).shuffled(using: &random)[...]
            if random.chance(70), let day = days.popFirst() { deeds.append(Deed(city: city, hours: day * 24)) }
            let answers = random.pick([0, 0, 1, 1, 2])
            for day in days.prefix(answers) {
                let stance = random.pick([Stance.support, .noObjection, .reservation, .objection])
                deeds.append(
                    Deed(
                        city: city, hours: day * 24,
                        position: StatedPosition(stance: stance, reason: "As \(city) wrote.")))
            }
        }
        return deeds.sorted { ($0.hours, $0.city) < ($1.hours, $1.city) }
    }

    private func record(_ deed: Deed, _ world: inout World, at decidedAt: Instant?) throws {
        var command = Command.acknowledge(partner: nil, decidedAt: decidedAt)
        if var position = deed.position {
            position.decidedAt = decidedAt
            command = .takePosition(position)
        }
        try world.act(command, on: ref, as: .voice(deed.city))
    }

    /// What each city holds, and what is not met of the agreement at a moment.
    private func outcome(_ world: World, at moment: Instant) throws -> [String] {
        let proposal = try world.proposal(ref)
        let definition = try #require(world.registry.lifecycles[proposal.lifecycle.digest])
        let transition = try #require(definition.transition("agree"))
        let judge = Judge(proposal: proposal, definition: definition, context: world.context([.registrar]))
        let unmet = try judge.verdict(on: transition, inputs: [:], decidedAt: moment).unmet
        let held = BodyClockTests.cities.map { city in
            let position = proposal.openRound?.positions[city]
            return "\(city) \(position?.stance.rawValue ?? "-") \(position?.isLate ?? false)"
        }
        return held + unmet.map { "\($0.requirement) \($0.subjects.sorted())" }
    }

    @Test(arguments: 0..<60) func theSameStandsInTheEnd(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(900 + seed))
        let deeds = Self.deeds(&random)
        var prompt = try World.league()
        try prompt.pencil()
        try prompt.table()
        var late = prompt
        let start = prompt.now
        func moment(_ hours: Int) -> Instant { start.advanced(byMicroseconds: Int64(hours) * 3_600_000_000) }
        for deed in deeds {
            prompt.now = moment(deed.hours)
            try record(deed, &prompt, at: nil)
        }
        prompt.now = moment(24 * 20)
        try prompt.act(.noteDeadline, on: ref)

        // Each city's own in their order; between cities in any, before the server noted the deadline or after it.
        late.now = moment(24 * 20)
        if random.chance(50) { try late.act(.noteDeadline, on: ref) }
        var rest = Dictionary(grouping: deeds, by: \.city).mapValues { $0[...] }
        while let city = rest.keys.sorted().randomElement(using: &random) {
            guard let deed = rest[city]?.popFirst() else {
                rest[city] = nil
                continue
            }
            try record(deed, &late, at: moment(deed.hours))
            late.wait(minutes: random.pick([0, 1, 90]))
        }
        try late.act(.noteDeadline, on: ref)
        prompt.now = late.now
        for hours in [24 * 3, 24 * 10, 24 * 10 + 1, 24 * 19] {
            #expect(try outcome(late, at: moment(hours)) == outcome(prompt, at: moment(hours)), "after \(hours) hours")
        }
        for deed in deeds where !deed.isReceipt {
            let round = try #require(try late.proposal(ref).openRound)
            let position = try #require(round.positions[deed.city])
            #expect(round.wasRecordedLate(position))
        }
        #expect(try Proposal.replay(late.history(ref)) == late.proposal(ref))
    }
}
