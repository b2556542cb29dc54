import ArgumentParser
import CanonicalJSON
import ImportFiles
import LineProtocol
import Proposals
import Terminal

/// Keeps each word of a command line one word of the request: a blank within it would begin another argument of the protocol, and a
/// `=` or `{` would make it an option or an object.
extension Request {
    /// The same request with nothing but whole words in it; a refusal in the words of the command line where one is none.
    func wholeWords() throws -> Request {
        var request = self
        let names = verb.shape.positionals.map(\.name)
        for (index, argument) in arguments.enumerated() {
            request.arguments[index] = try RequestWords.argument(argument, as: index < names.count ? names[index] : "")
        }
        for (name, value) in options { request.options[name] = try RequestWords.option(value, as: name) }
        request.key = try key.map { try RequestWords.option($0, as: "key") }
        return request
    }
}

/// One word of a request each, as somebody gave it.
enum RequestWords {
    /// An argument by its place. White space around it is no part of it.
    static func argument(_ text: String, as name: String) throws -> String {
        let word = PartnerNames.trimmed(text[...])
        // An empty one is told of by whoever asks for it.
        guard !word.isEmpty, !isWhole(word) else { return word }
        if name == "ref", let ref = ref(word) { return ref }
        throw CommandFailure.usage("\"\(TerminalText.line(word))\" is \(none(name)), which is one word\(advice(name))")
    }

    /// An option's value.
    static func option(_ text: String, as name: String) throws -> String {
        let word = PartnerNames.trimmed(text[...])
        guard word.contains(where: \.isWhitespace) else { return word }
        if name == "ref" || name == "after", let ref = ref(word) { return ref }
        throw CommandFailure.usage("--\(ActInputs.optionName(name)) takes one word, not \"\(TerminalText.line(word))\"")
    }

    /// The ref that somebody wrote with blanks in it: `ABC 2026 7`.
    private static func ref(_ text: String) -> String? {
        let ref = text.split { $0.isWhitespace || $0 == "-" }.joined(separator: "-")
        return RefText.isLike(ref) ? ref : nil
    }

    private static func isWhole(_ word: String) -> Bool {
        !word.contains { $0.isWhitespace || $0 == "=" } && !word.hasPrefix("{")
    }

    private static func none(_ name: String) -> String {
        switch name {
        case "ref": "not the ref of a proposal"
        case "forum", "subject": "not the id of a forum"
        case "view": "not the name of a view"
        case "account", "fact", "group", "lifecycle", "meeting", "partner", "stance", "transition":
            "not the id of \(name == "account" ? "an" : "a") \(name)"
        default: "not an argument"
        }
    }

    private static func advice(_ name: String) -> String {
        switch name {
        case "ref": "; write it as ABC-2026-0001, and options after it as --name value"
        case "forum", "subject": "; chancery forum list lists them"
        case "view": "; chancery view lists them, and options are written as --name value"
        case "account": "; chancery account list lists them"
        case "meeting": "; chancery meeting list lists them"
        case "partner": "; chancery partners lists them"
        default: ""
        }
    }
}

/// That the proposal comes first.
enum RefFirst {
    /// Refuses two words in the wrong order with the right one: `chancery note ABC-2026-0007 "some text"`.
    static func check(_ first: String, _ second: String, _ command: String) throws {
        let ref = PartnerNames.trimmed(second[...])
        guard !RefText.isLike(PartnerNames.trimmed(first[...])), RefText.isLike(ref) else { return }
        throw ValidationError(
            "The proposal comes first; did you mean: chancery \(command) \(ref) \(ShellWord.quoted(first))")
    }
}
