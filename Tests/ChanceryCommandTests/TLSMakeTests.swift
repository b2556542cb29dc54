import Glibc
import TestSupport
import Testing

@testable import Certificates
@testable import Terminal

/// `chancery tls make`, and what a library of its own says of what it made.
@Suite struct TLSMakeTests {
    private static func make(_ directory: String, _ words: String...) async -> (Status, TestConsole) {
        let console = TestConsole()
        return (await console.run(["tls", "make", directory] + words), console)
    }

    private static func openssl(_ words: String...) throws -> Shell.Ended {
        try Shell.run(["/usr/bin/env", "openssl"] + words)
    }

    /// The clock of the tests' console stands in March, which openssl is told to take for now.
    private static let now = ["-attime", "1772366400"]

    @Test func whatIsMadeIsRightAndPrivate() async throws {
        let directory = try TestRoot.freePath("tls")
        let (status, console) = await Self.make(
            directory, "--name", "chancery.example", "--name", "192.0.2.10", "--name", "localhost", "--client",
            "asem/contact-point-FR", "--days", "7")
        #expect(status == .done, "\(console.err)")
        let names = [
            "authority.pem", "client-asem-contact-point-FR.key", "client-asem-contact-point-FR.pem", "server.key",
            "server.pem",
        ]
        #expect(LocalFile.names(in: directory) == names)
        #expect(LocalFile.mode(directory) == 0o700)
        for name in names { #expect(LocalFile.mode("\(directory)/\(name)") == 0o600, "\(name)") }
        for (name, purpose, other) in [
            ("server", "sslserver", "sslclient"), ("client-asem-contact-point-FR", "sslclient", "sslserver"),
        ] {
            func verified(_ purpose: String, _ time: [String]) throws -> Shell.Ended {
                try Shell.run(
                    ["/usr/bin/env", "openssl", "verify", "-x509_strict", "-purpose", purpose, "-CAfile"]
                        + ["\(directory)/authority.pem"] + time + ["\(directory)/\(name).pem"])
            }
            let good = try verified(purpose, Self.now)
            #expect(good.status == 0, "\(good.err)")
            #expect(try verified(other, Self.now).status != 0, "\(name) is good for \(other)")
            let late = try verified(purpose, ["-attime", "\(1_772_366_400 + 7 * 86_400 + 1)"])
            #expect(late.status != 0 && late.err.contains("expired"), "\(late.err)")
            // The key is that of the certificate.
            let certified = try Self.openssl("x509", "-in", "\(directory)/\(name).pem", "-noout", "-pubkey")
            let own = try Self.openssl("pkey", "-in", "\(directory)/\(name).key", "-pubout")
            #expect(own.status == 0 && own.out == certified.out, "\(own.err)")
        }
        let server = try Self.openssl("x509", "-in", "\(directory)/server.pem", "-noout", "-ext", "subjectAltName")
        #expect(
            server.out.contains(
                "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:chancery.example, IP Address:192.0.2.10\n"
            ), "\(server.out)")
        let client = try Self.openssl(
            "x509", "-in", "\(directory)/client-asem-contact-point-FR.pem", "-noout", "-ext", "subjectAltName")
        #expect(client.out.contains("URI:chancery:asem/contact-point-FR\n"), "\(client.out)")
        #expect(
            console.lines.contains {
                $0.contains("chancery serve --tls-certificate \(directory)/server.pem")
                    && $0.hasSuffix("--tls-client-ca \(directory)/authority.pem")
            })
        #expect(
            console.out.contains(
                "chancery identity link asem/contact-point-FR certificate uri:chancery:asem/contact-point-FR "))
    }

    /// Two authorities sign nothing of each other's.
    @Test func everyAuthorityIsAnother() async throws {
        let first = try TestRoot.freePath("tls")
        let second = try TestRoot.freePath("tls")
        for directory in [first, second] { #expect(await Self.make(directory).0 == .done) }
        let crossed = try Shell.run(
            ["/usr/bin/env", "openssl", "verify", "-CAfile", "\(first)/authority.pem"] + Self.now
                + ["\(second)/server.pem"])
        #expect(crossed.status != 0 && crossed.err.contains("unable to get local issuer certificate"))
    }

    @Test func nothingIsWrittenOver() async throws {
        let directory = try TestRoot.makeDirectory("tls")
        try LocalFile.writePrivate("mine\n", to: directory + "/server.key")
        let (status, console) = await Self.make(directory)
        #expect(status == .refused && console.err.contains("server.key is there already"), "\(console.err)")
        #expect(LocalFile.names(in: directory) == ["server.key"])
        #expect(try LocalFile.text(directory + "/server.key") == "mine\n")
    }

    @Test(arguments: [
        (["--name", "no host"], "no name or number of a host"), (["--name=-x.example"], "no name or number"),
        (["--name", "192.0.2"], "no name or number"), (["--client", "asem"], "is no account"),
        (["--client", "asem/x y"], "is no account"), (["--days", "0"], "1 to 90 days"),
        (["--days", "91"], "1 to 90 days"), (["--client", "a/b", "--client", "a/b"], "client-a-b.pem"),
    ])
    func whatIsWrongMakesNothing(_ words: [String], _ says: String) async throws {
        let directory = try TestRoot.freePath("tls")
        let console = TestConsole()
        #expect(await console.run(["tls", "make", directory] + words) == .usage)
        #expect(console.err.contains(says), "\(console.err)")
        #expect(!LocalFile.exists(directory))
    }

    /// libcrypto says by a length that is none that it failed.
    @Test func whatLibcryptoCannotWriteIsNoKey() throws {
        #expect(SigningKey.bytes { _ in -1 } == nil && SigningKey.bytes { _ in 0 } == nil)
        #expect(SigningKey.bytes { $0 == nil ? 4 : -1 } == nil)
        #expect(SigningKey.bytes { $0 == nil ? 4 : 3 } == nil)
        #expect(SigningKey.bytes { _ in 4 } == [0, 0, 0, 0])
        let key = try SigningKey()
        #expect(key.publicInfo.count == 91 && key.privateInfo.count > 91)
    }
}
