/// Texts that stand in a forum's definitions, in the reader's language as far as there is a catalogue for them; English ones say that they are.
extension PageText {
    /// What a state, an act, a field or a requirement is called.
    package static func label(_ text: String, atMost limit: Int = 400) -> String {
        if let known = PageReader.current.labels[text] { return line(known, atMost: limit) }
        return PageMarks.english(line(text, atMost: limit))
    }

    /// The same at the beginning of a sentence.
    package static func heading(_ text: String, atMost limit: Int = 400) -> String {
        if let known = PageReader.current.labels[text] { return capital(line(known, atMost: limit)) }
        return PageMarks.english(capital(line(text, atMost: limit)))
    }

    /// The same for what has an id alone: `contact-point` is Contact point.
    package static func label(ofID id: String) -> String { label(words(id)) }

    /// What a requirement or a field comes from: the name of a rule, or what the engine itself asks.
    static func source(_ text: String) -> String {
        switch text {
        case "lifecycle": tr("lifecycle")
        case "house rule": tr("house rule")
        case "order of the record": tr("order of the record")
        case "server": tr("the server")
        default: line(text)
        }
    }

    /// The name of a partner, a forum or a group: it stays as it is where the reader's language has no other.
    package static func name(_ text: String) -> String { line(PageReader.current.labels[text] ?? text) }

    /// English words within a sentence of the page.
    package static func english(_ text: String, atMost limit: Int = 400) -> String {
        PageMarks.english(line(text, atMost: limit))
    }

    /// A sentence of the server, which speaks English.
    package static func message(_ text: String, atMost limit: Int = 400) -> String {
        PageMarks.english(capital(line(text, atMost: limit)))
    }
}
