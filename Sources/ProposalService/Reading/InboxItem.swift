import CanonicalJSON
import Lifecycle

/// One thing that waits for somebody.
struct InboxItem: Sendable {
    var ref: String
    var title: String
    var state: String
    var what: String
    var why: String
    var transition: String?
    var partner: String?
    /// When the round closes.
    var closes: Instant?
    /// The last day on which it is in time, where a rule sets one.
    var due: CivilDate?
    var since: Instant
    /// The invitation that it is about.
    var invitation: Int?

    var cursor: String { "\(ref):\(what):\(partner ?? "")" + (invitation.map { ":\($0)" } ?? "") }

    /// The earlier of both ends; a day that it is due lasts as long as it does in UTC.
    private var deadline: Instant? {
        let end = due.flatMap { CivilDate(daysSinceEpoch: $0.daysSinceEpoch + 1) }.map { Instant(startOf: $0) }
        return [closes, end].compactMap(\.self).min()
    }

    func precedes(_ other: InboxItem) -> Bool {
        switch (deadline, other.deadline) {
        case (.some(let left), .some(let right)) where left != right: left < right
        case (.some, .none): true
        case (.none, .some): false
        default: (since, cursor) < (other.since, other.cursor)
        }
    }

    var json: JSONObject {
        var object: JSONObject = [
            "ref": .string(ref), "title": .string(title), "state": .string(state), "what": .string(what),
            "why": .string(why), "transition": .optional(transition), "partner": .optional(partner),
            "closes": .optional(closes?.description), "since": .string(since.description),
        ]
        if let due { object["due"] = .string(due.description) }
        if let invitation { object["invitation"] = .integer(Int64(invitation)) }
        return object
    }
}
