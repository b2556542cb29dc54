import Synchronization
import TestTime
import Testing

@testable import ProposalService

/// Which forums there are is kept in memory: made-up names cost no look at the database, or one that all who ask share.
@Suite(.timeLimit(.minutes(60))) struct ForumDirectoryTests {
    /// A table of forums that counts how often it is read, and how many read it at once.
    private final class Table: Sendable {
        struct State {
            var rows = [ForumRow(forum: "server", refPrefix: "SERVER"), ForumRow(forum: "mini", refPrefix: "MINI")]
            var looks = 0
            var atOnce = 0
            var mostAtOnce = 0
            var isOutOfReach = false
        }

        let state = Mutex(State())
        var looks: Int { state.withLock { $0.looks } }

        func read() async throws(StoreError) -> [ForumRow] {
            let (rows, isOutOfReach) = state.withLock { state in
                state.looks += 1
                state.atOnce += 1
                state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
                return (state.rows, state.isOutOfReach)
            }
            for _ in 0..<50 { await Task.yield() }
            state.withLock { $0.atOnce -= 1 }
            if isOutOfReach { throw .unavailable("it is stopped") }
            return rows
        }

        func add(_ forum: String) {
            state.withLock { $0.rows.append(ForumRow(forum: forum, refPrefix: forum.uppercased())) }
        }
    }

    private static func directory(_ table: Table) -> ForumDirectory {
        ForumDirectory { () throws(StoreError) in try await table.read() }
    }

    @Test func whatIsMadeUpIsAnsweredFromMemory() async throws {
        let table = Table()
        let directory = Self.directory(table)
        directory.follow(true)
        #expect(try await directory.row("mini", mayAsk: false)?.refPrefix == "MINI")
        for number in 0..<500 {
            #expect(try await directory.row("made-up-\(number)", mayAsk: false) == nil)
            #expect(try await directory.row(ofPrefix: "MADEUP\(number)", mayAsk: false) == nil)
        }
        // No ref begins with the letters of the server's own registry.
        #expect(try await directory.row(ofPrefix: "SERVER", mayAsk: false) == nil)
        #expect(table.looks == 1)
        table.add("later")
        #expect(try await directory.row("later", mayAsk: false) == nil)
        #expect(try await directory.row("later", mayAsk: true)?.forum == "later")
        #expect(try await directory.row(ofPrefix: "LATER", mayAsk: false)?.forum == "later")
        #expect(table.looks == 2)
    }

    @Test func whoeverAsksAtOnceSharesALook() async throws {
        let table = Table()
        let directory = Self.directory(table)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask { _ = try? await directory.row("made-up-\(number)", mayAsk: true) }
            }
        }
        #expect(table.state.withLock { $0.mostAtOnce } == 1)
        #expect(table.looks < 400)
    }

    /// What was committed before somebody asked is seen, though a look was under way that had not seen it.
    @Test func aLookThatBeganBeforeIsNotEnough() async throws {
        let table = Table()
        let directory = Self.directory(table)
        async let early: [ForumRow] = directory.refresh()
        try await waitUntil { table.looks > 0 }
        table.add("later")
        #expect(try await directory.refresh().contains { $0.forum == "later" })
        _ = try await early
        #expect(try await directory.row("later", mayAsk: false) != nil)
    }

    @Test func whatIsOpenedHereIsNotForgottenByALookUnderWay() async throws {
        let table = Table()
        let directory = Self.directory(table)
        directory.follow(true)
        async let looked: [ForumRow] = directory.refresh()
        try await waitUntil { table.looks > 0 }
        directory.keep(ForumRow(forum: "own", refPrefix: "OWN"))
        _ = try await looked
        #expect(try await directory.row(ofPrefix: "OWN", mayAsk: false)?.forum == "own")
    }

    @Test func aDatabaseOutOfReachIsNotTakenForAnEmptyOne() async throws {
        let table = Table()
        let directory = Self.directory(table)
        directory.follow(true)
        table.state.withLock { $0.isOutOfReach = true }
        await #expect(throws: StoreError.unavailable("it is stopped")) {
            try await directory.row("mini", mayAsk: false)
        }
        table.state.withLock { $0.isOutOfReach = false }
        #expect(try await directory.row("mini", mayAsk: false) != nil)
        table.state.withLock { $0.isOutOfReach = true }
        #expect(try await directory.row("mini", mayAsk: false) != nil)
        #expect(try await directory.row("made-up", mayAsk: false) == nil)
    }
}
