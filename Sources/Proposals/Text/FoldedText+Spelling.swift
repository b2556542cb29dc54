@_spi(_Unicode) import Swift

/// One word as people write it in several ways. Unlike the words of a search, it keeps its accents and its punctuation.
extension FoldedText {
    /// The text in composed letters of the usual width, without soft hyphens and joints that a line break or a copy leaves in it.
    package static func tidied(_ text: String) -> String {
        var tidied = String.UnicodeScalarView()
        for scalar in text._nfc where !isLeftover(scalar) { tidied.append(usualWidth(scalar)) }
        // Half-width kana stand apart from their marks, which belong to the letter before.
        return composed(tidied)
    }

    /// What all spellings of a word have in common: without regard to case, to the width and form of letters and digits, to the kind of
    /// hyphen and apostrophe, and to marks that are not seen.
    package static func spelling(_ text: String) -> String {
        // Case first: it takes ŉ apart, into an apostrophe that has kinds and an n.
        var folded = String.UnicodeScalarView()
        let cased = lower(upper(lower(text._nfd.filter { !isUnseen($0) })))
        for scalar in cased { folded.append(contentsOf: plain(scalar)) }
        return composed(folded)
    }

    private static func composed(_ scalars: String.UnicodeScalarView) -> String {
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: String(scalars)._nfc)
        return String(composed)
    }

    /// SOFT HYPHEN, WORD JOINER and the byte order mark: no script needs them within a word.
    private static func isLeftover(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xAD || scalar.value == 0x2060 || scalar.value == 0xFEFF
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        guard !properties.isDefaultIgnorableCodePoint else { return true }
        switch properties.generalCategory {
        case .format, .control: return !properties.isWhitespace
        default: return false
        }
    }

    /// ASCII and kana from the forms that East Asian keyboards give them.
    private static func usualWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0xFF66...0xFF9F: fold(scalar).first ?? scalar
        default: scalar
        }
    }

    /// One code point of the decomposed form, in lower case, in the plain form of its kind.
    private static func plain(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard scalar.value >= 0x80 else { return [scalar] }
        let usual = usualWidth(scalar)
        guard usual == scalar else { return [usual] }
        let properties = scalar.properties
        switch properties.numericType {
        case .decimal, .digit: return fold(scalar)
        case .numeric, nil: break
        @unknown default: break
        }
        switch scalar.value {
        // Letters of mathematics: bold, italic, script.
        case 0x1D400...0x1D7FF: return fold(scalar)
        case 0x2018, 0x2019, 0x02BC: return ["'"]
        default: return properties.generalCategory == .dashPunctuation ? ["-"] : [scalar]
        }
    }
}
