import CanonicalJSON
import Certificates
import Foundation
import LineClient
import LineProtocol
import TestSupport
import Testing

/// Logins with client certificates: the real programs, and real certificates, good and bad.
@Suite(.timeLimit(.minutes(60))) struct CertificateLoginTests {
    @Test func aCertificateOpensTheAccountThatIsLinkedToIt() async throws {
        try await TLSScene.with("tlslogin") { scene in
            let name = "chancery:\(scene.account)"
            let own = try scene.signed("own", names: [name])
            let unknown = try await scene.chancery(["whoami"], showing: own)
            #expect(unknown.status == 1 && unknown.errors.contains("no account is linked"), "\(unknown.errors)")
            #expect(unknown.errors.contains("uri:\(name)"))

            let linked = try await scene.chancery(
                ["identity", "link", scene.account, "certificate", "uri:\(name)"], token: scene.rootToken)
            #expect(linked.status == 0, "\(linked.errors)")
            let known = try await scene.chancery(["whoami"], showing: own)
            #expect(known.status == 0 && known.output.hasPrefix(scene.account), "\(known.errors)")
            #expect(known.output.contains("the login ends at"))

            // An open connection does what the account may, until the link ends.
            let client = try await scene.connect(showing: own)
            #expect(client.methods == [.token, .certificate])
            let answer = try await scene.login(client).get()
            #expect(answer["account"]?.string == scene.account && answer["expires"]?.string != nil)
            let holder = User(account: scene.account, client: client)
            try await holder.ok("DRAFT \(scene.forum)", ["title": "A seminar"])
            let id = try #require(answer["token"]?.string)
            try await scene.root.ok("IDENTITY \(scene.account)", ["end": .string(id)])
            #expect(try await holder.refused("INBOX").code == .tokenRevoked)
            #expect(try await holder.refused("DRAFT \(scene.forum)", ["title": "Another"]).code == .tokenRevoked)
            await client.close()
            #expect(try await scene.chancery(["whoami"], showing: own).status == 1)

            // So does the end of the last appointment.
            _ = try await scene.link(scene.account, name)
            let again = try await scene.connect(showing: own)
            #expect(try await scene.login(again).failure == nil)
            try await scene.root.ok(
                "APPOINT \(scene.forum) \(scene.account)", ["end": 1])
            let ended = User(account: scene.account, client: again)
            #expect(try await ended.refused("DRAFT \(scene.forum)", ["title": "x"]).code == .forbidden)
            #expect(try await ended.refused("IDENTITY \(scene.account)").code == .forbidden)
            await again.close()
            let late = try await scene.connect(showing: own)
            #expect(try await scene.login(late).failure?.code == .forbidden)
            await late.close()
        }
    }

    /// One certificate, two accounts: the one that is meant is named.
    @Test func aProfileKeepsACertificate() async throws {
        try await TLSScene.with("tlsprofile") { scene in
            let own = try scene.signed("own", names: ["chancery:somebody"])
            let accounts = [scene.account, "\(scene.forum)/auditor"]
            for account in accounts { _ = try await scene.link(account, "chancery:somebody") }
            let client = try await scene.connect(showing: own)
            let several = try #require(try await scene.login(client).failure)
            #expect(several.code == .badField && accounts.allSatisfy { several.message.contains($0) }, "\(several)")
            #expect(try await scene.login(client, accounts[1]).get()["account"]?.string == accounts[1])
            await client.close()

            let undecided = try await scene.chancery(["whoami"], showing: own)
            #expect(undecided.status == 2 && undecided.errors.contains("--login-as ACCOUNT"), "\(undecided.errors)")
            #expect(accounts.allSatisfy { undecided.errors.contains($0) }, "\(undecided.errors)")
            let decided = try await scene.chancery(["whoami", "--login-as", accounts[1]], showing: own)
            #expect(decided.status == 0 && decided.output.hasPrefix(accounts[1]), "\(decided.errors)")
            let foreign = try await scene.chancery(["whoami", "--login-as", "server/admin"], showing: own)
            #expect(foreign.status == 1 && foreign.errors.contains("is not linked"), "\(foreign.errors)")
            let environment = ["XDG_CONFIG_HOME": scene.directory + "/config"]
            let program = try ThisBuild.chancery
            let words = [
                "--server", "\(scene.address)", "--trust", "authority.pem", "--certificate", "own.pem",
                "--certificate-key", "own.key",
            ]
            for account in accounts {
                let kept = try await ClientProgram.run(
                    program, ["login", "of-one"] + words + ["--login-as", account], environment: environment,
                    in: scene.directory)
                #expect(kept.status == 0, "\(kept.errors)")
                let used = try await ClientProgram.run(
                    program, ["whoami", "--profile", "of-one"], environment: environment, in: scene.directory)
                #expect(used.status == 0 && used.output.hasPrefix(account), "\(used.errors)")
            }

            let link = try #require(
                try await scene.root.rows("IDENTITY \(accounts[1])").first?["id"]?.string)
            try await scene.root.ok("IDENTITY \(accounts[1])", ["end": .string(link)])
            let saved = try await ClientProgram.run(
                program, ["login"] + words, environment: environment, in: scene.directory)
            #expect(saved.status == 0 && saved.output.contains(scene.account), "\(saved.errors)")
            let elsewhere = try TestRoot.makeDirectory("elsewhere")
            let used = try await ClientProgram.run(program, ["whoami"], environment: environment, in: elsewhere)
            #expect(used.status == 0 && used.output.hasPrefix(scene.account), "\(used.errors)")
        }
    }

    @Test func whatIsWrongWithACertificateIsSaid() async throws {
        try await TLSScene.with("tlsbad") { scene in
            let name = "chancery:\(scene.account)"
            _ = try await scene.link(scene.account, name)
            let other = try ThrowAwayAuthority("The clients' authority", days: TLSScene.days(-10, 10))
            let wrong: [(ClientOptions.CertificateFiles, String)] = [
                (try scene.signed("expired", names: [name], days: TLSScene.days(-3, -1)), "whose days are over"),
                (try scene.signed("early", names: [name], days: TLSScene.days(1, 3)), "it refused the certificate"),
                (try scene.signed("other", by: other, names: [name]), "no authority signed that it trusts"),
                (try scene.signed("server-use", .server, names: [name]), "not one for clients"),
            ]
            for (files, says) in wrong {
                let ended = try await scene.chancery(["whoami"], showing: files)
                #expect(ended.status == 3 && ended.errors.contains(says), "\(files.chain): \(ended.errors)")
                // A token beside it helps nothing: the connection does not come about.
                let both = try await scene.chancery(
                    ["whoami", "--token", scene.rootToken], showing: files)
                #expect(both.status == 3, "\(files.chain)")
            }
            for (files, says) in [
                (try scene.signed("another", names: ["chancery:\(scene.forum)/auditor"]), "no account is linked"),
                (try scene.signed("nameless", names: []), "no URI, e-mail address or DNS name"),
            ] {
                let ended = try await scene.chancery(["whoami"], showing: files)
                #expect(ended.status == 1 && ended.errors.contains(says), "\(ended.errors)")
            }
            let without = try await scene.connect()
            #expect(without.methods == [.token])
            let failure = try #require(try await scene.login(without).failure)
            #expect(failure.code == .unknownPeer && failure.message.contains("showed no client certificate"))
            // The same connection takes a token.
            try await without.authenticate(token: scene.rootToken)
            await without.close()
            let right = try await scene.chancery(["whoami"], showing: try scene.signed("right", names: [name]))
            #expect(right.status == 0, "\(right.errors)")
        }
    }

    /// A client that does not name the protocol could be a browser that another site sends here.
    @Test func aClientWithoutALPNIsClosed() async throws {
        try await TLSScene.with("tlsalpn") { scene in
            func openssl(_ more: [String]) async throws -> String {
                guard case .tls(let host, let port) = scene.address else { throw Unexpected("no TLS") }
                return try await ClientProgram.run(
                    "openssl",
                    [
                        "s_client", "-connect", "\(host):\(port)", "-CAfile", "authority.pem",
                        "-verify_return_error", "-quiet", "-ign_eof",
                    ] + more, input: Array("1 PING\n2 QUIT\n".utf8), in: scene.directory
                ).output
            }
            let named = try await openssl(["-alpn", "chancery/1"])
            #expect(named.hasPrefix("* HELLO") && named.contains("\n1 OK") && named.contains("\n* BYE"), "\(named)")
            #expect(try await openssl([]) == "")
            #expect(try await openssl(["-alpn", "http/1.1"]) == "")
        }
    }

    /// New connections have the new files, those that stand have theirs; files that cannot be used change nothing.
    @Test func certificatesAreReadAnewOnSIGHUP() async throws {
        try await TLSScene.with("tlsreload") { scene in
            let name = "chancery:\(scene.account)"
            _ = try await scene.link(scene.account, name)
            let old = try scene.signed("old", names: [name])
            let standing = try await scene.connect(showing: old)
            #expect(try await scene.login(standing).failure == nil)

            let authority = try ThrowAwayAuthority("Another authority", days: TLSScene.days(-1, 10))
            let server = try authority.sign(
                .server, "The server", [AlternativeName(host: "127.0.0.1")].compactMap(\.self))
            for (text, file) in [
                (server.certificate, "server.pem"), (server.key, "server.key"), (authority.certificate, "clients.pem"),
                (authority.certificate, "new-authority.pem"),
            ] { try TLSScene.write(text, "\(scene.directory)/\(file)") }
            let before = try await scene.chancery(["ping"])
            #expect(before.status == 0, "nothing is read before it is asked for: \(before.errors)")
            try await scene.reload("read the certificates anew", times: 1)

            #expect(try await User(account: scene.account, client: standing).ask("INBOX").failure == nil)
            let distrusting = try await scene.chancery(["ping"])
            #expect(distrusting.status == 3 && distrusting.errors.contains("is not trusted"), "\(distrusting.errors)")
            let refused = await #expect(throws: ClientError.self) {
                try await scene.connect(showing: old, trusting: "new-authority.pem")
            }
            #expect("\(refused.map { "\($0)" } ?? "")".contains("no authority signed that it trusts"))
            let new = try scene.signed("new", by: authority, names: [name])
            let fresh = try await scene.connect(showing: new, trusting: "new-authority.pem")
            #expect(try await scene.login(fresh).failure == nil)

            try TLSScene.write("nothing\n", scene.directory + "/clients.pem")
            try await scene.reload("the certificates stay as they were", times: 1)
            let kept = try await scene.connect(showing: new, trusting: "new-authority.pem")
            #expect(try await scene.login(kept).failure == nil)
            for client in [standing, fresh, kept] { await client.close() }
        }
    }
}
