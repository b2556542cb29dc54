/// What the server answers, in the order in which it is asked: each group of addresses stands here once.
struct RouteGroups: Sendable {
    private let groups: [any RouteGroup]

    init(_ reports: Reports) { groups = [reports] }

    init(_ desk: Desk) {
        let others: [(any RouteGroup)?] = [LogFiles(desk), Pages(desk)]
        groups = [API(desk)] + others.compactMap { $0 }
    }

    /// Who answers an address; nil where nobody does.
    func group(for path: Substring) -> (any RouteGroup)? { groups.first { $0.holds(path) } }
}
