/// What a forum has, as far as a requirement can ask for it.
package struct ForumOutline: Sendable {
    /// The attributes of each of its partners.
    package var partners: [[String: String]]
    /// The attributes that partners may have.
    package var attributes: [String]
    /// The kinds of meetings that it holds.
    package var meetingKinds: [String]

    package init(partners: [[String: String]], attributes: [String], meetingKinds: [String]) {
        self.partners = partners
        self.attributes = attributes
        self.meetingKinds = meetingKinds
    }

    /// The kinds of meetings that are asked for and not held.
    package func lacks(meetingKinds kinds: [String]) -> [String] {
        kinds.filter { !meetingKinds.contains($0) }.map {
            "needs a meeting of the kind \"\($0)\", which this forum does not hold"
        }
    }
}
