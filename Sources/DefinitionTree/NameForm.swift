/// How the names of a definition may look, so that they fit a request line, a database and a diagram unchanged.
package enum NameForm {
    /// Of states, tracks, roles, transitions and facts.
    case name
    /// Of form fields and inputs.
    case key

    private static let limit = 64

    func fits(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, NameForm.isLetter(first), bytes.count <= NameForm.limit else { return false }
        return bytes.allSatisfy { NameForm.isLetter($0) || NameForm.isDigit($0) || $0 == separator }
    }

    var rule: String {
        switch self {
        case .name: "use lowercase letters, digits and hyphens, a letter first, at most \(NameForm.limit)"
        case .key: "use lowercase letters, digits and underscores, a letter first, at most \(NameForm.limit)"
        }
    }

    private var separator: UInt8 {
        switch self {
        case .name: UInt8(ascii: "-")
        case .key: UInt8(ascii: "_")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
