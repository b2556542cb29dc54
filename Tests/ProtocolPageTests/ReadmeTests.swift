import Foundation
import TestSupport
import Testing

/// README.md, as somebody who has five minutes reads it.
@Suite("README", .timeLimit(.minutes(60)))
struct ReadmeTests {
    @Test("it is short")
    func size() throws { #expect(try SourceTree.text("README.md").utf8.count <= 8192) }

    @Test("the first five minutes end in a blessing, typed as they are printed")
    func fiveMinutes() async throws {
        let block = try #require(
            try Page("README.md").blocks.first { $0.heading == "The first five minutes" && $0.kind == "sh" })
        let data = try TestRoot.makeDirectory("readme")
        let place = SourceTree.path("README.md").dropLast("/README.md".count)
        let server = try await Program.start(
            try Program.chancery, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--web", "none"],
            in: String(place))
        let line = try #require(await server.output.line(beginning: "listening "))
        var environment = [
            "CHANCERY_SERVER": String(line.dropFirst("listening ".count)),
            "CHANCERY_TOKEN_FILE": data + "/admin.token", "CHANCERY_TIMEOUT": "0", "LC_ALL": "C.UTF-8",
        ]
        let loaded = try await Program.run(
            try Program.chancery, ["forum", "load", "schema/forums/asem"], environment: environment, in: String(place))
        #expect(loaded.status == 0, "\(loaded.errors)")
        // Where the program and the token are is said by the environment here, as the page says it for a machine of one's own.
        let script = block.lines.filter { !$0.hasPrefix("export ") }.joined(separator: "\n")
        let folder = URL(fileURLWithPath: try Program.chancery).deletingLastPathComponent().path
        environment["PATH"] = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        let typed = try await Program.run(
            "/bin/sh", ["-eu", "-c", script], environment: environment, in: String(place))
        #expect(typed.status == 0, "\(typed.output.suffix(2000))\n\(typed.errors.suffix(2000))")
        #expect(typed.output.contains("53 partners: support"))
        #expect(typed.output.contains("SOM-blessed · work programme track · proposed by VN"))
        #expect(typed.output.contains("80 rows") || typed.output.contains("81 rows"))
        server.terminate()
        #expect(await server.ended() == 0)
    }
}
