import CanonicalJSON
import Certificates
import CivilTime
import Glibc
import LineProtocol
import Listening
import NIOSSL
import Requests
import Testing

@testable import LineServer

/// What a connection shows of its client, and what HELLO says of it.
@Suite("Peers", .timeLimit(.minutes(60)))
struct PeerTests {
    private func methods(_ client: RawClient) async throws -> [String] {
        guard case .hello(let object)? = try await client.reply() else { throw Unexpected(what: "no HELLO") }
        return (object["auth"]?.array ?? []).compactMap(\.string)
    }

    @Test("a UNIX socket tells the system user, and HELLO offers a login where they have an account")
    func systemUser() async throws {
        let directory = try TemporaryDirectory()
        for (user, offered) in [(getuid(), ["token", "user"]), (getuid() + 1, ["token"])] {
            let address = ListenAddress.unix(path: directory.path("s"))
            try await withServer([address], systemUsers: [user: "asem/x"]) { fixture in
                let client = try await RawClient.connect(to: fixture.address)
                #expect(try await methods(client) == offered)
                try await client.send("a AUTH {\"method\":\"user\"}\n")
                _ = try await client.reply()
                #expect(
                    fixture.handler.peers == [.systemUser(getuid(), account: user == getuid() ? "asem/x" : nil)])
                await client.close()
            }
        }
    }

    @Test("a port of loopback tells nothing")
    func loopback() async throws {
        try await withServer(systemUsers: [getuid(): "asem/x"]) { fixture in
            let client = try await RawClient.connect(to: fixture.address)
            #expect(try await methods(client) == ["token"])
            try await client.send("a AUTH {\"token\":\"good\"}\n")
            _ = try await client.reply()
            #expect(fixture.handler.peers == [.unknown])
            await client.close()
        }
    }

    /// Days around the clock of the machine, which TLS goes by.
    private static func days(_ from: Int64, _ until: Int64) -> ClosedRange<Instant> {
        let (now, day) = (TimeSource.today(), Instant.microsecondsPerDay)
        return now.advanced(byMicroseconds: from * day)...now.advanced(byMicroseconds: until * day)
    }

    @Test("a certificate tells its names and its end; the names that are none are left out")
    func certificate() async throws {
        let directory = try TemporaryDirectory()
        let authority = try ThrowAwayAuthority("The authority", days: Self.days(-1, 5))
        let server = try authority.sign(.server, "A server", [AlternativeName(host: "localhost")].compactMap(\.self))
        let names = [
            AlternativeName(uri: "chancery:asem/x"), AlternativeName(host: "192.0.2.1"),
            AlternativeName(email: "a@example.org"), AlternativeName(host: "a.example"),
        ].compactMap(\.self)
        let client = try authority.sign(.client, "A client", names, days: Self.days(-1, 2))
        for (name, text) in [
            ("ca.pem", authority.certificate), ("server.pem", server.certificate), ("server.key", server.key),
            ("client.pem", client.certificate), ("client.key", client.key),
        ] { try directory.write(text, to: name) }
        let files = ListenAddress.TLSFiles(
            chain: directory.path("server.pem"), key: directory.path("server.key"),
            clientAuthorities: directory.path("ca.pem"))
        try await withServer([.tls(host: "127.0.0.1", port: 0, certificate: files)]) { fixture in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(directory.path("ca.pem"))
            configuration.applicationProtocols = ["chancery/1"]
            let without = try await RawClient.connect(to: fixture.address, tls: configuration)
            #expect(try await methods(without) == ["token"])
            await without.close()
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(directory.path("client.pem")).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(file: directory.path("client.key"), format: .pem))
            let with = try await RawClient.connect(to: fixture.address, tls: configuration)
            #expect(try await methods(with) == ["token", "certificate"])
            try await with.send("a AUTH {\"method\":\"certificate\"}\n")
            _ = try await with.reply()
            await with.close()
            let peers = fixture.handler.peers
            guard case .certificate(let told, let end)? = peers.first, peers.count == 1 else {
                Issue.record("\(peers)")
                return
            }
            #expect(told == ["uri:chancery:asem/x", "email:a@example.org", "dns:a.example"])
            #expect(end <= Self.days(-1, 2).upperBound && end > Self.days(-1, 1).upperBound)
        }
    }

    @Test("a file of authorities that holds none is said plainly")
    func noAuthorities() throws {
        let directory = try TemporaryDirectory()
        let files = try directory.certificate()
        for (name, text) in [("empty.pem", ""), ("none.pem", "-----BEGIN NOTHING-----\n"), ("missing.pem", nil)] {
            if let text { try directory.write(text, to: name) }
            let wrong = ListenAddress.TLSFiles(
                chain: files.chain, key: files.key, clientAuthorities: directory.path(name))
            let error = #expect(throws: ListenError.self) { try ServedCertificate(wrong, []) }
            #expect(error?.description.contains(directory.path(name)) == true, "\(error?.description ?? "")")
        }
    }
}
