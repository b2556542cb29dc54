import CanonicalJSON
import Proposals
import Record
import Testing

@testable import Bundles

/// Documents in a record: both verifiers follow them, and find what no server can have filed.
@Suite struct DocumentTests {
    private static func document(_ name: String, _ type: String = "application/pdf") -> Document {
        Document(name: name, type: type, size: 100, digest: Digest.sha256(Array(name.utf8)).hex)
    }

    private static func filed() throws -> RecordedWorld {
        var recorded = try RecordedWorld.small()
        try recorded.play { world in
            try world.draft()
            try world.act(.file(document("paper.pdf")), on: World.ref, as: .proposer("FR"))
            try world.circulate(track: "information")
            try world.act(.file(document("agenda.txt", "text/plain")), on: World.ref, as: .coordinator("ASEAN"))
        }
        try recorded.sign()
        return recorded
    }

    @Test func bothVerifiersFollowThem() throws {
        let recorded = try Self.filed()
        #expect(recorded.record.count { $0.event.kind == .filed } == 2)
        let bundles = [try recorded.bundle(), try recorded.bundle(World.ref)]
        try SecondVerifierTests.bothFindNothing(bundles, recorded)
    }

    @Test func bothFindWhatNoServerFiled() throws {
        let recorded = try Self.filed()
        let index = try #require(recorded.record.lastIndex { $0.event.kind == .filed })
        let forgeries: [(inout Event) -> Void] = [
            { $0.data["digest"] = .string(Self.document("paper.pdf").digest) }, { $0.data["digest"] = "00" },
            { $0.data["type"] = "application/x-msdownload" }, { $0.data["size"] = 0 },
            { $0.data["size"] = .integer(8_388_609) }, { $0.data["pages"] = 3 },
            { $0.actor.office = .proposer("FR") }, { $0.to = "drafted" },
        ]
        try SecondVerifierTests.bothFind(forgeries, of: index, in: recorded)
    }
}
