import CanonicalJSON
import LineProtocol
import Proposals
import Record
import Testing

@testable import ProposalService
@testable import Requests

/// Events as they are sent: what stands in the record, and each is read back by the type that a client reads it with.
@Suite struct EventRowTests {
    @Test(.timeLimit(.minutes(60))) func rowsSayWhatTheRecordHas() async throws {
        let forum = try await LivingForum.make()
        let ref = try await forum.circulated(title: "Harbours")
        try await forum.support("JP", ref)
        let record = try await forum.store.record(forum: LivingForum.name, after: -1, limit: .max)
        let kinds = Set(record.map(\.sealed.event.kind))
        #expect(kinds.isSuperset(of: [.accountOpened, .drafted, .moved, .positionTaken]))
        for stored in record {
            let row = ShownEvent(SeenEvent(stored, personal: [:]))
            var expected = stored.sealed.event.json
            for key in ["forum", "previous", "schema", "stream"] { expected[key] = nil }
            expected["position"] = .integer(stored.position)
            expected["digest"] = .string(stored.sealed.digest)
            expected["leaf_hash"] = .string(Hexadecimal.encode(stored.leafHash))
            // Names stand beside the record.
            expected["data"] = PersonalData.opening(expected["data"] ?? .null, [:])
            #expect(row.object == expected)
            #expect(PersonalData.commitments(in: .object(row.object)).isEmpty)
            #expect(try ShownEvent(whole: row.object) == row)
        }
    }
}
