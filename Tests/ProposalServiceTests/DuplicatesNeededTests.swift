import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// For which writes the likely duplicates are loaded.
@Suite struct DuplicatesNeededTests {
    @Test(arguments: [nil, "a signature"]) func aCirculationAsksForThemSignedOrNot(_ signature: String?) throws {
        let registry = try #require(try MiniForum().registries[MiniForum.name])
        func asked(_ command: Command) -> [String] {
            let needs = WriteRequest.Work.act(ref: MiniForum.ref, command).needs(of: "mini/proposer-FR", registry)
            return needs.alike.map { [$0] } ?? []
        }
        func asked(_ transition: String) -> [String] {
            let command = Command.advance(
                transition: transition, inputs: ["track": "work-programme"], decidedAt: nil, signature: signature)
            return asked(command)
        }
        #expect(asked("circulate") == [MiniForum.ref])
        #expect(asked("recirculate") == [MiniForum.ref])
        #expect(asked("bless") == [])
        #expect(asked(.note("n", decidedAt: nil)) == [])
    }

    /// A contact in what is signed could not stand in the event as it was signed.
    @Test func aSignedActChangesNoContact() throws {
        var forum = try MiniForum()
        var definition = try #require(forum.registries[MiniForum.name]?.lifecycles.values.first)
        definition.version += 1
        definition.transitions.append(
            TransitionDefinition(
                id: "amend", label: "amend", from: ["drafted"], to: "drafted",
                roles: definition.transitions.first { $0.id == "circulate" }?.roles ?? [],
                inputs: [
                    InputDefinition(key: "changes", label: "what", type: .changes(["organisers"]), isRequired: true)
                ]))
        try forum.load(definition)
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        let changes: JSONObject = [
            "organisers": [["partner": "FR", "contact": "A person, 1 Street"], ["partner": "VN"]]
        ]
        let failure = try forum.failure(
            MiniForum.proposer,
            .advance(
                transition: "amend", inputs: ["changes": .object(changes)], decidedAt: forum.now, signature: "signed"))
        #expect(failure.code == .badField && failure.message.contains("revise the contacts first"))
        try forum.done(
            MiniForum.proposer,
            .advance(transition: "amend", inputs: ["changes": .object(changes)], decidedAt: nil, signature: nil))
        #expect(!forum.proposals.description.contains("1 Street"))
    }
}
