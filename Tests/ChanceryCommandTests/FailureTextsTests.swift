import CanonicalJSON
import LineProtocol
import PostgresStore
import TestSupport
import Testing

@testable import ClientCommands
@testable import ServerCommands
@testable import Terminal

/// What people read when a machine, a network or a file is in the way: one sentence with what to do, nothing of a library's.
@Suite struct FailureTextsTests {
    /// Runs a command that must fail, and checks that nothing of a library's own words is told.
    private func failing(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Status, error: String) {
        let root = try TestRoot.path
        let console = TestConsole(environment: environment)
        let status = await console.run(arguments)
        #expect(console.out.isEmpty)
        #expect(console.err.hasPrefix("chancery: ") && console.err.filter { $0 == "\n" }.count == 1, "\(console.err)")
        // The tests' own files have names made by chance, which may hold any letters; all else is looked at.
        let said = console.err.split(separator: " ").filter { !$0.hasPrefix(root + "/") }.joined(separator: " ")
        for word in ["errno", "descriptor:", "Error", "NIO", "BoringSSL", "OPENSSL", ".swift", "0x"] {
            #expect(!said.contains(word), "\(console.err)")
        }
        return (status, String(console.err.dropLast()))
    }

    @Test func addressesThatCannotBeListenedOn() async throws {
        let data = try TestRoot.freePath("data")
        let inUse = try await FakePeer.with(Scripts.agreeable) { peer in
            let (status, error) = try await failing([
                "serve", "--data", data, "--web", "none", "--listen", peer.address,
            ])
            #expect(
                error
                    == "chancery: cannot listen on \(peer.address): another program is already listening there; stop it, or "
                    + "choose another port")
            return status
        }
        #expect(inUse == .refused)
        for (arguments, reason) in [
            (
                ["--listen", "nohost.invalid:7420"],
                "cannot listen on nohost.invalid:7420: the host nohost.invalid is not known"
            ),
            (
                ["--listen", "127.0.0.1:0", "--socket", "/nonexistent/s"],
                "cannot listen on unix:/nonexistent/s: the directory of the socket does not exist"
            ),
            (
                ["--listen", "127.0.0.1:0", "--tls-certificate", "/nonexistent", "--tls-key", "/nonexistent"],
                "the certificate /nonexistent cannot be read: No such file or directory"
            ),
        ] {
            let (status, error) = try await failing(["serve", "--data", data, "--web", "none"] + arguments)
            #expect(status == .refused && error == "chancery: \(reason)")
        }
        // Nothing was made before the addresses were tried.
        #expect(!LocalFile.exists(data))
    }

    @Test func dataDirectoriesThatCannotBeUsed() async throws {
        let (status, error) = try await failing([
            "serve", "--data", "/proc/nowhere", "--listen", "127.0.0.1:0", "--web", "none",
        ])
        #expect(status == .refused && error.hasPrefix("chancery: cannot make the directory /proc/nowhere: "))
        let file = try TestRoot.freePath("data")
        try LocalFile.writePrivate("x", to: file)
        defer { Editor.remove(file) }
        let (_, other) = try await failing(["serve", "--data", file, "--listen", "127.0.0.1:0", "--web", "none"])
        #expect(other == "chancery: \(file) is not a directory")
    }

    /// An address on which the server never listens is a matter of its options, not of the machine.
    @Test func anAddressThatIsNeverServed() async throws {
        let (status, error) = try await failing([
            "serve", "--data", try TestRoot.freePath("data"), "--web", "none", "--listen", "0.0.0.0:0",
        ])
        #expect(status == .usage && error.hasPrefix("chancery: plain text is served on loopback only"), "\(error)")
    }

    @Test func whatTheClusterSays() {
        func told(_ code: EmbeddedClusterError.Code, _ text: String) -> CommandFailure {
            ServeFault.failure(EmbeddedClusterError(code, text), data: "DIR")
        }
        #expect(
            told(.initialisation, "initdb failed:\ncreating … ok\nfatal: could not write: No space left on device\n")
                == .notDone([
                    "the disk that DIR is on is full; the database needs 100 MB to begin with: make room, or choose "
                        + "another --data"
                ]))
        #expect(
            told(.fileSystem, "cannot make the directory DIR: Permission denied")
                == .notDone([
                    "cannot make the directory DIR: Permission denied: choose a directory that this user may write, with "
                        + "--data"
                ]))
        #expect(told(.permission, "DIR is of another") == .notDone(["DIR is of another"]))
    }

    @Test func databasesThatCannotBeReached() async throws {
        let (status, error) = try await failing([
            "serve", "--database", "host=/nonexistent dbname=x", "--listen", "127.0.0.1:0", "--web", "none",
        ])
        #expect(status == .refused && error.contains("/nonexistent/.s.PGSQL.5432"))
    }

    @Test(
        arguments: [
            ("127.0.0.1:1", "127.0.0.1:1: nothing listens there; is the server running?"),
            ("tls://localhost:1", "tls://localhost:1: nothing listens there; is the server running?"),
            ("unix:/nonexistent", "unix:/nonexistent: there is no such socket; is the server running?"),
            ("nohost.invalid:7420", "tls://nohost.invalid:7420: the host nohost.invalid is not known"),
        ])
    func serversThatCannotBeReached(_ server: String, _ reason: String) async throws {
        for command in [["ping"], ["show", "R", "--token", "t"], ["advance", "R", "bless", "--token", "t"]] {
            let (status, error) = try await failing(command + ["--server", server])
            #expect(status == .unreachable)
            #expect(error == "chancery: no server can be reached at \(reason)")
        }
    }

    /// A connection that ends before the answer leaves open whether a write was made.
    @Test(
        arguments: [
            (["note", "asem-2026-1", "x"], "Look first, with: chancery history ASEM-2026-0001", "--key KEY"),
            (
                ["note", "ASEM-2026-0001", "x", "--key", "mine"],
                "Look first, with: chancery history ASEM-2026-0001",
                "send it again: the same command with --key mine takes effect once"
            ),
            (["send", "1 NOTE ASEM-2026-0001 {\"text\":\"x\"}"], "with: chancery history ASEM-2026-0001", "--key KEY"),
            (["token", "revoke", "asem/admin", "--id", "tk-1"], "Look first at what the record says", "--key KEY"),
        ])
    func anAnswerThatNeverCame(_ words: [String], _ look: String, _ again: String) async throws {
        let script: FakePeer.Script = { $0.isWrite ? .lost : Scripts.agreeable($0) }
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": "tcp://" + peer.address, "CHANCERY_TOKEN": "t"])
            #expect(await console.run(words) == .unreachable, "\(console.err)")
            #expect(console.err.hasPrefix("chancery: the connection ended"), "\(console.err)")
            #expect(console.err.contains("It is not known whether the change was made."), "\(console.err)")
            #expect(console.err.contains(look) && console.err.contains(again), "\(console.err)")
        }
        // What only reads leaves nothing open.
        let reading: FakePeer.Script = { $0.verb == .show ? .lost : Scripts.agreeable($0) }
        try await FakePeer.with(reading) { peer in
            let (status, error) = try await failing(
                ["show", "ASEM-2026-0001", "--token", "t", "--server", "tcp://" + peer.address])
            #expect(status == .unreachable && error.hasPrefix("chancery: the connection ended"))
        }
    }

    /// The name of a trial that was closed is not given again: what to type instead is told.
    @Test func aTrialThatWasClosed() async throws {
        let closed = Failure(
            .forumClosed, "the trial asem-trial was closed on 2026-11-01, and nothing more is done in it")
        let script: FakePeer.Script = { request in
            switch request.verb {
            case .forums:
                .ok(rows: [
                    ["forum": "asem-trial", "closed": "2026-11-01"], ["forum": "asem-trial-2", "mark": "TRIAL"],
                ])
            case .forum where request.object != nil: .refused(closed)
            default: Scripts.agreeable(request)
            }
        }
        try await FakePeer.with(script) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": "tcp://" + peer.address, "CHANCERY_TOKEN": "t"])
            let folder = Repository.path("schema/forums/asem")
            #expect(await console.run("forum", "load", folder, "--trial") == .refused, "\(console.out)")
            #expect(
                console.err.contains("next: chancery forum load \(folder) --trial --as asem-trial-3"), "\(console.err)")
        }
    }

    @Test func aServerWithoutTLS() async throws {
        try await FakePeer.with(Scripts.agreeable) { peer in
            let (status, error) = try await failing(["ping", "--server", "tls://\(peer.address)"])
            #expect(status == .unreachable)
            #expect(
                error
                    == "chancery: no server can be reached at tls://\(peer.address): TLS: it does not speak TLS; a server "
                    + "without TLS is reached as tcp://HOST:PORT")
        }
    }

    @Test func certificatesToTrust() async throws {
        let (status, error) = try await failing(["ping", "--server", "tls://localhost:1", "--trust", "/nonexistent"])
        #expect(
            status == .usage
                && error == "chancery: the file of --trust, /nonexistent, cannot be opened: No such file or directory")
        let (other, reason) = try await failing(["ping", "--server", "tls://localhost:1", "--trust", "/etc/passwd"])
        #expect(other == .unreachable)
        #expect(reason.hasSuffix("the file of certificates to trust cannot be read, or holds none in PEM form"))
    }

    // MARK: help of one transition

    private static let help: FakePeer.Script = { request in
        request.verb == .show && request.arguments == ["X"]
            ? .refused(Failure(.notFound, "there is no proposal X that you can see")) : Scripts.agreeable(request)
    }

    private func help(_ arguments: [String]) async throws -> (console: TestConsole, status: Status, sent: [Request]) {
        try await FakePeer.with(Self.help) { peer in
            let console = TestConsole(environment: ["CHANCERY_SERVER": peer.address, "CHANCERY_TOKEN": "t"])
            return (console, await console.run(arguments), peer.requests)
        }
    }

    @Test(arguments: [["advance", "R", "bless", "--help"], ["advance", "-h", "R", "bless"]])
    func whatOneTransitionTakes(_ arguments: [String]) async throws {
        let (console, status, sent) = try await help(arguments)
        #expect(status == .done && sent.map(\.verb) == [.show, .lifecycle])
        #expect(console.lines[0] == "bless: record SOM's blessing, by som-leader")
        #expect(console.lines.contains("USAGE: chancery advance R bless --meeting …"))
        #expect(console.lines.contains { $0.hasPrefix("  --meeting ") && $0.contains("needed") })
        #expect(console.lines.contains { $0.hasPrefix("  --decided-at ") })
        #expect(!console.out.contains("--outcomes"))
    }

    @Test func whichTransitionsThereAre() async throws {
        let (console, status, _) = try await help(["advance", "R", "--help"])
        #expect(status == .done && console.lines[0] == "R is Circulated. Its lifecycle has:")
        #expect(console.lines.filter { $0.hasPrefix("bless ") || $0.hasPrefix("report ") }.count == 2)
        let (wrong, usage, _) = try await help(["advance", "R", "approve", "--help"])
        #expect(usage == .usage && wrong.err.contains("has no transition \"approve\"; it has circulate, "))
        let (unknown, refused, _) = try await help(["advance", "X", "bless", "--help"])
        #expect(refused == .refused && unknown.err.contains("there is no proposal X") && unknown.out.isEmpty)
    }

    @Test func theGeneralHelpWithoutAServer() async throws {
        let (general, done, sent) = try await help(["advance", "--help"])
        #expect(done == .done && sent.isEmpty && general.out.contains("USAGE: chancery advance <ref> <transition>"))
        for environment in [
            ["CHANCERY_SERVER": "127.0.0.1:1", "CHANCERY_TOKEN": "t"], ["CHANCERY_SERVER": "127.0.0.1:1"],
        ] {
            let console = TestConsole(environment: environment)
            let status = await console.run("advance", "R", "bless", "--help")
            #expect(status == (environment.count == 2 ? .unreachable : .usage))
            #expect(
                console.err.hasSuffix("The server could not be asked what bless takes; this is the general help.\n"))
            #expect(console.out.contains("USAGE: chancery advance <ref> <transition>"))
        }
    }
}
