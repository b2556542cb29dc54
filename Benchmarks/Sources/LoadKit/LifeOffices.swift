package import LineClient

/// The connections that lead proposals through their lives: one an office.
package struct LifeOffices: Sendable {
    package let proposer: LineClient
    /// One of each partner.
    package let contactPoints: [LineClient]
    package let coordinator: LineClient
    package let leader: LineClient
    /// A senior officials' meeting that was held today.
    package let meeting: String
    /// The day on which the activity took place: that of the meeting.
    package let day: String

    /// As many lives at a time as a connection may have open requests, less one for the requests between.
    package static let mostAtOnce = 30

    package init(
        proposer: LineClient, contactPoints: [LineClient], coordinator: LineClient, leader: LineClient,
        meeting: String, day: String
    ) {
        self.proposer = proposer
        self.contactPoints = contactPoints
        self.coordinator = coordinator
        self.leader = leader
        self.meeting = meeting
        self.day = day
    }
}
