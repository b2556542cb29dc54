/// Follows the brackets of JSON, texts left out, to where what was opened is closed.
struct BracketScan {
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    private var opened: Character?

    /// Whether what was opened first is an array.
    var isInArray: Bool { opened == "[" }

    /// Takes more text; true where it closes what was opened first.
    mutating func take(_ text: Substring) -> Bool {
        var isClosed = false
        for character in text {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isInText = false
                }
                continue
            }
            switch character {
            case "\"": isInText = true
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

    /// The text without commas before a closing bracket, which spreadsheets and editors leave there.
    static func withoutTrailingCommas(_ text: Substring) -> String {
        var result = ""
        var isInText = false
        var isEscaped = false
        var pending = ""
        for character in text {
            if isInText {
                result.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isInText = false
                }
                continue
            }
            if !pending.isEmpty {
                if character.isWhitespace {
                    pending.append(character)
                    continue
                }
                if character != "}", character != "]" { result += pending }
                pending = ""
            }
            if character == "," {
                pending = ","
                continue
            }
            if character == "\"" { isInText = true }
            result.append(character)
        }
        return result + pending
    }
}
