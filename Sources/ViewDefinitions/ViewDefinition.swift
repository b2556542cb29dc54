package import CanonicalJSON
package import DefinitionTree

/// A list or report of a forum, as data: what it is called, which proposals it looks at, and what it makes of them.
package struct ViewDefinition: Sendable, Hashable {
    package var id: String
    package var label: String
    /// What it is for, in a sentence.
    package var about: String
    /// Shows published fields only, to everybody alike.
    package var isPublic: Bool
    package var select: Selection
    /// Names for sets of states (`under way`), in their order.
    package var statuses: [Status]
    package var chart: Chart?
    package var kind: Kind

    /// What a view makes of what it looks at. A closed set: a forum combines kinds, it cannot invent one.
    package enum Kind: Sendable, Hashable {
        case table(TableDefinition)
        case agenda(AgendaDefinition)
        case interests(InterestsDefinition)
        case listing(ListingDefinition)
        case contacts
        case links(Datum)
        case tally(TallyDefinition)
        case timeInState
        case waiting([WaitDefinition])
        case calendar(CalendarDefinition)

        package var name: String { word.rawValue }

        private var word: Word {
            switch self {
            case .table: .table
            case .agenda: .agenda
            case .interests: .interests
            case .listing: .listing
            case .contacts: .contacts
            case .links: .links
            case .tally: .tally
            case .timeInState: .timeInState
            case .waiting: .waiting
            case .calendar: .calendar
            }
        }

        /// By which word a file asks for it.
        enum Word: String, CaseIterable {
            case table, agenda, interests, listing, contacts, links, tally
            case timeInState = "time-in-state"
            case waiting, calendar

            /// The keys that a file may give with it.
            var keys: [String] {
                switch self {
                case .table: ["columns", "sort", "group", "sum"]
                case .agenda: ["standing", "cluster", "meeting_kinds"]
                case .interests: ["expressed", "answered"]
                case .listing: ["partners", "year"]
                case .contacts: []
                case .links: ["of"]
                case .tally:
                    ["groupings", "sums", "share", "share_decimals", "split_by_status", "ratio", "coverage"]
                case .timeInState: []
                case .waiting: ["waits"]
                case .calendar:
                    ["title", "starts", "ends", "place", "address", "text", "meetings", "span", "feed"]
                }
            }
        }
    }

    /// A name for some states.
    package struct Status: Sendable, Hashable {
        package var id: String
        package var label: String
        package var states: [String]

        package init(id: String, label: String, states: [String]) {
            self.id = id
            self.label = label
            self.states = states
        }
    }

    /// Which columns a chart is drawn from.
    package struct Chart: Sendable, Hashable {
        package var label: String
        package var value: String

        package init(label: String, value: String) {
            self.label = label
            self.value = value
        }
    }

    /// One column: its key, its heading, and what stands in it.
    package struct Column: Sendable, Hashable {
        package var key: String
        package var label: String
        package var of: Datum

        package init(key: String, label: String, of: Datum) {
            self.key = key
            self.label = label
            self.of = of
        }
    }

    package init(
        id: String, label: String, about: String = "", isPublic: Bool = false,
        select: Selection = Selection(), statuses: [Status] = [], chart: Chart? = nil, kind: Kind
    ) {
        self.id = id
        self.label = label
        self.about = about
        self.isPublic = isPublic
        self.select = select
        self.statuses = statuses
        self.chart = chart
        self.kind = kind
    }
}

extension ViewDefinition {
    /// Reads the form that a forum's settings keep; throws every fault.
    package init(json: JSONValue) throws(DefinitionFaults) {
        let reading = DefinitionReading(file: "view", root: DefinitionNode(json: json))
        let definition = ViewReader.read(reading.root, at: .root, reading)
        guard let definition, reading.sorted.isEmpty else { throw DefinitionFaults(reading.sorted) }
        self = definition
    }

    /// What a request may give, besides `at`, `on` and `format`.
    package var parameters: [String] {
        let own: [String] =
            switch kind {
            case .table, .calendar: []
            case .agenda: ["meeting"]
            case .interests: ["ref", "partner"]
            case .listing: ["group", "year"]
            case .contacts: ["subject", "about", "partner"]
            case .links: ["value", "ref"]
            case .tally: ["by"]
            case .timeInState, .waiting: ["by"]
            }
        return (own + select.parameters).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Every datum that it reads.
    package var data: [Datum] {
        let own: [Datum] =
            switch kind {
            case .table(let table): table.columns.map(\.of)
            case .agenda(let agenda): [agenda.cluster].compactMap { $0 } + agenda.standing.flatMap { $0.select.data }
            case .interests, .contacts, .timeInState, .waiting: []
            case .listing(let listing): [listing.partners, listing.year]
            case .links(let of): [of]
            case .tally(let tally): tally.data
            case .calendar(let calendar): calendar.data
            }
        return (own + select.data).flatMap(\.parts)
    }
}

extension Selection {
    var data: [Datum] { conditions.map(\.of) }
}
