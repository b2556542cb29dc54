/// What is said of a person: it stands beside the record, and is shown wherever the record is.
package enum PersonalText {
    /// The most characters (Unicode code points) of a name or an address.
    package static let limit = 500

    /// A name or an address is one line that says something, all of which can be seen.
    package static func mustBeLine(_ text: String, _ key: String) throws(Refusal) {
        _ = try PlainText.name(text, key, limit: limit)
    }

    /// No control characters but line breaks and tabs, and none that turn the direction of what follows.
    package static func mustBeHarmless(_ text: String, _ key: String) throws(Refusal) {
        _ = try PlainText.checked(text, key, limit: limit)
    }
}
