import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

@testable import Bundles

/// Both verifiers hold an act of the past to the office that stood then, and to who may record it.
@Suite struct PastOfficeBundleTests {
    private static let anna = "asem-trial/anna"

    /// A position that Anna took as contact point of JP, recorded by the forum's administrator after her term.
    private static func recorded() throws -> (RecordedWorld, began: Instant, ended: Instant) {
        var recorded = try RecordedWorld.small()
        try recorded.play {
            try $0.draft()
            try $0.circulate()
            $0.wait(days: 2)
        }
        let began = recorded.world.now
        try recorded.change(
            .openAccount(
                id: anna, nameCommitment: nil, appointments: [AppointmentCommand(office: .contactPoint("JP"))]))
        let during = recorded.world.inDays(2)
        recorded.world.wait(days: 4)
        let ended = recorded.world.now
        try recorded.change(.endAppointment(account: anna, number: 1, until: nil))
        recorded.world.wait(days: 2)
        var context = recorded.world.context([.admin])
        context.past = PastOffice(
            role: "contact-point", of: "JP", holder: anna,
            source: Relay(from: "Minute 3", receivedAt: ended, digest: String(repeating: "a", count: 64)))
        let command = Command.takePosition(StatedPosition(stance: .support, decidedAt: during))
        let drafts = try decide(command, try recorded.world.proposal(World.ref), context)
        recorded.append(try recorded.world.append(drafts, to: World.ref))
        return (recorded, began, ended)
    }

    @Test func itVerifies() throws {
        var (recorded, _, _) = try Self.recorded()
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(World.ref)], recorded)
    }

    @Test func everyActVerifies() throws {
        var recorded = try RecordedWorld.small()
        try recorded.play { try $0.playPastActs() }
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle(), try recorded.bundle(World.ref)], recorded)
    }

    @Test func forgeriesAreSeen() throws {
        let (recorded, began, ended) = try Self.recorded()
        func past(_ key: String, _ value: JSONValue) -> (inout Event) -> Void {
            { event in
                var past = event.data["decided_by"]?.object ?? [:]
                past[key] = value
                event.data["decided_by"] = .object(past)
            }
        }
        try SecondVerifierTests.bothFind(
            [
                // The office had not begun, or had ended, when it decided.
                { $0.decidedAt = began.advanced(byMicroseconds: -60_000_000) },
                { $0.decidedAt = ended },
                // Recorded by one who keeps no accounts, or by nobody of the forum.
                { $0.actor = Actor(account: "asem-trial/contact-point-VN", office: .contactPoint("JP")) },
                { $0.actor = Actor(account: "asem-trial/nobody", office: .contactPoint("JP")) },
                // Another office than the one that she held, and another holder.
                { $0.actor = Actor(account: "asem-trial/admin", office: .somLeader("JP")) },
                past("holder", "asem-trial/nobody"), past("appointment", 2),
                // Whoever holds the office still.
                past("holder", "asem-trial/contact-point-JP"),
                // A source that came before, and one that is none.
                past("received_at", "2020-01-01T00:00:00.000000Z"), past("digest", "a"), past("from", ""),
                past("more", 1),
            ], of: recorded.record.count - 1, in: recorded)
    }
}
