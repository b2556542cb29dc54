import CivilTime
import Foundation
import Glibc
import LineProtocol
import Listening
import NIOCore
import NIOSSL
import Testing

@testable import LineServer

@Suite("Listening", .timeLimit(.minutes(60)))
struct ListeningTests {
    private func bind(_ address: ListenAddress) async throws -> LineServer {
        try await LineServer.bind(
            ServerConfiguration(addresses: [address], name: "chancery test"), gateway: EchoHandler())
    }

    @Test("plain text is refused beyond loopback", arguments: ["0.0.0.0", "::", "192.0.2.1"])
    func plainBeyondLoopback(host: String) async throws {
        let error = await #expect(throws: ListenError.self) { try await bind(.tcp(host: host, port: 0)) }
        #expect(error?.description.contains("loopback only") == true && error?.isMisuse == true)
    }

    @Test(
        "every name and number of this machine is loopback",
        arguments: ["localhost", "Localhost", "LOCALHOST.", "localhost.", "127.0.0.1", "127.1.2.3", "127.1"])
    func loopback(host: String) async throws {
        let server = try await bind(.tcp(host: host, port: 0))
        #expect(server.addresses.count == 1)
        server.shutdown()
        await server.run()
    }

    /// They connect between the bind and the end, and nobody ever serves them: NIO traps where such a connection is dropped.
    @Test("a server that ends before it serves closes the connections that it accepted", arguments: [true, false])
    func unserved(runs: Bool) async throws {
        var server: LineServer? = try await bind(.tcp(host: "127.0.0.1", port: 0))
        let address = try #require(server?.addresses[0])
        var clients: [RawClient] = []
        for _ in 0..<50 { clients.append(try await RawClient.connect(to: address)) }
        server?.shutdown()
        if runs { await server?.run() }
        server = nil
        // Each sees the end of its connection, whether somebody has read from it or not.
        for client in clients {
            _ = try? await client.rest()
            await client.close()
        }
    }

