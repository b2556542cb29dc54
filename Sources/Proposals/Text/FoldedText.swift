@_spi(_Unicode) import Swift

/// The words of a text as they are stored, searched for and compared: without regard to case, accents and the form in which a keyboard
/// writes a letter.
///
/// Everything is cut at code points: a letter with seven hundred marks on it is one character, and no index takes a word of that length.
/// What comes out is stored with each proposal, so a change of any rule here is a new ``ProposalRow`` form of words.
package enum FoldedText {
    /// The code points of a word at most; what is longer is found by its beginning.
    package static let longestWord = 64

    /// The words of a text in their order. Of a script that writes no spaces, each two neighbours and the last one by itself, so that what
    /// stands within is found as well.
    package static func words(_ text: String) -> [String] { runs(text).flatMap { pieces(of: $0, isQuery: false) } }

    /// What a search for a text asks for: each word once, in order.
    package static func queryWords(_ text: String) -> [String] {
        var seen: Set<String> = []
        return runs(text).flatMap { pieces(of: $0, isQuery: true) }.filter { seen.insert($0).inserted }
    }

    private static func pieces(of run: Run, isQuery: Bool) -> [String] {
        guard run.isSpaceless, run.scalars.count > 1 else { return [string(run.scalars.prefix(longestWord))] }
        var pieces = zip(run.scalars, run.scalars.dropFirst()).map { string([$0, $1]) }
        if !isQuery, let last = run.scalars.last { pieces.append(string([last])) }
        return pieces
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// Letters and digits that stand together, all of a script with spaces or all of one without.
    private struct Run {
        var scalars: [Unicode.Scalar] = []
        var isSpaceless = false
    }

    private static func runs(_ text: String) -> [Run] {
        var runs: [Run] = []
        var run = Run()
        func end() {
            if !run.scalars.isEmpty { runs.append(run) }
            run = Run()
        }
        func add(_ scalar: Unicode.Scalar) {
            if !isMark(scalar), scalar.isSpaceless != run.isSpaceless {
                end()
                run.isSpaceless = scalar.isSpaceless
            }
            run.scalars.append(scalar)
        }
        for scalar in text._nfd {
            switch scalar.part {
            case .letter: for folded in fold(scalar) { add(folded) }
            case .mark: if !run.scalars.isEmpty { run.scalars.append(scalar) }
            // Between words of a script without spaces it stands for one; elsewhere it is a leftover of a line break.
            case .wordBreak: if run.isSpaceless { end() }
            case .nothing: break
            case .other: end()
            }
        }
        end()
        return runs
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && scalar.part == .mark
    }

    // MARK: one letter

    /// A letter or digit of the decomposed form in the form that all its relatives share.
    static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return [scalar]
        case 0x41...0x5A: return [Unicode.Scalar(UInt8(scalar.value + 0x20))]
        // Full-width forms of ASCII.
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).map(fold) ?? [scalar]
        case 0xFF66...0xFF9F: return [kana[Int(scalar.value) - 0xFF66]]
        default: break
        }
        let properties = scalar.properties
        switch properties.numericType {
        case .decimal, .digit:
            if let value = properties.numericValue, (0...9).contains(value) {
                return [Unicode.Scalar(UInt8(0x30 + Int(value)))]
            }
        case .numeric, nil: break
        @unknown default: break
        }
        // Lower, upper, lower: ẞ becomes ss as ß does, İ and ı become i, and no ς is left.
        let cased = lower(upper(lower([scalar])))
        var folded: [Unicode.Scalar] = []
        for letter in string(cased)._nfd where letter.part != .nothing {
            folded += unmarked(letter)
        }
        return folded
    }

    static func lower(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        scalars.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
    }

    static func upper(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        scalars.flatMap { Array($0.properties.uppercaseMapping.unicodeScalars) }
    }

    /// Lower-case letters with a part that Unicode does not take for a mark.
    private static func unmarked(_ letter: Unicode.Scalar) -> [Unicode.Scalar] {
        guard letter.value >= 0x80 else { return [letter] }
        if let plain = ligatures[letter] { return Array(plain.unicodeScalars) }
        return [plainLetter(letter) ?? letter]
    }

    /// The d of đ, the o of ø, the l of ł: by the letter's name, which never changes.
    private static func plainLetter(_ letter: Unicode.Scalar) -> Unicode.Scalar? {
        guard isStroked(letter) || letter.value >= 0x1D400 && letter.value <= 0x1D7FF,
            let words = letter.properties.name?.split(separator: " ")
        else { return nil }
        let name: Substring?
        if words.first == "MATHEMATICAL" {
            name = words.last
        } else if words.count >= 6, words.prefix(3) == ["LATIN", "SMALL", "LETTER"], words[4] == "WITH" {
            name = words[3]
        } else {
            name = nil
        }
        guard let name, name.utf8.count == 1, let byte = name.utf8.first, (0x41...0x5A).contains(byte) else {
            return nil
        }
        return Unicode.Scalar(byte + 0x20)
    }

    /// The blocks with Latin letters beyond ASCII.
    private static func isStroked(_ letter: Unicode.Scalar) -> Bool {
        (0xC0...0x2AF).contains(letter.value) || (0x1D00...0x1DBF).contains(letter.value)
            || (0x1E00...0x1EFF).contains(letter.value) || (0x2C60...0x2C7F).contains(letter.value)
            || (0xA720...0xA7FF).contains(letter.value)
    }

    /// What the half-width letters from U+FF66 are in full width; the last two are marks on the letter before.
    private static let kana = Array(
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}".unicodeScalars)

    /// Letters that are written with others where a keyboard lacks them.
    private static let ligatures: [Unicode.Scalar: String] = [
        "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ŋ": "n", "ĸ": "k", "ſ": "s", "ƿ": "w", "ə": "e", "ɛ": "e", "ɔ": "o",
        "ґ": "г", "ʼ": "",
    ]
}

/// What a code point is within a text.
private enum TextPart { case letter, mark, wordBreak, nothing, other }

extension Unicode.Scalar {
    fileprivate var part: TextPart {
        if value < 0x80 {
            switch value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .letter
            default: return .other
            }
        }
        // ZERO WIDTH SPACE, and the Arabic letter that only lengthens a word.
        if value == 0x200B { return .wordBreak }
        if value == 0x0640 { return .nothing }
        let properties = properties
        if properties.isDefaultIgnorableCodePoint { return .nothing }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return isAccent(properties) ? .nothing : .mark
        case .spacingMark: return .mark
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: return .letter
        // The apostrophes among them separate words as ' does.
        case .modifierLetter: return (0x2B9...0x2BF).contains(value) ? .other : .letter
        case .decimalNumber, .letterNumber, .otherNumber: return .letter
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol,
            .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
            .unassigned:
            return .other
        @unknown default: return .other
        }
    }

    /// Accents above and below, overlays, and the points of Hebrew and Arabic; the vowels and tones of other scripts are part of the word.
    private func isAccent(_ properties: Properties) -> Bool {
        switch properties.canonicalCombiningClass.rawValue {
        case 1, 10...36, 200...: true
        default: false
        }
    }

    /// Whether its script writes no spaces between words.
    fileprivate var isSpaceless: Bool {
        switch value {
        case ..<0x0E00: false
        // Thai and Lao, Myanmar, Khmer, kana with its extension, half-width kana, Myanmar's extension.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D,
            0xAA60...0xAA7F:
            true
        default: properties.isIdeographic
        }
    }
}
