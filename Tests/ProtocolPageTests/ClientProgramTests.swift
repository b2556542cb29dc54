import Foundation
import TestSupport
import Testing

/// The client programs of docs/protocol.md and docs/http.md, run as they are printed.
@Suite("Clients on the page", .serialized, .timeLimit(.minutes(60)))
struct ClientProgramTests {
    @Test(
        "the client in Python runs and prints what the page says",
        .enabled(if: Program.find("python3") != nil, "python3 is not installed"))
    func python() async throws {
        try await run("A client in Python", "python3", "client.py")
    }

    @Test(
        "the client of nc and jq runs and prints what the page says",
        .enabled(if: Program.find("nc") != nil && Program.find("jq") != nil, "nc or jq is not installed"))
    func shell() async throws {
        try await run("A client of nc and jq", "sh", "client.sh")
    }

    @Test(
        "the client of curl runs and prints what the page says",
        .enabled(if: Program.find("curl") != nil && Program.find("jq") != nil, "curl or jq is not installed"))
    func curl() async throws {
        try await run("A client of curl", "sh", "client.sh", of: "docs/http.md")
    }

    @Test(
        "the client in Python over HTTP runs and prints what the page says",
        .enabled(if: Program.find("python3") != nil, "python3 is not installed"))
    func pythonOverHTTP() async throws {
        try await run("A client in Python over HTTP", "python3", "client.py", of: "docs/http.md")
    }

    @Test(
        "a log is followed with curl as the page says",
        .enabled(if: Program.find("curl") != nil && Program.find("openssl") != nil, "curl or openssl is not installed"))
    func curlFollowsALog() async throws {
        try await run("Following a log with curl", "sh", "follow.sh", of: "docs/http.md", hasPublicLog: true)
    }

    private func run(
        _ heading: String, _ interpreter: String, _ file: String, of name: String = "docs/protocol.md",
        hasPublicLog: Bool = false
    ) async throws {
        var page = try Page(name)
        let blocks = page.blocks.filter { $0.heading == heading }
        let program = try #require(blocks.first)
        let expected = try #require(blocks.first { $0.kind == "output" })
        let server = try await PageServer.start(hasPublicLog: hasPublicLog)
        let account = "trial/proposer-VN"
        let directory = try TestRoot.makeDirectory("client")
        try program.text.write(toFile: directory + "/" + file, atomically: true, encoding: .utf8)
        let token = try await server.token(of: account)
        if hasPublicLog { try await server.sign() }
        let result = try await Program.run(
            try #require(Program.find(interpreter)), [file],
            environment: [
                "CHANCERY_SERVER": "127.0.0.1:\(server.port)", "CHANCERY_TOKEN": token, "CHANCERY_WEB": server.web,
                "KEY": PageServer.publicLog, "LC_ALL": "C.UTF-8",
            ], in: directory)
        let lines = (result.output + result.errors).split(separator: "\n").map(String.init)
        if ProcessInfo.processInfo.environment["CHANCERY_PRINT_PAGE"] == "1" {
            page.lines.replaceSubrange(
                expected.start..<(expected.start + expected.lines.count), with: lines.flatMap(Transcript.folded))
            try page.text.write(toFile: SourceTree.path(page.name), atomically: true, encoding: .utf8)
            Issue.record("the page was printed anew; read it, then run the tests without CHANCERY_PRINT_PAGE")
        }
        var standIns = StandIns()
        let printed = Transcript.unfolded(expected.lines, from: 1).map(\.1)
        #expect(lines.count == printed.count)
        for (line, answer) in zip(printed, lines) {
            let isSame = standIns.agree(line, answer)
            #expect(isSame, "the page prints \(line); the program printed \(answer)")
        }
        #expect(await server.stop() == 0)
    }
}
