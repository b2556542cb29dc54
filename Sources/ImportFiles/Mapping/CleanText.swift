/// A text without what a field of the record cannot hold.
struct CleanText: Sendable, Hashable {
    let text: String
    /// Whether line breaks or tabs became spaces.
    private(set) var hadBreaks = false
    /// Whether something that cannot be seen went.
    private(set) var hadHidden = false

    /// Cleans a text of one line, or of several.
    init(_ text: String, isLine: Bool) {
        var result = String.UnicodeScalarView()
        for scalar in PartnerNames.trimmed(text[...]).unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D:
                hadBreaks = hadBreaks || isLine
                result.append(isLine ? " " : scalar)
            case 0x0B, 0x0C, 0x85, 0x2028, 0x2029:
                hadBreaks = hadBreaks || isLine
                result.append(isLine ? " " : "\n")
            case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: hadHidden = true
            default:
                if scalar.properties.generalCategory == .control {
                    hadHidden = true
                } else {
                    result.append(scalar)
                }
            }
        }
        let clean = String(result)
        self.text = PartnerNames.trimmed(
            (hadBreaks ? clean.split(separator: " ").joined(separator: " ") : clean)[...])
    }

    /// The beginning of a text in so many characters (code points), with an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        var result = ""
        var count = 0
        for character in text {
            count += character.unicodeScalars.count
            guard count <= limit - 1 else { break }
            result.append(character)
        }
        return PartnerNames.trimmed(result[...]) + "…"
    }
}
