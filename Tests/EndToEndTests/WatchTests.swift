import CanonicalJSON
import LineClient
import LineProtocol
import ProposalService
import Proposals
import TestRandom
import Testing

/// WATCH shows every event that its reader may see, once and in order, however often the reader goes and comes back.
@Suite struct WatchTests {
    /// What one watcher saw, and where it stands.
    private struct Log {
        var events: [JSONObject] = []
        var cursor: String?

        mutating func take(_ event: JSONObject) throws {
            guard let cursor = event["cursor"]?.string, let inner = event["event"]?.object else {
                throw Unexpected("no event: \(event)")
            }
            self.cursor = cursor
            events.append(inner)
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: ["auditor", "cp-JP"])
    func twoHundredReconnections(_ slug: String) async throws {
        try await World.with(servers: 2) { world in
            let refs = try await refs(world)
            let proposer = try await world.user("pr-FR", of: "mini")
            let speaker = try await world.user("cp-TH", of: "mini", on: 1)
            var random = SeededRandom(seed: 200)
            var log = Log()
            for round in 0..<200 {
                let wanted = random.below(8)
                // Half of what is written is on drafts that not everybody sees.
                let count = slug == "auditor" ? wanted + 1 : 2 * wanted + 2
                async let writing: Void = write(refs, in: round, count: count, proposer, speaker)
                let user = try await world.user(slug, of: "mini", on: round % 2)
                try await read(wanted, as: user, &log)
                // Some say goodbye, some are cut off with events on their way.
                if random.chance(30) { await user.leave() } else { await user.client.close() }
                try await writing
            }
            let expected = try await visible(to: slug, world)
            try await read(expected.count - log.events.count, as: try await world.user(slug, of: "mini"), &log)
            #expect(log.events.compactMap { $0["position"]?.integer } == expected)
        }
    }

    /// Goes on where the log ends, for so many events; none means that it leaves as soon as it asked.
    private func read(
        _ count: Int, as user: User, _ log: inout Log, _ look: (JSONObject) throws -> Void = { _ in }
    ) async throws {
        let events = try user.client.watch("mini", after: log.cursor)
        guard count > 0 else { return }
        let last = log.events.count + count
        for try await event in events {
            try log.take(event)
            try look(event)
            if log.events.count == last { return }
        }
    }

    /// Two drafts that stay drafts and two proposals in circulation.
    private func refs(_ world: World) async throws -> [String] {
        var refs: [String] = []
        for number in 0..<4 {
            refs.append(
                number % 2 == 0
                    ? try await world.draft(Activity.title(number), organisers: ["DE", "FR"], of: "mini")
                    : try await world.circulated(Activity.title(number), of: "mini"))
        }
        return refs
    }

    /// Notes and positions in turn.
    private func write(
        _ refs: [String], in round: Int, count: Int, _ proposer: User, _ speaker: User
    ) async throws {
        for number in 0..<count {
            if number % 4 == 3 {
                // One that only says again what stands would be no event.
                try await speaker.ok(
                    "POSITION \(refs[3]) support", ["reason": .string("Round \(round), \(number).")])
            } else {
                try await proposer.ok("NOTE \(refs[number % 4])", ["text": .string("Note \(number).")])
            }
        }
    }

    /// The positions of what a reader may see: the auditor everything, a partner's people no account and no foreign draft.
    private func visible(to slug: String, _ world: World) async throws -> [Int64] {
        let audit = try await RecordAudit.read("mini", from: world.server.store)
        if slug == "auditor" { return audit.events.map(\.position) }
        let personal: Set<String> = [
            "account-opened", "appointment-made", "appointment-ended", "token-issued", "token-revoked",
        ]
        var circulated: Set<String> = []
        return audit.events.filter { stored in
            let event = stored.sealed.event
            if event.stream == "registry" { return !personal.contains(event.kind.rawValue) }
            if event.to == "circulated" { circulated.insert(event.stream) }
            return circulated.contains(event.stream)
        }.map(\.position)
    }

