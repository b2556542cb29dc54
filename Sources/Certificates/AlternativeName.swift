import Glibc
import Record

/// A name by which a certificate calls its holder (RFC 5280, section 4.2.1.6).
package struct AlternativeName: Sendable, Hashable, CustomStringConvertible {
    private static let email: UInt8 = 0x81
    private static let dns: UInt8 = 0x82
    private static let uri: UInt8 = 0x86
    private static let address: UInt8 = 0x87

    private let tag: UInt8
    private let content: [UInt8]
    package let description: String

    private init(_ tag: UInt8, _ content: [UInt8], _ description: String) {
        self.tag = tag
        self.content = content
        self.description = description
    }

    /// The name or the number of a host; nil where it is neither.
    package init?(host: String) {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, host, &bytes) == 1 {
                self.init(AlternativeName.address, bytes, host)
                return
            }
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy(AlternativeName.isLabelByte)
            }
        // What ends in a number is a wrong address, not a name.
        guard isName, labels.last?.utf8.contains(where: { !AlternativeName.isDigit($0) }) ?? false else { return nil }
        self.init(AlternativeName.dns, Array(host.utf8), host)
    }

    /// An identifier of the form `scheme:…`, in characters that every program sees; nil where it is none.
    package init?(uri: String) {
        guard let colon = uri.firstIndex(of: ":"), colon > uri.startIndex, uri.index(after: colon) < uri.endIndex,
            uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        self.init(AlternativeName.uri, Array(uri.utf8), uri)
    }

    /// An address of electronic mail; nil where it is none.
    package init?(email: String) {
        guard email.contains("@"), email.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.init(AlternativeName.email, Array(email.utf8), email)
    }

    /// As the extension has it.
    var encoded: [UInt8] { DER.value(tag, content) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
    }
}
