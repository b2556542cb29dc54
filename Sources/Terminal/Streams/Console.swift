package import CivilTime
import Glibc
import Lifecycle

/// The world of one run of a command: where it writes, what it reads, what the environment says.
///
/// The current one is task-local, so that a test runs a command in a world of its own.
package struct Console: Sendable {
    package var environment: [String: String]
    package var output: TerminalTraits
    package var errors: TerminalTraits
    /// Writes text as it is to the standard output.
    package var write: @Sendable (String) -> Void
    /// Writes bytes as they are to the standard output.
    package var writeBytes: @Sendable ([UInt8]) -> Void
    /// Writes text as it is to the standard error.
    package var writeError: @Sendable (String) -> Void
    /// The next line of the standard input without its end, nil at the end.
    package var readLine: @Sendable () -> String?
    /// A line of the standard input that nobody sees being typed, after a prompt.
    package var readSecret: @Sendable (String) -> String? = { _ in nil }
    /// Whether a person can be asked: both ends of the conversation are a terminal.
    package var isInteractive = false
    /// Shows a text with the pager of this command line; false where it could not.
    package var page: @Sendable (String, String) -> Bool = { _, _ in false }
    /// The time now.
    package var now: @Sendable () -> Instant

    @TaskLocal package static var current = Console.process

    /// The console of this process.
    package static let process: Console = {
        let environment = Console.processEnvironment
        return Console(
            environment: environment,
            output: TerminalTraits(file: STDOUT_FILENO, environment: environment),
            errors: TerminalTraits(file: STDERR_FILENO, environment: environment),
            write: { FileOutput.write($0, to: STDOUT_FILENO) },
            writeBytes: { FileOutput.write($0, to: STDOUT_FILENO) },
            writeError: { FileOutput.write($0, to: STDERR_FILENO) },
            readLine: { StandardInput.line() },
            readSecret: { SecretInput.read(prompt: $0) },
            isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
            page: { Pager.show($0, by: $1) },
            now: { Console.clock })
    }()

    /// Writes one line.
    package func line(_ text: String) { write(text + "\n") }

    /// Writes lines; what is longer than the screen through the pager.
    package func lines(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let text = lines.joined(separator: "\n") + "\n"
        if output.isTerminal, let rows = output.rows, lines.count >= rows, let pager = Pager.command(environment),
            page(text, pager)
        {
            return
        }
        write(text)
    }

    /// The same without a pager.
    package var unpaged: Console {
        var console = self
        console.environment["CHANCERY_PAGER"] = ""
        return console
    }

    /// Writes a sentence to the standard output, on a screen in lines that fit it.
    package func sentence(_ text: String) { for line in text.folded(to: output.columns) { self.line(line) } }

    /// Writes what people are told to the standard error: on a screen in lines that fit it, else in one, which scripts can find.
    package func errorLine(_ text: String) {
        let lines = errors.isTerminal ? text.folded(to: errors.columns ?? TerminalTraits.usualColumns) : [text]
        writeError(lines.joined(separator: "\n") + "\n")
    }

    private static var processEnvironment: [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return result
    }

    private static var clock: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
