/// An array of texts in PostgreSQL's own text form, for a column of arrays that is sent as one array of texts.
enum ArrayText {
    static func of(_ values: [String]) -> String {
        var text = "{"
        for value in values {
            if text.utf8.count > 1 { text += "," }
            text += "\""
            if value.utf8.contains(where: isEscaped) {
                for scalar in value.unicodeScalars {
                    if scalar == "\"" || scalar == "\\" { text += "\\" }
                    text.unicodeScalars.append(scalar)
                }
            } else {
                text += value
            }
            text += "\""
        }
        return text + "}"
    }

    private static func isEscaped(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
}
