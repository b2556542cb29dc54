import Glibc
import Synchronization
import TestSupport
import TestTime
import Testing

@testable import ServerCommands

/// Memory is given back once much was let go, and not for a little.
@Suite struct MemoryServiceTests {
    @Test(.timeLimit(.minutes(60)))
    func givenBackOnceMuchWasLetGo() async throws {
        let clock = ManualClock()
        let state = Mutex((held: 0, given: 0))
        let service = MemoryService(
            held: { state.withLock { $0.held } }, giveBack: { state.withLock { $0.given += 1 } },
            clock: clock)
        let running = Task { await service.run() }
        var given: [Int] = []
        for hundredths in [50, 0, 99, 150, 51, 50, 50, 0, 149, 49, 0] {
            try await clock.untilSomebodySleeps(for: MemoryService.period)
            state.withLock { $0.held = MemoryService.many * hundredths / 100 }
            clock.advance(by: MemoryService.period)
            try await clock.untilSomebodySleeps(for: MemoryService.period)
            given.append(state.withLock { $0.given })
        }
        #expect(given == [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
        running.cancel()
        await running.value
    }

    @Test(.disabled(if: ThisBuild.isSanitized, "a sanitizer gives no memory back"))
    func theLibraryGivesItBack() throws {
        // Small pieces, which the library keeps for itself; the last one keeps the heap from shrinking by itself.
        var pieces = (0..<300_000).map { _ in malloc(1000) }
        let last = malloc(1000)
        let before = try Self.resident()
        for piece in pieces { free(piece) }
        pieces = []
        MemoryService(held: { 0 }).giveBack()
        #expect(try Self.resident() < before - 100_000_000)
        free(last)
    }

    /// Bytes of memory that this process holds.
    private static func resident() throws -> Int {
        let file = try #require(fopen("/proc/self/statm", "r"))
        defer { fclose(file) }
        var (all, pages) = (0, 0)
        _ = withUnsafeMutablePointer(to: &all) { all in
            withUnsafeMutablePointer(to: &pages) { pages in
                withVaList([all, pages]) { vfscanf(file, "%ld %ld", $0) }
            }
        }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
