import CanonicalJSON
import CivilTime
import LineClient
import LineProtocol
import Postgres
import PostgresStore
import Proposals
import Record
import TestSupport
import Testing

@testable import ProposalService

/// Events that somebody put into the database past the server: what they stand in is named, everything else goes on.
@Suite struct UnreadableEventTests {
    /// Two proposals in circulation, and a server that remembers neither.
    private func scene(
        _ body: (World, TestServer, _ forged: String, _ other: String) async throws -> Void
    ) async throws {
        try await World.with { world in
            let forged = try await world.circulated("Seminar one", of: "mini")
            let other = try await world.circulated("Workshop two", of: "mini")
            let fresh = try await TestServer.start(conninfo: world.database.conninfo())
            do { try await body(world, fresh, forged, other) } catch {
                await fresh.stop()
                throw error
            }
            await fresh.stop()
        }
    }

    @Test func anEventThatDoesNotFoldIsNamedAndConcernsNothingElse() async throws {
        try await scene { world, server, forged, other in
            let position = try await world.length("mini")
            try await forge(forged, in: world, at: position)
            let speaker = try await server.user("cp-JP")
            let proposer = try await server.user("pr-FR")
            for words in ["SHOW \(forged)", "HISTORY \(forged)", "WHY \(forged)", "REPLAY \(forged) version=1"] {
                try expect(try await speaker.refused(words), names: position, words)
            }
            // What is known of the forum has nothing to do with it, and is not made again each time.
            #expect(server.service.records.memory.registries.known("mini").version > 0)
            _ = try await proposer.refused("NOTE \(forged)", ["text": "zero"])
            #expect(server.service.records.memory.registries.known("mini").version > 0)
            #expect(server.service.records.memory.registries.known("server").version > 0)
            // Writes that wait together: one is refused, the others are done.
            async let lost = proposer.refused("NOTE \(forged)", ["text": "one"])
            async let done = proposer.ok("NOTE \(other)", ["text": "two"])
            async let drafted = proposer.ok("DRAFT mini", ["title": "Forum three"])
            try expect(try await lost, names: position, "NOTE")
            _ = try await (done, drafted)
            try await speaker.ok("SHOW \(other)")
            #expect(try await speaker.rows("LIST mini").count >= 2)
            #expect(try await speaker.ok("INBOX mini")["unreadable"]?.strings == [forged])
            let elsewhere = try await server.login("asem/cp-JP", token: try Seed.token("asem/cp-JP"))
            try await elsewhere.ok("LIST asem")
            // Whoever sees a proposal by its circulation cannot be told whether this event belongs to it.
            let (seen, failure) = try await watch(speaker)
            #expect(seen < position && seen > 0)
            try expect(try #require(failure), names: position, "WATCH")
        }
    }

    @Test func bytesThatCannotBeReadEndAWatchThere() async throws {
        try await scene { world, server, forged, other in
            let position = try await world.length("mini")
            let proposer = try await server.user("pr-FR")
            try await proposer.ok("NOTE \(forged)", ["text": "one"])
            try await proposer.ok("NOTE \(other)", ["text": "two"])
            let owner = try await world.database.connect(role: .superuser)
            try await owner.runScript(
                """
                ALTER TABLE event DROP CONSTRAINT event_digest, DROP CONSTRAINT event_leaf_hash;
                SET session_replication_role = replica;
                UPDATE event SET bytes = convert_to('{"a":1,"a":2}', 'UTF8') WHERE forum = 'mini' AND position = \(position)
                """)
            await owner.close()
            let auditor = try await server.user("auditor")
            let (seen, failure) = try await watch(auditor)
            #expect(seen == position - 1)
            try expect(try #require(failure), names: position, "WATCH")
            try expect(try await auditor.refused("HISTORY \(forged)"), names: position, "HISTORY")
            try await auditor.ok("HISTORY \(other)")
            // Who follows another proposal reads nothing of this one.
            let versions = try #require(try await auditor.ok("SHOW \(other)")["version"]?.integer)
            var last: Int64 = -1
            for try await event in try auditor.client.watch("mini", ref: other) {
                last = try #require(event["event"]?.object?["position"]?.integer)
                if event["event"]?.object?["version"]?.integer == versions { break }
            }
            #expect(last > position)
            // And who follows this one is shown what stands before it.
            var shown: [Int64] = []
            do {
                for try await event in try auditor.client.watch("mini", ref: forged) {
                    shown.append(try #require(event["event"]?.object?["position"]?.integer))
                }
            } catch let failure as Failure {
                try expect(failure, names: position, "WATCH ref=")
            }
            let before = try await world.server.store.record(forum: "mini", after: -1, limit: Int(position))
            #expect(shown == before.filter { $0.sealed.event.stream == forged }.map(\.position))
        }
    }

    /// The position seen last before the watch ended, and how it ended.
    private func watch(_ user: User) async throws -> (Int64, Failure?) {
        var seen: Int64 = -1
        do {
            for try await event in try user.client.watch("mini") {
                let cursor = try #require(event["cursor"]?.string)
                seen = try #require(Int64(cursor.split(separator: ":")[1]))
            }
            return (seen, nil)
        } catch let failure as Failure {
            return (seen, failure)
        }
    }

    private func expect(_ failure: Failure, names position: Int64, _ words: String) throws {
        #expect(failure.code == .recordDiverged, "\(words): \(failure)")
        #expect(failure.effect == .none, "\(words)")
        #expect(failure.object["forum"] == "mini" && failure.object["position"] == .integer(position), "\(words)")
    }

    /// As the serving role: an event that every check lets pass, and that says of whom it received a position of nobody.
    private func forge(_ ref: String, in world: World, at position: Int64) async throws {
        let history = try await world.server.store.load([StreamCursor(forum: "mini", stream: ref, after: 0)]).events[0]
        let last = try #require(history.last?.sealed)
        let sealed = EventDraft(
            .positionTaken, from: last.event.to, to: last.event.to, decidedAt: last.event.recordedAt,
            actor: last.event.actor, data: ["partner": "JP"]
        ).sealed(
            forum: "mini", stream: ref, after: last.event.version, digest: last.digest,
            recordedAt: last.event.recordedAt.advanced(byMicroseconds: 1))
        let intruder = try await world.database.connect(role: .app)
        _ = try await intruder.run([
            .begin,
            Statement(
                "UPDATE forum_head SET next_position = $1 WHERE forum = 'mini'", [.int8(Int(position) + 1)]),
            Statement(
                """
                INSERT INTO event (forum, position, stream, version, kind, from_state, to_state, lifecycle, recorded_at,
                    account, bytes, digest, leaf_hash)
                SELECT forum, $1, ref, version + 1, 'position-taken', state, state, lifecycle, $2, $3, $4, sha256($4),
                    sha256('\\x00'::bytea || $4) FROM proposal WHERE ref = $5
                """,
                [
                    .int8(Int(position)), .timestamptz(sealed.event.recordedAt.microseconds),
                    .text(sealed.event.actor.account), .bytea(sealed.bytes), .text(ref),
                ]),
            Statement(
                """
                UPDATE proposal SET version = version + 1, recorded_at = $1, last_digest = sha256($2) WHERE ref = $3
                """, [.timestamptz(sealed.event.recordedAt.microseconds), .bytea(sealed.bytes), .text(ref)]),
            .commit,
        ]).checked()
        await intruder.close()
        #expect(try await world.length("mini") == position + 1)
    }
}
