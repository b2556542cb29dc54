import Foundation
import LineClient
import NIOCore
import NIOPosix
import TestSupport
import Testing

/// The usual port of the pages, where another program has it.
@Suite(.timeLimit(.minutes(60))) struct UsualPortTests {
    @Test func theServerSaysSoAndGoesOn() async throws {
        // Where somebody else on this machine has it already, that will do.
        let taken = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 7421).get()
        let errors = try TestRoot.makeDirectory("usual") + "/errors"
        let data = try TestRoot.makeDirectory("usual-data")
        let server = try await ServeProcess.start(["--data", data], web: nil, errors: errors)
        let said = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(said.contains("127.0.0.1:7421 is taken by another program, so no pages are served"), "\(said)")
        #expect(said.contains("--web HOST:PORT"))
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8).filter { !$0.isWhitespace }
        let root = try await server.login("server/admin", token: token)
        #expect(try await root.rows("FORUMS").isEmpty)
        server.terminate()
        #expect(await server.ended() == 0)
        // An address that was asked for is another matter.
        let asked = try Subprocess(
            [
                ThisBuild.chancery, "serve", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:7421", "--data",
                try TestRoot.makeDirectory("usual-asked"),
            ])
        #expect(await asked.ended() != 0)
        try await taken?.close()
    }
}
