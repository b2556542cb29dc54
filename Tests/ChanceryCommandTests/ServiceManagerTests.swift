import Foundation
import TestSupport
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
        #expect(manager.tell(.ready))
        #expect(await socket.next() == "READY=1")
        #expect(manager.tell(.stopping))
        #expect(await socket.next() == "STOPPING=1")
    }

    /// Whoever is slow to read misses a sign of life, and nothing that is said once.
    @Test(arguments: [ServiceManager.Message.ready, .stopping])
    func whatIsSaidOnceWaitsForRoom(_ message: ServiceManager.Message) async throws {
        let socket = try DatagramSocket(named: try TestRoot.freePath("notify"))
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": socket.name]))
        var waiting = 0
        while manager.tell(.alive) { waiting += 1 }
        async let isTold = withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: manager.tell(message)) }
        }
        for _ in 0..<waiting { #expect(await socket.next() == "WATCHDOG=1") }
        try #require(await isTold)
        #expect(await socket.next() == message.rawValue)
    }

    @Test func nobodyIsToldWhereNobodyListens() throws {
        #expect(ServiceManager([:]) == nil)
        #expect(ServiceManager(["NOTIFY_SOCKET": ""]) == nil)
        #expect(ServiceManager(["NOTIFY_SOCKET": "vsock:2:1234"]) == nil)
        let gone = try #require(ServiceManager(["NOTIFY_SOCKET": try TestRoot.freePath("nobody")]))
        #expect(!gone.tell(.alive))
        let long = try #require(ServiceManager(["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]))
        #expect(!long.tell(.alive))
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
