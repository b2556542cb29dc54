import Synchronization

@testable import ChanceryCommand
@testable import Terminal

/// The command line, as somebody uses it; the administrator of the server, if nobody else is named.
enum CommandLineUser {
    /// How a run ended, by a name that the testing library does not use too.
    typealias Status = ExitStatus

    /// How a command ended, and what it printed on both outputs.
    static func run(
        _ arguments: [String], _ world: World, as account: String = "server/admin"
    ) async throws -> (status: ExitStatus, text: String) {
        let printed = Mutex("")
        var console = Console.process
        console.environment = [
            "CHANCERY_SERVER": "\(world.server.address)", "CHANCERY_TOKEN": try Seed.token(account),
            "CHANCERY_TIMEOUT": "0",
        ]
        // What is printed does not depend on the words and signs of the machine it runs on.
        console.output = TerminalTraits()
        console.errors = TerminalTraits()
        console.write = { text in printed.withLock { $0 += text } }
        console.writeBytes = { bytes in printed.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        console.writeError = { text in printed.withLock { $0 += text } }
        let status = await Console.$current.withValue(console) { await ChanceryCommand.run(arguments) }
        return (status, printed.withLock { $0 })
    }
}
