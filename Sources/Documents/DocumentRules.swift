/// What documents may be filed on a proposal, by whom and while it stands where. A lifecycle without it takes none.
package struct DocumentRules: Sendable, Hashable {
    package var types: [DocumentType]
    /// The roles that may file.
    package var roles: [String]
    /// The states in which documents are filed; empty means all.
    package var states: [String]
    /// How many documents one proposal holds at most.
    package var limit: Int
    /// How many bytes one document holds at most.
    package var size: Int
    package var source: String

    package init(
        types: [DocumentType], roles: [String], states: [String] = [], limit: Int = DocumentRules.usualLimit,
        size: Int = DocumentRules.largestDocument, source: String = ""
    ) {
        self.types = types
        self.roles = roles
        self.states = states
        self.limit = limit
        self.size = size
        self.source = source
    }

    /// The most bytes that any lifecycle may allow a document: 8 MiB.
    package static let largestDocument = 8 << 20
    /// How many documents a proposal holds where the lifecycle does not say.
    package static let usualLimit = 50
    /// The most documents that any lifecycle may allow a proposal.
    package static let mostDocuments = 1000

    /// The most bytes of a document in one line: their base 64, with all that stands beside it, fits into a request line.
    package static let largestPart = 45 << 10
    /// The fewest bytes of a document in one line, its last one excepted.
    package static let smallestPart = 4 << 10
}
