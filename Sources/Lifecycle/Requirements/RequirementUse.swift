/// A requirement where a transition uses it: on which tracks, from which source, under which sentence.
package struct RequirementUse: Sendable {
    package var requirement: any Requirement
    /// The rule it comes from: `AECF 25`, `Way Forward 5(d)`, `house rule`.
    package var source: String
    /// The tracks on which it is asked; empty means on all.
    package var tracks: [String]
    /// The states in which it is asked; empty means in all.
    package var states: [String]
    /// What the act must say for it to be asked; nil where it is asked whatever the act says.
    package var given: Given?
    /// What a reader sees in a checklist (`full consensus of all partners`).
    package var label: String
    /// A forum may switch it off.
    package var isHouseRule: Bool

    /// A choice given with the act that has one of these values (its default, when left out).
    package struct Given: Sendable, Hashable {
        package var input: String
        package var values: [String]

        package init(input: String, values: [String]) {
            self.input = input
            self.values = values
        }
    }

    package init(
        _ requirement: any Requirement, source: String, tracks: [String] = [], states: [String] = [],
        given: Given? = nil, label: String, isHouseRule: Bool = false
    ) {
        self.requirement = requirement
        self.source = source
        self.tracks = tracks
        self.states = states
        self.given = given
        self.label = label
        self.isHouseRule = isHouseRule
    }

    /// The source of a requirement that a forum may switch off.
    static let houseRule = "house rule"
}

extension RequirementUse: Hashable {
    package static func == (left: RequirementUse, right: RequirementUse) -> Bool {
        left.requirement.isSame(as: right.requirement) && left.source == right.source && left.tracks == right.tracks
            && left.states == right.states && left.given == right.given && left.label == right.label
            && left.isHouseRule == right.isHouseRule
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(requirement.name)
        requirement.hash(into: &hasher)
        hasher.combine(source)
        hasher.combine(tracks)
        hasher.combine(states)
        hasher.combine(given)
        hasher.combine(label)
        hasher.combine(isHouseRule)
    }
}
