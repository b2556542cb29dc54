import CivilTime
import Foundation
import LineProtocol
import Logging
import Postgres
import PostgresStore
import Synchronization
import TestSupport
import TestTime
import TestWeb
import Testing

@testable import ServerLog
@testable import Terminal

/// What docs/operations.md says of starting and stopping, tried on the executable.
@Suite("Operations", .serialized, .timeLimit(.minutes(60)))
struct OperationsTests {
    /// `chancery serve` with these arguments, running.
    private struct Serving {
        let program: Program
        let port: Int
        /// Where its measurements are.
        let metrics: String?

        init(_ arguments: [String], openFiles: Int? = nil, environment: [String] = []) async throws {
            let serve =
                [try ThisBuild.chancery, "serve", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0"] + arguments
            let limited = openFiles.map { ["/bin/sh", "-c", "ulimit -n \($0); exec \"$0\" \"$@\""] } ?? []
            let words = (environment.isEmpty ? [] : ["/usr/bin/env"] + environment) + limited + serve
            program = try await Program.start(
                words[0], Array(words.dropFirst()), in: try TestRoot.makeDirectory("serve"))
            let last = arguments.contains("--metrics") ? "metrics " : "listening http"
            let lines = await program.output.lines(untilOneBegins: last) ?? []
            let line = lines.first { $0.hasPrefix("listening ") }
            port = try #require(Int(line?.split(separator: ":").last ?? ""))
            metrics = lines.first { $0.hasPrefix("metrics ") }.map { String($0.dropFirst("metrics ".count)) }
        }
    }

    @Test("SIGTERM ends a watch with its cursor, says BYE, stops the private PostgreSQL and exits with 0")
    func stop() async throws {
        let data = try TestRoot.makeDirectory("data")
        let serving = try await Serving(["--data", data])
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8).filter { !$0.isWhitespace }
        let mode = try FileManager.default.attributesOfItem(atPath: data + "/admin.token")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let connection = try await LineConnection.open(port: serving.port)
        _ = await connection.next()
        try await connection.send([
            "1 AUTH {\"token\":\"\(token)\"}",
            "2 FORUM f {\"name\":\"F\",\"ref_prefix\":\"F\",\"meeting_role\":\"m\",\"account_role\":\"a\",\"audit_role\":\"u\"}",
        ])
        #expect(await connection.next()?.hasPrefix("1 OK") == true)
        #expect(await connection.next()?.hasPrefix("2 OK") == true)
        try await connection.send(["w WATCH f"])
        #expect(await connection.next()?.hasPrefix("w EVT {\"cursor\":\"f:0:") == true)
        serving.program.terminate()
        #expect(await connection.next()?.hasPrefix("w ERR SHUTTING_DOWN same none {\"cursor\":\"f:0:") == true)
        #expect(await connection.next()?.hasPrefix("* BYE {\"code\":\"SHUTTING_DOWN\"") == true)
        #expect(await connection.next() == nil)
        #expect(await serving.program.ended() == 0)
        #expect(!FileManager.default.fileExists(atPath: data + "/postgres/postmaster.pid"))
    }

