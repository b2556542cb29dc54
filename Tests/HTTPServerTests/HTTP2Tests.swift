import Foundation
import Glibc
import Listening
import TestSupport
import TestTime
import TestWeb
import Testing

@testable import HTTPServer

/// What curl, a client that nobody here wrote, gets over TLS.
@Suite("HTTP/2", .timeLimit(.minutes(60)))
struct HTTP2Tests {
    private static let directory = Result { try TestRoot.makeDirectory("http2") }

    /// A certificate of this machine's own.
    private static let certificate = Task { () async throws -> ListenAddress.TLSFiles in
        let place = try HTTP2Tests.directory.get()
        let files = ListenAddress.TLSFiles(chain: place + "/chain.pem", key: place + "/key.pem")
        let status = try await Subprocess([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", files.key,
            "-out", files.chain,
        ]).ended()
        try #require(status == 0)
        return files
    }

    /// What curl says of a request, and of each answer: `VERSION STATUS CONNECTIONS`.
    private struct Told {
        let exit: Int32
        let output: String
        var answers: [String] { output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("curl ") } }
    }

    private func curl(_ arguments: [String], input: Subprocess.Stream = .null) async throws -> Told {
        let files = try await HTTP2Tests.certificate.value
        let output = try TestRoot.freePath("curl")
        let exit = try await Subprocess(
            [
                "curl", "--silent", "--no-buffer", "--cacert", files.chain, "--write-out",
                "\ncurl %{http_version} %{http_code}\n",
            ] + arguments, in: try HTTP2Tests.directory.get(), input: input, output: .file(output)
        ).ended()
        return Told(exit: exit, output: try String(contentsOfFile: output, encoding: .utf8))
    }

    @Test(
        "both sides agree on HTTP/2, on HTTP/1.1 where a client asks for that or for nothing, and the answers are the same"
    )
    func agreed() async throws {
        try await withWeb(certificate: HTTP2Tests.certificate.value) { web in
            let good = ["--header", "Authorization: Bearer good", web.server.address + "/api/v1/show/r"]
            let second = try await curl(["--http2"] + good)
            #expect(second.answers == ["curl 2 200"])
            for options in [["--http1.1"], ["--no-alpn"]] {
                let first = try await curl(options + good)
                #expect(first.answers == ["curl 1.1 200"])
                #expect(
                    first.output.replacing("curl 1.1", with: "") == second.output.replacing("curl 2", with: ""))
            }
            let head = try await curl(["--http2", "--head"] + good)
            #expect(head.answers == ["curl 2 200"] && head.output.contains("content-length: "))
            // The session of a page and a form's host come with other headers in HTTP/2.
            let none = try await curl(["--http2", web.server.address + "/no/such/address"])
            #expect(none.answers == ["curl 2 404"] && none.output.contains("NO_SUCH_ADDRESS"))
        }
    }

    @Test("many requests share a connection, and none waits for another that is open")
    func many() async throws {
        try await withWeb(connections: 1, certificate: HTTP2Tests.certificate.value) { web in
            let good = ["--http2", "--header", "Authorization: Bearer good"]
            // The first waits at the gate until all others are answered; there is one connection, so they share it.
            async let told = curl(
                good + [
                    "--parallel", "--parallel-max", "40", web.server.address + "/api/v1/show/gate",
                    web.server.address + "/api/v1/show/[1-30]",
                ])
            try await waitUntil { web.gateway.requests.count >= 31 }
            web.gateway.gate.open()
            let all = try await told
            #expect(all.answers == Array(repeating: "curl 2 200", count: 31) && all.exit == 0)
        }
    }

    @Test("a body that is too long is refused with a whole answer, and one that does not come is given up")
    func bodies() async throws {
        try await withWeb(body: .seconds(2), certificate: HTTP2Tests.certificate.value) { web in
            let long = try HTTP2Tests.directory.get() + "/long"
            try Data(repeating: UInt8(ascii: "x"), count: 9 << 20).write(to: URL(fileURLWithPath: long))
            let good = [
                "--http2", "--header", "Authorization: Bearer good", "--header", "Content-Type: application/json",
                "--request", "POST",
            ]
            let note = web.server.address + "/api/v1/note/r"
            let refused = try await curl(good + ["--data-binary", "@" + long, note])
            #expect(refused.answers == ["curl 2 413"] && refused.output.contains("BODY_TOO_LONG"))
            #expect(refused.exit == 0)

            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            defer { for end in ends { close(end) } }
            let slow = try await curl(good + ["--upload-file", ".", note], input: .descriptor(ends[0]))
            #expect(slow.answers == ["curl 2 408"] && slow.output.contains("TOO_SLOW"))
        }
    }

    @Test("on a connection too many each request is answered 503")
    func tooMany() async throws {
        try await withWeb(connections: 0, certificate: HTTP2Tests.certificate.value) { web in
            let told = try await curl(["--http2", web.server.address + "/"])
            #expect(told.answers == ["curl 2 503"] && told.output.contains("TOO_MANY_CONNECTIONS"))
        }
    }

    @Test("a stream of events ends with a word when the server stops, and so does its connection")
    func stops() async throws {
        try await withWeb(certificate: HTTP2Tests.certificate.value) { web in
            let watch = web.server.address + "/api/v1/watch/f"
            async let told = curl(["--http2", "--header", "Authorization: Bearer good", watch])
            try await waitUntil { !web.gateway.requests.isEmpty }
            // The clock stands still meanwhile: nothing but the word ends the stream.
            web.server.shutdown()
            let ended = try await told
            #expect(ended.exit == 0 && ended.output.contains("SHUTTING_DOWN"), "\(ended.exit): \(ended.output)")
        }
    }

    @Test("headers of more than 16 KiB are not taken")
    func headers() async throws {
        try await withWeb(certificate: HTTP2Tests.certificate.value) { web in
            let long = "X-Long: " + String(repeating: "x", count: 20_000)
            let told = try await curl(["--http2", "--header", long, web.server.address + "/api/v1/show/r"])
            #expect(told.exit != 0 && told.output.contains("200") == false, "\(told.exit) \(told.output)")
            #expect(web.gateway.requests.isEmpty)
        }
    }

    @Test("who does not come to the end of TLS's handshake has the time of a login, and no more")
    func unfinishedHandshake() async throws {
        try await withWeb(login: 300, certificate: HTTP2Tests.certificate.value) { web in
            let mute = try await web.connect()
            #expect(await mute.hasEnded())
            await mute.close()
        }
    }
}
