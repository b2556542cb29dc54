package import ArgumentParser
import CanonicalJSON
import LineProtocol
package import Terminal

/// Runs a command line, and says how it ended.
package enum CommandProgram {
    /// Runs the process's own command line.
    package static func process(of root: any AsyncParsableCommand.Type) async -> ExitStatus {
        if let fault = RawWords.fault(
            arguments: RawWords.processArguments, environment: RawWords.processEnvironment)
        {
            Console.current.errorLine("chancery: \(fault)")
            return .usage
        }
        return await run(Array(CommandLine.arguments.dropFirst()), of: root)
    }

    /// Runs a command line of a program in the current console; answers the exit status.
    package static func run(_ arguments: [String], of root: any AsyncParsableCommand.Type) async -> ExitStatus {
        await CommandTree.$root.withValue(root) { await run(arguments, root) }
    }

    private static func run(_ arguments: [String], _ root: any AsyncParsableCommand.Type) async -> ExitStatus {
        if arguments.first == "--no-pager" {
            return await Console.$current.withValue(Console.current.unpaged) {
                await run(Array(arguments.dropFirst()), root)
            }
        }
        let console = Console.current
        if let help = await TransitionHelp(arguments) { return await help.run(console) }
        if let fault = CommandAdvice.fault(in: arguments) ?? CommandGap.blank(in: arguments) {
            let failure = CommandFailure.usage(fault)
            report(failure, arguments, console)
            return failure.status
        }
        do {
            var command = try await root.asyncParseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .done
        } catch let failure as CommandFailure {
            report(failure, arguments, console)
            return failure.status
        } catch {
            return close(error, arguments, console, root)
        }
    }

    /// Writes a failure for people and, where programs read, the server's refusal as the final object.
    private static func report(_ failure: CommandFailure, _ arguments: [String], _ console: Console) {
        if let refusal = failure.refusal, arguments.contains("--json") {
            var object = refusal.object
            object["error"] = .string(refusal.codeText)
            object["retry"] = .string(refusal.retry.text)
            object["effect"] = .string(refusal.effect.rawValue)
            console.line(JSONValue.object(object).canonicalText)
        }
        for line in failure.lines(Paint(console.errors)) { console.errorLine(line) }
    }

    /// Ends with what the argument parser has to say: help, a version, a completion script, or what is wrong.
    private static func close(
        _ error: any Error, _ arguments: [String], _ console: Console, _ root: any AsyncParsableCommand.Type
    ) -> ExitStatus {
        if let code = error as? ExitCode { return ExitStatus(rawValue: code.rawValue) ?? .refused }
        switch root.exitCode(for: error) {
        case .success:
            let text = root.fullMessage(for: error, columns: console.output.columns)
            if !text.isEmpty { console.line(HelpText.fitted(text, console.output)) }
            return .done
        case .validationFailure:
            let failure = CommandFailure.usage(ParserText.sentence(root.message(for: error), arguments))
            report(failure, arguments, console)
            return failure.status
        default:
            console.errorLine("chancery: \(TerminalText.block("\(error)"))")
            return .refused
        }
    }
}
