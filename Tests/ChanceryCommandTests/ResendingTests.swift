import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Testing

@testable import ClientCommands
@testable import Terminal

/// What the command line sends again by itself is never a second write.
@Suite struct ResendingTests {
    private let unknown = Failure(.effectUnknown, "the connection was lost")

    private func note(key: String?) -> Request {
        Request(tag: RequestTag(number: 1), verb: .note, arguments: ["R"], key: key, object: ["text": "x"])
    }

    @Test func aWriteWithoutAKeyIsNotSentAgain() {
        #expect(ClientSession.pause(unknown, of: note(key: nil), 1) == nil)
        #expect(ClientSession.pause(unknown, of: note(key: "k"), 1) != nil)
        let read = Request(tag: RequestTag(number: 1), verb: .show, arguments: ["R"])
        #expect(ClientSession.pause(unknown, of: read, 1) != nil)
        // What was not done at all may be.
        let busy = Failure(.busy, "the queue is full")
        #expect(ClientSession.pause(busy, of: note(key: nil), 1) != nil)
    }

    /// By whatever way a command sends it.
    @Test func aPipelineWithoutKeysSendsEachOnce() async throws {
        let unknown = unknown
        let sent = try await FakePeer.with(Scripts.refusing(.note, unknown)) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            try await Console.$current.withValue(console.console) {
                try await ClientSession.with(try ConnectionOptions.parse([])) { session in
                    let answers = try await Pipeline(session, givesKeys: false).run([note(key: nil), note(key: nil)])
                    #expect(answers.compactMap(\.failure).count == 2)
                }
            }
            return peer.requests
        }
        #expect(sent.filter { $0.verb == .note }.count == 2)
    }
}
