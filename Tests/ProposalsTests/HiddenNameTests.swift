import CanonicalJSON
import Lifecycle
import Proposals
import Testing
import Wording

/// Names that are shown hold no character that is not seen: not those of partners, forums, meetings, contacts or lifecycles.
@Suite struct HiddenNameTests {
    private static func settings(_ change: (inout ForumSettings) -> Void) -> RegistryCommand {
        var settings = World.asemSettings
        change(&settings)
        return .setForum(settings)
    }

    private static func meeting(_ name: String, city: String? = nil) -> RegistryCommand {
        .schedule(
            Meeting(
                id: "m", kind: "som", name: name, starts: World.day("2026-09-01"), ends: World.day("2026-09-02"),
                city: city))
    }

    private static func lifecycle(_ label: String) throws -> RegistryCommand {
        var definition = try Repository.initiative()
        definition.version += 1
        definition.states[0].label = label
        return .loadLifecycle(definition, digest: World.digest(of: definition))
    }

    @Test(arguments: ["\u{200F}", "\u{AD}", "\u{200B}", "\u{2060}", "\u{FEFF}"]) func isRefused(_ hidden: String) throws
    {
        let name = "Ja" + hidden + "pan"
        let world = try World.asem()
        let commands: [(RegistryCommand, String)] = [
            (.admitPartner(Partner(id: "XX", name: name, attributes: [:])), "name"),
            (.admitPartner(Partner(id: "XX", name: "X", attributes: ["region": name])), "attributes"),
            (Self.settings { $0.name = name }, "name"), (Self.meeting(name), "name"),
            (Self.meeting("SOM", city: name), "city"), (try Self.lifecycle(name), "definition"),
        ]
        let code = HiddenCharacter.name(of: try #require(hidden.unicodeScalars.first))
        for (command, field) in commands {
            let refusal = try world.registryRefusal(command)
            #expect(refusal.code == .badField && refusal.field == field, "\(refusal.message)")
            #expect(refusal.message.contains(code), "\(refusal.message)")
        }
        #expect(throws: Refusal.self) { try PersonalText.mustBeLine(name, "name") }
    }

    /// What a record of before holds is decided again as it was.
    @Test func whatIsRecordedStays() throws {
        let world = try World.asem()
        for command in [
            .admitPartner(Partner(id: "XX", name: "Ja\u{200F}pan", attributes: [:])), Self.meeting("SO\u{AD}M"),
            try Self.lifecycle("Dra\u{200B}fted"),
        ] as [RegistryCommand] {
            let context = RegistryContext(
                now: world.now, account: "server/admin", offices: [], isServerAdministrator: true, isRecorded: true)
            #expect(try decide(command, world.registry, context).count == 1)
        }
    }
}
