import ArgumentParser
import CanonicalJSON
import Terminal

/// The command that a command line names: what it takes, and how one writes it, as its own help has it.
struct CommandShape {
    let command: any ParsableCommand.Type
    /// `chancery forum load`
    private(set) var path = "chancery"
    /// The words after the command's name.
    private(set) var rest: [String] = []

    /// One argument, option or flag of a command.
    struct Parameter {
        /// Whether it is an argument, an option or a flag.
        let kind: String
        /// `--param`, `-o`; none of an argument.
        let names: [String]
        let valueName: String
        let abstract: String
    }

    init(_ arguments: [String]) {
        var command: any ParsableCommand.Type = CommandTree.root
        rest = arguments
        if rest.first == "help" { rest.removeFirst() }
        while let word = rest.first,
            let next = command.configuration.subcommands.first(where: {
                $0._commandName == word || $0.configuration.aliases.contains(word)
            })
        {
            command = next
            path += " " + next._commandName
            rest.removeFirst()
        }
        self.command = command
    }

    /// What the command takes, in the order in which it takes it.
    var parameters: [Parameter] {
        let help = try? JSONValue.parse(command._dumpHelp()).object
        return (help?["command"]?["arguments"]?.array ?? []).map { one in
            Parameter(
                kind: one["kind"]?.string ?? "",
                names: (one["names"]?.array ?? []).map { name in
                    (name["kind"]?.string == "long" ? "--" : "-") + (name["name"]?.string ?? "")
                },
                valueName: one["valueName"]?.string ?? "", abstract: one["abstract"]?.string ?? "")
        }
    }

    /// The first command line of the help's own examples; with an option, the first that gives it.
    func example(with option: String? = nil) -> String? {
        var lines: [String] = []
        var goesOn = false
        for line in command.configuration.discussion.split(separator: "\n") {
            var line = line.drop { $0 == " " }
            guard goesOn || line.hasPrefix(path) else { continue }
            let isOpen = line.hasSuffix("\\")
            if isOpen { line = String(line.dropLast()).trimmedEnd[...] }
            if goesOn { lines[lines.count - 1] += " " + line } else { lines.append(String(line)) }
            goesOn = isOpen
        }
        guard let option else { return lines.first { !$0.contains("--help") } }
        return lines.first { ($0 + " ").contains(" \(option) ") }
    }
}
