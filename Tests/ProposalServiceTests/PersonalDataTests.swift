import CanonicalJSON
import Testing

@testable import ProposalService

/// Values that are kept beside the record, and the commitments that stand in their places.
@Suite struct PersonalDataTests {
    /// A salt that is used twice would tell that two values are the same.
    @Test func everyValueHasASaltOfItsOwn() {
        var personal = PersonalData(seed: Array(repeating: 7, count: 32))
        let commitments = (0..<1000).map { _ in personal.commit("one and the same") }
        #expect(Set(commitments).count == 1000)
        #expect(Set(personal.values.map(\.salt)).count == 1000)
        #expect(personal.values.allSatisfy { $0.isIntact })
    }
}
