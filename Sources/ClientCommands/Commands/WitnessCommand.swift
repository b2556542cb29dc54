import ArgumentParser
import Bundles
import CanonicalJSON
import Glibc
import Record
import Terminal
import Witnessing

/// `chancery witness`: runs on a machine of whoever watches over a record.
struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Watch over a record from another machine: check that it only grows, and cosign it.",
        discussion: """
            A witness keeps the last checkpoint that it saw, makes the server prove that each new one extends it, and signs it \
            with its own key and the time. It needs no account. If it is shown two histories, it signs nothing more of that log \
            and keeps both notes as evidence. docs/record.md says what that is worth.

            Examples:
              chancery witness init --data /var/lib/chancery-witness \\
                  --name witness.example.org
              chancery witness --data /var/lib/chancery-witness \\
                  --log "$KEY@tls://chancery.example.org:7420" --every 60
            """,
        subcommands: [Run.self, Init.self, Key.self], defaultSubcommand: Run.self)

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the witness's key and print its public half, for the policies that will name it.",
            discussion: """
                Example:
                  chancery witness init --data /var/lib/chancery-witness \\
                      --name witness.example.org
                """)

        @Option(
            help: ArgumentHelp("The witness's folder. It is created if missing.", valueName: "dir"),
            completion: .directory)
        var data: String
        @Option(help: ArgumentHelp("The name of the key, like witness.example.org.", valueName: "name"))
        var name: String

        func run() async throws {
            try WitnessCommand.reporting {
                Console.current.line(TerminalText.line(try WitnessFolder.make(data, name: name).signer.key.text))
            }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the witness's public key.",
            discussion: "Example:\n  chancery witness key --data /var/lib/chancery-witness")

        @Option(help: ArgumentHelp("The witness's folder.", valueName: "dir"), completion: .directory)
        var data: String

        func run() async throws {
            try WitnessCommand.reporting {
                Console.current.line(TerminalText.line(try WitnessFolder.open(data).signer.key.text))
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask for the newest checkpoints, check them, and cosign (what `chancery witness` does).",
            discussion: """
                Exit status with --once: 0 everything was cosigned, 1 something was refused or forked, 3 a server could not be \
                reached. Without --once it runs until SIGTERM, and ends with 1 when every log has forked.

                Example:
                  chancery witness --data /var/lib/chancery-witness --once \\
                      --log "$KEY@tls://chancery.example.org:7420"
                """)

        @OptionGroup var connection: ConnectionOptions

        @Option(help: ArgumentHelp("The witness's folder.", valueName: "dir"), completion: .directory)
        var data: String
        @Option(
            help: ArgumentHelp(
                "A log's public key, as `chancery checkpoint --key` prints it, and the server to ask; may be "
                    + "repeated.", valueName: "key[@server]"))
        var log: [String]
        @Flag(help: "Ask once, then stop.")
        var once = false
        @Option(help: ArgumentHelp("Ask again after this many seconds (60).", valueName: "seconds"))
        var every: Int?

        func validate() throws {
            if once, every != nil { throw ValidationError("use --once or --every, not both") }
            if let every, !(1...86_400).contains(every) { throw ValidationError("--every takes 1 to 86400 seconds") }
            if log.isEmpty { throw ValidationError("name a log with --log KEY@SERVER") }
        }

        func run() async throws {
            let logs = try log.map { text -> WitnessedLog in
                do throws(FileFault) { return try WitnessedLog(text) } catch {
                    throw CommandFailure.usage("--log \(TerminalText.line(text)): \(TerminalText.line(error.sentence))")
                }
            }
            guard Set(logs.map(\.key)).count == logs.count else {
                throw CommandFailure.usage("a log is given twice")
            }
            let folder = try WitnessCommand.reporting { try WitnessFolder.open(data) }
            let run = WitnessRun(
                folder: folder, logs: logs, connection: connection, console: .current, tellsOfNothingNew: once
            ) { Int64(time(nil)) }
            if once {
                let (status, _) = await run.round(logs)
                if status != .done { throw ExitCode(status.rawValue) }
                return
            }
            var left = logs
            while true {
                let (_, forked) = await run.round(left)
                left.removeAll { forked.contains($0) }
                if left.isEmpty { throw ExitCode(ExitStatus.refused.rawValue) }
                try await Task.sleep(for: .seconds(every ?? 60))
            }
        }
    }

    /// Runs something on the witness's folder; what is wrong with it becomes a sentence.
    static func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let fault as FolderFault {
            throw CommandFailure.notDone([TerminalText.line("\(fault)")])
        }
    }
}
