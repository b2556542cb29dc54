import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// What is refused of a registry, and why.
@Suite struct RegistryRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let code: Refusal.Code
        let field: String?
        let says: String
        let offices: [Office]?
        let command: @Sendable (World) throws -> RegistryCommand
        var testDescription: String { name }

        init(
            _ name: String, _ code: Refusal.Code, _ field: String?, _ says: String, as offices: [Office]? = nil,
            _ command: @escaping @Sendable (World) throws -> RegistryCommand
        ) {
            self.name = name
            self.code = code
            self.field = field
            self.says = says
            self.offices = offices
            self.command = command
        }
    }

    private static func settings(_ change: (inout ForumSettings) -> Void) -> RegistryCommand {
        var settings = World.asemSettings
        change(&settings)
        return .setForum(settings)
    }

    private static func meeting(kind: String = "som", _ starts: String, _ ends: String) -> Meeting {
        Meeting(id: "m", kind: kind, name: "M", starts: World.day(starts), ends: World.day(ends))
    }

    @Test(arguments: forum + meetings + accounts) func isRefused(_ refused: Case) throws {
        var world = try World.asem()
        try world.change(
            .openAccount(
                id: "asem-trial/x", nameCommitment: nil,
                appointments: [AppointmentCommand(office: .contactPoint("FR"), until: world.inDays(9))]))
        try world.change(.issueToken(id: "tk-1", account: "asem-trial/x", expires: nil))
        let refusal = try world.registryRefusal(try refused.command(world), as: refused.offices)
        #expect(refusal.code == refused.code, "\(refusal.message)")
        #expect(refusal.field == refused.field, "\(refusal.message)")
        #expect(refusal.message.contains(refused.says), "\(refusal.message)")
    }

    @Test func nothingButOpeningAForumThatIsNotThere() throws {
        let world = World(forum: "new", now: "2026-01-01T00:00:00Z")
        let commands: [RegistryCommand] = [
            .admitPartner(Partner(id: "FR", name: "France", attributes: [:])),
            .partnerLeft(id: "FR", on: World.day("2026-01-01")),
            .loadLifecycle(try Repository.initiative(), digest: "d"),
            .schedule(RegistryRefusalTests.meeting("2026-01-01", "2026-01-02")),
            .hold(meeting: "m", starts: World.day("2026-01-01"), ends: World.day("2026-01-01")),
            .openAccount(id: "new/x", nameCommitment: nil, appointments: []),
            .appoint(account: "new/x", AppointmentCommand(office: .admin)),
            .endAppointment(account: "new/x", number: 1, until: nil),
            .issueToken(id: "t", account: "new/x", expires: nil), .revokeTokens(account: "new/x", token: nil),
        ]
        for command in commands {
            let refusal = try world.registryRefusal(command)
            #expect(refusal.code == .notFound && refusal.message == "there is no forum \"new\"")
        }
        #expect(try world.registryRefusal(.setForum(World.asemSettings), as: [.admin]).code == .forbidden)
    }

    static let forum: [Case] = [
        Case("settings by a host", .forbidden, nil, "only admin may open or change a forum", as: [.host]) { _ in
            settings { $0.name = "Other" }
        },
        Case("another prefix", .badField, "ref_prefix", "refs begin with ASEM for good") { _ in
            settings { $0.refPrefix = "ASEX" }
        },
        Case("a prefix of small letters", .badField, "ref_prefix", "capital letters") { _ in
            settings { $0.refPrefix = "asem" }
        },
        Case("a trial made real, or the other way", .badField, "mark", "that cannot change") { _ in
            settings { $0.mark = nil }
        },
        Case("no name", .badField, "name", "the text is empty") { _ in settings { $0.name = " " } },
        Case("an auditor who keeps accounts", .badField, "audit_role", "changes nothing") { _ in
            settings { $0.auditRole = "admin" }
        },
        Case("a role of two words", .badField, "meeting_role", "1 to 64 letters") { _ in
            settings { $0.meetingRole = "meeting host" }
        },
        Case("a group of two words", .badField, "groups", "1 to 64 letters") { _ in
            settings { $0.groups["A B"] = .init() }
        },
        Case("a partner by a host", .forbidden, nil, "only admin may admit a partner", as: [.host]) { _ in
            .admitPartner(Partner(id: "XX", name: "X", attributes: [:]))
        },
        Case("a partner without a name", .badField, "name", "the text is empty") { _ in
            .admitPartner(Partner(id: "XX", name: "", attributes: [:]))
        },
        Case("a partner with a slash", .badField, "id", "1 to 64 letters") { _ in
            .admitPartner(Partner(id: "X/X", name: "X", attributes: [:]))
        },
        Case("a partner that left before it joined", .badField, "left", "is not after") { _ in
            .admitPartner(
                Partner(
                    id: "XX", name: "X", attributes: [:], joined: World.day("2020-01-01"), left: World.day("2020-01-01")
                ))
        },
        Case("attributes without end", .badField, "attributes", "at most 200 characters") { _ in
            .admitPartner(Partner(id: "XX", name: "X", attributes: ["a": String(repeating: "x", count: 201)]))
        },
        Case("a stranger leaves", .notFound, nil, "XX is not a partner") { _ in
            .partnerLeft(id: "XX", on: World.day("2026-01-01"))
        },
        Case("it leaves before it joined", .badField, "left", "is not after 1996-01-01") { _ in
            .partnerLeft(id: "FR", on: World.day("1990-01-01"))
        },
        Case("a lifecycle by a host", .forbidden, nil, "only admin may load a lifecycle", as: [.host]) { _ in
            .loadLifecycle(try Repository.charter(), digest: "d")
        },
        Case("the same version, edited", .badField, "version", "never edited once used") { _ in
            var definition = try Repository.initiative()
            definition.title = "Edited"
            return .loadLifecycle(definition, digest: World.digest(of: definition))
        },
        Case("a digest of something else", .badField, "digest", "is not the SHA-256") { _ in
            .loadLifecycle(try Repository.charter(), digest: String(repeating: "0", count: 64))
        },
    ]

    static let meetings: [Case] = [
        Case(
            "a meeting by a proposer", .forbidden, nil, "only meeting-host or admin may keep meetings",
            as: [.proposer("FR")]
        ) { _ in
            .schedule(meeting("2026-01-01", "2026-01-02"))
        },
        Case("a meeting that ends before it starts", .badField, "ends", "is before the start", as: [.host]) { _ in
            .schedule(meeting("2026-01-02", "2026-01-01"))
        },
        Case("a kind of two words", .badField, "kind", "1 to 64 letters") { _ in
            .schedule(meeting(kind: "senior officials", "2026-01-01", "2026-01-02"))
        },
        Case("held, nobody knows it", .notFound, nil, "m is not a meeting") { _ in
            .hold(meeting: "m", starts: World.day("2026-01-01"), ends: World.day("2026-01-01"))
        },
        Case("held backwards", .badField, "ends", "is before the start") { _ in
            .hold(meeting: "som-2026-1", starts: World.day("2026-01-02"), ends: World.day("2026-01-01"))
        },
        Case("held in days to come", .badField, "ends", "is still to come") { _ in
            .hold(meeting: "som-2026-1", starts: World.day("2026-03-10"), ends: World.day("2026-03-12"))
        },
    ]

    static let accounts: [Case] = [
        Case("an account by a host", .forbidden, nil, "only admin may open an account", as: [.host]) { _ in
            .openAccount(id: "asem-trial/y", nameCommitment: nil, appointments: [])
        },
        Case("an account twice", .badField, "account", "already exists") { _ in
            .openAccount(id: "asem-trial/x", nameCommitment: nil, appointments: [])
        },
        Case("an account of another forum", .badField, "account", "asem-trial/ and a name are needed") { _ in
            .openAccount(id: "mpac/y", nameCommitment: nil, appointments: [])
        },
        Case("a name in the open", .badField, "name", "a commitment to it is needed") { _ in
            .openAccount(id: "asem-trial/y", nameCommitment: "Ms Example", appointments: [])
        },
        Case("for no partner of the forum", .badField, "partner", "\"XX\" is not a partner") { _ in
            .openAccount(
                id: "asem-trial/y", nameCommitment: nil,
                appointments: [AppointmentCommand(office: .contactPoint("XX"))])
        },
        Case("for no group of the forum", .badField, "group", "it has ASEAN, Europe, NESA") { _ in
            .appoint(account: "asem-trial/x", AppointmentCommand(office: .coordinator("G7")))
        },
        Case("a role of two words", .badField, "role", "1 to 64 letters") { _ in
            .appoint(account: "asem-trial/x", AppointmentCommand(office: Office(role: "contact point")))
        },
        Case("it ends before it begins", .badField, "until", "would end before it begins") { world in
            .appoint(
                account: "asem-trial/x",
                AppointmentCommand(office: .somLeader("FR"), from: world.now, until: world.now))
        },
        Case("nobody is appointed", .notFound, nil, "there is no account asem-trial/y") { _ in
            .appoint(account: "asem-trial/y", AppointmentCommand(office: .host))
        },
        Case("no such appointment", .notFound, nil, "asem-trial/x has no appointment 2") { _ in
            .endAppointment(account: "asem-trial/x", number: 2, until: nil)
        },
        Case("an end that prolongs", .badField, "until", "a new appointment is needed") { world in
            .endAppointment(account: "asem-trial/x", number: 1, until: world.inDays(30))
        },
        Case("a token by a Contact Point", .forbidden, nil, "only admin may issue a token", as: [.contactPoint("FR")]) {
            _ in .issueToken(id: "tk-2", account: "asem-trial/x", expires: nil)
        },
        Case("a token for nobody", .notFound, nil, "there is no account") { _ in
            .issueToken(id: "tk-2", account: "asem-trial/y", expires: nil)
        },
        Case("a token twice", .badField, "token", "already exists") { _ in
            .issueToken(id: "tk-1", account: "asem-trial/x", expires: nil)
        },
        Case("a token that has expired", .badField, "expires", "has already passed") { world in
            .issueToken(id: "tk-2", account: "asem-trial/x", expires: world.now)
        },
        Case("no such token", .notFound, nil, "asem-trial/x has no token tk-9") { _ in
            .revokeTokens(account: "asem-trial/x", token: "tk-9")
        },
        Case("tokens of nobody", .notFound, nil, "there is no account") { _ in
            .revokeTokens(account: "asem-trial/y", token: nil)
        },
    ]
}
