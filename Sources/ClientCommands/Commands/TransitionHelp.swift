import ArgumentParser
import CanonicalJSON
import ImportFiles
import LineClient
import LineProtocol
import Terminal

/// `advance REF TRANSITION --help` and `record REF FACT --help`: what the act takes in the proposal's own lifecycle, asked of the server.
struct TransitionHelp {
    /// A command whose options come from the lifecycle.
    private enum Kind: String {
        case advance
        case record

        /// What the command makes, as people and as definitions call it.
        var word: String { self == .advance ? "transition" : "fact" }
        var list: String { word + "s" }
        var general: String {
            let traits = Console.current.output
            let text =
                switch self {
                case .advance: AdvanceCommand.helpMessage(columns: traits.columns)
                case .record: RecordCommand.helpMessage(columns: traits.columns)
                }
            return HelpText.fitted(text, traits)
        }
    }

    private let kind: Kind
    private let connection: ConnectionOptions
    private let words: [String]

    /// Help for one act, where a command line asks for it; nil where it asks for nothing or for the general help.
    init?(_ arguments: [String]) async {
        let isHelp: (String) -> Bool = { $0 == "--help" || $0 == "-h" }
        guard let kind = arguments.first.flatMap({ Kind(rawValue: $0) }), arguments.contains(where: isHelp) else {
            return nil
        }
        let rest = Array(arguments.dropFirst().filter { !isHelp($0) })
        let parsed: (connection: ConnectionOptions, words: [String])?
        switch kind {
        case .advance: parsed = (try? await AdvanceCommand.asyncParse(rest)).map { ($0.connection, $0.words) }
        case .record: parsed = (try? await RecordCommand.asyncParse(rest)).map { ($0.connection, $0.words) }
        }
        guard let parsed, let given = try? GivenWords(parsed.words), (1...2).contains(given.words.count) else {
            return nil
        }
        self.kind = kind
        connection = parsed.connection
        words = given.words
    }

    /// Prints what the act takes, or the acts there are; where the server cannot tell, says so and prints the
    /// general help.
    func run(_ console: Console) async -> ExitStatus {
        do {
            try await ClientSession.with(connection) { session in
                let proposal = try await session.proposal(words[0])
                let definition = try await session.definition(of: proposal)
                session.console.lines(try lines(proposal, definition, session.paint))
            }
            return .done
        } catch let failure as CommandFailure {
            for line in failure.lines(Paint(console.errors)) { console.errorLine(line) }
            guard failure.status == .unreachable || connection.hasNoToken(console) else {
                return failure.status
            }
            let what = words.count == 2 ? "what \(words[1]) takes" : "which \(kind.list) there are"
            console.errorLine(
                "The server could not be asked \(TerminalText.line(what)); this is the general help.")
            console.line(kind.general)
            return failure.status
        } catch {
            console.errorLine("chancery: \(TerminalText.line("\(error)"))")
            return .refused
        }
    }

    private func lines(_ proposal: ShownProposal, _ definition: JSONObject, _ paint: Paint) throws -> [String] {
        let labels = LifecycleLabels(definition)
        let ref = TerminalText.line(words[0])
        let acts = (definition[kind.list]?.array ?? []).compactMap(\.object)
        let verb = "chancery \(kind.rawValue)"
        let general = "Options of every \(kind.word), such as --key and --server: \(verb) --help"
        guard words.count == 2 else {
            let now = labels.state(proposal.state)
            let more = ["What one takes: \(verb) \(ref) \(kind.word.uppercased()) --help", general]
            return ["\(paint.bold(ref)) is \(now). Its lifecycle has:", ""] + (try table(of: acts, labels, paint))
                + [""] + paint.folded(more)
        }
        let inputs =
            switch kind {
            case .advance: try ActInputs(transition: words[1], of: definition)
            case .record: try ActInputs(fact: words[1], of: definition)
            }
        let act = acts.first { $0["id"]?.string == inputs.act } ?? [:]
        let from = (act["from"] ?? act["states"])?.strings ?? []
        let to = act["to"]?.string.map { " \(paint.allowed) " + labels.state($0) } ?? ""
        let roles = (act["roles"]?.strings ?? []).map { TerminalText.line($0) }.joined(separator: ", ")
        let example = inputs.inputs.filter(\.isRequired).map { " --\(ActInputs.optionName($0.key)) …" }
        let why = kind == .advance ? ["What it still needs: chancery why \(ref) \(TerminalText.line(inputs.act))"] : []
        let usage = HelpText.fitted(
            "USAGE: \(verb) \(ref) \(TerminalText.line(inputs.act))\(example.joined())", paint.traits)
        let head = [
            "\(paint.bold(TerminalText.line(inputs.act))): \(label(act)), by \(roles)",
            paint.cyan(from.map(labels.state).joined(separator: ", ") + to), "", usage, "", "It takes:",
        ]
        return paint.folded(head) + inputs.usage(paint.traits.columns) + [""] + paint.folded(why + [general])
    }

    private func label(_ act: JSONObject) -> String {
        TerminalText.line(act["label"]?.string ?? act["id"]?.string ?? "")
    }

    private func table(of acts: [JSONObject], _ labels: LifecycleLabels, _ paint: Paint) throws -> [String] {
        var table = Table([
            .init(kind.word.uppercased()), .init("WHAT", isTitle: true), .init("FROM", mayWrap: true),
            .init("TO", mayWrap: true),
        ])
        for act in acts {
            table.add([
                act["id"]?.string ?? "", label(act),
                ((act["from"] ?? act["states"])?.strings ?? []).map(labels.state).joined(separator: ", "),
                act["to"]?.string.map(labels.state) ?? "",
            ])
        }
        return try table.lines(paint)
    }
}

extension ConnectionOptions {
    /// Whether nobody said who asks.
    fileprivate func hasNoToken(_ console: Console) -> Bool {
        // Over a UNIX socket the system user may do.
        if let address = try? address(console), case .unix = address { return false }
        guard let proof = try? self.proof(console) else { return true }
        return proof == .token("")
    }
}
