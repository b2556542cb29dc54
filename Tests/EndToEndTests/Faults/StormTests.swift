import Testing

/// A storm ends, whatever becomes of the server: a fault that it finds must be told, and no test wait for ever.
@Suite(.timeLimit(.minutes(60))) struct StormTests {
    @Test func aStormEndsWithItsServer() async throws {
        let scene = try await FaultScene.start("outlived")
        let interrupted = scene.storm("interrupted", patience: .endless)
        await #expect(throws: Unexpected.self) {
            try await interrupted.rage { throw Unexpected("something else is wrong") }
        }
        let outlived = scene.storm("outlived", patience: .endless)
        await withKnownIssue("the storm was given up") {
            try await outlived.rage { scene.server.kill9() }
        }
        #expect(await scene.server.ended() == -9)
    }
}
