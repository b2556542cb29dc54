import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import ProposalService

/// Which writes store a proposal's text anew: those after which it is another one, whatever the service remembers.
@Suite struct ChangedTextTests {
    private func text(_ forum: MiniForum) -> ProposalText? { forum.lastWrites.texts[MiniForum.ref] }

    @Test func aDraftStoresItAndAPositionDoesNot() throws {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        #expect(text(forum)?.listed.title == "Trial seminar on harbours")
        #expect(text(forum)?.listed.regions == ["Europe", "Asia"])
        #expect(text(forum)?.words.searchText.contains("Nowhere") == true)
        try forum.done(
            MiniForum.proposer,
            .advance(transition: "circulate", inputs: ["track": "work-programme"], decidedAt: nil, signature: nil))
        try forum.done(MiniForum.point("JP"), .takePosition(StatedPosition(stance: .support)))
        #expect(text(forum) == nil)
        #expect(forum.lastWrites.proposals.map(\.notHeard) == [["FR", "VN"]])
    }

    @Test func aRevisionStoresIt() throws {
        var forum = try MiniForum()
        try forum.circulate()
        try forum.done(
            MiniForum.proposer, .revise(fields: ["title": "Trial seminar on ports"], kind: .substantive, decidedAt: nil)
        )
        #expect(text(forum)?.listed.title == "Trial seminar on ports")
        try forum.done(MiniForum.point("JP"), .note("Read.", decidedAt: nil))
        #expect(text(forum) == nil)
    }

    /// The text names regions, which are the partners' matter: it follows with the next event of the proposal.
    @Test func aPartnerOfAnotherRegionChangesIt() throws {
        var forum = try MiniForum()
        try forum.circulate()
        try forum.done(MiniForum.point("JP"), .note("Read.", decidedAt: nil))
        #expect(text(forum) == nil)
        let moved = Partner(id: "VN", name: "Partner VN", attributes: ["region": "Oceania"])
        for answer in try forum.batch([
            (MiniForum.admin, .registry(forum: MiniForum.name, .command(.admitPartner(moved))))
        ]) { _ = try answer.get() }
        try forum.done(MiniForum.point("JP"), .note("Read again.", decidedAt: nil))
        #expect(text(forum)?.listed.regions == ["Europe", "Oceania"])
        try forum.done(MiniForum.point("JP"), .note("Read once more.", decidedAt: nil))
        #expect(text(forum) == nil)
    }

    /// What an earlier program stored in another form is written anew, though the service remembers the text.
    @Test func aTextThatIsStoredOtherwiseIsWritten() throws {
        var forum = try MiniForum()
        try forum.circulate()
        forum.textDigests[MiniForum.ref] = [UInt8](repeating: 1, count: 32)
        try forum.done(MiniForum.point("JP"), .note("Read.", decidedAt: nil))
        #expect(text(forum) != nil)
    }
}
