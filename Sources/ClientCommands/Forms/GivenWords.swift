import Terminal

/// One option as it was given, by the name of the wire (`decided_at` for `--decided-at`).
struct GivenOption: Sendable, Hashable {
    let name: String
    let value: String
}

/// What somebody gave on the command line for an act, beside the options that every command knows.
struct GivenWords: Sendable, Hashable {
    /// Words that are no option and no option's value.
    private(set) var words: [String] = []
    private(set) var options: [GivenOption] = []

    /// Splits what the argument parser did not know: `--name value` or `--name=value`.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument.count > 1 else {
                words.append(argument)
                continue
            }
            let body = argument.drop { $0 == "-" }
            guard argument.hasPrefix("--"), !body.isEmpty else {
                throw CommandFailure.usage("there is no option \(TerminalText.line(argument)); see --help")
            }
            if let equals = body.firstIndex(of: "=") {
                add(body[..<equals], String(body[body.index(after: equals)...]))
            } else if let value = rest.popFirst() {
                add(body, value)
            } else {
                throw CommandFailure.usage("--\(TerminalText.line(String(body))) needs a value")
            }
        }
    }

    private mutating func add(_ name: Substring, _ value: String) {
        options.append(GivenOption(name: String(name.map { $0 == "-" ? "_" : $0 }), value: value))
    }
}
