package import CivilTime
import Lifecycle
package import Proposals

/// Which proposals a list shows: every filter given must match; nil asks nothing.
package struct ListQuery: Sendable, Hashable {
    package var forum: String
    package var visibility: Visibility
    package var states: [String]?
    /// States that no proposal is in; what is in the archive is in none.
    package var notStates: [String] = []
    /// Facts that were recorded, all of them.
    package var facts: [String] = []
    package var isFinal: Bool?
    /// A partner that proposes or organises.
    package var partner: String?
    package var region: String?
    package var track: String?
    package var focusArea: String?
    package var origin: String?
    /// Activities that end on or after this day, …
    package var from: CivilDate?
    /// … and start on or before this one.
    package var to: CivilDate?
    /// An open round in which this partner is not yet heard.
    package var waitingFor: String?
    /// Words that must stand in its texts, each as the beginning of one.
    package var search: String?
    /// The partners that words of the search name: a proposal of theirs need not have the word.
    package var named: [String: [String]] = [:]
    /// Words that stand in for some of those, of which one will do: each by what it stands for (``RecordStore/nearWords(_:)``).
    package var instead: [String: [String]] = [:]
    /// The ref after which the page begins, in the order of refs.
    package var after: String?
    package var limit: Int

    /// Different words of a search at most.
    package static let mostWords = 100
    /// Words of a search for which others are looked for, at most.
    package static let mostLacking = 5

    /// Which rows the reader may see.
    package enum Visibility: Sendable, Hashable {
        case everything
        /// Shared ones, and drafts whose insiders are among these partners.
        case forum(partners: [String])
        /// Published ones.
        case published

        /// The rows of which a viewer may see something, as ``Audience`` has it.
        package init(_ viewer: Viewer) {
            if viewer.readsEverything {
                self = .everything
            } else if viewer.offices.isEmpty {
                self = .published
            } else {
                self = .forum(partners: viewer.offices.compactMap(\.partner))
            }
        }
    }

    package init(
        forum: String, visibility: Visibility, states: [String]? = nil, isFinal: Bool? = nil, partner: String? = nil,
        region: String? = nil, track: String? = nil, focusArea: String? = nil, origin: String? = nil,
        from: CivilDate? = nil, to: CivilDate? = nil, waitingFor: String? = nil, search: String? = nil,
        after: String? = nil, limit: Int = 100
    ) {
        self.forum = forum
        self.visibility = visibility
        self.states = states
        self.isFinal = isFinal
        self.partner = partner
        self.region = region
        self.track = track
        self.focusArea = focusArea
        self.origin = origin
        self.from = from
        self.to = to
        self.waitingFor = waitingFor
        self.search = search
        self.after = after
        self.limit = limit
    }
}
