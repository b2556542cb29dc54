import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Testing

/// Acts of the past that whoever keeps the accounts records in the office of somebody who held it then.
@Suite struct PastOfficeTests {
    static let source = String(repeating: "a", count: 64)

    /// A circulated proposal; Anna was contact point of JP for ten days of it, until five days ago.
    private static func scene() throws -> (World, during: Instant) {
        var world = try World.asem()
        try world.change(
            .openAccount(
                id: "asem-trial/anna", nameCommitment: nil,
                appointments: [AppointmentCommand(office: .contactPoint("JP"))]))
        world.wait(days: 1)
        try world.draft()
        try world.circulate()
        let during = world.inDays(3)
        world.wait(days: 9)
        try world.change(.endAppointment(account: "asem-trial/anna", number: 1, until: nil))
        world.wait(days: 5)
        return (world, during)
    }

    static func past(
        _ role: String = "contact-point", of whom: String? = "JP", holder: String? = nil, received: Instant
    ) -> PastOffice {
        PastOffice(
            role: role, of: whom, holder: holder,
            source: Relay(from: "Minute 3", receivedAt: received, digest: PastOfficeTests.source))
    }

    private func decided(
        _ command: Command, _ world: World, _ past: PastOffice, as offices: Office...
    ) throws -> [EventDraft] {
        var context = world.context(offices)
        context.past = past
        return try decide(command, try world.proposal(World.ref), context)
    }

    private func refusal(
        _ command: Command, _ world: World, _ past: PastOffice, as office: Office = .admin
    ) -> Refusal? {
        do {
            _ = try decided(command, world, past, as: office)
            return nil
        } catch { return error as? Refusal }
    }

