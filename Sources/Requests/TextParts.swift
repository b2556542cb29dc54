import LineProtocol

/// A long text in rows, to be put together in order.
enum TextParts {
    /// Bytes of text in a row; escaped it stays well below the limit of a line.
    static let size = 8 << 10

    static func rows(of text: String) -> [TextPart] {
        var rows: [TextPart] = []
        var part = ""
        var bytes = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if bytes + width > size {
                rows.append(TextPart(text: part))
                part = ""
                bytes = 0
            }
            part.unicodeScalars.append(scalar)
            bytes += width
        }
        if !part.isEmpty { rows.append(TextPart(text: part)) }
        return rows
    }
}
