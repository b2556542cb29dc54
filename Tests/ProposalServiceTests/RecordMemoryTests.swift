import Proposals
import Testing

@testable import ProposalService

/// What a server remembers is forgotten where the store holds something else.
@Suite struct RecordMemoryTests {
    private func remembered() throws -> RecordMemory {
        var forum = try MiniForum()
        try forum.circulate()
        let memory = RecordMemory(proposals: 10)
        for registry in forum.registries.values { memory.registries.keep(registry) }
        for proposal in forum.proposals.values { memory.proposals.keep(proposal) }
        memory.shownVersions.keep(MiniForum.ref, ShownVersions.Versions(of: [], Registry(forum: MiniForum.name)))
        return memory
    }

    @Test func onlyWhatIsNamedAsOutdatedIsForgotten() throws {
        let memory = try remembered()
        let cursor = StreamCursor(forum: MiniForum.name, stream: MiniForum.ref, after: 1)
        #expect(memory.forgetOutdated(.outdated([cursor])))
        #expect(memory.proposals.known(MiniForum.ref) == nil)
        #expect(memory.registries.known(MiniForum.name).version > 0)
        // Which of the versions shown were rolled back nobody knows.
        #expect(memory.shownVersions.known(MiniForum.ref) == nil)
        let registry = StreamCursor(forum: MiniForum.name, stream: Event.registryStream, after: 1)
        #expect(memory.forgetOutdated(.outdated([registry])))
        #expect(memory.registries.known(MiniForum.name).version == 0)
    }

    @Test func noOtherErrorMakesItForget() throws {
        let memory = try remembered()
        for error in [.unavailable("w"), .rejected("w"), .effectUnknown("w"), .corrupt("w")] as [StoreError] {
            #expect(!memory.forgetOutdated(error))
        }
        #expect(memory.proposals.known(MiniForum.ref) != nil)
        #expect(memory.shownVersions.known(MiniForum.ref) != nil)
    }

    @Test func whatIsOlderTakesNoNewersPlace() throws {
        let memory = try remembered()
        let newest = memory.registries.known(MiniForum.name)
        memory.registries.keep(Registry(forum: MiniForum.name))
        #expect(memory.registries.known(MiniForum.name).version == newest.version)
    }

    @Test func whatWasUsedLeastRecentlyIsDropped() throws {
        var forum = try MiniForum()
        try forum.circulate()
        let proposal = try #require(forum.proposals[MiniForum.ref])
        let cache = ProposalCache(capacity: 4)
        for number in 1...4 {
            var copy = proposal
            copy.ref = "MINI-2026-000\(number)"
            cache.keep(copy)
        }
        _ = cache.known("MINI-2026-0001")
        var fifth = proposal
        fifth.ref = "MINI-2026-0005"
        cache.keep(fifth)
        #expect(cache.known("MINI-2026-0001") != nil && cache.known("MINI-2026-0005") != nil)
        #expect(cache.known("MINI-2026-0002") == nil)
    }
}
