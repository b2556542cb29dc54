import CanonicalJSON
import Proposals
import Testing

import class Foundation.ProcessInfo

/// Histories that were written once and are read for ever: today's fold of them is the fold that was written beside them.
///
/// They are never written again silently. A new schema number gets a folder of its own, written by
/// `CHANCERY_WRITE_GOLDEN=1 swift test --filter GoldenTests` in a clean work tree and read by hand before it is committed.
@Suite struct GoldenTests {
    @Test(arguments: GoldenHistory.allCases) func foldIsWhatItWas(history: GoldenHistory) throws {
        let events = try Repository.lines(history.events)
        #expect(events.count >= 2)
        let sealed = try events.map { try SealedEvent(bytes: Array($0.utf8)) }
        for (line, event) in zip(events, sealed) {
            #expect(event.event.schema == history.schema && event.event.canonicalBytes == Array(line.utf8))
        }
        #expect(try GoldenTests.fold(sealed, history) == Repository.lines(history.fold))
    }

    /// Every kind of event that a proposal or a registry can have stands in one of them.
    @Test func everyKindIsAmongThem() throws {
        var kinds: Set<EventKind> = [.partnerChanged]
        for history in GoldenHistory.allCases {
            for line in try Repository.lines(history.events) {
                kinds.insert(try SealedEvent(bytes: Array(line.utf8)).event.kind)
            }
        }
        #expect(Set(EventKind.allCases).subtracting(kinds).isEmpty)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["CHANCERY_WRITE_GOLDEN"] == "1"))
    func writeThem() throws {
        for history in GoldenHistory.allCases where history.isOfThisSchema {
            let events = try history.make()
            try Repository.write(events.map { String(decoding: $0.bytes, as: UTF8.self) }, to: history.events)
            try Repository.write(try GoldenTests.fold(events, history), to: history.fold)
        }
    }

    private static func fold(_ events: [SealedEvent], _ history: GoldenHistory) throws -> [String] {
        guard history.isRegistry else { return try Proposal.replay(events).lines }
        var registry = Registry(forum: "asem-trial")
        for event in events { try registry.evolve(event) }
        return registry.lines
    }
}
