import CanonicalJSON
import LineClient
import LineProtocol
import Proposals
import Synchronization
import Testing

/// The line protocol understands what a person types and answers in the one form of the record.
@Suite struct ForgivingRequestTests {
    @Test(.timeLimit(.minutes(60)))
    func refsLabelsAndVersions() async throws {
        try await World.with { world in
            let ref = try await world.circulated(of: "mini")
            let other = try await world.circulated(Activity.title(1), of: "mini")
            let user = try await world.user("cp-JP", of: "mini")
            let parts = ref.split(separator: "-")
            let typed = "\(parts[0].lowercased())-\(parts[1])-\(Int(parts[2]) ?? 0)"
            #expect(typed != ref)

            #expect(try await user.ok("SHOW \(typed)")["ref"]?.string == ref)
            #expect(try await user.ok("HISTORY \(typed)")["ref"]?.string == ref)
            let note = try await user.ok("NOTE \(typed) key=one", ["text": "by hand"])
            #expect(note["ref"]?.string == ref && note["events"]?.strings == ["noted"])
            // A key stands for what is meant, not for how it was typed.
            let again = try await user.ok("NOTE \(ref) key=one", ["text": "by hand"])
            #expect(again["version"] == note["version"])
            #expect(try await user.refused("SHOW \(parts[0].lowercased())-\(parts[1])-9999").code == .notFound)

            let listed = try await user.rows("LIST mini state=CIRCULATED")
            let found = Set(listed.compactMap { $0["ref"]?.string })
            #expect(found.isSuperset(of: [ref, other]))
            #expect(try await user.rows("LIST mini partner=fr").count == listed.count)
            #expect(try await user.refused("LIST mini state=nowhere").code == .badField)

            let version = try await user.ok("SHOW \(ref)")["version"]?.integer ?? 0
            for wrong in [Int64(0), version + 1, 9999] {
                let refusal = try await user.refused("REPLAY \(typed) version=\(wrong)")
                #expect(refusal.code == .notFound)
                #expect(refusal.message == "\(ref) has no version \(wrong); it has versions 1 to \(version)")
                #expect(refusal.object["versions"]?.array == [1, .integer(version)])
            }
            #expect(try await user.ok("REPLAY \(typed) version=\(version)")["version"]?.integer == version)

            let zone = try await user.refused("ACK \(ref)", ["decided_at": "2026-12-15T18:00"])
            #expect(zone.code == .badField && zone.message.contains("has no time zone; write 2026-12-15T18:00:00Z"))
        }
    }

    /// A watch that begins now shows nothing of before, and one of a proposal nothing of another.
    @Test(.timeLimit(.minutes(60)))
    func aWatchFromNowOnOfOneProposal() async throws {
        try await World.with { world in
            let ref = try await world.circulated(of: "mini")
            let other = try await world.circulated(Activity.title(1), of: "mini")
            let watcher = try await world.user("cp-JP", of: "mini")
            let writer = try await world.user("cp-TH", of: "mini")
            let before = try await writer.ok("NOTE \(ref)", ["text": "before"])["version"]?.integer ?? 0
            let seen = Mutex<[JSONObject]>([])
            let events = try watcher.client.watch("mini", after: "now", ref: ref.lowercased())
            let watching = Task {
                for try await event in events {
                    let count = seen.withLock {
                        $0.append(event)
                        return $0.count
                    }
                    if count == 2 { return }
                }
            }
            // When the watch began cannot be seen from outside: it is written until it shows something.
            for number in 0..<10_000 where seen.withLock({ $0.count < 2 }) {
                try await writer.ok("NOTE \(other)", ["text": .string("other \(number)")])
                try await writer.ok("NOTE \(ref)", ["text": .string("own \(number)")])
            }
            try await watching.value
            for event in seen.withLock({ $0 }) {
                #expect(event["event"]?["ref"]?.string == ref && event["event"]?["kind"] == "noted")
                #expect((event["event"]?["version"]?.integer ?? 0) > before)
            }
            let unknown = try await watcher.ask("WATCH mini ref=MINI-2026-9999")
            #expect(unknown.failure?.code == .notFound)
        }
    }
}
