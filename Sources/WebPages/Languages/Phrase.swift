/// A text of a page as it is written in the sources: an English sentence with its arguments in it. In a catalogue its key is that sentence with
/// `%1`, `%2`, … in their places, so that a translation may put them in another order.
package struct Phrase: Sendable, ExpressibleByStringInterpolation {
    /// What stands before, between and behind the arguments: one more than there are of those.
    let words: [String]
    let arguments: [String]

    package init(stringLiteral text: String) {
        words = [text]
        arguments = []
    }

    package init(stringInterpolation: StringInterpolation) {
        words = stringInterpolation.words
        arguments = stringInterpolation.arguments
    }

    /// What it is called in a catalogue.
    var key: String {
        var key = words[0]
        for (index, more) in words.dropFirst().enumerated() { key += "%\(index + 1)" + more }
        return key
    }

    var english: String {
        var text = words[0]
        for (argument, more) in zip(arguments, words.dropFirst()) { text += argument + more }
        return text
    }

    package struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var words = [""]
        var arguments: [String] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            words.reserveCapacity(interpolationCount + 1)
            arguments.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ text: String) { words[words.count - 1] += text }

        /// A text that somebody wrote, or a name: whatever direction it has, what stands around it keeps its place.
        package mutating func appendInterpolation(_ text: String) { append(PageMarks.isolated(text)) }

        /// A text that was made of phrases: it is part of the sentence.
        package mutating func appendInterpolation(made text: String) { append(text) }

        package mutating func appendInterpolation(_ number: some BinaryInteger) { append("\(number)") }

        private mutating func append(_ argument: String) {
            arguments.append(argument)
            words.append("")
        }
    }
}

/// A text in the language of whoever reads the page.
package func tr(_ phrase: Phrase) -> String {
    PageReader.current.catalogue?.text(phrase) ?? phrase.english
}

/// A text with a number in it, in the form that the reader's language has for that number. Its key is the one for many.
package func tr(_ count: Int, one: Phrase, many: Phrase) -> String {
    let language = PageReader.current.language
    if let text = PageReader.current.catalogue?.text(many, form: language.form(of: count)) { return text }
    return (count == 1 ? one : many).english
}

extension Sequence<String> {
    /// One after another, with what the reader's language puts between the parts of a list.
    package var listing: String { joined(separator: PageReader.current.language.listSeparator) }

    /// The same of sentences.
    package var clauses: String { joined(separator: PageReader.current.language.clauseSeparator) }
}
