import CanonicalJSON
package import CivilTime

/// How often, and when last, what a reader is told of an activity or a meeting was changed.
///
/// Calendars and feeds are stamped with it: LAST-MODIFIED and SEQUENCE (RFC 5545, sections 3.8.7.3 and 3.8.7.4; RFC 5546, section
/// 2.1.4), and `updated` (RFC 4287, section 4.2.15). Positions and notes change nothing that a calendar tells.
package struct InformationStamp: Sendable, Hashable {
    /// Counts changes of what is told, from 0; it never falls.
    package var sequence: Int
    /// When the last change was recorded.
    package var revisedAt: Instant

    package init(at first: Instant) {
        sequence = 0
        revisedAt = first
    }

    /// Words, days or what became of it changed.
    mutating func revise(at moment: Instant) {
        sequence += 1
        revisedAt = moment
    }
}

extension Registry {
    mutating func noteChange(ofMeeting id: String, at moment: Instant) {
        if meetingStamps[id]?.revise(at: moment) == nil { meetingStamps[id] = InformationStamp(at: moment) }
    }
}

extension Proposal {
    /// Notes that fields of the text were given other values.
    mutating func noteChange(of keys: [String], at moment: Instant) {
        information.revise(at: moment)
        guard let published = publishedFields, keys.contains(where: published.contains) else { return }
        publicInformation?.revise(at: moment)
    }

    /// Notes that it came into another state, which readers see as its category.
    mutating func noteMove(at moment: Instant) {
        information.revisedAt = moment
        publicInformation?.revisedAt = moment
    }

    /// Notes what a fact tells: a publication, other days, or what became of the activity.
    mutating func noteFact(_ inputs: JSONObject, at moment: Instant) {
        let publishes = inputs["fields"]?.strings != nil
        let tells = publishes || ["status", "starts", "ends"].contains { inputs[$0] != nil }
        guard tells else { return }
        information.revise(at: moment)
        if publicInformation != nil {
            publicInformation?.revise(at: moment)
        } else if publishes {
            publicInformation = InformationStamp(at: moment)
        }
    }
}
