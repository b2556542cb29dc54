import CanonicalJSON
import CivilTime
import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

/// What the database refuses by itself when the serving role adds events by hand.
@Suite struct EventRefusalTests {
    private func enter(administrator: Bool = false) async throws -> (Intruder, TestStream) {
        let intruder = try await Intruder.enter(administrator: administrator)
        let streams = try await intruder.fixture.draft(["DEMO-2026-0001"])
        return (intruder, streams[0])
    }

    @Test func aRightEventIsTaken() async throws {
        // Without this, the refusals below could have any cause.
        var (intruder, stream) = try await enter()
        let send = stream.move("send", to: "sent")
        #expect(try await intruder.insert(stream, after: 1, [send]) == nil)
        let two = [stream.move("agree", to: "agreed"), stream.undo()]
        #expect(try await intruder.insert(stream, after: 2, two) == nil)
    }

    @Test func statesAreNotSkipped() async throws {
        let (intruder, stream) = try await enter()
        var jumping = stream
        // An edge of the lifecycle, from a state in which the proposal is not.
        var wrongStart = stream
        wrongStart.state = "sent"
        let agree = wrongStart.move("agree", to: "agreed")
        #expect(try await intruder.insert(wrongStart, after: 1, [agree]) == .rule("event_from"))
        // From where it is, to where no edge leads.
        let finish = jumping.move("finish", to: "done")
        #expect(try await intruder.insert(jumping, after: 1, [finish]) == .rule("event_edge"))
        jumping = stream
        let invented = jumping.move("send", to: "done")
        #expect(try await intruder.insert(jumping, after: 1, [invented]) == .rule("event_edge"))
        jumping = stream
        let unknown = jumping.move("teleport", to: "done")
        #expect(try await intruder.insert(jumping, after: 1, [unknown]) == .rule("event_edge"))
        // Moving without a move.
        jumping = stream
        let noted = jumping.add(.noted, to: "done")
        #expect(try await intruder.insert(jumping, after: 1, [noted]) == .rule("event_state"))
        // Born in a later state, or born twice.
        var born = TestStream("DEMO-2026-0002")
        born.lifecycle = TestForum.lifecycle.digest
        let late = born.add(.drafted, to: "agreed", ["lifecycle": ["digest": .string(TestForum.lifecycle.digest)]])
        #expect(try await intruder.insert(born, after: 0, [late]) == .rule("event_first"))
        jumping = stream
        let again = jumping.add(.drafted, ["lifecycle": ["digest": .string(TestForum.lifecycle.digest)]])
        #expect(try await intruder.insert(jumping, after: 1, [again]) == .rule("event_first"))
    }

