extension Character {
    /// The columns of one letter with all its marks, as terminals count them: those of its parts, but two of an emoji however it is made up.
    package var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        let isAlone = unicodeScalars.count == 1
        if first.isASCII, isAlone { return 1 }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        return isAlone ? first.columns : unicodeScalars.reduce(0) { $0 + $1.columns }
    }

    /// Whether Chinese or Japanese is written with it: a line may break beside it without a space.
    var breaksLines: Bool {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x3000...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF60,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// Whether a line may begin with it after such a letter.
    var beginsLines: Bool {
        !"、。，．・：；？！ー）」』】〉》〕］｝々〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶゝゞヽヾ)]}.,:;!?%…‥".contains(self)
    }

    /// Whether a line may end with it before such a letter.
    var endsLines: Bool { !"（「『【〈《〔［｛([{".contains(self) }
}

extension Unicode.Scalar {
    /// The columns of one scalar, as the C library has it: wide letters two, marks that do not take room of their own none.
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: return 0
        default: break
        }
        switch value {
        // Vowels and finals of Hangul stand within the syllable that they end.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
        // East Asian wide and full-width letters (UAX 11).
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
            0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension Substring {
    /// The parts of a word between which a line may break: one, but in Chinese and Japanese, which are written without spaces.
    package var parts: [Substring] {
        guard contains(where: \.breaksLines) else { return [self] }
        var parts: [Substring] = []
        var start = startIndex
        var place = startIndex
        while place < endIndex {
            let next = index(after: place)
            if next < endIndex, self[place].breaksLines || self[next].breaksLines, self[place].endsLines,
                self[next].beginsLines
            {
                parts.append(self[start..<next])
                start = next
            }
            place = next
        }
        return parts + [self[start...]]
    }
}
