import ArgumentParser
import Bundles
import PostgresStore
import Record
import Terminal
import Wording

/// `chancery restore`: makes a data directory of a backup, and begins a record anew that broke with what was signed.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a backup, or begin a record again that is not what was signed.",
        discussion: """
            With a directory that `chancery backup` made, it makes a new data directory of it, checks every file, starts the \
            database once, and compares each record with what was signed of it last. A record that went back in time takes no \
            more writes until you begin it again. If the folder of the keys outlived the server, name it with --signer: it knows \
            what was signed last. The copies in the backup do not, so with them every record has to be begun again. Run it as the \
            user of the server that made the backup. Where that user may not make the data directory, make an empty one for it \
            first. If it is interrupted, remove the directory and run it again.

            With --new-epoch, it begins a record again, publicly, that takes no more writes (RECORD_DIVERGED). Find out why, \
            bring the database to the state to continue from, stop the server that holds the signer's folder, and run this. It \
            reads the whole record again, makes the key of a new epoch, and publishes a statement signed by the old key and the \
            new one: what was signed last, what is there now, and the reason. Every later bundle says so. It cannot be undone. \
            With --database connect as the user of `chancery init`.

            Examples:
              chancery restore /backup/monday --data /var/lib/chancery-new
              chancery restore /backup/monday --data /var/lib/chancery-new \\
                  --signer /var/lib/chancery/signer --wal /backup/wal
              chancery restore --new-epoch --forum asem --data /var/lib/chancery \\
                  --reason "the disk failed; restored the backup of 4 May"
              chancery restore --new-epoch --forum asem --database 'dbname=chancery' \\
                  --signer /var/lib/signer --reason "…"
            """)

    @Argument(help: ArgumentHelp("The backup to restore.", valueName: "dir"), completion: .directory)
    var backup: String?
    @Option(
        help: ArgumentHelp(
            "A folder of archived write-ahead log, to go on from the backup to the newest state in it.",
            valueName: "dir"), completion: .directory)
    var wal: String?
    @Flag(help: "Confirm that the record continues as a new epoch, for good.")
    var newEpoch = false
    @Option(help: ArgumentHelp("The forum whose record begins again.", valueName: "forum"))
    var forum: String?
    @Option(help: ArgumentHelp("Why it broke, in one line that everybody can read.", valueName: "text"))
    var reason: String?
    @Option(help: ArgumentHelp("The data directory; a new one for a backup.", valueName: "dir"), completion: .directory)
    var data: String?
    @Option(help: ArgumentHelp("The libpq connection string of a database to use instead.", valueName: "conninfo"))
    var database: String?
    @Option(
        help: ArgumentHelp("The folder of the keys that sign the records.", valueName: "dir"), completion: .directory)
    var signer: String?

    func validate() throws {
        if backup != nil {
            if newEpoch || forum != nil || reason != nil {
                throw ValidationError("restore the backup first, then begin a record again with --new-epoch")
            }
            if database != nil {
                throw ValidationError(
                    "a backup becomes a new data directory: restore a database of your own with its tools")
            }
            if data == nil { throw ValidationError("name the data directory to make with --data") }
            return
        }
        if !newEpoch {
            throw ValidationError(
                "name the backup to restore; or add --new-epoch to begin a record again: what was signed before is left "
                    + "behind for good")
        }
        if wal != nil { throw ValidationError("--wal goes with a backup") }
        if forum == nil || reason == nil { throw ValidationError("say which record and why with --forum and --reason") }
        if (data == nil) == (database == nil) { throw ValidationError("use either --data or --database") }
        if database != nil, signer == nil { throw ValidationError("give the folder of the keys with --signer") }
        if let reason, reason.isEmpty || reason.utf8.contains(where: { $0 < 0x20 }) {
            throw ValidationError("--reason takes one line of text")
        }
    }

    func run() async throws {
        if let backup, let data {
            try await restore(backup, data)
        } else if let forum, let reason {
            try await beginAgain(forum, reason)
        }
    }

    // MARK: a backup

    private func restore(_ backup: String, _ data: String) async throws {
        let restored = try await DataRestore(
            backup: backup, data: data, signer: signer.map { SignerFolders(path: $0) }, archive: wal
        ).run()
        let console = Console.current
        let place = TerminalText.line(data)
        var lines = ["restored \(TerminalText.line(backup)) to \(place), and checked every file"]
        lines += restored.map(\.line)
        let broken = restored.filter(\.isBroken)
        if !broken.isEmpty {
            lines.append("tell everybody what was lost, begin these records again, then start the server:")
        }
        console.lines(Paint(console.output).folded(lines))
        for record in broken {
            console.line(
                "  chancery restore --new-epoch --forum \(TerminalText.line(record.forum)) --data \(place) --reason \"…\""
            )
        }
    }

    // MARK: a new epoch

    private func beginAgain(_ forum: String, _ reason: String) async throws {
        let begun: EpochBreak
        if let data {
            guard LocalFile.isDirectory(data) else {
                throw CommandFailure.notDone(["the data directory \(TerminalText.line(data)) does not exist"])
            }
            let cluster: EmbeddedCluster
            do { cluster = try await EmbeddedCluster.start(dataDirectory: data, options: .setUp) } catch {
                throw ServeFault.failure(error, data: data)
            }
            do {
                begun = try await begin(
                    forum, reason, cluster.conninfo(role: .owner), signer ?? SignerFolders(ofData: data).path)
            } catch {
                try? await cluster.stop()
                throw error
            }
            try? await cluster.stop()
        } else {
            begun = try await begin(forum, reason, database ?? "", signer ?? "")
        }
        let console = Console.current
        let lines = [
            "\(TerminalText.line(begun.old.origin)) ended at \(begun.old.size) signed events",
            "\(TerminalText.line(begun.new.origin)) begins with \(counted(begun.new.size, "event"))",
            "start the server again, and give everyone the new key: chancery checkpoint --key",
        ]
        console.lines(Paint(console.output).folded(lines))
    }

    private func begin(
        _ forum: String, _ reason: String, _ conninfo: String, _ folder: String
    ) async throws -> EpochBreak {
        let epoch = NewEpoch(forum: forum, reason: reason, folder: folder, conninfo: conninfo)
        do { return try await epoch.begin() } catch let fault as FolderFault {
            throw CommandFailure.notDone([TerminalText.line("\(fault)")])
        } catch let fault as NewEpoch.Fault {
            throw CommandFailure.notDone([TerminalText.line(fault.description)])
        }
    }
}
