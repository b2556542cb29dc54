import CivilTime

/// What the bodies of events do to a registry.
extension Registry {
    /// An id that stands among these, or an error that says what there is none of.
    static func known<Value>(_ id: String, _ values: [String: Value], _ what: String) throws(EventError) -> String {
        guard values[id] != nil else { throw EventError("there is no \(what) \(id)") }
        return id
    }

    /// Keeps what is known of a partner; one that is new stands last.
    mutating func keep(_ partner: Partner) {
        if partners[partner.id] == nil { partnerOrder.append(partner.id) }
        partners[partner.id] = partner
    }

    /// Keeps what is planned of a meeting; whether it was held is another matter.
    mutating func keep(_ meeting: Meeting, at moment: Instant) {
        var meeting = meeting
        meeting.held = meetings[meeting.id]?.held
        meetings[meeting.id] = meeting
        noteChange(ofMeeting: meeting.id, at: moment)
    }

    /// Ends a contact point on a day.
    mutating func endContact(_ number: Int, _ day: CivilDate) throws(EventError) {
        guard contacts.indices.contains(number - 1) else { throw EventError("there is no contact \(number)") }
        contacts[number - 1].until = day
    }
}
