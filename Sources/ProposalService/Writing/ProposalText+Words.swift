package import CanonicalJSON
import CivilTime
import Proposals
package import Record

/// Rows that an earlier program wrote keep their form of words until `chancery init` writes them anew, so each form is still known here.
extension ProposalWords {
    /// The form in which words are written now: ``FoldedText`` and ``ComparedTitle`` as they are, of texts and of organisers' names, which
    /// forms before the fourth lacked.
    package static let presentForm = 4

    /// The code points of a text that is searched, at most.
    private static let searchedLength = 20_000

    /// - Parameters:
    ///   - forum: the one whose titles are compared.
    ///   - text: the whole text that is searched; one that is cut already will do.
    package init(title: String, in forum: String, text: String, form: Int = presentForm) {
        if form == 1 {
            self.init(
                searchText: String(text.prefix(Self.searchedLength)), titleWords: FirstWords.ofTitle(title), form: form)
        } else {
            self.init(
                searchText: String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.searchedLength))),
                // Of the second form one by one: each title that shared one was looked at. Now pairs of words.
                titleWords: form == 2 ? Similarity.words(title).sorted() : ComparedTitle(title, in: forum).keys,
                form: form)
        }
    }

    /// The different words that the proposal is found by, in the order of their bytes.
    package var searched: [String] {
        Set(form == 1 ? FirstWords.words(searchText) : FoldedText.words(searchText)).sorted()
    }
}

extension ProposalText {
    /// The digest that is kept of it, which tells whether it is stored as it is.
    package var digest: Digest { Digest.sha256(members.canonicalBytes) }

    /// What its digest stands for: the columns as they are stored, by name.
    package var members: JSONObject {
        var members: JSONObject = [
            "title": .string(listed.title), "proposer": .optional(listed.proposer),
            "insiders": .strings(listed.insiders), "pillar": .optional(listed.pillar),
            "focus_areas": .strings(listed.focusAreas), "regions": .strings(listed.regions),
            "starts": .optional(listed.starts?.description), "ends": .optional(listed.ends?.description),
            "title_words": .strings(words.titleWords), "search_text": .string(words.searchText),
        ]
        // The first form did not say that it was one.
        if words.form > 1 { members["words"] = .integer(Int64(words.form)) }
        return members
    }

    /// The same text in the present form of words; where its history cannot be read, of the text that was stored.
    package func rewritten(in forum: String, words: ProposalWords?) -> ProposalText {
        ProposalText(
            listed, words ?? ProposalWords(title: listed.title, in: forum, text: self.words.searchText))
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