    /// One proposal is followed from the beginning and from every cursor of the forum, wherever in the record that stands.
    @Test(.timeLimit(.minutes(60)), arguments: ["auditor", "cp-JP"])
    func oneProposalIsFollowedFromAnyCursor(_ slug: String) async throws {
        try await World.with { world in
            let refs = try await refs(world)
            let (proposer, speaker) = (
                try await world.user("pr-FR", of: "mini"), try await world.user("cp-TH", of: "mini")
            )
            try await write(refs, in: 0, count: 16, proposer, speaker)
            let watcher = try await world.user(slug, of: "mini")
            let expected = try await visible(to: slug, world)
            var whole = Log()
            var cursors: [(Int64, String)] = []
            try await read(expected.count, as: watcher, &whole) { event in
                cursors.append(
                    (try #require(event["event"]?["position"]?.integer), try #require(event["cursor"]?.string)))
            }
            let own = whole.events.filter { $0["ref"] == .string(refs[1]) }.compactMap { $0["position"]?.integer }
            #expect(own.count > 4)
            for (position, cursor) in [(-1, nil)] + cursors.map({ ($0.0, Optional($0.1)) }) {
                let wanted = own.filter { $0 > position }
                guard !wanted.isEmpty else { continue }
                var seen: [Int64] = []
                for try await event in try watcher.client.watch("mini", after: cursor, ref: refs[1]) {
                    seen.append(try #require(event["event"]?["position"]?.integer))
                    if seen.count == wanted.count { break }
                }
                #expect(seen == wanted, "after \(position)")
            }
            // From where the record ends, what comes is shown.
            let (_, last) = try #require(cursors.last)
            let events = try watcher.client.watch("mini", after: last, ref: refs[1])
            let added = try await proposer.ok("NOTE \(refs[1])", ["text": "Afterwards."])["position"]
            for try await event in events {
                #expect(event["event"]?["position"] == added)
                break
            }
        }
    }

    @Test func aCursorIsCheckedAgainstTheRecord() async throws {
        try await World.with { world in
            let auditor = try await world.user("auditor", of: "mini")
            var cursor = ""
            for try await event in try auditor.client.watch("mini") {
                cursor = try #require(event["cursor"]?.string)
                break
            }
            #expect(cursor.hasPrefix("mini:0:"))
            #expect(try await auditor.refused("WATCH mini after=mini:0").code == .badCursor)
            #expect(try await auditor.refused("WATCH mini after=asem:0:0123456789abcdef").code == .badCursor)
            #expect(try await auditor.refused("WATCH mini after=mini:999999:0123456789abcdef").code == .cursorGone)
            #expect(try await auditor.refused("WATCH mini after=mini:0:0123456789abcdef").code == .recordDiverged)
            #expect(try await auditor.refused("WATCH nowhere").code == .notFound)
            let stranger = try await world.user("cp-JP", of: "asem")
            #expect(try await stranger.refused("WATCH mini").code == .notFound)
        }
    }

    /// A watch that ends before its first event says where it began, so that nothing is missed by going on from there.
    @Test func aWatchWithoutEventsEndsWithACursor() async throws {
        try await World.with { world in
            let auditor = try await world.user("auditor", of: "mini")
            var last = ""
            let length = try await world.length("mini")
            for try await event in try auditor.client.watch("mini") {
                last = try #require(event["cursor"]?.string)
                if event["event"]?.object?["position"]?.integer == length - 1 { break }
            }
            func cancelled(_ words: String) async throws -> JSONObject? {
                var replies = try auditor.client.send(line: "w \(words)").makeAsyncIterator()
                #expect(try await auditor.ok("CANCEL w")["cancelled"] == true)
                while let reply = try await replies.next() {
                    if case .ok(_, let object) = reply { return object }
                    guard case .event = reply else { throw Unexpected("\(reply.line)") }
                }
                return nil
            }
            // At the end of the record, and where everything that comes is not for this reader.
            #expect(try await cancelled("WATCH mini after=\(last)")?["cursor"]?.string == last)
            // From the beginning: however fast the CANCEL came, what follows the cursor is what was not seen.
            let cursor = try #require(try await cancelled("WATCH mini")?["cursor"]?.string)
            let beginning = "mini:-1:0000000000000000"
            if cursor == beginning {
                for try await event in try auditor.client.watch("mini", after: cursor) {
                    #expect(event["event"]?.object?["position"] == 0)
                    break
                }
            }
            for try await event in try auditor.client.watch("mini", after: beginning) {
                #expect(event["event"]?.object?["position"] == 0)
                break
            }
            for wrong in ["mini:-1:0123456789abcdef", "mini:-2:0000000000000000"] {
                #expect(try await auditor.refused("WATCH mini after=\(wrong)").code == .badCursor)
            }
        }
    }

    @Test func aWatchEndsWithTheAppointment() async throws {
        try await World.with { world in
            let root = try await world.root()
            let speaker = try await world.user("cp-JP", of: "mini")
            var seen = 0
            var last: String?
            do {
                for try await event in try speaker.client.watch("mini") {
                    seen += 1
                    last = event["cursor"]?.string
                    guard seen == 1 else { continue }
                    try await root.ok("APPOINT mini mini/cp-JP", ["end": 1])
                }
                Issue.record("the watch ended well")
            } catch let failure as Failure {
                #expect(failure.code == .notFound && failure.object["cursor"]?.string == last)
            }
            #expect(seen > 0)
        }
    }
}
