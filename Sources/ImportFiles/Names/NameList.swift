import DefinitionFiles

/// Takes a text that may hold several names apart, by what the names mean: a name that itself holds a comma or an "and" stays whole.
package struct NameList {
    /// One name of the text.
    package struct Name: Sendable, Hashable {
        package let text: String
        package let meaning: PartnerNames.Meaning?
        /// What stands in brackets behind the name of a partner.
        package let brackets: String?
        /// Whether it is a word that names nobody (`TBC`, `n/a`).
        package var isBlank = false
    }

    package private(set) var names: [Name] = []
    /// Whether it is unclear where a name ends that is no partner's.
    private(set) var isUnclear = false

    /// The most pieces that one name may be made of.
    private static let longestName = 6

    /// Reads a text; an organisation may hold commas in its name, where nothing else in the text tells that they part names.
    package init(_ text: String, _ known: PartnerNames, mayNameOrganisations: Bool) {
        for part in NameList.lines(text) { read(part, known, mayNameOrganisations) }
        // A bracket that is never closed, or never opened, hides where a name ends.
        if !NameTear.isBalanced(text) { isUnclear = true }
    }

    /// A piece taken apart at signs without spaces, where each part is a partner: "JP&FI", but not "AT&T".
    private static func untied(_ piece: Piece, _ known: PartnerNames) -> [Piece] {
        let parts = piece.text.split { $0 == "&" || $0 == "+" }.map(String.init)
        guard parts.count > 1, parts.allSatisfy({ partner($0, known) != nil }) else { return [piece] }
        return parts.enumerated().map { index, text in
            index == 0
                ? Piece(mark: piece.mark, written: piece.written, text: text)
                : Piece(mark: .and, written: " & ", text: text)
        }
    }

    /// A piece taken apart at weaker signs, where each part is a partner: "Japan – Finland", "Japan (MOFA) Finland (MFA)".
    private static func torn(_ piece: Piece, _ known: PartnerNames) -> [Piece] {
        let parts = NameTear.parts(of: piece.text)
        guard parts.count > 1, partner(piece.text, known) == nil, parts.allSatisfy({ partner($0, known) != nil }) else {
            return [piece]
        }
        return parts.enumerated().map { index, text in
            index == 0
                ? Piece(mark: piece.mark, written: piece.written, text: text)
                : Piece(mark: .comma, written: ", ", text: text)
        }
    }

    private mutating func read(_ part: String, _ known: PartnerNames, _ mayNameOrganisations: Bool) {
        if let name = NameList.partner(part, known) {
            names.append(name)
            return
        }
        if BlankWord.stands(in: part) {
            names.append(NameList.blank(part))
            return
        }
        let torn = NameTear.parts(of: part)
        if torn.count > 1, torn.allSatisfy({ NameList.partner($0, known) != nil }) {
            names += torn.compactMap { NameList.partner($0, known) }
            return
        }
        let pieces = Piece.all(of: part).flatMap { NameList.untied($0, known) }.flatMap { NameList.torn($0, known) }
        // Where a partner stands beside what nobody knows, with no mark between them, nobody can tell whether they are one name.
        if mayNameOrganisations {
            for piece in pieces where NameList.partner(piece.text, known) == nil {
                let parts = NameTear.parts(of: piece.text)
                if parts.count > 1, parts.contains(where: { NameList.partner($0, known) != nil }) { isUnclear = true }
            }
        }
        var found: [(name: Name?, pieces: Range<Int>)] = []
        var index = 0
        while index < pieces.count {
            let longest = min(pieces.count, index + NameList.longestName)
            let match =
                stride(from: longest, to: index, by: -1).lazy.compactMap { end in
                    NameList.partner(Piece.joined(pieces[index..<end]), known).map { ($0, end) }
                }.first ?? NameList.blank(pieces, at: index)
            if let (name, end) = match {
                found.append((name, index..<end))
                index = end
            } else {
                if let last = found.last, last.name == nil {
                    found[found.count - 1].pieces = last.pieces.lowerBound..<(index + 1)
                } else {
                    found.append((nil, index..<(index + 1)))
                }
                index += 1
            }
        }
        let hasPartner = found.contains { $0.name?.meaning != nil }
        for (name, range) in found {
            if let name {
                names.append(name)
                continue
            }
            let rest = pieces[range]
            let parts = mayNameOrganisations && !hasPartner ? [rest] : Piece.parted(rest)
            // Whether a comma parts two organisations or stands within the name of one, nobody can tell.
            if mayNameOrganisations, rest.dropFirst().contains(where: { $0.mark == .comma || $0.mark == .slash }) {
                isUnclear = true
            }
            for part in parts {
                names.append(Name(text: Piece.joined(part), meaning: nil, brackets: nil))
            }
        }
    }

    private static func partner(_ text: String, _ known: PartnerNames) -> Name? {
        if let meaning = known.meaning(of: text) { return Name(text: text, meaning: meaning, brackets: nil) }
        let (base, brackets) = PartnerNames.split(text)
        guard let brackets, let meaning = known.meaning(of: base) else { return nil }
        return Name(text: text, meaning: meaning, brackets: BlankWord.stands(in: brackets) ? nil : brackets)
    }

    private static func blank(_ text: String) -> Name { Name(text: text, meaning: nil, brackets: nil, isBlank: true) }

    /// A word that names nobody where it stands alone, or with the slash in it (`n/a`), and the place after it.
    private static func blank(_ pieces: [Piece], at index: Int) -> (Name, Int)? {
        for end in [index + 2, index + 1] where end <= pieces.count {
            let isTorn = end > index + 1
            let text = Piece.joined(pieces[index..<end])
            if isTorn ? pieces[index + 1].mark == .slash && BlankWord.stands(in: text) : BlankWord.stands(in: text) {
                return (blank(text), end)
            }
        }
        return nil
    }

    /// What line breaks and semicolons part for certain, without the marks of a list before it.
    private static func lines(_ text: String) -> [String] {
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth = max(0, depth - 1) }
            if character.isNewline || (depth == 0 && (character == ";" || character == "；" || character == "|")) {
                parts.append("")
                depth = 0
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { unmarked($0) }.filter { !$0.isEmpty }
    }

    private static func unmarked(_ text: String) -> String {
        let text = PartnerNames.trimmed(text[...])
        for mark in ["- ", "* ", "• ", "– ", "· "] where text.hasPrefix(mark) {
            return PartnerNames.trimmed(text.dropFirst(mark.count))
        }
        let rest = text.drop { $0.isNumber }
        if rest.count < text.count, text.count - rest.count <= 2, rest.hasPrefix(". ") || rest.hasPrefix(") ") {
            return PartnerNames.trimmed(rest.dropFirst(2))
        }
        return text
    }
}
