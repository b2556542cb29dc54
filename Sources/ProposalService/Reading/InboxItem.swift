import CanonicalJSON
import Lifecycle
import Proposals

/// One thing that waits for somebody.
struct InboxItem: Sendable {
    var ref: String
    var title: String
    var state: String
    var what: String
    var why: String
    var transition: String?
    var partner: String?
    /// When the round closes, of a position in it.
    var closes: Instant?
    /// The last day on which it is in time, where a rule sets one.
    var due: CivilDate?
    var since: Instant
    /// The invitation that it is about.
    var invitation: Int?
    /// Whether its deadline, or the day on which it was due, has passed.
    var isOverdue = false
    /// Whether it is an objection or a reservation that holds everything up until somebody answers it.
    var isPressing = false
    /// What the act needs, or lacks; nil where it is no move, no fact and no decision.
    var offer: Offer?

    var cursor: String { "\(ref):\(what):\(partner ?? "")" + (invitation.map { ":\($0)" } ?? "") }

    /// The earlier of both ends; a day that it is due lasts as long as it does in UTC.
    private var deadline: Instant? {
        let end = due.flatMap { CivilDate(daysSinceEpoch: $0.daysSinceEpoch + 1) }.map { Instant(startOf: $0) }
        return [closes, end].compactMap(\.self).min()
    }

    /// What is overdue comes first, then what has the nearest deadline, then what others are held up by, then what waits longest.
    func precedes(_ other: InboxItem) -> Bool {
        guard isOverdue == other.isOverdue else { return isOverdue }
        switch (deadline, other.deadline) {
        case (.some(let left), .some(let right)) where left != right: return left < right
        case (.some, .none): return true
        case (.none, .some): return false
        case (.none, .none) where isPressing != other.isPressing: return isPressing
        default: return (since, cursor) < (other.since, other.cursor)
        }
    }

    var json: JSONObject {
        var object: JSONObject = [
            "ref": .string(ref), "title": .string(title), "state": .string(state), "what": .string(what),
            "why": .string(why), "transition": .optional(transition), "partner": .optional(partner),
            "closes": .optional(closes?.description), "since": .string(since.description),
        ]
        if isOverdue { object["overdue"] = true }
        if let offer {
            object["possible"] = .bool(offer.isPossible)
            object["needs"] = .array(offer.needs.map { .object($0.json) })
            if let moment = offer.decidedAt { object["decided_at"] = .string(moment.description) }
            object["missing"] = .array(
                offer.missing.map {
                    [
                        "requirement": .string($0.requirement), "label": .string($0.label),
                        "detail": .string($0.detail),
                    ]
                })
        }
        if let due { object["due"] = .string(due.description) }
        if let invitation { object["invitation"] = .integer(Int64(invitation)) }
        return object
    }
}

extension Offer.Need {
    /// What to give: where it cannot be anything of its type, a value that would do.
    var json: JSONObject {
        var object = input.summary
        if !isFree { object["example"] = value }
        return object
    }
}
