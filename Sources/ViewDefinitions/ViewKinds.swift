/// A table: a row for each proposal.
package struct TableDefinition: Sendable, Hashable {
    package var columns: [ViewDefinition.Column]
    package var sort: [Sort]
    /// The column by which rows stand together; each of its values is counted.
    package var group: String?
    /// Columns of amounts or numbers that are summed.
    package var sums: [String]

    /// By which column, and whether the largest stands first. Rows without a value stand last.
    package struct Sort: Sendable, Hashable {
        package var key: String
        package var isDescending: Bool

        /// Reads `key` or `-key`.
        package init(_ text: String) {
            isDescending = text.hasPrefix("-")
            key = isDescending ? String(text.dropFirst()) : text
        }
    }

    package init(columns: [ViewDefinition.Column], sort: [Sort] = [], group: String? = nil, sums: [String] = []) {
        self.columns = columns
        self.sort = sort
        self.group = group
        self.sums = sums
    }
}

/// The agenda of a meeting: what always stands on it, what waits for it, what it discussed.
package struct AgendaDefinition: Sendable, Hashable {
    package var standing: [Item]
    /// By what the waiting proposals are put together.
    package var cluster: Datum?
    /// The kinds of meeting that have this agenda; empty means all.
    package var meetingKinds: [String]

    /// An item of every agenda, with the proposals that belong to it.
    package struct Item: Sendable, Hashable {
        package var id: String
        package var label: String
        package var select: Selection

        package init(id: String, label: String, select: Selection) {
            self.id = id
            self.label = label
            self.select = select
        }
    }

    package init(standing: [Item], cluster: Datum?, meetingKinds: [String]) {
        self.standing = standing
        self.cluster = cluster
        self.meetingKinds = meetingKinds
    }
}

/// Records of one fact paired with those of another that answers it, partner by partner.
package struct InterestsDefinition: Sendable, Hashable {
    package var expressed: Party
    package var answered: Party

    /// A fact, and the input that names the partner; without one it is the partner of who recorded it.
    package struct Party: Sendable, Hashable {
        package var fact: String
        package var partner: String?

        package init(fact: String, partner: String?) {
            self.fact = fact
            self.partner = partner
        }
    }

    package init(expressed: Party, answered: Party) {
        self.expressed = expressed
        self.answered = answered
    }
}

/// What a group of partners may list for a year: whose partners belong to the group, and which year it is of.
package struct ListingDefinition: Sendable, Hashable {
    package var partners: Datum
    package var year: Datum

    package init(partners: Datum, year: Datum) {
        self.partners = partners
        self.year = year
    }
}

/// Who is waited for while a proposal stands in some states. The first entry that finds somebody counts.
package struct WaitDefinition: Sendable, Hashable {
    package var states: [String]
    package var whom: Whom

    package enum Whom: Sendable, Hashable {
        /// Each partner on the roster that is not yet heard.
        case roster
        /// The partner that proposed.
        case proposer
        /// Whoever holds this role.
        case role(String)
    }

    package init(states: [String], whom: Whom) {
        self.states = states
        self.whom = whom
    }
}

/// Activities and meetings with their days, for a calendar or a feed.
package struct CalendarDefinition: Sendable, Hashable {
    package var title: Datum
    package var starts: Datum
    package var ends: Datum
    package var place: Datum?
    package var address: Datum?
    package var text: Datum?
    /// Kinds of meeting that stand in it; nil where none do, empty for all.
    package var meetings: [String]?
    package var span: Span
    package var feed: Feed

    /// Which entries stand in it.
    package enum Span: String, Sendable, Hashable, CaseIterable {
        case all
        /// What ends today or later, or has no day yet.
        case upcoming
        /// What ended before today, and past activities without a day.
        case past
    }

    /// What a feed says of itself.
    package struct Feed: Sendable, Hashable {
        /// An absolute address or name (IRI) that is the feed's for good.
        package var id: String
        package var author: String

        package init(id: String, author: String) {
            self.id = id
            self.author = author
        }
    }

    package init(
        title: Datum, starts: Datum, ends: Datum, place: Datum? = nil, address: Datum? = nil, text: Datum? = nil,
        meetings: [String]? = nil, span: Span = .all, feed: Feed
    ) {
        self.title = title
        self.starts = starts
        self.ends = ends
        self.place = place
        self.address = address
        self.text = text
        self.meetings = meetings
        self.span = span
        self.feed = feed
    }

    var data: [Datum] { [title, starts, ends] + [place, address, text].compactMap { $0 } }
}
