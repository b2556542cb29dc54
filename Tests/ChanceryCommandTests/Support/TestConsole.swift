import CivilTime
import Synchronization

@testable import ChanceryCommand
@testable import Terminal

/// How a run ended, by a name that the testing library does not use too.
typealias Status = ExitStatus

/// A console whose output is kept, for one run of a command.
final class TestConsole: Sendable {
    private let output = Mutex("")
    private let errors = Mutex("")
    private let input: Mutex<[String]>
    private let environment: [String: String]
    private let traits: TerminalTraits
    private let isInteractive: Bool

    init(
        environment: [String: String] = [:], input: [String] = [], traits: TerminalTraits = TerminalTraits(),
        isInteractive: Bool = false
    ) {
        self.isInteractive = isInteractive
        // How long a busy machine takes decides nothing.
        self.environment = environment.merging(["CHANCERY_TIMEOUT": "3000"]) { said, _ in said }
        self.input = Mutex(input)
        self.traits = traits
    }

    var out: String { output.withLock { $0 } }
    var err: String { errors.withLock { $0 } }
    var lines: [String] { out.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) }

    var console: Console {
        let next: @Sendable () -> String? = { [self] in input.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
        return Console(
            environment: environment, output: traits, errors: traits,
            write: { [self] text in output.withLock { $0 += text } },
            writeBytes: { [self] bytes in output.withLock { $0 += String(decoding: bytes, as: UTF8.self) } },
            writeError: { [self] text in errors.withLock { $0 += text } },
            readLine: next, readSecret: { _ in next() }, isInteractive: isInteractive,
            now: { Instant("2026-03-01T12:00:00Z") ?? Instant(microseconds: 0) })
    }

    /// Runs a command line in this console.
    func run(_ arguments: String...) async -> ExitStatus { await run(arguments) }

    func run(_ arguments: [String]) async -> ExitStatus {
        await Console.$current.withValue(console) { await ChanceryCommand.run(arguments) }
    }
}
