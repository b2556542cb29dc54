import ArgumentParser
import Bundles
import PostgresStore
import Record
import Terminal
import Wording

/// `chancery restore`: begins a record anew that broke with what was signed.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Begin a record again, publicly, after it no longer matches what was signed.",
        discussion: """
            A forum whose stored record is not what was signed takes no more writes (RECORD_DIVERGED). Find out why, bring the \
            database to the state to continue from, stop the server that holds the signer's folder, and run this. It reads the \
            whole record again, makes the key of a new epoch, and publishes a statement signed by the old key and the new one: \
            what was signed last, what is there now, and the reason. Every later bundle says so. It cannot be undone.

            With --database connect as the user of `chancery init`.

            Examples:
              chancery restore --new-epoch --forum asem --data /var/lib/chancery \\
                  --reason "the disk failed; restored the backup of 4 May"
              chancery restore --new-epoch --forum asem --database 'dbname=chancery' \\
                  --signer /var/lib/signer --reason "…"
            """)

    @Flag(help: "Confirm that the record continues as a new epoch, for good.")
    var newEpoch = false
    @Option(help: ArgumentHelp("The forum.", valueName: "forum"))
    var forum: String
    @Option(help: ArgumentHelp("Why it broke, in one line that everybody can read.", valueName: "text"))
    var reason: String
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir"), completion: .directory)
    var data: String?
    @Option(help: ArgumentHelp("The libpq connection string of a database to use instead.", valueName: "conninfo"))
    var database: String?
    @Option(
        help: ArgumentHelp("The folder of the keys that sign the records.", valueName: "dir"), completion: .directory)
    var signer: String?

    func validate() throws {
        if !newEpoch {
            throw ValidationError("add --new-epoch to confirm: what was signed before is left behind for good")
        }
        if (data == nil) == (database == nil) { throw ValidationError("use either --data or --database") }
        if database != nil, signer == nil { throw ValidationError("give the folder of the keys with --signer") }
        if reason.isEmpty || reason.utf8.contains(where: { $0 < 0x20 }) {
            throw ValidationError("--reason takes one line of text")
        }
    }

    func run() async throws {
        let begun: EpochBreak
        if let data {
            guard LocalFile.isDirectory(data) else {
                throw CommandFailure.notDone(["the data directory \(TerminalText.line(data)) does not exist"])
            }
            let cluster: EmbeddedCluster
            do { cluster = try await EmbeddedCluster.start(dataDirectory: data) } catch {
                throw ServeFault.failure(error, data: data)
            }
            do {
                begun = try await begin(cluster.conninfo(role: .owner), signer ?? data + "/signer")
            } catch {
                try? await cluster.stop()
                throw error
            }
            try? await cluster.stop()
        } else {
            begun = try await begin(database ?? "", signer ?? "")
        }
        let console = Console.current
        let lines = [
            "\(TerminalText.line(begun.old.origin)) ended at \(begun.old.size) signed events",
            "\(TerminalText.line(begun.new.origin)) begins with \(counted(begun.new.size, "event"))",
            "start the server again, and give everyone the new key: chancery checkpoint --key",
        ]
        console.lines(Paint(console.output).folded(lines))
    }

    private func begin(_ conninfo: String, _ folder: String) async throws -> EpochBreak {
        let epoch = NewEpoch(forum: forum, reason: reason, folder: folder, conninfo: conninfo)
        do { return try await epoch.begin() } catch let fault as FolderFault {
            throw CommandFailure.notDone([TerminalText.line("\(fault)")])
        } catch let fault as NewEpoch.Fault {
            throw CommandFailure.notDone([TerminalText.line(fault.description)])
        }
    }
}
