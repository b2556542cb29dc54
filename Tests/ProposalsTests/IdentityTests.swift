import Lifecycle
import Testing

@testable import Proposals

/// Links of accounts to identity providers: who makes and ends them, and what is refused.
@Suite struct IdentityTests {
    private static let account = "asem-trial/x"
    private static let issuer = "https://login.example.org"

    private static func link(
        _ id: String = "id-1", account: String = account, issuer: String = issuer, commitment: String = Texts.contact
    ) -> RegistryCommand {
        .linkIdentity(id: id, account: account, issuer: issuer, commitment: commitment)
    }

    /// A forum with one account, which holds an office.
    private static func world() throws -> World {
        var world = World(forum: "asem-trial", now: "2026-01-05T08:00:00Z")
        try world.change(.setForum(World.asemSettings))
        try world.change(.openAccount(id: account, nameCommitment: nil, appointments: []))
        return world
    }

    private static func refusal(
        _ world: World, _ command: RegistryCommand, by account: String = "asem-trial/y", _ offices: [Office]
    ) -> Refusal? {
        let context = RegistryContext(now: world.now, account: account, offices: offices, isServerAdministrator: false)
        do throws(Refusal) {
            _ = try decide(command, world.registry, context)
            return nil
        } catch { return error }
    }

    @Test func aLinkIsMadeAndEnded() throws {
        var world = try Self.world()
        #expect(try world.change(Self.link()).map(\.event.kind) == [.identityLinked])
        let made = try #require(world.registry.identities["id-1"])
        #expect(made.account == Self.account && made.issuer == Self.issuer && !made.isEnded)
        #expect(!world.registry.hasEnded("id-1"))
        world.wait(days: 1)
        #expect(try world.change(.endIdentity(account: Self.account, id: "id-1")).map(\.event.kind) == [.identityEnded])
        #expect(world.registry.hasEnded("id-1") && world.registry.identities["id-1"]?.until != nil)
        #expect(try world.change(.endIdentity(account: Self.account, id: "id-1")).isEmpty, "it ended before")
        #expect(throws: Refusal.self, "a name is used once") { try world.change(Self.link()) }
    }

    /// The holder of an account links it, in whatever office; nobody else does but who keeps the accounts.
    @Test func onlyTheHolderAndKeepersMay() throws {
        var world = try Self.world()
        let point = Office(role: "contact-point", partner: "FR")
        #expect(Self.refusal(world, Self.link(), by: Self.account, [point]) == nil)
        #expect(Self.refusal(world, Self.link(), by: Self.account, [])?.code == .forbidden, "who holds no office")
        #expect(Self.refusal(world, Self.link(), [point])?.code == .forbidden)
        #expect(Self.refusal(world, Self.link(), [Office(role: "auditor")])?.code == .forbidden)
        #expect(Self.refusal(world, Self.link(), [Office(role: "admin")]) == nil)
        try world.change(Self.link())
        let end = RegistryCommand.endIdentity(account: Self.account, id: "id-1")
        #expect(Self.refusal(world, end, by: Self.account, [point]) == nil)
        #expect(Self.refusal(world, end, [point])?.code == .forbidden)
        #expect(
            Self.refusal(world, .endIdentity(account: "asem-trial/y", id: "id-1"), [Office(role: "admin")])?.code
                == .notFound)
    }

    /// Nothing proves that a name in certificates is the holder's who says so.
    @Test func aNameInCertificatesIsLinkedByKeepersAlone() throws {
        var world = try Self.world()
        let point = Office(role: "contact-point", partner: "FR")
        let link = Self.link(issuer: IdentityText.certificate)
        let refusal = Self.refusal(world, link, by: Self.account, [point])
        #expect(refusal?.code == .forbidden && refusal?.message.contains("to a certificate") == true)
        #expect(Self.refusal(world, link, [point])?.code == .forbidden)
        #expect(Self.refusal(world, link, [Office(role: "admin")]) == nil)
        // Whoever keeps the accounts acts in that office, for the own account too.
        let own = RegistryContext(
            now: world.now, account: Self.account, offices: [point, Office(role: "admin")],
            isServerAdministrator: false)
        #expect(try decide(link, world.registry, own).map(\.actor.office) == [Office(role: "admin")])
        // To be rid of it is still the holder's own.
        try world.change(link)
        #expect(
            Self.refusal(world, .endIdentity(account: Self.account, id: "id-1"), by: Self.account, [point]) == nil)
    }

    @Test(arguments: [
        "", "login.example.org", "ftp://login.example.org", "https://", "https://a b", "https://a?b", "https://a#b",
        "https://ä.example", "https://" + String(repeating: "a", count: 248),
    ]) func whatIsNoIssuer(_ issuer: String) throws {
        let refusal = Self.refusal(try Self.world(), Self.link(issuer: issuer), [Office(role: "admin")])
        #expect(refusal?.code == .badField && refusal?.field == "issuer")
    }

    @Test func whatElseIsRefused() throws {
        var world = try Self.world()
        let admin = [Office(role: "admin")]
        #expect(Self.refusal(world, Self.link(account: "asem-trial/nobody"), admin)?.code == .notFound)
        #expect(Self.refusal(world, Self.link(commitment: "248289761001"), admin)?.field == "subject")
        #expect(Self.refusal(world, Self.link("id 1"), admin)?.field == "identity")
        #expect(Self.refusal(world, .endIdentity(account: Self.account, id: "id-1"), admin)?.code == .notFound)
        for number in 1...RegistryDecider.mostIdentities { try world.change(Self.link("id-\(number)")) }
        #expect(Self.refusal(world, Self.link("id-0"), admin)?.field == "account")
        try world.change(.endIdentity(account: Self.account, id: "id-1"))
        #expect(Self.refusal(world, Self.link("id-0"), admin) == nil)
    }

    @Test func subjects() {
        for subject in ["1", "248289761001", "a b", "üser@example.org", String(repeating: "x", count: 255)] {
            #expect(IdentityText.isSubject(subject))
            let value = IdentityText.value(issuer: Self.issuer, subject: subject)
            #expect(IdentityText.subject(in: value, of: Self.issuer) == subject)
            #expect(IdentityText.subject(in: value, of: "https://other.example") == nil)
        }
        for subject in [
            "", " ", "a\n", "a\u{0}", "\u{202E}a", String(repeating: "x", count: 256),
            String(repeating: "ü", count: 128), "commitment:1",
        ] { #expect(!IdentityText.isSubject(subject), "\(subject)") }
    }
}
