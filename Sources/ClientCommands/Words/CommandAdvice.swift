import ArgumentParser
import ImportFiles
import LineProtocol
import Proposals
import Terminal

/// What somebody meant whose command line names no command, or its words in the wrong order.
enum CommandAdvice {
    /// Why the first words name no command and what was meant; nil where they do, or where the parser knows better.
    static func fault(in arguments: [String]) -> String? {
        // Help on what is no command would be the help on all of them.
        if arguments.first == "help" { return fault(in: Array(arguments.dropFirst())) }
        var command: any ParsableCommand.Type = CommandTree.root
        var path = "chancery"
        for (index, word) in arguments.enumerated() {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help",
                command.configuration.defaultSubcommand == nil
            else { return nil }
            if let next = subcommands.first(where: { names($0).contains(word) }) {
                command = next
                path += " " + word
                continue
            }
            let whole = TerminalText.line((path + " " + word).split(separator: " ").dropFirst().joined(separator: " "))
            return "there is no command \"\(whole)\""
                + meant(word, Array(arguments[(index + 1)...]), subcommands.flatMap(names), path)
        }
        return nil
    }

    private static func meant(_ word: String, _ rest: [String], _ names: [String], _ path: String) -> String {
        let isRef = rest.first.map(RefText.isLike) ?? false
        let stance = stance(word)
        if path == "chancery", isRef, let stance {
            return "; did you mean: chancery position \(TerminalText.line(rest[0])) \(stance)"
        }
        if path == "chancery", RefText.isLike(word) {
            let ref = TerminalText.line(word)
            guard let next = rest.first, names.contains(next) else { return "; did you mean: chancery show \(ref)" }
            return "; did you mean: chancery \(next) \(ref)"
                + rest.dropFirst().map { " " + TerminalText.line($0) }.joined()
        }
        if let near = NearWord.nearest(word, among: names) {
            let next = rest.prefix(1).filter { !$0.hasPrefix("-") }.map { " " + TerminalText.line($0) }.joined()
            return "; did you mean: \(path) \(near)\(next)"
        }
        if path == "chancery", isRef {
            return "; if it is a transition: chancery advance \(TerminalText.line(rest[0])) \(TerminalText.line(word))"
        }
        return "; \(path) --help lists them"
    }

    /// The stance that a word means, in any case and with or without its hyphen.
    static func stance(_ word: String) -> String? {
        NamedThing.id(of: word, in: Verbs.Position.stances.map { NamedThing(id: $0, label: $0) })
    }

    private static func names(_ command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }
}
