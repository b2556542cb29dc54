import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal

/// Whether somebody wants what is final without being asked.
struct YesOption: ParsableArguments {
    @Flag(help: "Take a final step without asking. Scripts need this.")
    var yes = false
}

/// The question before an act after which nothing can move a proposal on.
struct FinalAct {
    /// `withdraw moves ABC-2026-0001 to Withdrawn, which is final`
    private let sentence: String
    private let act: String

    /// - Parameter act: what is confirmed or not.
    init(_ act: String, _ sentence: String) {
        self.act = act
        self.sentence = sentence
    }

    /// Nil where the transition leads to no final state.
    init?(_ transition: String, _ proposal: ShownProposal, _ definition: JSONObject) {
        let transitions = definition["transitions"]?.array ?? []
        guard let to = transitions.first(where: { $0["id"]?.string == transition })?["to"]?.string,
            let state = (definition["states"]?.array ?? []).first(where: { $0["id"]?.string == to }),
            state["final"]?.bool == true
        else { return nil }
        let title = proposal.title.map { " (\($0))" } ?? ""
        act = TerminalText.line(transition)
        sentence = TerminalText.line(
            "\(transition) moves \(proposal.ref)\(title) to "
                + "\(state["label"]?.string ?? to), which is final")
    }

    /// Closing a trial.
    init(closing forum: String, _ name: String?) {
        act = "closing \(TerminalText.line(forum))"
        sentence = TerminalText.line(
            "this closes the trial \(forum)\(name.map { " (\($0))" } ?? ""), which cannot be undone")
    }

    /// Asks on a terminal; elsewhere refuses with a sentence that names `--yes`.
    func confirm(_ console: Console) throws {
        guard console.isInteractive else {
            throw CommandFailure.usage("\(sentence); add --yes to go ahead without being asked")
        }
        console.writeError("\(sentence). Type yes to go on: ")
        let answer = console.readLine()?.lowercased().filter { !$0.isWhitespace }
        guard answer == "yes" || answer == "y" else {
            throw CommandFailure.notDone(["\(act) was not confirmed; nothing was sent"])
        }
    }
}
