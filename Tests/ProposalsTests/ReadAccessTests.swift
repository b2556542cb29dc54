import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// Who sees what: a draft its authors, a circulated proposal the whole forum, published fields everybody.
@Suite struct ReadAccessTests {
    private let ref = World.ref

    private func viewer(_ offices: Office..., readsEverything: Bool = false) -> Viewer {
        Viewer(account: "asem-trial/someone", offices: offices, readsEverything: readsEverything)
    }

    private func sights(_ world: World) throws -> [ReadAccess] {
        let definition = try Repository.initiative()
        let proposal = try world.proposal(ref)
        return [
            viewer(.contactPoint("FR")), viewer(.contactPoint("VN")), viewer(.contactPoint("DE")),
            viewer(.coordinator("ASEAN")), viewer(.auditor, readsEverything: true), .outsider,
        ].map { proposal.readAccess(of: $0, definition) }
    }

    @Test func aDraftIsItsAuthors() throws {
        var world = try World.asem()
        try world.draft()
        #expect(try sights(world) == [.everything, .everything, .nothing, .nothing, .everything, .nothing])
        #expect(try world.proposal(ref).insiders(Repository.initiative()) == ["FR", "VN"])
    }

    @Test func aCirculatedOneIsTheForums() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        #expect(try sights(world) == [.everything, .everything, .everything, .everything, .everything, .nothing])
    }

    @Test func whatWasSharedStaysShared() throws {
        var world = try World.asem()
        try world.reachConsensus()
        try world.act(World.move("return"), on: ref, as: .coordinator("ASEAN"))
        #expect(try sights(world)[2] == .everything)
    }

    @Test func whatWasRecalledWasNeverShared() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.act(World.recall(), on: ref, as: .proposer("FR"))
        #expect(try sights(world)[2] == .nothing)
    }

    @Test func aDraftThatIsWithdrawnStaysHidden() throws {
        var world = try World.asem()
        try world.draft()
        try world.act(World.move("withdraw"), on: ref, as: .proposer("FR"))
        #expect(try sights(world) == [.everything, .everything, .nothing, .nothing, .everything, .nothing])
    }

    @Test func publishedFieldsAreEverybodys() throws {
        var world = try World.asem()
        try world.reachBlessing()
        #expect(try sights(world)[5] == .nothing)
        try world.act(World.published, on: ref, as: .infoboard)
        #expect(try sights(world)[5] == .published)
        #expect(try world.proposal(ref).publishedFields == ["title", "starts"])
    }

    @Test func anArchiveRecordIsTheForums() throws {
        var world = try World.asem()
        try world.act(.archive(["title": "Old"]), on: ref, as: .admin)
        #expect(try sights(world)[2] == .everything)
        #expect(try sights(world)[5] == .published)
    }
}
