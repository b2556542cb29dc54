extension NameList {
    /// A piece of a text between marks that may part names.
    struct Piece {
        /// What stands before it.
        enum Mark { case none, comma, slash, and }

        let mark: Mark
        /// The mark as it was written, white space included.
        let written: String
        let text: String

        /// The pieces of a text; what stands in brackets is never parted.
        static func all(of text: String) -> [Piece] {
            var pieces: [Piece] = []
            var mark = Mark.none
            var written = ""
            var word = ""
            var depth = 0
            func isMark(_ character: Character) -> Mark? {
                switch character {
                case ",", "，", "、": .comma
                case "/": .slash
                case "&", "+": .and
                default: nil
                }
            }
            func flush(_ next: Mark, _ sign: String) {
                let trimmed = PartnerNames.trimmed(word[...])
                if trimmed.isEmpty {
                    // Of "France, and Italy" the comma and the word are one mark, the stronger one.
                    mark = mark == .none ? next : mark
                    written += sign
                } else {
                    pieces.append(Piece(mark: mark, written: written, text: trimmed))
                    (mark, written) = (next, sign)
                }
                word = ""
            }
            var token = ""
            func endToken() {
                if depth == 0, ["and", "und", "et", "y"].contains(token.lowercased()), !word.isEmpty || !pieces.isEmpty
                {
                    flush(.and, " \(token) ")
                } else {
                    word += token
                }
                token = ""
            }
            let characters = Array(text)
            for (index, character) in characters.enumerated() {
                // Of "AT&T" the sign belongs to the name; between names a space stands beside it.
                let isTight =
                    !token.isEmpty && index + 1 < characters.count && !characters[index + 1].isWhitespace
                if depth == 0, let next = isMark(character), next != .and || !isTight {
                    endToken()
                    flush(next, next == .comma ? ", " : next == .slash ? "\(character)" : " \(character) ")
                } else if character.isWhitespace {
                    endToken()
                    if !word.isEmpty { word.append(" ") }
                } else {
                    if character == "(" { depth += 1 }
                    if character == ")" { depth = max(0, depth - 1) }
                    token.append(character)
                }
            }
            endToken()
            flush(.none, "")
            return pieces
        }

        /// Pieces as one text again.
        static func joined(_ pieces: ArraySlice<Piece>) -> String {
            pieces.enumerated().map { $0 == 0 ? $1.text : $1.written + $1.text }.joined()
        }

        /// Pieces parted at commas and slashes; "and" stays within a name that nobody knows.
        static func parted(_ pieces: ArraySlice<Piece>) -> [ArraySlice<Piece>] {
            var parts: [ArraySlice<Piece>] = []
            var start = pieces.startIndex
            for index in pieces.indices.dropFirst() where pieces[index].mark != .and {
                parts.append(pieces[start..<index])
                start = index
            }
            return parts + [pieces[start...]]
        }
    }
}
