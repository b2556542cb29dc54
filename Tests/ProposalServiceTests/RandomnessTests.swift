import Testing

@testable import ProposalService

/// Tokens and salts are drawn from it: whatever it gives, it gives once.
@Suite struct RandomnessTests {
    /// Across the borders of blocks, and from many tasks at once.
    @Test func noBytesAreGivenTwice() async {
        let drawn = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).map { _ in Randomness.system.bytes(32) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(drawn.allSatisfy { $0.count == 32 })
        #expect(Set(drawn).count == 4000)
        // Nor does one begin where another ends.
        let windows = drawn.flatMap { bytes in (0...24).map { Array(bytes[$0..<$0 + 8]) } }
        #expect(Set(windows).count == windows.count)
    }

    @Test(arguments: [0, 1, 255, 256, 257, 4095, 4096, 4097, 10_000]) func asManyAsAreAskedFor(_ count: Int) {
        let bytes = Randomness.system.bytes(count)
        #expect(bytes.count == count)
        // Nothing was left as it was allocated: 64 zeros in a row do not come by chance.
        let zeros = bytes.split { $0 != 0 }.map(\.count).max() ?? 0
        #expect(zeros < 64)
    }
}
