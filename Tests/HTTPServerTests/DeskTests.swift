import CanonicalJSON
import LineProtocol
import Listening
import Requests
import TestTime
import Testing

@testable import HTTPServer

/// What becomes of open requests when the server stops.
@Suite(.timeLimit(.minutes(60))) struct DeskTests {
    @Test func aStopWaitsForNothingThatNobodyWaitsFor() async throws {
        let gateway = EchoGateway()
        let desk = Desk(
            WebConfiguration(address: .tcp(host: "127.0.0.1", port: 0), name: "test"), gateway,
            TimeSource(ManualClock()))
        let login = try await desk.login(token: "good").get()
        let request = try Request.parse(Array("1 SHOW gate".utf8))
        let unattended = await desk.begin(request, by: login, at: nil, isUnattended: true)
        let awaited = await desk.begin(request, by: login, at: nil)
        #expect(desk.openCount == 2)
        desk.stop()
        while await unattended.next() != nil {}
        #expect(throws: Failure.self) { try unattended.outcome.get() }
        try await waitUntil { desk.openCount == 1 }
        gateway.gate.open()
        while await awaited.next() != nil {}
        #expect(try awaited.outcome.get()?.members["version"]?.integer == 3, "it is answered all the same")
    }
}
