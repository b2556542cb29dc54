/// What a browser sent with a form: names and texts, in their order.
package struct FormValues: Sendable, Hashable {
    package private(set) var pairs: [Pair]

    package struct Pair: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package init(_ pairs: [(String, String)] = []) { self.pairs = pairs.map { Pair(name: $0.0, value: $0.1) } }

    /// The first text of a name, blanks around it dropped; nil where there is none.
    package func text(_ name: String) -> String? {
        guard let text = raw(name)?.trimmingBlanks, !text.isEmpty else { return nil }
        return text
    }

    /// The first text of a name as it was typed.
    package func raw(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// All texts of a name.
    package func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// Whether anything was sent of this name, or of a name that begins so.
    package func has(_ name: String) -> Bool {
        pairs.contains { $0.name == name || $0.name.hasPrefix(name + ".") }
    }

    /// The numbers of the rows `name.0.…`, `name.1.…` that were sent.
    func rows(_ name: String) -> [Int] {
        var rows: Set<Int> = []
        for pair in pairs where pair.name.hasPrefix(name + ".") {
            let rest = pair.name.dropFirst(name.count + 1)
            if let row = Int(rest.prefix { $0 != "." }), (0..<200).contains(row) { rows.insert(row) }
        }
        return rows.sorted()
    }
}

extension String {
    /// Without white space at its ends; line breaks of a browser are those of a text.
    var trimmingBlanks: String {
        // Scalar by scalar: a mark that follows a space is one character with it, and no white space.
        var text = (unicodeScalars.contains("\r") ? withPlainLineBreaks : self).unicodeScalars[...]
        while let last = text.last, last.properties.isWhitespace { text.removeLast() }
        return String(text.drop(while: \.properties.isWhitespace))
    }

    private var withPlainLineBreaks: String {
        var plain = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in unicodeScalars {
            if scalar == "\n", last == "\r" {
                last = scalar
                continue
            }
            plain.append(scalar == "\r" ? "\n" : scalar)
            last = scalar
        }
        return String(plain)
    }
}
