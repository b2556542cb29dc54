import CivilTime
import Foundation
import LineProtocol
import Logging
import Postgres
import PostgresStore
import Synchronization
import TestSupport
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

        init(_ arguments: [String]) async throws {
            program = try await Program.start(
                try Program.chancery, ["serve", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0"] + arguments,
                in: try TestRoot.makeDirectory("serve"))
            let line = await program.output.line(beginning: "listening ")
            port = try #require(Int(line?.split(separator: ":").last ?? ""))
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

    @Test("a private PostgreSQL that is killed ends the server with status 1, and the next start recovers")
    func lostCluster() async throws {
        let data = try TestRoot.makeDirectory("data")
        let serving = try await Serving(["--data", data])
        let file = try String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8)
        kill(try #require(pid_t(file.split(separator: "\n").first ?? "")), SIGKILL)
        #expect(await serving.program.ended() == 1)
        #expect(
            await serving.program.errors.text.contains(
                "the private PostgreSQL ended by itself; see \(data)/postgres.log"))
        let again = try await Serving(["--data", data])
        again.program.terminate()
        #expect(await again.program.ended() == 0)
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
            try Program.chancery, ["serve", "--database", conninfo, "--listen", "127.0.0.1:0", "--web", "none"],
            in: try TestRoot.makeDirectory("serve"))
        #expect(result.status == 1)
        #expect(result.output == "")
        #expect(result.errors.contains("GRANT chancery_app TO that user"))
        let set = try await Program.run(
            try Program.chancery, ["init", "--database", conninfo], in: try TestRoot.makeDirectory("init"))
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
