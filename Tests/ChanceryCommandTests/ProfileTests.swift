import ArgumentParser
import CanonicalJSON
import Glibc
import LineClient
import LineProtocol
import Synchronization
import TestSupport
import Testing

@testable import ClientCommands
@testable import Terminal

/// `chancery login` keeps where to go and who asks; what is kept goes nowhere else.
@Suite struct ProfileTests {
    private func with<Result>(
        _ body: (_ home: String, _ peer: FakePeer, _ tokens: @escaping @Sendable () -> [String]) async throws -> Result
    ) async throws -> Result {
        let seen = Mutex<[String]>([])
        let home = try TestRoot.freePath("config")
        let script: FakePeer.Script = { request in
            if request.verb == .auth { seen.withLock { $0.append(request.object?["token"]?.string ?? "") } }
            return request.object?["token"]?.string == "bad"
                ? .refused(Failure(.badToken, "this token is not known")) : Scripts.agreeable(request)
        }
        return try await FakePeer.with(script) { peer in try await body(home, peer, { seen.withLock { $0 } }) }
    }

    private func console(_ home: String, _ more: [String: String] = [:], input: [String] = []) -> TestConsole {
        TestConsole(environment: ["XDG_CONFIG_HOME": home].merging(more) { $1 }, input: input)
    }

    @Test func aLoginIsKeptAndUsed() async throws {
        try await with { home, peer, tokens in
            let login = console(home, input: ["secret-token"])
            #expect(
                await login.run("login", "work", "--server", peer.address, "--forum", "asem-trial") == .done,
                "\(login.err)")
            #expect(!login.out.contains("secret-token") && login.out.contains("--profile work"))
            for name in ["work.profile", "work.token"] { #expect(LocalFile.mode("\(home)/chancery/\(name)") == 0o600) }
            #expect(LocalFile.mode("\(home)/chancery") == 0o700)
            #expect(await console(home).run("inbox", "--profile", "work") == .done)
            #expect(await console(home, ["CHANCERY_PROFILE": "work"]).run("inbox") == .done)
            #expect(peer.requests(.inbox).map(\.text) == ["INBOX asem-trial", "INBOX asem-trial"])
            #expect(tokens() == ["secret-token", "secret-token", "secret-token"])
            // An option goes before the profile; a profile that is named before the environment.
            let both = console(home, ["CHANCERY_PROFILE": "work", "CHANCERY_TOKEN": "other", "CHANCERY_FORUM": "no"])
            #expect(await both.run("inbox", "--forum", "asem") == .done)
            #expect(peer.requests(.inbox).last?.text == "INBOX asem" && tokens().last == "secret-token")
            #expect(await console(home).run("logout", "work") == .done)
            #expect(LocalFile.names(in: "\(home)/chancery").isEmpty)
            let gone = console(home)
            #expect(await gone.run("inbox", "--profile", "work") == .usage)
            #expect(gone.err.contains("there is no profile \"work\""))
        }
    }

    @Test func theStandardProfileGivesWay() async throws {
        try await with { home, peer, tokens in
            #expect(await console(home, input: ["kept"]).run("login", "--server", peer.address) == .done)
            #expect(await console(home).run("whoami") == .done && tokens().last == "kept")
            let said = console(home, ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "said"])
            #expect(await said.run("whoami") == .done && tokens().last == "said")
            // Its token goes to no other server.
            let before = tokens().count
            let elsewhere = console(home, ["CHANCERY_PROFILE": "default"])
            #expect(
                await elsewhere.run("whoami", "--server", "localhost:\(peer.address.split(separator: ":")[1])")
                    == .usage)
            #expect(elsewhere.err.contains("no access token") && tokens().count == before)
            // Nor to one that the command found elsewhere, as a witness finds the servers of its logs.
            let (options, kept) = (try ConnectionOptions.parse([]), console(home).console)
            #expect(try options.proof(kept, at: ServerAddress("tls://203.0.113.7:7420")) == nil)
            #expect(try options.proof(kept, at: ServerAddress(peer.address)) == .token("kept"))
            #expect(try options.proof(kept) == .token("kept"))
        }
    }

    @Test func whatIsWrongKeepsNothing() async throws {
        try await with { home, peer, _ in
            #expect(await console(home, input: ["bad"]).run("login", "x", "--server", peer.address) == .refused)
            #expect(await console(home).run("login", "x", "--server", peer.address) == .usage)
            #expect(await console(home, input: ["t"]).run("login", "../x", "--server", peer.address) == .usage)
            #expect(await console(home, input: ["t"]).run("login", "x", "--server", "127.0.0.1:1") == .unreachable)
            #expect(await console(home).run("login", "x", "--token-file", "/nonexistent") == .usage)
            #expect(LocalFile.names(in: "\(home)/chancery").isEmpty)
            // A token file of one's own is left alone by logout.
            let file = try TestRoot.freePath("own")
            try LocalFile.writePrivate("own\n", to: file)
            defer { Editor.remove(file) }
            #expect(await console(home).run("login", "x", "--server", peer.address, "--token-file", file) == .done)
            chmod("\(home)/chancery/x.profile", 0o644)
            let open = console(home)
            #expect(await open.run("whoami", "--profile", "x") == .usage && open.err.contains("chmod 600"))
            // Forgetting it always works.
            #expect(await console(home).run("logout", "x") == .done && LocalFile.exists(file))
            let again = console(home)
            #expect(await again.run("logout", "x") == .usage && again.err.contains("there is no profile \"x\""))
        }
    }
}
