import Foundation
import TestSupport
import TestWeb
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
            try ThisBuild.chancery, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0"],
            in: String(place))
        let lines = try #require(await server.output.lines(untilOneBegins: "listening http:"))
        let addresses = lines.filter { $0.hasPrefix("listening ") }.map { String($0.dropFirst("listening ".count)) }
        let line = try #require(addresses.first { !$0.hasPrefix("http") })
        let web = try #require(addresses.first { $0.hasPrefix("http") })
        var environment = [
            "CHANCERY_SERVER": line,
            "CHANCERY_TOKEN_FILE": data + "/admin.token", "CHANCERY_TIMEOUT": "0", "LC_ALL": "C.UTF-8",
        ]
        let loaded = try await Program.run(
            try ThisBuild.chancery, ["forum", "load", "schema/forums/asem"], environment: environment, in: String(place)
        )
        #expect(loaded.status == 0, "\(loaded.errors)")
        // Where the program and the token are is said by the environment here, as the page says it for a machine of one's own.
        let script = block.lines.filter { !$0.hasPrefix("export ") }.joined(separator: "\n")
        let folder = URL(fileURLWithPath: try ThisBuild.chancery).deletingLastPathComponent().path
        environment["PATH"] = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        let typed = try await Program.run(
            "/bin/sh", ["-eu", "-c", script], environment: environment, in: String(place))
        #expect(typed.status == 0, "\(typed.output.suffix(2000))\n\(typed.errors.suffix(2000))")
        #expect(typed.output.contains("53 partners: support"))
        #expect(typed.output.contains("SOM-blessed · work programme track · proposed by VN"))
        #expect(typed.output.contains("80 rows") || typed.output.contains("81 rows"))
        // What it prints logs somebody in to the pages.
        let token = try #require(typed.output.firstMatch(of: /chy_\S+/)).output
        #expect(try await ReadmeTests.login(String(token), at: web) == 303)
        server.terminate()
        #expect(await server.ended() == 0)
    }

    /// Logs in to the pages as a browser does; answers the status.
    private static func login(_ token: String, at web: String) async throws -> Int {
        let client = try await RawHTTP.connect(to: web)
        let page = try await client.ask("GET", "/login")
        let form = try #require(page.text.firstMatch(of: /name="form" value="([0-9a-f]+)"/)).output.1
        let cookie = try #require(page["set-cookie"]).prefix { $0 != ";" }
        let answer = try await client.ask(
            "POST", "/login",
            [
                "Cookie": String(cookie), "Origin": "http://localhost",
                "Content-Type": "application/x-www-form-urlencoded",
            ], body: "form=\(form)&to=%2Finbox&token=\(token)")
        await client.close()
        return answer.status
    }
}
