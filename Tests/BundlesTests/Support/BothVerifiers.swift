import Proposals
import Testing

@testable import Bundles

extension SecondVerifierTests {
    /// Both verifiers find bundles of a record sound.
    static func bothFindNothing(_ bundles: [[UInt8]], _ recorded: RecordedWorld) throws {
        for (bytes, second) in zip(bundles, try answers(bundles, policy: recorded.policy)) {
            let report = try BundleVerifier.verify(bytes, trusted: recorded.policy)
            #expect(report.irregularities == [])
            #expect(second == Answer(verdict: "sound", findings: report.kinds, reason: nil))
        }
    }

    /// Each forgery of one event, signed by the log as if it had happened, is found by both verifiers, and they say the same.
    static func bothFind(
        _ forgeries: [(inout Event) -> Void], of index: Int, in recorded: RecordedWorld
    ) throws {
        for (number, forge) in forgeries.enumerated() {
            var copy = try recorded.forged { record in
                var event = record[index].event
                forge(&event)
                record[index] = SealedEvent(event)
            }
            try copy.sign()
            let bytes = try copy.bundle()
            let first = answer(bytes, policy: copy.policy)
            #expect(first.verdict != "sound" && first.findings?.isEmpty == false, "\(number)")
            #expect(try answers([bytes], policy: copy.policy) == [first], "\(number)")
        }
    }
}
