import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import Bundles

/// Lists of groups, contact points and erasures in a record: both verifiers follow them, and find who may not keep them.
@Suite struct RegistryEventTests {
    private static let digest = String(repeating: "3", count: 64)
    private static let commitment = "commitment:" + digest

    /// A change by the holder of an office, in that account.
    private static func change(_ world: inout World, _ command: RegistryCommand, as office: Office) throws {
        world.caller = RecordedWorld.account(office, in: world.registry.forum)
        defer { world.caller = nil }
        try world.change(command, as: [office])
    }

    private static func recorded() throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        try recorded.play { world in
            var settings = try #require(world.registry.settings)
            settings.listing = ListingRule(role: "regional-coordinator", meetingKind: "som")
            settings.contacts = ContactRule(
                role: "infoboard-officer", ownRole: "contact-point", subjects: ["sector"], everyDays: 90)
            try world.change(.setForum(settings))
            let items = [GroupList.Item(ref: World.ref, title: "A seminar", partners: ["VN"])]
            try change(&world, .drawList(group: "ASEAN", year: 2026, items: items), as: .coordinator("ASEAN"))
            try change(&world, .submitList(group: "ASEAN", year: 2026), as: .coordinator("ASEAN"))
            try change(
                &world,
                .setContact(
                    ContactPoint(
                        subject: "sector", about: "customs", partner: "FR", body: "A ministry",
                        nameCommitment: commitment, addressCommitment: commitment, from: World.day("2026-01-01"))),
                as: .contactPoint("FR"))
            try change(&world, .circulateContacts, as: .infoboard)
            try change(&world, .endContact(number: 1, until: World.day("2026-06-01")), as: .infoboard)
            try world.change(.erase(Erasure(subject: nil, digests: [digest], reason: "asked for", rule: "GDPR 17")))
        }
        try recorded.sign()
        return recorded
    }

    @Test func bothVerifiersFollowThem() throws {
        let recorded = try Self.recorded()
        let kinds = Set(recorded.record.map(\.event.kind))
        #expect(
            kinds.isSuperset(of: [
                .listDrawn, .listSubmitted, .contactSet, .contactsCirculated, .contactEnded, .personalErased,
            ]))
        try SecondVerifierTests.bothFindNothing([try recorded.bundle()], recorded)
    }

    @Test(arguments: [EventKind.listDrawn, .listSubmitted, .contactSet, .contactsCirculated, .personalErased])
    func bothFindAnotherOffice(_ kind: EventKind) throws {
        let recorded = try Self.recorded()
        let index = try #require(recorded.record.firstIndex { $0.event.kind == kind })
        try SecondVerifierTests.bothFind(
            [{ $0.actor = Actor(account: $0.actor.account, office: .proposer("FR")) }], of: index, in: recorded)
    }

    /// A holder links the own account to a login at an identity provider, and to a name in certificates never.
    @Test func bothFindAHolderWhoLinksACertificate() throws {
        var recorded = try RecordedWorld.small()
        let account = RecordedWorld.account(.contactPoint("FR"), in: recorded.world.registry.forum)
        try recorded.play { world in
            func link(_ id: String, _ issuer: String) -> RegistryCommand {
                .linkIdentity(id: id, account: account, issuer: issuer, commitment: Self.commitment)
            }
            try Self.change(&world, link("id-1", "https://login.example.org"), as: .contactPoint("FR"))
            try world.change(link("id-2", IdentityText.certificate))
            try Self.change(&world, .endIdentity(account: account, id: "id-2"), as: .contactPoint("FR"))
        }
        try recorded.sign()
        try SecondVerifierTests.bothFindNothing([try recorded.bundle()], recorded)
        let index = try #require(
            recorded.record.firstIndex { $0.event.data["issuer"]?.string == IdentityText.certificate })
        try SecondVerifierTests.bothFind(
            [{ $0.actor = Actor(account: account, office: .contactPoint("FR")) }], of: index, in: recorded)
    }

    @Test func bothFindAnErasureThatDoesNotSayWhatAndWhy() throws {
        let recorded = try Self.recorded()
        let index = try #require(recorded.record.firstIndex { $0.event.kind == .personalErased })
        let wrong: [(String, JSONValue)] = [
            ("digests", []), ("digests", .strings([Self.digest, Self.digest])), ("digests", ["0a"]),
            ("digests", .strings([Self.digest.uppercased() + "A"])), ("reason", ""), ("reason", " "), ("rule", ""),
            ("more", "x"),
        ]
        try SecondVerifierTests.bothFind(
            wrong.map { key, value in { (event: inout Event) in event.data[key] = value } }, of: index, in: recorded)
    }
}
