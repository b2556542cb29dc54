import Foundation
import HTTPServer
import Listening
import Requests
import TestSupport
import Testing

/// A document that comes over HTTP/2, as curl sends it: a client that nobody here wrote.
@Suite(.timeLimit(.minutes(60))) struct PageUploadHTTP2Tests {
    /// A browser made of curl: it keeps its cookies in a file, and says in which version each answer came.
    private struct Curl {
        let address: String
        let chain: String
        let directory: String

        struct Answer {
            let version: String
            let status: Int
            let location: String
            let text: String

            /// What a hidden field of the page's own form holds, which comes after that of the logout.
            func hidden(_ name: String) -> String {
                text.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/)
                    .last { $0.output.1 == name }.map { String($0.output.2) } ?? ""
            }
        }

        func ask(_ path: String, _ arguments: [String] = []) async throws -> Answer {
            let output = try TestRoot.freePath("curl")
            let exit = try await Subprocess(
                [
                    "curl", "--silent", "--http2", "--cacert", chain, "--cookie", "jar", "--cookie-jar", "jar",
                    "--header", "Origin: \(address)", "--header", "Accept: text/html", "--write-out",
                    "\n%{http_version} %{http_code} %header{location}",
                ] + arguments + [address + path], in: directory, output: .file(output)
            ).ended()
            let lines = try String(contentsOfFile: output, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            let told = (lines.last ?? "").split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard exit == 0, told.count == 3 else { throw Unexpected("curl ended with \(exit): \(told)") }
            return Answer(
                version: told[0], status: Int(told[1]) ?? 0, location: told[2],
                text: lines.dropLast().joined(separator: "\n"))
        }

        func login(_ account: String) async throws {
            let page = try await ask("/login")
            let fields = ["form=\(page.hidden("form"))", "to=/inbox", "token=\(try Seed.token(account))"]
            let answer = try await ask("/login", fields.flatMap { ["--data-urlencode", $0] })
            guard answer.status == 303 else { throw Unexpected("not logged in: \(answer.status) \(answer.text)") }
        }

        /// Sends a file with the form of a page, the file last.
        func upload(_ path: String, _ file: String) async throws -> Answer {
            let page = try await ask(path)
            let fields = ["form", "key", "seen"].map { "\($0)=\(page.hidden($0))" }
            return try await ask(path, fields.flatMap { ["--form-string", $0] } + ["--form", "file=@\(file)"])
        }
    }

    private static func with(_ body: (World, Curl) async throws -> Void) async throws {
        let directory = try TestRoot.makeDirectory("upload2")
        let files = ListenAddress.TLSFiles(chain: directory + "/chain.pem", key: directory + "/key.pem")
        let made = try await Subprocess([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", files.key, "-out",
            files.chain,
        ]).ended()
        try #require(made == 0)
        try await World.with { world in
            let web = try await HTTPServer.bind(
                .patient(at: .tls(host: "127.0.0.1", port: 0, certificate: files)),
                gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            let result: Result<Void, any Error>
            do {
                let curl = Curl(address: web.address, chain: files.chain, directory: directory)
                result = .success(try await body(world, curl))
            } catch {
                result = .failure(error)
            }
            web.shutdown()
            await serving.value
            try result.get()
        }
    }

    @Test func aDocumentComesWhole() async throws {
        try await Self.with { world, curl in
            let ref = try await world.draft(of: "mini")
            let paper = Paper(size: 3 << 20)
            try Data(paper.content).write(to: URL(fileURLWithPath: curl.directory + "/" + paper.name))
            try await curl.login("mini/pr-FR")
            let path = "/p/\(ref)/file"
            let done = try await curl.upload(path, paper.name)
            #expect(done.version == "2" && done.status == 303, "\(done.text)")
            #expect(done.location.hasSuffix("/p/\(ref)?done=filed"))
            let user = try await world.user("pr-FR", of: "mini")
            #expect(try await user.fetch(paper.digest, of: ref) == paper.content)
            // The whole answer comes although nobody reads the rest, and nothing is recorded or kept.
            let length = try await world.length("mini")
            let long = Array("%PDF-1.7".utf8) + [UInt8](repeating: 7, count: 9 << 20)
            try Data(long).write(to: URL(fileURLWithPath: curl.directory + "/long.pdf"))
            let refused = try await curl.upload(path, "long.pdf")
            #expect(refused.version == "2" && refused.status == 413 && refused.text.contains("longer than 8388608"))
            #expect(refused.text.contains("</html>"))
            #expect(try await world.length("mini") == length)
            #expect(try await world.keptBytes().uploads == 0)
        }
    }
}
