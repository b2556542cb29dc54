import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `advance REF TRANSITION --help`: what the transition takes in the proposal's own lifecycle, asked of the server.
struct TransitionHelp {
    private let command: AdvanceCommand
    private let words: [String]

    /// Help for one transition, where a command line asks for it; nil where it asks for nothing or for the general help.
    init?(_ arguments: [String]) async {
        let isHelp: (String) -> Bool = { $0 == "--help" || $0 == "-h" }
        guard arguments.first == "advance", arguments.contains(where: isHelp) else { return nil }
        let rest = arguments.dropFirst().filter { !isHelp($0) }
        guard let command = try? await AdvanceCommand.asyncParse(Array(rest)),
            let given = try? GivenWords(command.words),
            (1...2).contains(given.words.count)
        else { return nil }
        self.command = command
        words = given.words
    }

    /// Prints what the transition takes, or the transitions there are; where the server cannot tell, says so and prints the
    /// general help.
    func run(_ console: Console) async -> ExitStatus {
        do {
            try await ClientSession.with(command.connection) { session in
                let proposal = try await session.ask(.show, [words[0]]).object
                let definition = try await session.definition(of: proposal)
                session.console.lines(try lines(proposal, definition, session.paint))
            }
            return .done
        } catch let failure as CommandFailure {
            for line in failure.lines(Paint(console.errors)) { console.errorLine(line) }
            guard failure.status == .unreachable || command.connection.hasNoToken(console) else {
                return failure.status
            }
            let what = words.count == 2 ? "\(words[1]) takes" : "transitions there are"
            console.errorLine(
                "What \(PlainText.line(what)) could not be asked of the server; this is the general help.")
            console.line(AdvanceCommand.helpMessage(columns: console.output.columns))
            return failure.status
        } catch {
            console.errorLine("chancery: \(PlainText.line("\(error)"))")
            return .refused
        }
    }

    private func lines(_ proposal: JSONObject, _ definition: JSONObject, _ paint: Paint) throws -> [String] {
        let labels = LifecycleLabels(definition)
        let ref = PlainText.line(words[0])
        let transitions = (definition["transitions"]?.array ?? []).compactMap(\.object)
        let general = "Options of every transition, such as --key and --server: chancery advance --help"
        guard words.count == 2 else {
            var table = Table([.init("TRANSITION"), .init("WHAT"), .init("FROM", mayShrink: true), .init("TO")])
            for transition in transitions {
                table.add([
                    transition["id"]?.string ?? "", transition["label"]?.string ?? "",
                    (transition["from"]?.strings ?? []).map(labels.state).joined(separator: ", "),
                    transition["to"]?.string.map(labels.state) ?? "",
                ])
            }
            let now = labels.state(proposal["state"]?.string ?? "")
            return ["\(paint.bold(ref)) is \(now). Its lifecycle has:", ""] + table.lines(paint)
                + ["", "What one takes: chancery advance \(ref) TRANSITION --help", general]
        }
        let inputs = try ActInputs(transition: words[1], of: definition)
        let transition = transitions.first { $0["id"]?.string == words[1] } ?? [:]
        let from = (transition["from"]?.strings ?? []).map(labels.state).joined(separator: ", ")
        let to = transition["to"]?.string.map { " \(paint.allowed) " + labels.state($0) } ?? ""
        let roles = (transition["roles"]?.strings ?? []).map { PlainText.line($0) }.joined(separator: ", ")
        let example = inputs.inputs.filter(\.isRequired).map {
            " --\($0.key.map { $0 == "_" ? "-" : String($0) }.joined()) …"
        }
        return [
            "\(paint.bold(PlainText.line(words[1]))): \(labels.transition(words[1])), by \(roles)",
            paint.cyan(from + to), "",
            "USAGE: chancery advance \(ref) \(PlainText.line(words[1]))\(example.joined())", "", "It takes:",
        ] + inputs.usage + ["", "What it still needs: chancery why \(ref) \(PlainText.line(words[1]))", general]
    }
}

extension ConnectionOptions {
    /// Whether nobody said who asks.
    fileprivate func hasNoToken(_ console: Console) -> Bool {
        guard let secret = try? self.secret(console) else { return true }
        return secret.isEmpty
    }
}
