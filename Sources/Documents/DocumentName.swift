import Wording

/// What a document may be called: a plain file name, safe to print and to write on any machine.
package enum DocumentName {
    /// The longest name, in bytes.
    package static let limit = 200

    /// Why a text is no name of a document; nil where it is one.
    package static func fault(_ name: String) -> String? {
        guard name.utf8.count <= limit else { return "\(name.utf8.count) bytes, and a name has at most \(limit)" }
        guard let first = name.unicodeScalars.first, let last = name.unicodeScalars.last else {
            return "the name is empty"
        }
        if let scalar = name.unicodeScalars.first(where: { separators.contains($0) }) {
            return "\"\(scalar)\" stands in it; give the file's name alone, without folders"
        }
        if let scalar = name.unicodeScalars.first(where: isHidden) {
            return "\(HiddenCharacter.name(of: scalar)) cannot be seen, or turns what follows; leave it out"
        }
        guard first != ".", !first.properties.isWhitespace, !last.properties.isWhitespace, last != "." else {
            return "a name begins with no dot, and neither begins nor ends with a space"
        }
        return nil
    }

    /// What leads into folders somewhere, or means a drive.
    private static let separators: Set<UnicodeScalar> = ["/", "\\", ":"]

    /// Control characters and those that change direction or are not seen; joiners stay, for some scripts need them.
    private static func isHidden(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        case .format: scalar.value != 0x200C && scalar.value != 0x200D
        default: false
        }
    }
}