    @Test func anotherLifecycleIsNoWayAround() async throws {
        let (intruder, stream) = try await enter()
        let shortcut = TestForum.shortcut
        #expect(
            try await intruder.attempt(
                "SELECT load_lifecycle('\\x\(shortcut.digest)', convert_to('\(String(decoding: shortcut.definition, as: UTF8.self))', 'UTF8'))"
            ) == nil)
        // The definition is in the database, but no event of the forum's registry loads it.
        var other = stream
        other.lifecycle = shortcut.digest
        let jump = other.move("jump", to: "done")
        #expect(try await intruder.insert(other, after: 1, [jump]) == .rule("event_lifecycle"))
        var migrating = stream
        migrating.lifecycle = shortcut.digest
        let migrated = migrating.add(.migrated, ["lifecycle": ["digest": .string(shortcut.digest)]])
        #expect(try await intruder.insert(migrating, after: 1, [migrated]) == .rule("event_lifecycle"))
        // A definition under another's digest.
        #expect(
            try await intruder.attempt("SELECT load_lifecycle('\\x00', convert_to('{}', 'UTF8'))")
                == .rule("lifecycle_digest"))
    }

    /// Loads lifecycles besides the one that the forum was opened with.
    private func load(_ lifecycles: [NewLifecycle], _ intruder: Intruder) async throws {
        var registry = TestStream.registry()
        let opening = TestForum.opening(&registry, administrator: true)
        var writes = BatchWrites(
            events: lifecycles.map { registry.add(.lifecycleLoaded, TestForum.loading($0)) }, lifecycles: lifecycles)
        writes.registry = registry.registryRow(since: opening.events.count)
        let loading = writes
        _ = try await intruder.fixture.store.write(TestForum.registryPlan(version: opening.events.count)) { _ in loading
        }
    }

    private func migrated(
        _ stream: TestStream, _ lifecycle: NewLifecycle, to state: String? = nil
    ) -> (TestStream, NewEvent) {
        var migrating = stream
        migrating.lifecycle = lifecycle.digest
        let event = migrating.add(
            .migrated, to: state, ["lifecycle": ["digest": .string(lifecycle.digest)]])
        return (migrating, event)
    }

    @Test func aMigrationChangesTheLifecycleAndNothingElse() async throws {
        let (intruder, stream) = try await enter(administrator: true)
        try await load([TestForum.next, TestForum.shortcut], intruder)
        for (lifecycle, state, rule) in [
            (TestForum.next, "sent", "event_state"), (TestForum.next, "settled", "event_state"),
            (TestForum.next, "done", "event_state"), (TestForum.next, "nowhere", "event_state"),
            (TestForum.shortcut, nil, "event_lifecycle"), (TestForum.lifecycle, nil, "event_lifecycle"),
            (TestForum.lifecycle, "sent", "event_lifecycle"),
        ] {
            let (stream, event) = migrated(stream, lifecycle, to: state)
            #expect(
                try await intruder.insert(stream, after: 1, [event]) == .rule(rule), "\(lifecycle.id) \(state ?? "")")
        }
        let (migrating, event) = migrated(stream, TestForum.next)
        // Its row must follow as well.
        #expect(try await intruder.insert(migrating, after: 1, [event]) == .rule("proposal_follows_events"))
        #expect(
            try await intruder.fixture.put([stream]) { stream in
                stream.lifecycle = TestForum.next.digest
                return stream.add(.migrated, ["lifecycle": ["digest": .string(TestForum.next.digest)]])
            }.first?.version == 2)
    }

    @Test func aMigrationRenamesAStateThatTheNewVersionLacks() async throws {
        var (intruder, stream) = try await enter(administrator: true)
        try await load([TestForum.next], intruder)
        stream = try await intruder.fixture.put([stream]) { $0.move("send", to: "sent") }[0]
        stream = try await intruder.fixture.put([stream]) { $0.move("agree", to: "agreed") }[0]
        for state in [nil, "done", "dropped", "agreed", "sent", "open"] {
            let (stream, event) = migrated(stream, TestForum.next, to: state)
            #expect(try await intruder.insert(stream, after: 3, [event]) == .rule("event_state"))
        }
        stream = try await intruder.fixture.put([stream]) { stream in
            stream.lifecycle = TestForum.next.digest
            return stream.add(
                .migrated, to: "settled", ["lifecycle": ["digest": .string(TestForum.next.digest)]])
        }[0]
        #expect(stream.version == 4 && stream.state == "settled")
        let (back, event) = migrated(stream, TestForum.lifecycle, to: "agreed")
        #expect(try await intruder.insert(back, after: 4, [event]) == .rule("event_lifecycle"))
    }

    @Test func whatWasMovedBeforeAMigrationIsNotUndone() async throws {
        var (intruder, stream) = try await enter(administrator: true)
        try await load([TestForum.next], intruder)
        stream = try await intruder.fixture.put([stream]) { $0.move("send", to: "sent") }[0]
        var undoing = stream
        let undone = undoing.undo()
        stream = try await intruder.fixture.put([stream]) { stream in
            stream.lifecycle = TestForum.next.digest
            return stream.add(.migrated, ["lifecycle": ["digest": .string(TestForum.next.digest)]])
        }[0]
        var later = stream
        let refused = later.undo(version: 2)
        #expect(try await intruder.insert(later, after: 3, [refused]) == .rule("event_undo"))
        // The same undo was allowed before.
        #expect(undone.sealed.event.to == "open")
    }

    @Test func anUndoIsTheInverseOfTheLastMove() async throws {
        var (intruder, stream) = try await enter()
        stream = try await intruder.fixture.put([stream]) { $0.move("send", to: "sent") }[0]
        stream = try await intruder.fixture.put([stream]) { $0.move("agree", to: "agreed") }[0]
        var further = stream
        let toOpen = further.undo(to: "open")
        #expect(try await intruder.insert(further, after: 3, [toOpen]) == .rule("event_undo"))
        further = stream
        let older = further.undo(version: 2)
        #expect(try await intruder.insert(further, after: 3, [older]) == .rule("event_undo"))
        // With a transition that is no undo, and an undo that says nothing of what it undoes.
        further = stream
        let disguised = further.undo("again", to: "sent")
        #expect(try await intruder.insert(further, after: 3, [disguised]) == .rule("event_edge"))
        further = stream
        let silent = further.move("recall", to: "sent")
        #expect(try await intruder.insert(further, after: 3, [silent]) == .rule("event_undo"))
        // Once is possible; the undo itself is not undone, nor the move before it.
        further = stream
        let undone = further.undo()
        #expect(try await intruder.insert(further, after: 3, [undone]) == nil)
        var twice = further
        let back = twice.undo(to: "agreed", version: 4)
        #expect(try await intruder.insert(twice, after: 4, [back]) == .rule("event_undo"))
        twice = further
        let before = twice.undo(to: "open", version: 2)
        #expect(try await intruder.insert(twice, after: 4, [before]) == .rule("event_undo"))
    }

    @Test func versionsAndPositionsHaveNoGaps() async throws {
        let (intruder, stream) = try await enter()
        var gap = stream
        gap.version = 2
        let skipping = gap.note()
        #expect(try await intruder.insert(gap, after: 1, [skipping]) == .rule("event_version_gap"))
        var twice = stream
        twice.version = 0
        let same = twice.note()
        #expect(
            try await intruder.insert(twice, after: 1, [same])
                == Intruder.Refusal(sqlState: .uniqueViolation, constraint: "event_version"))
        var next = stream
        let note = next.note()
        #expect(try await intruder.insert(next, after: 1, [note], positions: [4]) == .rule("event_position"))
        #expect(try await intruder.insert(next, after: 1, [note], head: false) == .rule("event_position"))
        #expect(try await intruder.insert(next, after: 1, [note], row: false) == .rule("proposal_follows_events"))
        for head in ["next_position + 1", "next_position - 1", "0"] {
            #expect(
                try await intruder.attempt("UPDATE forum_head SET next_position = \(head)")
                    == .rule("forum_head_follows_events"))
        }
        // A draft whose row is left out.
        var silent = TestStream("DEMO-2026-0002")
        let draft = silent.draft()
        #expect(try await intruder.insert(silent, after: 0, [draft]) == .rule("proposal_follows_events"))
    }

    @Test(
        arguments: [
            ("digest", "sha256('x')", "event_digest"), ("leaf_hash", "sha256('x')", "event_leaf_hash"),
            ("kind", "'archived'", "event_columns"), ("account", "'demo/boss'", "event_columns"),
            ("recorded_at", "now()", "event_columns"), ("from_state", "'sent'", "event_columns"),
            ("to_state", "'agreed'", "event_columns"), ("version", "3", "event_columns"),
            ("stream", "'DEMO-2026-0007'", "event_columns"),
            ("stream", "'registry '", "event_stream"), ("position", "-1", "event_position_check"),
            ("lifecycle", "NULL", "event_state"), ("lifecycle", "sha256('x')", "event_lifecycle"),
        ])
    func columnsThatDifferFromTheBytes(column: String, value: String, rule: String) async throws {
        var (intruder, stream) = try await enter()
        let note = stream.note()
        #expect(try await intruder.insert(stream, after: 1, [note]) { $0.values[column] = value } == .rule(rule))
    }

    @Test func theChainIsNotBroken() async throws {
        let (intruder, stream) = try await enter()
        var forged = stream
        forged.digest = String(repeating: "0", count: 64)
        let orphan = forged.note()
        #expect(try await intruder.insert(forged, after: 1, [orphan]) == .rule("event_previous"))
        var early = stream
        early.recordedAt = early.recordedAt.advanced(byMicroseconds: -1_000_000)
        let past = early.note()
        #expect(try await intruder.insert(early, after: 1, [past]) == .rule("event_order"))
    }
}
