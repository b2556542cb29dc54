import Testing

@testable import ProposalService

/// How long the batches of an account are, by who else wrote of late.
@Suite struct RecentWritersTests {
    private static let configuration = ServiceConfiguration()

    /// What an account has after batches with so many writes of each.
    private static func share(_ batches: [[String: Int]], among accounts: Int = 1) -> Int? {
        var writers = RecentWriters(configuration)
        for batch in batches { writers.began(batch) }
        return writers.share(among: accounts)
    }

    @Test func aloneAnAccountFillsABatch() {
        #expect(Self.share([]) == nil)
        #expect(Self.share([["a": 400], ["a": 400]]) == nil)
        #expect(Self.share([["a": 1], ["a": 1]]) == nil, "however little it writes")
    }

    @Test func thoseWhoWriteMuchHaveTheirShare() {
        #expect(Self.share([["a": 400, "b": 300]]) == Self.configuration.accountShare)
        #expect(Self.share([["a": 400], ["b": 300]]) == Self.configuration.accountShare, "in turn as well")
        #expect(Self.share([["a": 400]], among: 2) == Self.configuration.accountShare)
    }

    @Test func besideWhoWritesLittleBatchesAreShorter() {
        #expect(Self.share([["a": 400, "b": 1]]) == Self.configuration.shareBesideQuiet)
        #expect(Self.share([["b": 1], ["a": 400]]) == Self.configuration.shareBesideQuiet)
        #expect(Self.share([["a": 4, "b": 4]]) == Self.configuration.shareBesideQuiet)
        #expect(Self.share([["a": 5, "b": 5]]) == Self.configuration.accountShare)
    }

    @Test func whoeverIsGoneIsForgotten() {
        let alone = Array(repeating: ["a": 400], count: 31)
        #expect(Self.share([["a": 400, "b": 1]] + alone) == Self.configuration.shareBesideQuiet)
        #expect(Self.share([["a": 400, "b": 1]] + alone + [["a": 400]]) == nil)
        let many = Array(repeating: ["a": 400, "c": 400], count: 32)
        #expect(Self.share([["a": 400, "b": 1]] + many) == Self.configuration.accountShare, "others write on")
    }
}
