import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Offices are what forum.yaml says they are: held for a partner, for a group, or for the whole forum.
@Suite struct OfficeHoldingTests {
    private static let leader = Office(role: "som-leader")
    private static let coordinator = Office(role: "regional-coordinator", partner: "SG")
    private static let host = Office(role: "meeting-host")

    /// The trial forum as its file says it, or as it was recorded before that was kept.
    private static func asem(_ offices: [String: OfficeHolding]? = nil) throws -> World {
        var world = try World.asem()
        var settings = World.asemSettings
        settings.offices =
            offices ?? [
                "proposer": .partner, "contact-point": .partner, "som-leader": .partner,
                "regional-coordinator": .group, "infoboard-officer": .forum, "meeting-host": .forum, "admin": .forum,
            ]
        if !settings.offices.isEmpty { try world.change(.setForum(settings)) }
        try world.change(
            .openAccount(
                id: "asem-trial/leader", nameCommitment: nil,
                appointments: [AppointmentCommand(office: .somLeader("DE"))]))
        return world
    }

    private static func account(_ office: Office) -> RegistryCommand {
        .openAccount(
            id: "asem-trial/x", nameCommitment: nil, appointments: [AppointmentCommand(office: office)])
    }

    @Test(arguments: [true, false]) func nobodyIsAppointedWithoutIt(isRecorded: Bool) throws {
        var world = try Self.asem(isRecorded ? nil : [:])
        let cases = [
            (Self.leader, "partner"), (Self.coordinator, "group"), (Office(role: "contact-point"), "partner"),
            (Office(role: "regional-coordinator"), "group"),
            (Office(role: "som-leader", group: "ASEAN", isDeputy: true), "partner"),
        ]
        for (office, field) in cases {
            let refusal = try world.registryRefusal(Self.account(office))
            #expect(refusal.field == field && refusal.message.contains("is held for a \(field)"), "\(refusal.message)")
        }
        for office in [.somLeader("DE"), .coordinator("ASEAN"), Self.host] as [Office] {
            #expect(try world.change(Self.account(office)).count == 2)
            world = try Self.asem(isRecorded ? nil : [:])
        }
        try world.change(.openAccount(id: "asem-trial/y", nameCommitment: nil, appointments: []))
        let later = RegistryCommand.appoint(account: "asem-trial/y", AppointmentCommand(office: Self.leader))
        #expect(try world.registryRefusal(later).field == "partner")
    }

    @Test func theFileSaysMoreThanTheLifecycles() throws {
        var world = try Self.asem(["meeting-host": .partner, "som-leader": .forum])
        #expect(try world.registryRefusal(Self.account(Self.host)).field == "partner")
        try world.change(Self.account(Self.leader))
        #expect(world.registry.misheld == [])
    }

    @Test func nobodyActsWithoutIt() throws {
        for offices in [nil, [:]] as [[String: OfficeHolding]?] {
            var world = try Self.asem(offices)
            try world.draft()
            try world.circulate()
            try world.hearAll()
            let confirm = try world.refusal(World.confirm(), on: World.ref, as: Self.coordinator)
            #expect(confirm.code == .forbidden)
            #expect(
                confirm.message.hasSuffix(
                    "your appointment as regional-coordinator names no group, and regional-coordinator is held for one: "
                        + "ask an administrator to end it and to appoint you with --group"), "\(confirm.message)")
            let relayed = Command.position(.support, of: "SG", relayed: .mail(world.now))
            #expect(
                try world.refusal(relayed, on: World.ref, as: Self.coordinator).message.contains("names no group"))
            // Another office that the same person holds is none the worse for it.
            try world.act(World.confirm(), on: World.ref, as: Self.coordinator, .coordinator("ASEAN"))
            try world.holdSOM()
            let bless = try world.refusal(World.bless(), on: World.ref, as: Self.leader)
            #expect(bless.code == .forbidden && bless.message.contains("names no partner"))
            let hosted = try world.refusal(World.bless(), on: World.ref, as: Self.leader, .proposer("FR"))
            #expect(hosted.code == .forbidden)
            #expect(try world.refusal(.note("N", decidedAt: nil), on: World.ref, as: Self.leader).code == .forbidden)
            let proposal = try world.proposal(World.ref)
            let definition = try #require(world.registry.lifecycles[proposal.lifecycle.digest])
            let judge = Judge(proposal: proposal, definition: definition, context: world.context([Self.leader]))
            let why = try judge.verdict(
                on: try #require(definition.transition("bless")), inputs: ["meeting": "som-2026-1"])
            #expect(why.unmet.contains { $0.requirement == "role" && $0.detail.contains("names no partner") })
        }
    }

    @Test func whoKeepsTheRegistryActsWithItToo() throws {
        var world = try Self.asem(["admin": .partner])
        world.caller = "asem-trial/admin"
        let refusal = try world.registryRefusal(
            .openAccount(id: "asem-trial/x", nameCommitment: nil, appointments: []), as: [.admin])
        #expect(refusal.code == .forbidden && refusal.message.contains("names no partner"))
    }

    /// A house rule that compares nothing is not kept: who names no partner does not decide on a partner's proposal.
    @Test func anOfficeOfNoPartnerIsNotAnothersThanTheProposers() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.holdSOM()
        let refusal = try world.refusal(World.bless(), on: World.ref, as: Self.leader)
        #expect(refusal.findings.map(\.requirement) == ["not-own-partner"])
        #expect(refusal.message.contains("names no partner"))
        // An office of the whole forum never names one; a person's own partners are compared all the same.
        var settings = World.asemSettings
        settings.offices = ["som-leader": .forum]
        try world.change(.setForum(settings))
        let own = try world.refusal(World.bless(), on: World.ref, as: Self.leader, .contactPoint("FR"))
        #expect(own.findings.map(\.requirement) == ["not-own-partner"])
        try world.act(World.bless(), on: World.ref, as: Self.leader)
    }

    @Test func whatWasAppointedBeforeIsNamed() throws {
        var world = try Self.asem([:])
        try world.change(Self.account(Self.host))
        #expect(world.registry.misheld == [])
        var settings = World.asemSettings
        settings.offices = ["meeting-host": .group]
        try world.change(.setForum(settings))
        #expect(
            world.registry.misheld.map(\.sentence) == [
                "asem-trial/x was appointed meeting-host for no group (appointment 1), and meeting-host is held for one"
            ])
        // Settings that say nothing of it have the bytes that they always had.
        #expect(World.asemSettings.json["offices"] == nil)
        #expect(try ForumSettings(json: settings.json) == settings)
    }
}
