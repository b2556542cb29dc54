import ArgumentParser
import CanonicalJSON
import Glibc
import LineProtocol

/// The executable `chancery`: the client subcommands, and whatever else is added to its list.
@main
struct ChanceryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chancery",
        abstract: "An approval server for bodies that decide by consensus, and its client.",
        discussion: """
            Client commands talk to the server in CHANCERY_SERVER (127.0.0.1:7420) with the access token in CHANCERY_TOKEN \
            or in the file CHANCERY_TOKEN_FILE, or with what `chancery login` saved.

            On a terminal, long output goes through CHANCERY_PAGER, PAGER or less; --no-pager prints it at once.

            Exit status: 0 done, 1 refused (the reason is on the standard error), 2 wrong usage, 3 server unreachable.
            """,
        version: "chancery \(Version.text)",
        subcommands: serverCommands,
        groupedSubcommands: clientCommands)

    /// Commands that run or set up a server.
    static let serverCommands: [any ParsableCommand.Type] = [
        ServeCommand.self, ConfigCommand.self, InitCommand.self, RestoreCommand.self, TourCommand.self,
    ]

    static let clientCommands: [CommandGroup] = [
        CommandGroup(
            name: "Proposals",
            subcommands: [
                DraftCommand.self, ReviseCommand.self, AdvanceCommand.self, PositionCommand.self, AckCommand.self,
                ContestCommand.self, NoteCommand.self, DeadlineCommand.self, InviteCommand.self, RecordCommand.self,
                PublishCommand.self,
                ImplementedCommand.self, FileCommand.self, PacketCommand.self,
            ]),
        CommandGroup(
            name: "Reading",
            subcommands: [
                InboxCommand.self, ShowCommand.self, WhyCommand.self, ListCommand.self, SearchCommand.self,
                HistoryCommand.self, ReplayCommand.self, WatchCommand.self, ViewCommand.self, FetchCommand.self,
            ]),
        CommandGroup(
            name: "Forum",
            subcommands: [
                ForumCommand.self, LifecycleCommand.self, PartnersCommand.self, MeetingCommand.self,
                AccountCommand.self, TokenCommand.self, KeyCommand.self, ImportCommand.self, ListingCommand.self,
                ContactCommand.self,
            ]),
        CommandGroup(
            name: "Record",
            subcommands: [
                CheckpointCommand.self, ExportCommand.self, SignatureCommand.self, VerifyCommand.self,
                WitnessCommand.self, AuditCommand.self,
            ]),
        CommandGroup(
            name: "Connection",
            subcommands: [
                LoginCommand.self, LogoutCommand.self, WhoamiCommand.self, PingCommand.self, SendCommand.self,
                CompletionsCommand.self,
            ]),
    ]

    /// Runs the process's own command line.
    static func main() async {
        if let fault = RawWords.fault(
            arguments: RawWords.processArguments, environment: RawWords.processEnvironment)
        {
            Console.current.errorLine("chancery: \(fault)")
            Glibc.exit(ExitStatus.usage.rawValue)
        }
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        Glibc.exit(status.rawValue)
    }

    /// Runs a command line in the current console; answers the exit status.
    static func run(_ arguments: [String]) async -> ExitStatus {
        if arguments.first == "--no-pager" {
            return await Console.$current.withValue(Console.current.unpaged) { await run(Array(arguments.dropFirst())) }
        }
        let console = Console.current
        if let help = await TransitionHelp(arguments) { return await help.run(console) }
        if let fault = CommandAdvice.fault(in: arguments) ?? CommandGap.blank(in: arguments) {
            let failure = CommandFailure.usage(fault)
            report(failure, arguments, console)
            return failure.status
        }
        do {
            var command = try await asyncParseAsRoot(arguments)
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
            return close(error, arguments, console)
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
    private static func close(_ error: any Error, _ arguments: [String], _ console: Console) -> ExitStatus {
        if let code = error as? ExitCode { return ExitStatus(rawValue: code.rawValue) ?? .refused }
        switch exitCode(for: error) {
        case .success:
            let text = fullMessage(for: error, columns: console.output.columns)
            if !text.isEmpty { console.line(HelpText.fitted(text, console.output)) }
            return .done
        case .validationFailure:
            let failure = CommandFailure.usage(ParserText.sentence(message(for: error), arguments))
            report(failure, arguments, console)
            return failure.status
        default:
            console.errorLine("chancery: \(TerminalText.block("\(error)"))")
            return .refused
        }
    }
}
