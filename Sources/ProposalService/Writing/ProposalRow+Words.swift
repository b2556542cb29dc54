import Proposals

/// The words that a proposal is found by and compared by. Rows that an earlier program wrote keep their form until `chancery init` writes
/// them anew, so each form is still known here.
extension ProposalRow {
    /// The form in which words are written now: ``FoldedText`` and ``Similarity`` as they are.
    package static let presentWords = 2

    /// The code points of a text that is searched, at most.
    private static let searchedLength = 20_000

    /// The different words that the row is found by, in the order of their bytes.
    package var searchWords: [String] {
        Set(wordsForm == 1 ? FirstWords.words(searchText) : FoldedText.words(searchText)).sorted()
    }

    /// Makes what depends on the form of words, from the title and the whole text; from a text that is cut already too.
    package mutating func write(in form: Int) {
        wordsForm = form
        if form == 1 {
            searchText = String(searchText.prefix(Self.searchedLength))
            titleWords = FirstWords.ofTitle(title)
        } else {
            searchText = String(String.UnicodeScalarView(searchText.unicodeScalars.prefix(Self.searchedLength)))
            titleWords = Similarity.words(title).sorted()
        }
    }
}

/// Words as they were written first: by characters, with accents, without short ones in titles.
private enum FirstWords {
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0.prefix(64)) }
    }

    static func ofTitle(_ title: String) -> [String] {
        var words: Set<String> = []
        for part in title.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            guard part.count >= 3, part.first?.isNumber != true else { continue }
            words.insert(String(part))
        }
        return words.sorted()
    }
}