    @Test(
        "a private PostgreSQL that is killed is started again; meanwhile requests are refused, and watches stay",
        .timeLimit(.minutes(60)))
    func lostCluster() async throws {
        let data = try TestRoot.makeDirectory("data")
        let serving = try await Serving(["--data", data])
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8).filter { !$0.isWhitespace }
        func connected() async throws -> LineConnection {
            let connection = try await LineConnection.open(port: serving.port)
            _ = await connection.next()
            try await connection.send(["1 AUTH {\"token\":\"\(token)\"}"])
            #expect(await connection.next()?.hasPrefix("1 OK") == true)
            return connection
        }
        func forum(_ name: String, _ letters: String) -> String {
            "FORUM \(name) {\"name\":\"\(letters)\",\"ref_prefix\":\"\(letters)\",\"meeting_role\":\"m\",\"account_role\":\"a\",\"audit_role\":\"u\"}"
        }
        let (asking, watching) = (try await connected(), try await connected())
        try await asking.send(["2 " + forum("f", "F")])
        #expect(await asking.next()?.hasPrefix("2 OK") == true)
        try await watching.send(["w WATCH f"])
        #expect(await watching.next()?.hasPrefix("w EVT") == true)
        for round in 1...2 {
            let file = try String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8)
            let postmaster = try #require(pid_t(file.split(separator: "\n").first ?? ""))
            kill(postmaster, SIGKILL)
            // Every request is answered, and none is lost: what was not done is refused, and may be sent again with its key.
            var answer = ""
            while !answer.contains(" OK ") {
                try await asking.send(["\(round) PARTNER f P\(round) key=k\(round) {\"name\":\"P\"}"])
                answer = try #require(await asking.next())
                #expect(
                    ["\(round) OK ", "\(round) ERR STORE_UNAVAILABLE after=1000 none "].contains {
                        answer.hasPrefix($0)
                    },
                    "\(answer)")
            }
            #expect(await watching.next()?.contains("\"partner-admitted\"") == true)
            // A backend may outlive its postmaster for a moment, and do the write: then it is not started again yet.
            try await waitUntil {
                guard let file = try? String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8),
                    let again = pid_t(file.split(separator: "\n").first ?? "")
                else { return false }
                return again != postmaster
            }
        }
        try await killAmong(32, asking, data)
        serving.program.terminate()
        #expect(await serving.program.ended() == 0)
        let said = await serving.program.errors.text
        #expect(said.contains("the private PostgreSQL ended by itself; starting it again; see \(data)/postgres.log"))
        #expect(said.contains("the private PostgreSQL runs again"))
    }

    /// Of many writes under way when PostgreSQL is killed each is answered, truly: it was done, or nothing of it was.
    private func killAmong(_ count: Int, _ asking: LineConnection, _ data: String) async throws {
        func line(_ number: Int) -> String { "\(number) PARTNER f X\(number) key=x\(number) {\"name\":\"X\"}" }
        let file = try String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8)
        let postmaster = try #require(pid_t(file.split(separator: "\n").first ?? ""))
        try await asking.send((0..<count).map(line))
        let children = try String(contentsOfFile: "/proc/\(postmaster)/task/\(postmaster)/children", encoding: .utf8)
        for process in [postmaster] + children.split(separator: " ").compactMap({ pid_t($0) }) {
            kill(process, SIGKILL)
        }
        var missing: Set<Int> = []
        for _ in 0..<count {
            let words = try #require(await asking.next()).split(separator: " ", maxSplits: 4).map(String.init)
            let number = try #require(Int(words[0]))
            if words[1] != "OK" {
                #expect(words[2] == "STORE_UNAVAILABLE" && words[3] == "after=1000", "\(words)")
                missing.insert(number)
            }
        }
        while !missing.isEmpty {
            let again = missing
            try await asking.send(again.sorted().map(line))
            for _ in again {
                let answer = try #require(await asking.next())
                // Who was told that nothing was done finds nothing done.
                #expect(!answer.contains("\"repeated\":true"), "\(answer)")
                if answer.contains(" OK ") { missing.remove(try #require(Int(answer.prefix { $0 != " " }))) }
            }
        }
        // Where every write was done before the kill, the question is the first to find nobody there.
        var (partners, end) = (0, "")
        while !end.hasPrefix("all OK") {
            partners = 0
            try await asking.send(["all PARTNERS f"])
            end = try #require(await asking.next())
            while end.hasPrefix("all ROW") {
                partners += end.contains("\"X") ? 1 : 0
                end = try #require(await asking.next())
            }
        }
        #expect(partners == count)
    }

    @Test("the page lists every measurement of /metrics, and no other")
    func measurements() async throws {
        let serving = try await Serving(
            ["--data", try TestRoot.makeDirectory("data"), "--metrics", "127.0.0.1:0"])
        let metrics = try #require(serving.metrics)
        #expect(metrics.hasSuffix("/metrics"))
        let address = String(metrics.dropLast("/metrics".count))
        let page = try await RawHTTP.connect(to: address).ask("GET", "/metrics")
        #expect(page.status == 200 && page["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let served = page.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map {
            $0.split(separator: " ")[2]
        }
        let section = try Page("docs/operations.md").text.split(separator: "\n## ").first { $0.hasPrefix("Metrics") }
        let rows = try #require(section).split(separator: "\n").filter {
            $0.hasPrefix("| `chancery_") || $0.hasPrefix("| `process_")
        }
        let told = rows.flatMap { $0.split(separator: "|")[0].split(separator: "`").filter { $0.contains("_") } }
        #expect(Set(served) == Set(told))
        #expect(try await RawHTTP.connect(to: address).ask("GET", "/ready").status == 200)
        serving.program.terminate()
        #expect(await serving.program.ended() == 0)
    }

    @Test("whoever started the server is told when it listens, that it lives, and that it stops")
    func serviceManager() async throws {
        let socket = try DatagramSocket(named: try TestRoot.freePath("notify"))
        let serving = try await Serving(
            ["--data", try TestRoot.makeDirectory("data")],
            environment: ["NOTIFY_SOCKET=\(socket.name)", "WATCHDOG_USEC=200000"])
        #expect(await socket.next() == "READY=1")
        #expect(await socket.next() == "WATCHDOG=1")
        serving.program.terminate()
        var said = ""
        while said != "STOPPING=1" {
            said = await socket.next()
            try #require(["WATCHDOG=1", "STOPPING=1"].contains(said))
        }
        #expect(await serving.program.ended() == 0)
    }

    @Test("SIGHUP, SIGUSR1 and SIGUSR2 end nothing")
    func otherSignals() async throws {
        let serving = try await Serving(["--data", try TestRoot.makeDirectory("data")])
        for signal in [SIGUSR1, SIGUSR2, SIGHUP] { serving.program.signal(signal) }
        let connection = try await LineConnection.open(port: serving.port)
        #expect(await connection.next()?.hasPrefix("* HELLO") == true)
        serving.program.terminate()
        #expect(await serving.program.ended() == 0)
        #expect(await serving.program.errors.text.contains("read the certificates anew"))
    }

    @Test("a server that may open few files refuses connections beyond them, and goes on", .timeLimit(.minutes(60)))
    func fewFiles() async throws {
        let data = try TestRoot.makeDirectory("data")
        let serving = try await Serving(["--data", data], openFiles: 256)
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8).filter { !$0.isWhitespace }
        let login = "1 AUTH {\"token\":\"\(token)\"}"
        var (kept, refused): ([LineConnection], Int) = ([], 0)
        for _ in 0..<400 {
            guard let connection = try? await LineConnection.open(port: serving.port),
                let first = await connection.next()
            else { continue }
            if first.hasPrefix("* HELLO") {
                // Whoever logs in stays, however long all of this takes.
                try await connection.send([login])
                #expect(await connection.next()?.hasPrefix("1 OK") == true)
                kept.append(connection)
            } else {
                #expect(first.contains("TOO_MANY_CONNECTIONS"), "\(first)")
                refused += 1
            }
        }
        #expect(kept.count > 50 && kept.count < 160 && refused > 200, "\(kept.count) \(refused)")
        let connection = try #require(kept.last)
        try await connection.send(["2 FORUMS"])
        #expect(await connection.next()?.hasPrefix("2 ") == true)
        serving.program.terminate()
        #expect(await serving.program.ended() == 0)
        #expect(await serving.program.errors.text.contains("the system lets this program open 256 files"))
        let scant = try await Program.run(
            "/bin/sh",
            [
                "-c", "ulimit -n 100; exec \"$0\" serve --data \"$1\" --listen 127.0.0.1:0 --web none",
                try ThisBuild.chancery, data,
            ], in: try TestRoot.makeDirectory("serve"))
        #expect(scant.status == 1 && scant.errors.contains("a server needs"), "\(scant.errors)")
    }

    @Test("a user of the database who may not serve is refused before the server listens")
    func wrongUser() async throws {
        let database = try await TestDatabase.create(.migrated)
        let role = "op_\(UInt32.random(in: 0 ... .max))"
        let administrator = try await database.connect(role: .superuser)
        try await administrator.runScript("CREATE ROLE \(role) LOGIN CREATEROLE IN ROLE chancery_owner")
        await administrator.close()
        let conninfo = database.conninfo().replacing("chancery_app", with: role)
        let result = try await Program.run(
            try ThisBuild.chancery, ["serve", "--database", conninfo, "--listen", "127.0.0.1:0", "--web", "none"],
            in: try TestRoot.makeDirectory("serve"))
        #expect(result.status == 1)
        #expect(result.output == "")
        #expect(result.errors.contains("GRANT chancery_app TO that user"))
        let set = try await Program.run(
            try ThisBuild.chancery, ["init", "--database", conninfo], in: try TestRoot.makeDirectory("init"))
        #expect(set.status == 0 && set.output.contains("shown this once: chy_"))
    }

    @Test("a line of the log is one line, in either form, whatever stands in it")
    func logLines() throws {
        var console = Console.process
        console.now = { Instant(microseconds: 1_000_000_000_000_000) }
        for (format, expected) in [
            (LogSettings.Format.text, "2001-09-09T01:46:40.000000Z notice a b forum=\"x y='1'\" version=1\n"),
            (
                .json,
                #"{"forum":"x y=\"1\"","level":"notice","message":"a\nb","time":"2001-09-09T01:46:40.000000Z","version":"1"}"#
                    + "\n"
            ),
        ] {
            let lines = Mutex<[String]>([])
            console.writeError = { line in lines.withLock { $0.append(line) } }
            let log = LogSettings(level: .notice, format: format).logger(console)
            log.write(.notice, "a\nb", [.forum: "x y=\"1\"", .version: "1"])
            log.write(.info, "below the level")
            #expect(lines.withLock { $0 } == [expected])
        }
    }

    @Test("the log has one line a second for each error, and counts what it leaves out")
    func failureLog() {
        let lines = Mutex<[String]>([])
        let microseconds = Mutex<Int64>(1_000_000_000_000_000)
        var console = Console.process
        console.writeError = { line in lines.withLock { $0.append(line) } }
        console.now = { Instant(microseconds: microseconds.withLock { $0 }) }
        let log = FailureLog(LogSettings().logger(console), now: console.now)
        for _ in 0..<3 { log.write(.storeUnavailable, "out of\nreach", nil, .auth) }
        log.write(.internal, "broken", "f/a", .show)
        microseconds.withLock { $0 += 1_000_000 }
        log.write(.storeUnavailable, "out of reach", "f/a", .list)
        #expect(
            lines.withLock { $0 } == [
                "2001-09-09T01:46:40.000000Z error out of reach code=STORE_UNAVAILABLE verb=AUTH\n",
                "2001-09-09T01:46:40.000000Z error broken account=f/a code=INTERNAL verb=SHOW\n",
                "2001-09-09T01:46:41.000000Z error out of reach account=f/a code=STORE_UNAVAILABLE left_out=2 verb=LIST\n",
            ])
    }
}
