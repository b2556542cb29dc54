/// Follows the brackets of JSON, texts left out, to where what was opened is closed.
struct BracketScan {
    /// Tells what stands within a text from what stands around it.
    struct TextScan {
        private var isInText = false
        private var isEscaped = false

        /// Takes one more character; true where it belongs to a text, the quotes around it included.
        mutating func take(_ character: Character) -> Bool {
            guard isInText else {
                isInText = character == "\""
                return isInText
            }
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isInText = false
            }
            return true
        }
    }

    private var depth = 0
    private var texts = TextScan()
    private var opened: Character?

    /// Whether what was opened first is an array.
    var isInArray: Bool { opened == "[" }

    /// Takes more text; true where it closes what was opened first.
    mutating func take(_ text: Substring) -> Bool {
        var isClosed = false
        for character in text where !texts.take(character) {
            switch character {
            case "{", "[":
                if opened == nil { opened = character }
                depth += 1
            case "}", "]":
                depth -= 1
                isClosed = depth <= 0
            default: break
            }
        }
        return isClosed && depth <= 0
    }

    /// A number with decimals, and the key that it stands under.
    struct Fraction: Sendable, Hashable {
        let key: String
        let number: String
    }

    /// The text without what spreadsheets and programs of statistics add to JSON: commas before a closing bracket, and `.0` behind a whole
    /// number. A number with decimals under one of these keys becomes a text of its digits; the first one under another key is told.
    static func plain(_ text: Substring, decimals: Set<String> = []) -> (text: String, fraction: Fraction?) {
        var result = ""
        var texts = TextScan()
        var pending = ""
        var number = ""
        var (lastText, key) = ("", "")
        var wasText = false
        var fraction: Fraction?
        func whole(_ number: String) -> String {
            let parts = number.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return number }
            if parts[1].allSatisfy({ $0 == "0" }) { return String(parts[0]) }
            if decimals.contains(RecordList.letters(key)) { return "\"\(number)\"" }
            if fraction == nil { fraction = Fraction(key: key, number: number) }
            return number
        }
        for character in text {
            let isText = texts.take(character)
            if isText {
                lastText = wasText ? lastText + String(character) : ""
            } else if character == ":" {
                key = String(lastText.dropLast())
            }
            wasText = isText
            if !isText, character.isASCII, character.isWholeNumber || "+-.eE".contains(character) {
                result += pending
                pending = ""
                number.append(character)
                continue
            }
            result += whole(number)
            number = ""
            if !pending.isEmpty {
                if !isText, character.isWhitespace {
                    pending.append(character)
                    continue
                }
                if isText || (character != "}" && character != "]") { result += pending }
                pending = ""
            }
            if !isText, character == "," {
                pending = ","
                continue
            }
            result.append(character)
        }
        return (result + whole(number) + pending, fraction)
    }
}
