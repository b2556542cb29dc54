import CanonicalJSON
import Foundation
import LineClient

/// One place in which people write what they like: how a text gets there, and where it is read again.
struct FreeText: Sendable {
    /// What a text is held to there.
    enum Place: Sendable {
        /// Several lines.
        case text
        /// One line.
        case line
        /// One line, of which every character can be seen.
        case name
        /// Of a person: several lines, of which every character can be seen.
        case contact
        /// A word of a list that takes what people add.
        case word

        /// What is kept of a text that is taken, to the byte: all of it, but of a word its composed form, without the marks that a line break
        /// or a copy leaves in it, and with one space where there were several.
        func kept(_ text: String) -> String {
            guard self == .word else { return text }
            let seen = text.unicodeScalars.filter { !["\u{AD}", "\u{2060}", "\u{FEFF}"].contains($0) }
            // Scalar by scalar: a mark that follows a space is one character with it.
            let words = String(seen).precomposedStringWithCanonicalMapping.unicodeScalars.split(separator: " ")
            return words.map { String($0) }.joined(separator: " ")
        }
    }

    /// A proposal in some state, or a forum, with people who act there.
    struct Scene: Sendable {
        var ref = ""
        var users: [String: User]

        func user(_ slug: String) throws -> User {
            guard let user = users[slug] else { throw Unexpected("nobody is \(slug)") }
            return user
        }
    }

    /// What was answered, and the request whose answer must hold the text; none where the forum's events alone hold it.
    struct Said: Sendable {
        var answer: Answer
        var reader: User
        var reading: String?
    }

    /// As the table of verbs and the definitions call it: `NOTE text`, `ADVANCE return reason`.
    let name: String
    let place: Place
    /// The most code points.
    let limit: Int
    /// The state in which it is written.
    let stage: Stage
    /// Whether SEARCH looks through it.
    var isSearched = false
    let say: @Sendable (Scene, String, _ number: Int) async throws -> Said

    enum Stage: Sendable, Hashable {
        case forum
        case draft
        case circulated
        /// Circulated for information.
        case information
        case consensus
    }

    /// Of an odd text's nature: whether it must be taken; nil where either may be.
    func mustTake(_ nature: OddText.Nature) -> Bool? {
        switch (place, nature) {
        case (_, .harmful), (_, .tooLong): false
        case (.text, .broken), (.contact, .broken): true
        case (.line, .broken), (.name, .broken), (.word, .broken): false
        case (.text, .hidden), (.line, .hidden): true
        // Some of these are needed to write a script, and stand in names.
        case (.name, .hidden), (.contact, .hidden), (.word, .hidden): nil
        case (_, .plain): true
        }
    }
}

extension FreeText.Scene {
    /// What was said of the proposal is the event of the version that the answer names.
    func proposal(_ answer: Answer, _ reader: String = "pr-FR") throws -> FreeText.Said {
        let version = (try? answer.get())?["version"]?.integer ?? 1
        return FreeText.Said(
            answer: answer, reader: try user(reader), reading: "HISTORY \(ref) after=\(version - 1) limit=1")
    }
}