    @Test func whatAnOfficeDecidedIsRecordedInItsName() throws {
        var (world, during) = try Self.scene()
        let drafts = try decided(
            .position(.support, decidedAt: during), world, Self.past(received: during), as: .admin)
        let draft = try #require(drafts.first)
        #expect(drafts.count == 1 && draft.actor.account == "asem-trial/admin")
        #expect(draft.actor.office == .contactPoint("JP") && draft.decidedAt == during)
        #expect(
            draft.data["decided_by"] == [
                "holder": "asem-trial/anna", "appointment": 1, "from": "Minute 3",
                "received_at": .string(during.description), "digest": .string(Self.source),
            ])
        let sealed = try world.append(drafts, to: World.ref)
        let position = try #require(try world.proposal(World.ref).openRound?.positions["JP"])
        #expect(position.stance == .support && position.actor.past == draft.actor.past)
        #expect(try Event(canonical: try #require(sealed.first).bytes).actor == draft.actor)
        #expect(position.actor.json["decided_by"] == nil && position.actor.past != nil)
    }

    @Test func onlyAnOfficeThatStoodThenAndStandsNoMore() throws {
        var (world, during) = try Self.scene()
        func say(_ at: Instant?) -> Command { .position(.support, decidedAt: at) }
        let now = world.now
        #expect(refusal(say(nil), world, Self.past(received: now))?.field == "decided_at")
        #expect(refusal(say(world.inDays(1)), world, Self.past(received: now))?.field == "decided_at")
        // Who keeps no accounts records for nobody.
        for office in [Office.contactPoint("VN"), .auditor, .coordinator("ASEAN")] {
            #expect(refusal(say(during), world, Self.past(received: now), as: office)?.code == .forbidden)
        }
        // Before it began, after it ended, of another partner, in another role, by somebody else.
        for (at, past) in [
            (world.inDays(-40), Self.past(received: now)), (world.inDays(-2), Self.past(received: now)),
            (during, Self.past(of: "VN", received: now)), (during, Self.past(of: nil, received: now)),
            (during, Self.past("som-leader", received: now)),
            (during, Self.past(holder: "asem-trial/berta", received: now)),
        ] {
            let refusal = refusal(say(at), world, past)
            #expect(refusal?.code == .forbidden && refusal?.message.contains("the office") == true, "\(past)")
        }
        // What it is recorded from came after it was decided, and has come.
        #expect(refusal(say(during), world, Self.past(received: world.inDays(-30)))?.field == "decided_by")
        #expect(refusal(say(during), world, Self.past(received: world.inDays(1)))?.field == "decided_by")
        // The office does what it could do then, and no more.
        #expect(
            refusal(.advance("confirm", at: during), world, Self.past(received: now))?.code == .forbidden)
        #expect(
            refusal(
                .takePosition(StatedPosition(stance: .support, partner: "VN", decidedAt: during)), world,
                Self.past(received: now))?.code
                == .forbidden)
        // Whoever holds the office still, or again, records what it decides itself.
        try world.change(.appoint(account: "asem-trial/anna", AppointmentCommand(office: .contactPoint("JP"))))
        world.wait(days: 1)
        #expect(refusal(say(during), world, Self.past(received: now))?.message.contains("still holds") == true)
    }

    /// Every six hours of three weeks: what is decided within the term and after the circulation is recorded, and nothing else is.
    @Test func itCoversTheTermAndNoMore() throws {
        let (world, _) = try Self.scene()
        let circulated = try #require(try world.proposal(World.ref).openRound?.decidedAt)
        let term = try #require(world.registry.accounts["asem-trial/anna"]?.appointments.first)
        let until = try #require(term.until)
        var taken = 0
        for hours in stride(from: -21 * 24, through: 24, by: 6) {
            let moment = world.now.advanced(byMicroseconds: Int64(hours) * 3_600_000_000)
            let past = Self.past(received: world.now)
            let isTaken = refusal(.position(.support, decidedAt: moment), world, past) == nil
            #expect(
                isTaken == (term.from <= moment && moment < until && moment.date >= circulated.date), "\(moment)")
            taken += isTaken ? 1 : 0
        }
        #expect(taken > 20)
    }

    @Test func severalHoldersAreToldApart() throws {
        var (world, during) = try Self.scene()
        let term = AppointmentCommand(
            office: .contactPoint("JP"), from: during.advanced(byMicroseconds: -1), until: world.inDays(-1))
        try world.change(.openAccount(id: "asem-trial/bert", nameCommitment: nil, appointments: [term]))
        world.wait(hours: 1)
        let command = Command.position(.support, decidedAt: during)
        let refusal = refusal(command, world, Self.past(received: world.now))
        #expect(refusal?.field == "decided_by" && refusal?.message.contains("asem-trial/anna, asem-trial/bert") == true)
        let drafts = try decided(
            command, world, Self.past(holder: "asem-trial/bert", received: world.now), as: .admin)
        #expect(drafts.first?.data["decided_by"]?["holder"] == "asem-trial/bert")
    }

    @Test func whatHappensWhenItIsRecordedWasDecidedByNobodyBefore() throws {
        let (world, during) = try Self.scene()
        let past = Self.past(received: world.now)
        for command in [
            .noteDeadline,
            .file(Document(name: "a.pdf", type: "application/pdf", size: 3, digest: Self.source)),
        ] as [Command] {
            #expect(refusal(command, world, past)?.field == "decided_by")
        }
        let signed = Command.advance(transition: "confirm", inputs: [:], decidedAt: during, signature: "S")
        #expect(refusal(signed, world, past)?.field == "signature")
    }

    /// Notes, contests and invitations say when they were decided, as every act does.
    @Test func everyActSaysWhenItWasDecided() throws {
        var (world, during) = try Self.scene()
        let acts: [(Command, Office)] = [
            (.note("Seen.", decidedAt: during), .proposer("FR")),
            (.invite(invitee: "A bank", event: "The dinner", decidedAt: during), .proposer("FR")),
        ]
        for (command, office) in acts {
            let events = try world.act(command, on: World.ref, as: office)
            #expect(events.map(\.event.decidedAt) == [during])
        }
        let tomorrow = world.inDays(1)
        for command in [
            .note("Seen.", decidedAt: tomorrow), .invite(invitee: "A fund", event: "The lunch", decidedAt: tomorrow),
        ] as [Command] {
            #expect(try world.refusal(command, on: World.ref, as: .proposer("FR")).field == "decided_at")
        }
        #expect(
            try world.refusal(
                .invite(invitee: "A fund", event: "The lunch", decidedAt: world.inDays(-300)), on: World.ref,
                as: .proposer("FR")
            ).field == "decided_at")
    }
}
