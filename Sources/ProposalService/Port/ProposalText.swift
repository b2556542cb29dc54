package import CivilTime

/// The text of a proposal as the tables keep it: what lists show of it, and the words that it is found by. Few events change it.
package struct ProposalText: Sendable, Hashable {
    package var listed: ListedText
    package var words: ProposalWords

    package init(_ listed: ListedText, _ words: ProposalWords) {
        self.listed = listed
        self.words = words
    }
}

/// What lists show and ask of a proposal's text.
package struct ListedText: Sendable, Hashable {
    package var title: String
    package var proposer: String?
    /// The proposer's partner and the organisers' partners.
    package var insiders: [String]
    package var pillar: String?
    package var focusAreas: [String]
    /// Regions (or what the forum calls the attribute) of proposer and organisers.
    package var regions: [String]
    /// The days of the text.
    package var starts: CivilDate?
    package var ends: CivilDate?

    package init(
        title: String, proposer: String? = nil, insiders: [String] = [], pillar: String? = nil,
        focusAreas: [String] = [], regions: [String] = [], starts: CivilDate? = nil, ends: CivilDate? = nil
    ) {
        self.title = title
        self.proposer = proposer
        self.insiders = insiders
        self.pillar = pillar
        self.focusAreas = focusAreas
        self.regions = regions
        self.starts = starts
        self.ends = ends
    }
}

/// The words that a proposal is found by and compared by, of its title and of its searchable fields.
package struct ProposalWords: Sendable, Hashable {
    package private(set) var searchText: String
    package private(set) var titleWords: [String]
    /// The form in which they are written.
    package private(set) var form: Int

    /// As they are stored.
    package init(searchText: String, titleWords: [String], form: Int) {
        self.searchText = searchText
        self.titleWords = titleWords
        self.form = form
    }
}

/// A proposal as a list tells of it.
package struct ListedRow: Sendable, Hashable {
    package var row: ProposalRow
    package var text: ListedText

    package init(_ row: ProposalRow, _ text: ListedText) {
        self.row = row
        self.text = text
    }
}
