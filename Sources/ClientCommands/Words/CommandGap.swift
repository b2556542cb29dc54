import ArgumentParser
import Terminal

/// What a command line leaves out, or gives without a letter in it: said by name, with an example, before anything is sent.
enum CommandGap {
    /// What is blank in a command line; nil where nothing is.
    static func blank(in arguments: [String]) -> String? {
        guard arguments.first?.hasPrefix("---") != true, arguments.contains(where: { isBlank(value(of: $0)) }) else {
            return nil
        }
        let shape = CommandShape(arguments)
        guard shape.command.configuration.subcommands.isEmpty else { return nil }
        let parameters = shape.parameters
        let places = parameters.filter { $0.kind == "positional" }.flatMap { parameter in
            parameter.valueName.split(separator: " ").map { (name: String($0), what: parameter.abstract) }
        }
        var place = 0
        var rest = shape.rest[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word.count > 1 else {
                if isBlank(word) { return said("empty", places, at: place, shape) }
                place += 1
                continue
            }
            if let equals = word.firstIndex(of: "=") {
                if isBlank(value(of: word)) { return said("empty", option: String(word[..<equals]), shape) }
            } else if parameters.first(where: { $0.names.contains(word) })?.kind != "flag", word != "--help",
                word != "-h"
            {
                if let value = rest.popFirst(), isBlank(value) { return said("empty", option: word, shape) }
            }
        }
        return nil
    }

    /// What the parser missed, where that is what it says.
    static func missing(_ message: String, in arguments: [String]) -> String? {
        let lead = "Missing expected argument '"
        guard message.hasPrefix(lead), message.hasSuffix("'") else { return nil }
        let name = message.dropFirst(lead.count).dropLast()
        let shape = CommandShape(arguments)
        let parameters = shape.parameters
        if name.hasPrefix("-") {
            let option = String(name.prefix { $0 != " " })
            let what = parameters.first { $0.names.contains(option) }?.abstract ?? ""
            return said(String(name), "missing", what, shape.example(with: option) ?? shape.example())
        }
        let word = String(name.drop { $0 == "<" }.prefix { $0 != ">" })
        let place = parameters.first { $0.kind == "positional" && $0.valueName == word }
        return said("<\(word)>", "missing", place?.abstract ?? "", shape.example())
    }

    /// Whether a text holds nothing that could be read.
    static func isBlank(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.properties.generalCategory == .format }
    }

    /// The value of `--name=value`, else the word itself.
    private static func value(of word: String) -> Substring {
        guard word.hasPrefix("-"), let equals = word.firstIndex(of: "=") else { return word[...] }
        return word[word.index(after: equals)...]
    }

    private static func said(
        _ how: String, _ places: [(name: String, what: String)], at place: Int, _ shape: CommandShape
    ) -> String {
        guard let one = place < places.count ? places[place] : places.last else {
            return "an argument is \(how)" + example(shape.example())
        }
        // One help for several arguments says nothing of one of them.
        let isOwn = places.filter { $0.what == one.what }.count == 1
        return said("<\(one.name)>", how, isOwn ? one.what : "", shape.example())
    }

    private static func said(_ how: String, option: String, _ shape: CommandShape) -> String {
        let example = shape.example(with: option)
        return TerminalText.line("\(option) is \(how)")
            + (example == nil ? "; give it a value, or leave it out" : self.example(example))
    }

    private static func said(_ name: String, _ how: String, _ what: String, _ example: String?) -> String {
        var what = String(what.prefix { !".;".contains($0) })
        if let first = what.first, what.dropFirst().first.map({ $0.isLowercase || $0 == " " }) == true {
            what = first.lowercased() + what.dropFirst()
        }
        return "\(name) is \(how)" + (what.isEmpty ? "" : " (\(what))") + self.example(example)
    }

    private static func example(_ line: String?) -> String { line.map { "; for example: \($0)" } ?? "" }
}
