import CivilTime
package import Lifecycle
package import LineProtocol

extension FormSurroundings {
    /// What controls need, from what the forum answers.
    package init(_ definition: LifecycleDefinition, partners: [ShownPartner], meetings: [ShownMeeting] = []) {
        self.definition = definition
        let attribute = definition.positions.groupAttribute
        let standing = partners.filter { $0.left == nil }
        self.partners = standing.sorted { $0.name < $1.name }.map {
            ControlKind.Choice(id: $0.id, label: PageText.name($0.name), group: $0.attributes[attribute])
        }
        partnerCount = standing.count
        // The latest first: what is being decided was held a moment ago.
        self.meetings = meetings.sorted { ($0.starts?.description ?? "") > ($1.starts?.description ?? "") }.map {
            meeting in
            let days = PageText.days(meeting.held?.starts ?? meeting.starts, meeting.held?.ends ?? meeting.ends)
            let label = [meeting.name, meeting.city, days].compactMap(\.self).listing
            return ControlKind.Choice(
                id: meeting.id, label: label, group: meeting.held == nil ? tr("Not recorded as held") : tr("Held"))
        }
    }
}
