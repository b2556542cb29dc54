/// What is asked of the rows of a forum's proposals for ``WaitingBoard``.
package struct WaitingQuery: Sendable {
    package var forum: String
    /// What the database must still hold; nil asks nothing.
    package var known: RecordEnd?
    package var which: Which
    package var limit: Int

    package enum Which: Sendable, Hashable {
        /// Open proposals among so many refs of a year from one on.
        case open(from: RefNumber)
        /// Proposals with an event among so many from this position on.
        case changed(from: Int64)
    }

    package init(forum: String, known: RecordEnd?, which: Which, limit: Int) {
        self.forum = forum
        self.known = known
        self.which = which
        self.limit = limit
    }
}

/// How far a record goes, and its last event by its leaf hash; nil where there is none.
package struct RecordEnd: Sendable, Hashable {
    package var length: Int64
    package var leafHash: [UInt8]?

    package init(length: Int64, leafHash: [UInt8]?) {
        self.length = length
        self.leafHash = leafHash
    }
}

/// Rows as they stood at one moment, and how far the record went then.
package struct WaitingPage: Sendable {
    package var end: RecordEnd
    package var rows: [WaitingRow]
    /// The ref at which those of the next page begin; nil where no ref was given out after these.
    package var next: RefNumber?

    package init(end: RecordEnd, rows: [WaitingRow], next: RefNumber? = nil) {
        self.end = end
        self.rows = rows
        self.next = next
    }
}

/// What the row of a proposal says of whom it may wait for.
package struct WaitingRow: Sendable, Hashable {
    package var ref: String
    package var number: RefNumber
    /// Whether it is no archive record and not at its end.
    package var isOpen: Bool
    /// The partners that may see it; nil where everyone appointed in the forum may.
    package var insiders: [String]?
    /// As ``ProposalRow/asks``.
    package var asks: [String]?
    package var notHeard: [String]

    package init(
        ref: String, number: RefNumber, isOpen: Bool, insiders: [String]?, asks: [String]?, notHeard: [String]
    ) {
        self.ref = ref
        self.number = number
        self.isOpen = isOpen
        self.insiders = insiders
        self.asks = asks
        self.notHeard = notHeard
    }
}
