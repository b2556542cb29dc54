package import Lifecycle

/// Every lifecycle ever loaded into a forum, by its digest.
package struct LoadedLifecycles: Sendable, Hashable {
    private var byDigest: [String: LoadedLifecycle] = [:]

    /// None yet.
    package init() {}

    /// The definition of a digest.
    package subscript(digest: String) -> LifecycleDefinition? {
        get { byDigest[digest]?.definition }
        set { byDigest[digest] = newValue.map { LoadedLifecycle($0) } }
    }

    /// The definition of a digest, with what acts look up in it.
    func loaded(_ digest: String) -> LoadedLifecycle? { byDigest[digest] }

    /// Whether one of them says this.
    func contains(where says: (LoadedLifecycle) -> Bool) -> Bool { byDigest.values.contains(where: says) }

    /// How many there are.
    package var count: Int { byDigest.count }
    /// All of them, in no order.
    package var values: [LifecycleDefinition] { byDigest.values.map(\.definition) }
}

extension LoadedLifecycles: Sequence {
    package func makeIterator() -> AnyIterator<(key: String, value: LifecycleDefinition)> {
        var inner = byDigest.makeIterator()
        return AnyIterator { inner.next().map { ($0.key, $0.value.definition) } }
    }
}

/// A definition with what acts look up in it, each time the same.
final class LoadedLifecycle: Sendable, Hashable {
    let definition: LifecycleDefinition
    /// The appointments that speak for a partner.
    let speakers: [String]
    /// The states in which positions are taken.
    let statesOfPositions: [String]
    /// What those who speak for a partner are called.
    let speakerLabel: String
    /// The appointments that act for one partner.
    let partnersOffices: Set<String>
    /// The appointments that may not decide on their own partner's matter.
    let askedWhoseMatter: Set<String>

    init(_ definition: LifecycleDefinition) {
        let role = definition.role(definition.positions.role)
        self.definition = definition
        statesOfPositions = definition.states.filter(\.takesPositions).map(\.id)
        speakers = role?.heldBy ?? []
        speakerLabel = role?.label ?? definition.positions.role
        partnersOffices = Set(definition.roles.filter { $0.scope != .forum }.flatMap(\.heldBy))
        let judges = definition.transitions.filter { $0.requirements.contains { $0.requirement is NotOwnPartner } }
        askedWhoseMatter = Set(judges.flatMap(\.roles).flatMap { definition.role($0)?.heldBy ?? [] })
    }

    static func == (left: LoadedLifecycle, right: LoadedLifecycle) -> Bool {
        left === right || left.definition == right.definition
    }

    func hash(into hasher: inout Hasher) { hasher.combine(definition) }
}
