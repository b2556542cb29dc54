/// The name a client gives to one request, so that replies find their way back: 1 to 32 of `A-Z a-z 0-9 . _ -`.
package struct RequestTag: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes a tag may have.
    package static let maximumLength = 32

    package let text: String

    /// Nil when the text is not a tag of the grammar.
    package init?(_ text: some StringProtocol) {
        guard (1...RequestTag.maximumLength).contains(text.utf8.count), text.utf8.allSatisfy(RequestTag.allows) else {
            return nil
        }
        self.text = String(text)
    }

    /// Nil when the bytes are not a tag of the grammar.
    package init?(bytes: some Collection<UInt8>) {
        guard (1...RequestTag.maximumLength).contains(bytes.count), bytes.allSatisfy(RequestTag.allows) else {
            return nil
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The tag of a running number, as clients use that have no names of their own.
    package init(number: UInt64) {
        text = String(number)
    }

    package var description: String { text }

    /// Whether a byte may stand in a tag.
    static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
