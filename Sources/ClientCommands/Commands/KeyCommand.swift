import ArgumentParser
import CanonicalJSON
import CivilTime
import LineProtocol
import Record
import Terminal

/// `chancery key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Register and end the keys with which people sign acts.",
        subcommands: [Add.self, End.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a person's public key.",
            discussion: """
                The holder makes the key, keeps the private half, and hands over FILE.pub in person or over a channel that both \
                trust: ssh-keygen -t ed25519 -f chancery_ed25519, with a passphrase. A key that the holder has already will do: \
                Ed25519, RSA of 2048 bits or more, ECDSA, or one on a security key. FILE holds one public key: a line as \
                ssh-keygen writes it, or of authorized_keys.

                Example:
                  chancery key add asem/som-leader-BE chancery_ed25519.pub \\
                      --until 2026-12-31
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Argument(help: "The file of the public key, as ssh-keygen writes it.", completion: .file())
        var file: String
        @Option(
            help: ArgumentHelp("The first day, or an instant. Default: now.", valueName: "instant"))
        var from: String?
        @Option(
            help: ArgumentHelp(
                "The last day, or an instant. Default: no end.", valueName: "instant"))
        var until: String?

        func run() async throws {
            let key: SSHKey
            do { key = try SSHKey(text: try LocalFile.text(file)) } catch let fault as FileFault {
                throw CommandFailure.usage("\(TerminalText.line(file)) \(fault.sentence)")
            } catch {
                throw CommandFailure.usage(TerminalText.line("\(file): \(error)"))
            }
            var change = Verbs.Key.Change()
            change.key = key.line
            change.from = try from.map { Moment(try Instant(option: $0, "--from")) }
            change.until = try until.map { Moment(try Instant(option: $0, "--until", endOfDay: true)) }
            let request = Verbs.Key(account: account, change)
            try await ClientSession.with(connection) { session in
                let answer = try await session.write(request, write)
                try session.print(answer) {
                    let number = $0.number.map { "key \($0)" } ?? "already registered"
                    return ["\(TerminalText.line(account)): \(number), \(key.fingerprint)"]
                }
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a key. What was signed with it before still counts.",
            discussion: "Example:\n  chancery key end asem/som-leader-BE 1")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Argument(help: "The number of the key, as `chancery key list` shows it.")
        var number: Int64
        @Option(help: ArgumentHelp("The last day, or an instant. Default: now.", valueName: "instant"))
        var until: String?

        func run() async throws {
            var change = Verbs.Key.Change()
            change.end = Int(number)
            change.until = try until.map { Moment(try Instant(option: $0, "--until", endOfDay: true)) }
            let request = Verbs.Key(account: account, change)
            try await ClientSession.with(connection) { session in
                let answer = try await session.write(request, write)
                try session.print(answer) {
                    let end = $0.until.map { "ends \($0)" } ?? "already ended"
                    return ["\(TerminalText.line(account)): key \(number) \(end)"]
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List an account's keys, including those that have ended.",
            discussion: "Example:\n  chancery key list asem/som-leader-BE")

        @OptionGroup var connection: ConnectionOptions

        @Argument(help: "The account.")
        var account: String

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let answer = try await session.read(Verbs.Key(account: account))
                if session.isJSON { return session.printJSON(answer) }
                let rows = try answer.rows
                var table = Table([.init("KEY"), .init("FINGERPRINT", mayWrap: true), .init("FROM"), .init("UNTIL")])
                for row in rows {
                    table.add([
                        "\(row.number)", row.fingerprint ?? "", row.from?.description ?? "",
                        row.until?.description ?? "",
                    ])
                }
                let none = "\(TerminalText.line(account)) has no key"
                session.console.lines(rows.isEmpty ? [none] : try table.lines(session.paint))
            }
        }
    }
}
