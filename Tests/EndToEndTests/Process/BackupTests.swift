import CanonicalJSON
import Failpoints
import Foundation
import LineClient
import LineProtocol
import TestSupport
import Testing

@testable import PostgresStore
@testable import ServerCommands
@testable import Terminal

/// `chancery backup` and `chancery restore` with the real programs: what was acknowledged and signed after a backup is never passed over.
@Suite(.timeLimit(.minutes(60))) struct BackupTests {
    /// A data directory with a forum, served by the real executable.
    private struct Scene: Sendable {
        let forum: String
        let folder: String
        let ref: String
        var data: String { folder + "/data" }
        var backup: String { folder + "/backup" }

        /// Makes it and serves it once; a backup may be made meanwhile.
        static func make(
            _ forum: String, _ body: (Scene, ServeProcess) async throws -> Void = { _, _ in }
        ) async throws -> Scene {
            let folder = try TestRoot.makeDirectory("kept")
            // PostgreSQL may run as another user, who has to pass through.
            chmod(folder, 0o711)
            let server = try await ServeProcess.start(["--data", folder + "/data"])
            let token = try String(contentsOfFile: folder + "/data/admin.token", encoding: .utf8)
            let root = try await server.login("server/admin", token: token.filter { !$0.isWhitespace })
            var seed = try ForumSeed.mini()
            seed.id = forum
            seed.settings["ref_prefix"] = .string(forum.uppercased())
            try await Seed.load(seed, root)
            let proposer = try await server.user("pr-FR", of: forum)
            let draft = try await proposer.ok("DRAFT \(forum)", Activity.complete("A first activity"))
            let scene = Scene(forum: forum, folder: folder, ref: try #require(draft["ref"]?.string))
            try await scene.sign(server)
            try await body(scene, server)
            try await scene.end(server)
            return scene
        }

        /// Serves a data directory for a while.
        func serving<Value: Sendable>(
            _ data: String, _ body: (ServeProcess) async throws -> Value
        ) async throws -> Value {
            let server = try await ServeProcess.start(["--data", data])
            let value = try await body(server)
            try await end(server)
            return value
        }

        func end(_ server: ServeProcess) async throws {
            server.terminate()
            try #require(await server.ended() == 0)
        }

        @discardableResult
        func sign(_ server: ServeProcess) async throws -> JSONObject {
            try await server.user("auditor", of: forum).ok("CHECKPOINT \(forum)")
        }

        /// Leaves a note; answers the cursor after it.
        @discardableResult
        func note(_ text: String, _ server: ServeProcess) async throws -> String {
            let done = try await server.user("pr-FR", of: forum).ok(
                "NOTE \(ref) key=\(text)", ["text": .string(text)])
            let (position, leaf) = (try #require(done["position"]?.integer), try #require(done["leaf"]?.string))
            return "\(forum):\(position):\(leaf.prefix(16))"
        }

        func run(_ arguments: String...) async throws -> ClientProgram.Ended {
            try await ClientProgram.chancery(arguments, in: folder)
        }

        func done(_ arguments: String...) async throws -> ClientProgram.Ended {
            let ended = try await ClientProgram.chancery(arguments, in: folder)
            try #require(ended.status == 0, "\(arguments): \(ended)")
            return ended
        }

        /// A line at the end of `postgresql.conf`, for the next start of its PostgreSQL.
        func configure(_ line: String) throws {
            let file = try #require(FileHandle(forWritingAtPath: data + "/postgres/postgresql.conf"))
            try file.seekToEnd()
            try file.write(contentsOf: Data((line + "\n").utf8))
            try file.close()
        }

        /// Begins a record again, as the restore says.
        func beginAgain(_ forum: String, _ data: String) async throws {
            _ = try await done(
                "restore", "--new-epoch", "--forum", forum, "--data", data, "--reason", "an older backup")
        }
    }

    /// The folder of the keys outlived the database: it knows what was signed after the backup.
    @Test func aRestoreToThePastIsNoticedByTheSignerAndByCursors() async throws {
        let scene = try await Scene.make("kepa") { scene, server in
            try await scene.note("one", server)
            _ = try await scene.done("backup", scene.backup, "--data", scene.data)
            for (path, mode) in [("", 0o700), ("/backup", 0o600), ("/keys/\(scene.forum)/signing-key", 0o600)] {
                #expect(FileFacts(scene.backup + path)?.permissions == UInt32(mode), "\(path)")
            }
        }
        let cursor = try await scene.serving(scene.data) { server in
            let cursor = try await scene.note("two", server)
            try await scene.sign(server)
            return cursor
        }
        let new = scene.folder + "/new"
        let restored = try await scene.done(
            "restore", scene.backup, "--data", new, "--signer", scene.data + "/signer")
        #expect(restored.output.contains("the end of it is gone"), "\(restored)")
        #expect(restored.output.contains("server:") && restored.output.contains("as they were signed"), "\(restored)")
        #expect(restored.output.contains("chancery restore --new-epoch --forum \(scene.forum) --data"))

        try await scene.serving(new) { server in
            let proposer = try await server.user("pr-FR", of: scene.forum)
            #expect(try await proposer.refused("WATCH \(scene.forum) after=\(cursor)").code == .cursorGone)
            let refusal = try await proposer.refused("NOTE \(scene.ref)", ["text": "on"])
            #expect(refusal.code == .recordDiverged && refusal.message.contains("the end of it is gone"))
            // What is there can be read.
            #expect(try await proposer.ok("SHOW \(scene.ref)")["version"] == 2)
        }
        try await scene.beginAgain(scene.forum, new)
        try await scene.serving(new) { server in
            #expect(try await scene.note("other", server) != cursor)
            let proposer = try await server.user("pr-FR", of: scene.forum)
            #expect(try await proposer.refused("WATCH \(scene.forum) after=\(cursor)").code == .recordDiverged)
            let checkpoint = try await scene.sign(server)
            #expect(checkpoint["origin"] == .string("chancery/\(scene.forum)/epoch-2") && checkpoint["diverged"] == nil)
        }
    }

    /// Everything is lost but the backup: what its keys signed after it is not known, so nothing goes on under the old name.
    @Test func withTheCopiesOfTheKeysEveryRecordBeginsAgain() async throws {
        let scene = try await Scene.make("kepb")
        // Its server does not run now.
        _ = try await scene.done("backup", scene.backup, "--data", scene.data)
        #expect(!LocalFile.exists(scene.data + "/postgres/postmaster.pid"))
        let new = scene.folder + "/new"
        let restored = try await scene.done("restore", scene.backup, "--data", new)
        for forum in ["server", scene.forum] {
            #expect(restored.output.contains("--new-epoch --forum \(forum) --data"), "\(restored)")
        }
        try await scene.serving(new) { server in
            let proposer = try await server.user("pr-FR", of: scene.forum)
            let refusal = try await proposer.refused("NOTE \(scene.ref)", ["text": "on"])
            #expect(refusal.code == .recordDiverged && refusal.message.contains("was restored from a backup"))
        }
        for forum in ["server", scene.forum] { try await scene.beginAgain(forum, new) }
        try await scene.serving(new) { server in
            try await scene.note("one", server)
            #expect(try await scene.sign(server)["origin"] == .string("chancery/\(scene.forum)/epoch-2"))
            #expect(try await server.user("auditor", of: scene.forum).ok("AUDIT \(scene.forum)")["sound"] == true)
        }
    }

    /// Paths are those of whoever types them, though PostgreSQL's programs run elsewhere. And a restore that ended between the database and
    /// what follows left the keys: a server that is started on it knows that the record came from a backup.
    @Test func anInterruptedRestoreGoesOnWithNothingSilently() async throws {
        let scene = try await Scene.make("kepe")
        _ = try await scene.done("backup", "monday", "--data", "data")
        #expect(LocalFile.exists(scene.folder + "/monday/database/PG_VERSION"))
        let file = try FailpointFile()
        try file.arm(.clusterRestored)
        let killed = try await ClientProgram.run(
            try ThisBuild.chancery, ["restore", "monday", "--data", "new"], environment: file.environment,
            in: scene.folder)
        #expect(killed.status == -SIGKILL && file.isSpent, "\(killed)")
        let again = try await scene.run("restore", "monday", "--data", "new")
        #expect(again.status == 2 && again.errors.contains("not empty"), "\(again)")
        try await scene.serving(scene.folder + "/new") { server in
            #expect(try await scene.sign(server)["diverged"] != nil)
            let proposer = try await server.user("pr-FR", of: scene.forum)
            let refusal = try await proposer.refused("NOTE \(scene.ref)", ["text": "on"])
            #expect(refusal.code == .recordDiverged && refusal.message.contains("was restored from a backup"))
        }
        _ = try await scene.done("restore", "monday", "--data", "other")
    }

    /// The copy asks for a standby that does not follow the new cluster. And what was opened after the backup is named, though nothing of it
    /// is there.
    @Test func aRestoreWaitsForNoStandbyAndNamesWhatIsMissing() async throws {
        let scene = try await Scene.make("kepf") { scene, server in
            try scene.configure("synchronous_standby_names = 'pg_receivewal'")
            _ = try await scene.done("backup", scene.backup, "--data", scene.data)
            try await scene.note("two", server)
            try await scene.sign(server)
            let token = try String(contentsOfFile: scene.data + "/admin.token", encoding: .utf8)
            let root = try await server.login("server/admin", token: token.filter { !$0.isWhitespace })
            var late = try ForumSeed.mini()
            late.id = "late"
            late.settings["ref_prefix"] = "LATE"
            try await Seed.load(late, root)
            try await server.user("auditor", of: "late").ok("CHECKPOINT late")
        }
        let new = scene.folder + "/new"
        let restored = try await scene.done(
            "restore", scene.backup, "--data", new, "--signer", scene.data + "/signer")
        #expect(restored.output.contains("late: its whole record is not in the backup"), "\(restored)")
        #expect(restored.output.contains("--new-epoch --forum \(scene.forum) --data"), "\(restored)")
        #expect(!restored.output.contains("--forum late"), "\(restored)")
        try await scene.beginAgain(scene.forum, new)
        // A start that has nothing to migrate, and reads, wait for no standby either.
        try await scene.serving(new) { server in
            let proposer = try await server.user("pr-FR", of: scene.forum)
            #expect(try await proposer.ok("SHOW \(scene.ref)")["version"] == 1)
        }
    }

    /// With the archived log and the folder of the keys nothing is lost, and nothing has to be begun again.
    @Test func theArchivedLogBringsBackWhatCameAfterTheBackup() async throws {
        let wal = try TestRoot.makeDirectory("archive")
        let scene = try await Scene.make("kepc") { scene, server in
            _ = try await scene.done("backup", scene.backup, "--data", scene.data, "--without-keys")
            #expect(!LocalFile.exists(scene.backup + "/keys"))
            let keyless = try await scene.run("restore", scene.backup, "--data", scene.folder + "/new")
            #expect(keyless.status == 2 && keyless.errors.contains("holds no keys"), "\(keyless)")
            try await scene.note("one", server)
            try await scene.sign(server)
            try await archive(scene, to: wal)
        }
        let new = scene.folder + "/new"
        for (archive, words) in [
            (try strange(after: scene, from: 5, size: 0), "does not go on from this backup"),
            (try strange(after: scene, from: 1, size: 16 << 20), "could be read to"),
            (try await damaged(wal), "it is damaged there"),
        ] {
            let refused = try await scene.run(
                "restore", scene.backup, "--data", new, "--signer", scene.data + "/signer", "--wal", archive)
            #expect(refused.status == 1 && refused.errors.contains(words) && !LocalFile.exists(new), "\(refused)")
        }
        let restored = try await scene.done(
            "restore", scene.backup, "--data", new, "--signer", scene.data + "/signer", "--wal", wal)
        #expect(!restored.output.contains("no more writes") && !restored.output.contains("not compared"), "\(restored)")
        try await scene.serving(new) { server in
            let again = try await server.user("pr-FR", of: scene.forum).ok("NOTE \(scene.ref) key=one", ["text": "one"])
            #expect(again["repeated"] == true)
            try await scene.note("two", server)
            #expect(try await scene.sign(server)["origin"] == .string("chancery/\(scene.forum)"))
        }
    }

    /// Has `pg_receivewal` write the log of a server that runs, up to now.
    private func archive(_ scene: Scene, to wal: String) async throws {
        let owner = try #require(
            try FileManager.default.attributesOfItem(atPath: scene.data + "/postgres")[
                .ownerAccountName] as? String)
        let connection = ["--host", scene.data + "/socket", "--username", owner]
        let end = try await ClientProgram.run(
            "psql", connection + ["--dbname", "postgres", "-Atc", "SELECT pg_current_wal_flush_lsn()"], in: wal)
        let ended = try await ClientProgram.run(
            "pg_receivewal",
            connection + ["--directory", wal, "--no-loop", "--no-sync", "--endpos", try #require(end.lines.first)],
            in: wal)
        try #require(ended.status == 0, "\(end) \(ended)")
        // As on a machine whose archive everybody on it may read.
        _ = try await ClientProgram.run("chmod", ["-R", "a+rX", wal], in: "/")
    }

    /// An archive of three files without any log in them, the first of which comes so many after the last of the backup.
    private func strange(after scene: Scene, from first: UInt64, size: UInt64) throws -> String {
        let folder = try TestRoot.makeDirectory("strange")
        let last = try #require(LogFile.all(in: scene.backup + "/database/pg_wal").last)
        for number in first..<(first + 3) {
            let path = "\(folder)/\(LogFile(timeline: last.timeline, number: last.number + number))"
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.truncate(atOffset: size)
            try file.close()
            chmod(path, 0o644)
        }
        chmod(folder, 0o755)
        return folder
    }

    /// A copy of an archive in whose newest file the last page of log has a damaged byte.
    private func damaged(_ wal: String) async throws -> String {
        let folder = try TestRoot.freePath("damaged")
        _ = try await ClientProgram.run("cp", ["-a", wal, folder], in: "/")
        let newest = try #require(LocalFile.names(in: folder).filter { LogFile(named: $0) != nil }.max())
        let bytes = try LocalFile.bytes("\(folder)/\(newest)")
        let last = try #require(bytes.lastIndex { $0 != 0 })
        let file = try #require(FileHandle(forUpdatingAtPath: "\(folder)/\(newest)"))
        try file.seek(toOffset: UInt64(last - 200))
        try file.write(contentsOf: Data(bytes[(last - 200)...last].map { ~$0 }))
        try file.close()
        return folder
    }

    @Test func whatCannotBeDoneIsSaidAndChangesNothing() async throws {
        let scene = try await Scene.make("kepd") { scene, server in
            _ = try await scene.done("backup", scene.backup, "--data", scene.data)
            let running = try await scene.run("restore", scene.backup, "--data", scene.data)
            #expect(running.status == 1 && running.errors.contains("a server is running on"), "\(running)")
        }
        let (new, backup) = (scene.folder + "/new", scene.backup)
        func expect(_ status: Int32, _ words: String, _ arguments: [String]) async throws {
            let ended = try await ClientProgram.chancery(arguments, in: scene.folder)
            #expect(ended.status == status && ended.errors.contains(words), "\(arguments): \(ended)")
            #expect(!LocalFile.exists(new), "\(arguments)")
        }
        let none = scene.folder + "/none"
        try await expect(2, "not empty", ["backup", backup, "--data", scene.data])
        try await expect(1, "the data directory", ["backup", new, "--data", none])
        try await expect(1, "holds no private PostgreSQL", ["backup", new, "--data", backup])
        try await expect(2, "there is no directory", ["restore", none, "--data", new])
        try await expect(2, "is no backup", ["restore", scene.data + "/signer", "--data", new])
        try await expect(2, "not empty", ["restore", backup, "--data", scene.data])
        try await expect(2, "holds no keys", ["restore", backup, "--data", new, "--signer", scene.folder])
        try await expect(1, "holds no archived", ["restore", backup, "--data", new, "--wal", scene.folder])
        try await expect(2, "--data", ["restore", backup])
        try await expect(2, "first", ["restore", backup, "--data", new, "--new-epoch"])
        try await expect(2, "its tools", ["restore", backup, "--data", new, "--database", "dbname=x"])

        func change(_ file: String, _ text: String?) async throws {
            let copy = scene.folder + "/copy"
            _ = try await ClientProgram.run("rm", ["-rf", copy], in: "/")
            _ = try await ClientProgram.run("cp", ["-a", backup, copy], in: "/")
            unlink(copy + "/" + file)
            try text?.write(toFile: copy + "/" + file, atomically: true, encoding: .utf8)
        }
        let restoring = ["restore", scene.folder + "/copy", "--data", new]
        // Its PostgreSQL ran as somebody whom the one of here does not know.
        var list = try #require(BackupList(text: try LocalFile.text(backup + "/backup")))
        let owner = try FileManager.default.attributesOfItem(atPath: scene.data + "/postgres")[.ownerAccountName]
        #expect(list.user == owner as? String)
        list.user = "somebody-else"
        try await change("backup", list.text)
        try await expect(1, "restore it as user somebody-else", restoring)
        for (file, text, status, words) in [
            ("backup", nil, 2, "is not whole"), ("backup", "chancery backup 1\n", 1, "is damaged"),
            ("keys/\(scene.forum)/signing-key", "x", 1, "is missing or damaged"),
            ("database/postgresql.conf", "x", 1, "is damaged or not whole"),
            ("database/backup_manifest", nil, 1, "is damaged or not whole"),
            ("database/PG_VERSION", "9\n", 1, "made by PostgreSQL 9"),
        ] as [(String, String?, Int32, String)] {
            try await change(file, text)
            try await expect(status, words, restoring)
        }
        // What was never changed is as good as before.
        _ = try await scene.done("restore", backup, "--data", new)
    }
}