    @Test("a port in use, a host that is none, a port that is none and a missing certificate are said plainly")
    func faults() async throws {
        try await withServer { fixture in
            let port = Int(fixture.address.split(separator: ":")[1]) ?? 0
            let used = await #expect(throws: ListenError.self) { try await bind(.tcp(host: "127.0.0.1", port: port)) }
            #expect(used?.description.contains("cannot listen on 127.0.0.1:\(port)") == true)
        }
        await #expect(throws: ListenError.self) { try await bind(.tcp(host: "no.such.host.invalid", port: 0)) }
        await #expect(throws: ListenError.self) { try await bind(.tcp(host: "127.0.0.1", port: 65536)) }
        await #expect(throws: ListenError.self) {
            try await bind(.tls(host: "127.0.0.1", port: 0, certificate: .init(chain: "none.pem", key: "none.pem")))
        }
    }

    @Test("a listener that cannot accept for a while goes on afterwards")
    func backoff() async throws {
        try await withServer { fixture in
            fixture.server.listeners[0].channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
            for _ in 0..<3 {
                let client = try await fixture.loggedIn()
                await client.close()
            }
        }
    }

    @Test("a UNIX socket is its owner's alone; a stale file gives way, a live server does not")
    func unix() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("s")
        try await withServer([.unix(path: path)]) { fixture in
            #expect(fixture.address == "unix:\(path)")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let client = try await fixture.loggedIn()
            try await client.send("1 SHOW r\n")
            #expect(try await client.reply()?.brief == "1 OK")
            let live = await #expect(throws: ListenError.self) { try await bind(.unix(path: path)) }
            #expect(live?.description.contains("another server") == true)
            await client.close()
        }
        #expect(try directory.leaveStaleSocket("s") == path && FileManager.default.fileExists(atPath: path))
        try await withServer([.unix(path: path)]) { fixture in
            let client = try await fixture.loggedIn()
            await client.close()
        }
    }

    @Test("TLS 1.3 with the protocol's name is served; another name, none, TLS 1.2 and plain text are not")
    func tls() async throws {
        let directory = try TemporaryDirectory()
        let files = try directory.certificate()
        try await withServer([.tls(host: "127.0.0.1", port: 0, certificate: files)]) { fixture in
            func configuration() -> TLSConfiguration {
                var configuration = TLSConfiguration.makeClientConfiguration()
                configuration.trustRoots = .file(files.chain)
                configuration.applicationProtocols = ["chancery/1"]
                return configuration
            }
            let client = try await RawClient.connect(to: fixture.address, tls: configuration())
            guard case .hello? = try await client.reply() else {
                Issue.record("no HELLO over TLS")
                return
            }
            try await client.send("a AUTH {\"token\":\"good\"}\n1 HISTORY r limit=100 after=1000\nq QUIT\n")
            let replies = try await client.rest()
            #expect(replies.count == 104 && replies.last?.brief == "* BYE")
            await client.close()

            for names in [[], ["http/1.1"]] {
                var other = configuration()
                other.applicationProtocols = names
                let stranger = try await RawClient.connect(to: fixture.address, tls: other)
                try? await stranger.send("1 PING\n")
                #expect(try await stranger.rest().filter { $0.tag != nil } == [])
                await stranger.close()
            }
            var old = configuration()
            old.maximumTLSVersion = .tlsv12
            let oldClient = try await RawClient.connect(to: fixture.address, tls: old)
            #expect(try await oldClient.rest() == [])
            await oldClient.close()
            let plain = try await RawClient.connect(to: fixture.address)
            try await plain.send("a AUTH {\"token\":\"good\"}\n")
            #expect(((try? await plain.rest()) ?? []) == [])
            await plain.close()
        }
    }

    @Test("who does not come to the end of TLS's handshake has the time of a login, and no more")
    func unfinishedHandshake() async throws {
        let directory = try TemporaryDirectory()
        let files = try directory.certificate()
        var limits = Limits()
        limits.loginMilliseconds = 300
        try await withServer([.tls(host: "127.0.0.1", port: 0, certificate: files)], limits: limits) { fixture in
            // The server's own clock stands still, so that nothing else ends the connection.
            let mute = try await RawClient.connect(to: fixture.address)
            #expect(((try? await mute.rest()) ?? []) == [])
            await mute.close()
        }
    }

    @Test("a certificate out of its days is found out, with the day")
    func days() throws {
        let directory = try TemporaryDirectory()
        let files = try directory.certificate()
        let certificate = try ServedCertificate(files, [])
        let now = TimeSource.today()
        let day: Int64 = 86_400_000_000
        #expect(certificate.fault(at: now.advanced(byMicroseconds: day)) == nil)
        let late = certificate.fault(at: now.advanced(byMicroseconds: 3 * day))
        #expect(late?.hasPrefix("the certificate in \(files.chain) expired at 20") == true)
        let early = certificate.fault(at: now.advanced(byMicroseconds: -day))
        #expect(early?.contains(" is valid from 20") == true)
    }
}

/// A directory that is removed with its last user.
final class TemporaryDirectory: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "chancery-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    /// Puts a file's content under a name of this directory; answers its path.
    func copy(_ file: String, _ name: String) throws -> String {
        try write(try String(contentsOfFile: file, encoding: .utf8), to: name)
        return path(name)
    }

    /// A socket file that nobody answers on, as a killed server leaves it.
    func leaveStaleSocket(_ name: String) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path(name).utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Unexpected(what: "the socket could not be bound") }
        return path(name)
    }

    /// A key and a certificate for localhost that signs itself, good for two days.
    func certificate() throws -> ListenAddress.TLSFiles {
        let files = ListenAddress.TLSFiles(chain: path("chain.pem"), key: path("key.pem"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", files.key,
            "-out", files.chain,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unexpected(what: "openssl did not make a certificate") }
        return files
    }
}
