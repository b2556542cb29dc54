import TestSupport
import TestTime
import Testing

@testable import ServerCommands

/// What whoever started the server is told.
@Suite struct ServiceManagerTests {
    @Test(arguments: ["path", "@chancery-test"])
    func aMessageIsADatagram(_ kind: String) async throws {
        let path = try TestRoot.freePath("notify")
        let name = kind == "path" ? path : kind + path
        let socket = try DatagramSocket(named: name)
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": name]))
        #expect(manager.tell(.ready) == .said)
        #expect(await socket.next() == "READY=1")
        #expect(manager.tell(.stopping) == .said)
        #expect(await socket.next() == "STOPPING=1")
    }

    /// Says so often that the server is alive that there is room for no more; answers how often.
    private func fill(_ manager: ServiceManager) -> Int {
        var count = 0
        while manager.tell(.alive) == .said { count += 1 }
        return count
    }

    /// Whoever is slow to read misses a sign of life, and nothing that is said once.
    @Test(.timeLimit(.minutes(60)), arguments: [ServiceManager.Message.ready, .stopping])
    func whatIsSaidOnceWaitsForRoom(_ message: ServiceManager.Message) async throws {
        let socket = try DatagramSocket(named: try TestRoot.freePath("notify"))
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": socket.name]))
        let (clock, waiting) = (ManualClock(), fill(manager))
        #expect(waiting > 0 && manager.tell(message) == .noRoom)
        async let told = manager.insist(on: message, clock)
        try await clock.untilSomebodySleeps(for: ServiceManager.pause)
        for _ in 0..<waiting { #expect(await socket.next() == "WATCHDOG=1") }
        clock.advance(by: ServiceManager.pause)
        try #require(await told == .said)
        #expect(await socket.next() == message.rawValue)
    }

    @Test(.timeLimit(.minutes(60))) func nobodyIsWaitedForLong() async throws {
        let socket = try DatagramSocket(named: try TestRoot.freePath("notify"))
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": socket.name]))
        let clock = ManualClock()
        _ = fill(manager)
        async let told = manager.insist(on: .ready, clock)
        for _ in 0..<200 {
            try await clock.untilSomebodySleeps(for: ServiceManager.pause)
            clock.advance(by: ServiceManager.pause)
        }
        #expect(await told == .noRoom)
    }

    /// The services stop one after the other, this one first.
    @Test(.timeLimit(.minutes(60))) func aStopWaitsForNobodyWhoDoesNotListen() async throws {
        let socket = try DatagramSocket(named: try TestRoot.freePath("notify"))
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": socket.name]))
        let clock = ManualClock()
        let waiting = fill(manager)
        let running = Task { await ManagerService(manager: manager, clock: clock).run() }
        try await clock.untilSomebodySleeps(for: ServiceManager.pause)
        running.cancel()
        await running.value
        // It is said all the same, once there is room.
        try await clock.untilSomebodySleeps(for: ServiceManager.pause)
        for _ in 0..<waiting { #expect(await socket.next() == "WATCHDOG=1") }
        clock.advance(by: ServiceManager.pause)
        #expect(await socket.next() == "STOPPING=1")
    }

    @Test func nobodyIsToldWhereNobodyListens() throws {
        #expect(ServiceManager([:]) == nil)
        #expect(ServiceManager(["NOTIFY_SOCKET": ""]) == nil)
        #expect(ServiceManager(["NOTIFY_SOCKET": "vsock:2:1234"]) == nil)
        let gone = try #require(ServiceManager(["NOTIFY_SOCKET": try TestRoot.freePath("nobody")]))
        #expect(gone.tell(.alive) == .nobodyListens)
        let long = try #require(ServiceManager(["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]))
        #expect(long.tell(.alive) == .nobodyListens)
    }

    @Test func theWatchdogIsForTheProcessThatItNames() {
        func period(_ environment: [String: String]) -> Duration? {
            ServiceManager(environment.merging(["NOTIFY_SOCKET": "/s"]) { $1 }, process: 7)?.watchdogPeriod
        }
        #expect(period([:]) == nil)
        #expect(period(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(period(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]) == .seconds(30))
        #expect(period(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"]) == nil)
        #expect(period(["WATCHDOG_USEC": "0"]) == nil)
        #expect(period(["WATCHDOG_USEC": "soon"]) == nil)
    }
}
