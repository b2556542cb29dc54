import CanonicalJSON
import Lifecycle
import Testing

@testable import Proposals

/// Erasures of personal data: who decides them, and what the event says.
@Suite struct ErasureTests {
    private static let digest = String(repeating: "0a", count: 32)

    private static func erasure(
        _ digests: [String] = [digest], reason: String = "asked for", rule: String? = nil
    ) -> RegistryCommand {
        .erase(Erasure(subject: "asem-trial/x", digests: digests, reason: reason, rule: rule))
    }

    private static func world() throws -> World {
        var world = World(forum: "asem-trial", now: "2026-01-05T08:00:00Z")
        try world.change(.setForum(World.asemSettings))
        return world
    }

    private static func refusal(_ world: World, _ command: RegistryCommand, _ offices: [Office]) -> Refusal? {
        let context = RegistryContext(
            now: world.now, account: "asem-trial/y", offices: offices, isServerAdministrator: false)
        do throws(Refusal) {
            _ = try decide(command, world.registry, context)
            return nil
        } catch { return error }
    }

    @Test func theEventSaysWhatAndWhyAndNotWho() throws {
        var world = try Self.world()
        let made = try world.change(Self.erasure(rule: "GDPR 17"))
        #expect(made.map(\.event.kind) == [.personalErased] && world.registry.erasures == 1)
        let data = try #require(made.first).event.data
        #expect(
            data == [
                "digests": [.string(Self.digest)], "reason": "asked for", "rule": "GDPR 17", "subject": "asem-trial/x",
            ])
        #expect(try #require(made.first).event.registryCommand == Self.erasure(rule: "GDPR 17"))
        #expect(try world.change(Self.erasure([])).isEmpty, "nothing is kept")
    }

    @Test func whoKeepsTheAccountsDecidesIt() throws {
        let world = try Self.world()
        #expect(Self.refusal(world, Self.erasure(), [Office(role: "admin")]) == nil)
        for role in ["auditor", "contact-point", "regional-coordinator"] {
            #expect(Self.refusal(world, Self.erasure(), [Office(role: role, partner: "FR")])?.code == .forbidden)
            #expect(Self.refusal(world, Self.erasure([]), [Office(role: role, partner: "FR")])?.code == .forbidden)
        }
        #expect(Self.refusal(world, Self.erasure(), [])?.code == .forbidden)
    }

    @Test(
        arguments: [
            ("reason", erasure(reason: "")), ("reason", erasure(reason: "a\u{202E}b")),
            ("reason", erasure(reason: "a\nb")),
            ("reason", erasure(reason: String(repeating: "a", count: 501))), ("rule", erasure(rule: " ")),
            ("values", erasure(["0a"])), ("values", erasure([digest, digest])),
            (
                "values",
                erasure(
                    (0...Erasure.mostAtOnce).map { number in
                        let digits = String(number)
                        return String(repeating: "0", count: 64 - digits.count) + digits
                    })
            ),
        ])
    func whatIsWrongIsSaid(field: String, command: RegistryCommand) throws {
        let refusal = Self.refusal(try Self.world(), command, [Office(role: "admin")])
        #expect(refusal?.code == .badField && refusal?.field == field)
    }
}
