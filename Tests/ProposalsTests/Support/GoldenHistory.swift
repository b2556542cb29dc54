import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// The canonical histories of each schema, one for each main path, and how a fold of each is written down.
enum GoldenHistory: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case fiveStates = "five-states"
    case editorialContested = "editorial-contested"
    case returnedAndRecalled = "returned-and-recalled"
    case silence
    case invitation
    case archive
    case information
    case relayContested = "relay-contested"
    case amendment
    case registry
    case lists
    case keys
    case identities
    case erasure
    case migration
    case documents
    case recordedLate = "recorded-late"

    var testDescription: String { rawValue }
    var schema: Int { self == .recordedLate ? 2 : 1 }
    /// Whether today's decisions make events of its schema: those of before are read, and never made again.
    var isOfThisSchema: Bool { schema == Event.currentSchema || self == .identities || self == .erasure }
    private var folder: String { "Tests/ProposalsTests/Golden/schema-\(schema)" }
    var events: String { "\(folder)/\(rawValue).jsonl" }
    var isRegistry: Bool {
        self == .registry || self == .keys || self == .identities || self == .lists || self == .erasure
    }
    var fold: String { "\(folder)/\(rawValue).fold.jsonl" }

    /// Makes the history anew, by today's decisions.
    func make() throws -> [SealedEvent] {
        var world = try self == .silence || self == .recordedLate ? World.league() : World.asem()
        switch self {
        case .fiveStates: try world.reachReport()
        case .editorialContested: try GoldenHistory.editorial(&world)
        case .returnedAndRecalled: try GoldenHistory.returned(&world)
        case .silence:
            try world.reachAgreement()
            try world.holdMoot()
            try world.act(World.seal, on: World.charter, as: .doge("GEN"))
            try world.act(.fact("opened", ["day": "2026-04-10"]), on: World.charter, as: .mover("BRG"))
            return world.history(World.charter)
        case .invitation: try GoldenHistory.invitation(&world)
        case .archive:
            // An activity to come, which the archive took once: what is recorded is decided again as it was then.
            var context = world.context([.admin])
            context.isRecorded = true
            let record = Command.archive(Texts.initiative, source: ["line": 7, "title": "As it came"])
            try world.append(try decide(record, nil, context), to: World.ref)
            try world.act(
                .note("The report is at the library.", decidedAt: nil), on: World.ref, as: .contactPoint("FI"))
        case .information:
            try world.draft(["title": "A walk", "organisers": [["partner": "FR"]]])
            try world.circulate(track: "information", closes: world.inDays(10))
            try world.act(.acknowledge(partner: nil, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
            try world.act(
                .moveDeadline(closes: world.inDays(12), reason: "A holiday.", decidedAt: nil), on: World.ref,
                as: .proposer("FR"))
            world.wait(days: 13)
            try world.act(.noteDeadline, on: World.ref)
            try world.act(
                .fact("implemented", ["status": "postponed", "reason": "Rain."]), on: World.ref, as: .proposer("FR"))
            try world.act(World.move("withdraw"), on: World.ref, as: .proposer("FR"))
        case .relayContested: try GoldenHistory.relayed(&world)
        case .amendment: return try WritingTests.amendedAndRecalled()
        case .registry: return try GoldenHistory.registry(&world)
        case .lists: return try GoldenHistory.lists(&world)
        case .keys: return try GoldenHistory.keys()
        case .identities: return try GoldenHistory.identities()
        case .erasure: return try GoldenHistory.erasure()
        case .migration: return try MigrationTests.migratedAndGoneOn()
        case .documents: return try DocumentTests.filed().history(World.ref)
        case .recordedLate:
            try GoldenHistory.recordedLate(&world)
            return world.history(World.charter)
        }
        return world.history(World.ref)
    }

    /// Receipts, positions and a deadline that were decided in time and are recorded after it.
    private static func recordedLate(_ world: inout World) throws {
        try world.pencil()
        try world.table()
        try world.acknowledge("BRG", "GNT", "LUB")
        try world.say("GEN", .objection)
        let during = world.inDays(3)
        world.wait(days: 11)
        try world.act(.noteDeadline, on: World.charter)
        try world.act(
            .position(.objection, reason: "No.", decidedAt: during), on: World.charter, as: .voice("BRG"))
        try world.act(.acknowledge(partner: nil, decidedAt: during), on: World.charter, as: .voice("PIS"))
        try world.act(.acknowledge(partner: nil, decidedAt: during), on: World.charter, as: .voice("GEN"))
        try world.act(.position(nil, decidedAt: during), on: World.charter, as: .voice("GEN"))
        try world.act(
            .moveDeadline(closes: world.inDays(2), reason: "Asked for in time.", decidedAt: during),
            on: World.charter, as: .mover("VEN"))
        try world.say("BRG", .support)
        try world.say("VEN", .noObjection)
        world.wait(days: 3)
        try world.act(World.agree, on: World.charter, as: .registrar)
    }

    private static func editorial(_ world: inout World) throws {
        try world.reachConsensus()
        try world.act(
            .revise(fields: ["location": "Hue"], kind: .editorial, decidedAt: nil), on: World.ref, as: .proposer("VN"))
        try world.act(.contestRevision(2, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
        try world.act(
            .revise(fields: ["goals": "Fewer."], kind: .substantive, decidedAt: nil), on: World.ref, as: .proposer("FR")
        )
        try world.act(World.move("recirculate"), on: World.ref, as: .proposer("FR"))
        try world.act(
            .position(.objection, reason: "Too few.", resolves: "More goals."), on: World.ref, as: .contactPoint("JP"))
        try world.act(
            .revise(fields: ["goals": "More."], kind: .substantive, decidedAt: nil), on: World.ref, as: .proposer("FR"))
    }

    private static func returned(_ world: inout World) throws {
        try world.draft()
        try world.circulate(closes: world.inDays(3))
        try world.hear("JP")
        try world.act(
            .position(.support, of: "CN", relayed: .mail(world.now)), on: World.ref, as: .coordinator("NESA"))
        try world.act(
            .contestPosition(partner: nil, invitation: nil, decidedAt: nil), on: World.ref, as: .contactPoint("CN"))
        world.wait(days: 4)
        try world.hear("CN", .reservation)
        try world.act(.position(nil, reason: "Talks."), on: World.ref, as: .contactPoint("CN"))
        try world.act(World.move("return"), on: World.ref, as: .coordinator("NESA"))
        try world.act(World.recall(), on: World.ref, as: .coordinator("NESA"))
        try world.act(
            .advance("recirculate", ["reason": "R", "track": "information"]), on: World.ref, as: .proposer("FR"))
        try world.act(World.recall(), on: World.ref, as: .proposer("FR"))
        try world.hearAll(except: ["JP"])
        try world.act(World.confirm(), on: World.ref, as: .coordinator("NESA"))
        try world.act(
            .advance("defer", ["meeting": "som-2026-1", "reason": "Time."]), on: World.ref, as: .somLeader("DE"))
        try world.act(World.move("return"), on: World.ref, as: .somLeader("DE"))
    }

    private static func relayed(_ world: inout World) throws {
        try world.reachConsensus()
        world.wait(hours: 2)
        try world.act(
            .position(.noObjection, of: "JP", relayed: .mail(world.now)), on: World.ref, as: .coordinator("NESA"))
        try world.act(
            .contestPosition(partner: nil, invitation: nil, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
        try world.act(
            .position(nil, of: "JP", reason: "As the note says.", relayed: .mail(world.now)), on: World.ref,
            as: .coordinator("NESA"))
        try world.act(
            .contestPosition(partner: "JP", invitation: nil, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
        try world.act(InvitationTests.invite, on: World.ref, as: .proposer("FR"))
        try world.act(
            .position(.reservation, reason: "Not yet.", resolves: "A list.", invitation: 1), on: World.ref,
            as: .contactPoint("JP"))
        try world.act(
            .position(.support, of: "JP", relayed: .mail(world.now), invitation: 1), on: World.ref,
            as: .coordinator("NESA"))
        try world.act(
            .contestPosition(partner: nil, invitation: 1, decidedAt: nil), on: World.ref, as: .contactPoint("JP"))
    }

    private static func invitation(_ world: inout World) throws {
        try world.reachConsensus()
        try world.act(InvitationTests.invite, on: World.ref, as: .proposer("FR"))
        try world.act(
            .invite(invitee: "A fund", event: "The dinner", decidedAt: nil), on: World.ref, as: .proposer("FR"))
        for entry in try world.proposal(World.ref).invitations[0].roster {
            try world.act(.position(.noObjection, invitation: 1), on: World.ref, as: .contactPoint(entry.partner))
        }
        try world.act(.position(.objection, reason: "No.", invitation: 2), on: World.ref, as: .contactPoint("JP"))
        try world.act(.position(nil, invitation: 2), on: World.ref, as: .contactPoint("JP"))
        try world.act(.position(.objection, reason: "No.", invitation: 2), on: World.ref, as: .contactPoint("CN"))
        try world.holdSOM()
        for (number, outcome) in [(1, "agreed"), (2, "declined")] {
            try world.act(
                .decideInvitation(number, outcome: outcome, meeting: "som-2026-1", decidedAt: nil), on: World.ref,
                as: .somLeader("DE"))
        }
        try world.act(World.bless(), on: World.ref, as: .somLeader("DE"))
        try world.act(
            .revise(fields: ["location": "Hue"], kind: nil, decidedAt: nil), on: World.ref, as: .proposer("FR"))
    }

    /// A small registry, in which a leader's key is registered and ended.
    private static func keys() throws -> [SealedEvent] {
        var world = World(forum: "asem-trial", now: "2026-01-05T08:00:00Z")
        try world.change(.setForum(World.asemSettings))
        try world.change(.openAccount(id: "asem-trial/x", nameCommitment: nil, appointments: []))
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
        try world.change(
            .registerKey(account: "asem-trial/x", key: key + " desk", from: nil, until: world.inDays(90)))
        world.wait(days: 1)
        try world.change(.endKey(account: "asem-trial/x", number: 1, until: nil))
        return world.registryHistory
    }

    /// A small registry, in which an account is linked to an identity provider, and the link ends.
    private static func identities() throws -> [SealedEvent] {
        var world = World(forum: "asem-trial", now: "2026-01-05T08:00:00Z")
        try world.change(.setForum(World.asemSettings))
        try world.change(.openAccount(id: "asem-trial/x", nameCommitment: nil, appointments: []))
        try world.change(
            .linkIdentity(
                id: "id-1", account: "asem-trial/x", issuer: "https://login.example.org", commitment: Texts.contact))
        world.wait(days: 1)
        try world.change(.endIdentity(account: "asem-trial/x", id: "id-1"))
        return world.registryHistory
    }

    /// A small registry, in which the name of an account's holder is erased.
    private static func erasure() throws -> [SealedEvent] {
        var world = World(forum: "asem-trial", now: "2026-01-05T08:00:00Z")
        try world.change(.setForum(World.asemSettings))
        try world.change(.openAccount(id: "asem-trial/x", nameCommitment: Texts.contact, appointments: []))
        world.wait(days: 1)
        try world.change(
            .erase(
                Erasure(
                    subject: "asem-trial/x", digests: [String(Texts.contact.suffix(64))],
                    reason: "asked for by the person", rule: "GDPR 17")))
        return world.registryHistory
    }

    private static func registry(_ world: inout World) throws -> [SealedEvent] {
        try world.holdSOM()
        try world.change(.partnerLeft(id: "GB", on: World.day("2026-04-01")))
        try world.change(
            .schedule(
                Meeting(
                    id: "som-2026-2", kind: "som", name: "SOM", starts: World.day("2026-10-20"),
                    ends: World.day("2026-10-21"), city: "Hue")))
        try world.change(
            .openAccount(
                id: "asem-trial/x", nameCommitment: Texts.contact,
                appointments: [AppointmentCommand(office: .coordinator("NESA"), until: world.inDays(90))]))
        try world.change(.endAppointment(account: "asem-trial/x", number: 1, until: nil))
        try world.change(.issueToken(id: "tk-1", account: "asem-trial/x", expires: world.inDays(30)))
        try world.change(.revokeTokens(account: "asem-trial/x", token: nil))
        var settings = World.asemSettings
        settings.disabledHouseRules = ["not-own-partner"]
        try world.change(.setForum(settings))
        return world.registryHistory
    }

    /// Settings with views, lists of groups and contact points.
    private static func lists(_ world: inout World) throws -> [SealedEvent] {
        var settings = World.asemSettings
        settings.views = [["id": "all", "label": "All", "kind": "links", "of": "field guidance"]]
        settings.listing = ListingRule(role: "regional-coordinator", meetingKind: "som")
        settings.contacts = ContactRule(
            role: "infoboard-officer", ownRole: "contact-point", subjects: ["sector"], everyDays: 90)
        try world.change(.setForum(settings))
        let items = [GroupList.Item(ref: World.ref, title: "Trial seminar on harbours", partners: ["VN"])]
        try world.change(.drawList(group: "ASEAN", year: 2026, items: items), as: [.coordinator("ASEAN")])
        try world.change(.submitList(group: "ASEAN", year: 2026), as: [.coordinator("ASEAN")])
        for (name, from) in [(Texts.contact, "2026-01-01"), (Texts.otherContact, "2026-03-01")] {
            try world.change(
                .setContact(
                    ContactPoint(
                        subject: "sector", about: "customs", partner: "FR", body: "Ministry of Examples",
                        nameCommitment: name, addressCommitment: Texts.contact, from: World.day(from))),
                as: [.contactPoint("FR")])
        }
        try world.change(.circulateContacts, as: [.infoboard])
        try world.change(.endContact(number: 2, until: World.day("2026-06-01")), as: [.infoboard])
        return world.registryHistory
    }
}
