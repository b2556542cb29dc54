import ArgumentParser
import CanonicalJSON
import LineProtocol
import Proposals
import Terminal

/// `chancery why`
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say what each transition still needs, and who can meet it.",
        usage: "chancery why <ref> [<transition> [--<input> <value> ...]] [options]",
        discussion: """
            It lists each act that is open in the current state: what is not met, who can meet it (or since when the seat is \
            vacant), the rule, and the next command. --full begins with the rule sentence by sentence: met, declared by the \
            proposer, for partners to judge, or not met.

            With a transition or a fact, give its inputs as you would to advance or record, to see what would still be \
            missing. A meeting and a partner may be named, --decided-at and --decided-by count as they would then.

            Examples:
              chancery why ASEM-2026-0001
              chancery why ASEM-2026-0001 --full
              chancery why ASEM-2026-0001 confirm
              chancery why ASEM-2026-0001 bless --meeting som-2026-06-brussels
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Show the rule sentence by sentence, and every act.")
    var full = false

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("The proposal, a transition, and options for its inputs.", valueName: "ref transition"),
        completion: Completing.transitions)
    var words: [String] = []

    func run() async throws {
        let given = try GivenWords(words)
        guard (1...2).contains(given.words.count), given.options.isEmpty || given.words.count == 2 else {
            throw CommandFailure.usage("give the proposal, and at most one transition: chancery why REF [TRANSITION]")
        }
        let ref = given.words[0]
        if given.words.count == 2, !RefText.isLike(ref), RefText.isLike(given.words[1]) {
            throw CommandFailure.usage(
                TerminalText.line("the proposal comes first; did you mean: chancery why \(given.words[1]) \(ref)"))
        }
        try await ClientSession.with(connection) { session in
            let isBare = session.isJSON && given.words.count == 1
            var proposal: ShownProposal?
            var definition = JSONObject()
            var why = Verbs.Why(ref: ref)
            var words = given.words
            if given.options.isEmpty {
                proposal = isBare ? nil : try? await session.proposal(ref)
                if let proposal { definition = (try? await session.definition(of: proposal)) ?? definition }
                if words.count == 2, !definition.isEmpty { words[1] = try ActInputs(act: words[1], of: definition).act }
            } else {
                // As advance reads them: what is judged is what would be sent.
                let shown = try await session.proposal(ref)
                definition = try await session.definition(of: shown)
                let known = try ActInputs(act: words[1], of: definition)
                words[1] = known.act
                why.inputs = try await session.resolved(known.object(given.options), known, shown)
                proposal = shown
            }
            why.transition = words.dropFirst().first
            let answer = try await session.read(why)
            if session.isJSON { return session.printJSON(answer) }
            let page = WhyPage(
                try answer.rows, try answer.end, LifecycleLabels(definition), session.paint, mark: proposal?.mark,
                asker: session.caller?.account)
            session.console.lines(full ? page.lines : page.brief)
        }
    }
}
