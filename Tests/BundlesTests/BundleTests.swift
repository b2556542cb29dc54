import CanonicalJSON
import Lifecycle
import Proposals
import Record
import Testing

@testable import Bundles

@Suite struct BundleTests {
    @Test func aWholeHistoryIsSound() throws {
        var recorded = try RecordedWorld.small()
        try recorded.sign()
        try recorded.play { try $0.reachReport() }
        try recorded.sign()
        let bytes = try recorded.bundle()
        let report = try BundleVerifier.verify(bytes, trusted: recorded.policy)
        #expect(report.irregularities == [])
        #expect(report.eventCount == Int64(recorded.record.count))
        #expect(report.versions == [World.ref: recorded.world.history(World.ref).count])
        #expect(report.lines.joined(separator: "\n").contains("none is missing"))
    }
}
