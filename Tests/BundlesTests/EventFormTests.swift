import CanonicalJSON
import Proposals
import Record
import Testing

@testable import Bundles

/// Events that mean the same to a lenient reader and are not in the one form that is written.
@Suite struct EventFormTests {
    @Test func onlyTheWrittenFormIsAnEvent() throws {
        let recorded = try DamageTests.tiny()
        let original = try #require(JSONValue.parse(recorded.record[1].bytes).object)
        func kinds(_ change: (inout JSONObject) -> Void) -> [Irregularity.Kind] {
            var object = original
            change(&object)
            return kinds(object.canonicalBytes)
        }
        func kinds(_ bytes: [UInt8]) -> [Irregularity.Kind] {
            var replay = HistoryReplay(forum: "example")
            _ = replay.take(0, recorded.record[0].bytes)
            return replay.take(1, bytes).faults.map(\.kind)
        }
        #expect(kinds { _ in } == [])
        #expect(kinds { $0["more"] = 1 } == [.form])
        #expect(kinds { $0["to"] = nil } == [.form])
        #expect(kinds { $0["to"] = 7 } == [.form])
        #expect(kinds { $0["schema"] = 2 } == [.form])
        #expect(kinds { $0["kind"] = "dreamt" } == [.form])
        #expect(kinds { $0["forum"] = "other" } == [.form])
        #expect(kinds { $0["decided_at"] = "2026-01-05T08:00:00Z" } == [.form])
        #expect(kinds { $0["decided_at"] = "2026-01-05t08:00:00.000000Z" } == [.form])
        #expect(kinds { $0["decided_at"] = "2026-01-05T09:00:00.0+01:00" } == [.form])
        #expect(
            kinds { $0["actor"] = ["account": "server/admin", "office": ["role": "admin", "deputy": false]] } == [.form]
        )
        #expect(kinds { $0["actor"] = ["account": "server/admin", "office": ["role": "admin"], "x": 1] } == [.form])
        #expect(kinds(Array(" ".utf8) + original.canonicalBytes) == [.form])
        #expect(kinds(Array("[]".utf8)) == [.form])
        #expect(kinds([0xFF]) == [.form])
        #expect(kinds { $0["previous"] = .null } == [.chain])
        #expect(kinds { $0["version"] = 3 } == [.chain])
        #expect(kinds { $0["kind"] = "noted" } == [.chain])
    }
}
