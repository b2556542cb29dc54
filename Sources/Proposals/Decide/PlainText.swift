import CanonicalJSON
import DefinitionTree
import Wording

/// Text as somebody wrote it: what every free text must be before it enters the record.
enum PlainText {
    /// What personal data is replaced by begins so; no other text may, or a reader could take it for one.
    static let commitmentPrefix = "commitment:"

    /// The text, or a refusal that says why it cannot stand.
    static func checked(_ text: String, _ key: String, limit: Int) throws(Refusal) -> String {
        // Code points, so that a text is as long in Thai as in English; a line has its limit of bytes besides.
        let length = text.unicodeScalars.count
        guard length <= limit else { throw .badField(key, "\(length) characters, and at most \(limit) are kept") }
        if let scalar = text.unicodeScalars.first(where: isHarmful) {
            throw .badField(
                key,
                "\(HiddenCharacter.name(of: scalar)) would change how the rest is shown; leave control characters out")
        }
        guard saysSomething(text) else { throw .badField(key, "the text is empty; leave out the field") }
        guard !isLikeCommitment(text) else {
            throw .badField(key, "a text must not begin with \"\(commitmentPrefix)\"")
        }
        return text
    }

    /// Whether a reader sees anything: white space, control and invisible characters say nothing.
    static func saysSomething(_ text: String?) -> Bool {
        text?.unicodeScalars.contains { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
                && properties.generalCategory != .control
        } ?? false
    }

    /// Control characters but line breaks and tabs, and those that turn the direction of what follows.
    private static func isHarmful(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// The first text in a value, names of members included, that holds a harmful character or one that is not seen; nil where none does.
    static func harmful(in value: JSONValue) -> String? {
        switch value {
        case .string(let text):
            text.unicodeScalars.contains(where: isHarmful) || HiddenCharacter.first(in: text) != nil ? text : nil
        case .array(let elements): elements.lazy.compactMap { harmful(in: $0) }.first
        case .object(let object):
            object.members.lazy.compactMap { harmful(in: .string($0.key)) ?? harmful(in: $0.value) }.first
        case .null, .bool, .integer: nil
        }
    }

    /// The beginning of a text with `U+…` for what would change how the rest is shown.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.prefix(60).map {
            isHarmful($0) || $0.properties.isDefaultIgnorableCodePoint ? HiddenCharacter.name(of: $0) : String($0)
        }.joined()
    }

    /// The text of one line, or a refusal.
    static func line(_ text: String, _ key: String, limit: Int) throws(Refusal) -> String {
        let text = try checked(text, key, limit: limit)
        guard !text.utf8.contains(where: { $0 < 0x20 }) else {
            throw .badField(key, "write one line, without line breaks")
        }
        return text
    }

    /// A name of one line, all of which can be seen, or a refusal.
    static func name(_ text: String, _ key: String, limit: Int) throws(Refusal) -> String {
        let text = try line(text, key, limit: limit)
        try mustBeSeen(text, key)
        return text
    }

    /// Refuses a text with characters that are not seen, by which two names that look alike would be two.
    static func mustBeSeen(_ text: String, _ key: String) throws(Refusal) {
        guard let scalar = HiddenCharacter.first(in: text) else { return }
        throw .badField(key, "\(HiddenCharacter.name(of: scalar)) cannot be seen, and no name holds it; leave it out")
    }

    /// The first name in a definition that holds a character that is not seen, and that character; nil where none does.
    static func hiddenName(in value: JSONValue) -> (text: String, scalar: UnicodeScalar)? {
        switch value {
        case .array(let elements): elements.lazy.compactMap { hiddenName(in: $0) }.first
        case .object(let object):
            object.members.lazy.compactMap { member in
                guard DefinitionReading.lines.contains(member.key), let text = member.value.string else {
                    return hiddenName(in: member.value)
                }
                return HiddenCharacter.first(in: text).map { (text, $0) }
            }.first
        case .string, .null, .bool, .integer: nil
        }
    }

    static func isLikeCommitment(_ text: String) -> Bool { text.utf8.starts(with: commitmentPrefix.utf8) }

    /// Whether it is a commitment: the prefix and a SHA-256 digest in hex.
    static func isCommitment(_ text: String) -> Bool {
        isLikeCommitment(text) && isDigest(text.utf8.dropFirst(commitmentPrefix.utf8.count))
    }

    /// Whether these are the 64 small hexadecimal digits of a SHA-256 digest.
    static func isDigest(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count == 64 && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Whether any text in a value looks like a commitment.
    static func holdsCommitment(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): isLikeCommitment(text)
        case .array(let elements): elements.contains(where: holdsCommitment)
        case .object(let object):
            object.members.contains { isLikeCommitment($0.key) || holdsCommitment($0.value) }
        case .null, .bool, .integer: false
        }
    }
}
