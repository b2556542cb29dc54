import Glibc
import LineProtocol
import Listening
import TestSupport
import Testing

@testable import ServerCommands
@testable import Terminal

/// What server and client are told of logins without a token.
@Suite struct PeerSettingsTests {
    private static func faults(_ options: [String: [String]]) throws -> [String] {
        try GivenSettings(options: options).judged().faults
    }

    @Test func settingsThatGoTogether() throws {
        #expect(try Self.faults(["tls-client-ca": ["/ca"]]).first?.contains("--tls-client-ca is for TLS") == true)
        #expect(
            try Self.faults(["tls-client-ca": ["/ca"], "tls-certificate": ["/c"], "tls-key": ["/k"]]).isEmpty)
        #expect(try Self.faults(["socket-user": ["root=a/b"]]).first?.contains("is for a UNIX socket") == true)
        #expect(try Self.faults(["socket-user": ["root=a/b"], "socket": ["/s"]]).isEmpty)
        for text in ["root", "root=", "=a/b", "root=a", "root=a/b/c", "root=/b"] {
            #expect(
                try Self.faults(["socket-user": [text], "socket": ["/s"]]).first?.contains("write USER=ACCOUNT")
                    == true,
                "\(text)")
        }
    }

    @Test func usersAreThoseOfTheMachine() throws {
        func accounts(_ texts: String...) throws -> [UInt32: String] {
            try GivenSettings(options: ["socket-user": texts, "socket": ["/s"]]).configuration().systemUsers()
        }
        #expect(try accounts("root=server/admin", "4711=asem/x") == [0: "server/admin", 4711: "asem/x"])
        for (texts, says) in [
            (["no-such-user-here=a/b"], "has no user"), (["nobody=a/b"], "cannot name"), (["65534=a/b"], "cannot name"),
            (["4294967295=a/b"], "cannot name"), (["root=a/b", "0=a/c"], "two accounts"),
        ] {
            let settings = try GivenSettings(options: ["socket-user": texts, "socket": ["/s"]]).configuration()
            let failure = #expect(throws: CommandFailure.self) { try settings.systemUsers() }
            guard case .usage(let sentence)? = failure else {
                Issue.record("\(texts)")
                continue
            }
            #expect(sentence.contains(says), "\(sentence)")
        }
    }

    /// A socket is open to the machine only where its users log in.
    @Test func theModeOfTheSocket() throws {
        var settings = ServeConfiguration()
        (settings.listen, settings.socket) = ([], "/s")
        #expect(try settings.addresses() == [.unix(path: "/s", mode: 0o600)])
        settings.socketUsers = ["root=a/b"]
        #expect(try settings.addresses() == [.unix(path: "/s", mode: 0o666)])
    }

    /// Client authorities concern lines alone: no browser is asked for a certificate.
    @Test func pagesAskForNoCertificate() throws {
        var settings = ServeConfiguration()
        (settings.tlsCertificate, settings.tlsKey, settings.tlsClientAuthorities) = ("/c", "/k", "/ca")
        #expect(
            try settings.addresses() == [
                .tls(
                    host: "127.0.0.1", port: 7420, certificate: .init(chain: "/c", key: "/k", clientAuthorities: "/ca"))
            ])
        #expect(
            try settings.webAddress()
                == .tls(host: "127.0.0.1", port: 7421, certificate: .init(chain: "/c", key: "/k")))
    }

    @Test func aClientsCertificateIsCheckedFirst() async throws {
        let file = try TestRoot.freePath("certificate")
        try LocalFile.writePrivate("x\n", to: file)
        try await FakePeer.with(Scripts.agreeable) { peer in
            for (words, says) in [
                (["--certificate", file], "go together"), (["--certificate-key", file], "go together"),
                (["--certificate", "/nonexistent", "--certificate-key", file], "the file of --certificate"),
                (["--certificate", file, "--certificate-key", "/nonexistent"], "the file of --certificate-key"),
                (["--certificate", file, "--certificate-key", file], "over TLS only"),
            ] {
                let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
                #expect(await console.run(["whoami"] + words) == .usage, "\(words)")
                #expect(console.err.contains(says), "\(console.err)")
            }
            let other = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            #expect(await other.run("whoami", "--login-as", "asem/x") == .usage)
            #expect(other.err.contains("--login-as says which account of a certificate is meant"), "\(other.err)")
            // An option and a variable go together.
            for (words, variable) in [
                (["--certificate", file], "CHANCERY_CERTIFICATE_KEY"),
                (["--certificate-key", file], "CHANCERY_CERTIFICATE"),
            ] {
                let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, variable: file])
                #expect(await console.run(["whoami"] + words) == .usage)
                #expect(console.err.contains("over TLS only"), "\(console.err)")
            }
            // One of the environment gives way to a token.
            let environment = [
                "CHANCERY_SERVER": peer.address, "CHANCERY_CERTIFICATE": file, "CHANCERY_CERTIFICATE_KEY": file,
            ]
            #expect(await TestConsole(environment: environment).run("whoami") == .usage)
            let both = TestConsole(environment: environment.merging(["CHANCERY_TOKEN": "t"]) { $1 })
            #expect(await both.run("whoami") == .done, "\(both.err)")
        }
    }

    /// A certificate of the environment is for TLS: whatever is wrong with it, other connections do without it.
    @Test(arguments: [
        ["CHANCERY_CERTIFICATE": "/nonexistent", "CHANCERY_CERTIFICATE_KEY": "/nonexistent"],
        ["CHANCERY_CERTIFICATE": "/nonexistent"], ["CHANCERY_CERTIFICATE_KEY": "/nonexistent"],
    ]) func aCertificateThatLiesAboutBreaksNothing(_ certificate: [String: String]) async throws {
        try await FakePeer.with(Scripts.agreeable) { peer in
            let environment = certificate.merging(["CHANCERY_SERVER": peer.address]) { $1 }
            let known = TestConsole(environment: environment.merging(["CHANCERY_TOKEN": "t"]) { $1 })
            #expect(await known.run("whoami") == .done, "\(known.err)")
            let unknown = TestConsole(environment: environment)
            #expect(await unknown.run("whoami") == .usage)
            #expect(unknown.err.contains("no access token"), "\(unknown.err)")
        }
    }
}
