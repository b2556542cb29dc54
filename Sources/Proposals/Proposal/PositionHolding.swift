/// Where partners hold positions: in a round, or on an invitation.
protocol PositionHolding {
    var positions: [String: Position] { get set }
    /// What each partner said itself, last: it stands again when the partner contests what was relayed since.
    var ownPositions: [String: Position] { get set }
}

extension PositionHolding {
    /// Whether what stands for a partner, or that nothing does, came about otherwise than by what the partner said itself.
    func standsRelayed(_ partner: String) -> Bool { positions[partner] != ownPositions[partner] }

    /// Puts a position in a partner's place; nil takes back what stands.
    mutating func put(_ position: Position?, for partner: String, isRelayed: Bool) {
        positions[partner] = position
        if !isRelayed { ownPositions[partner] = position }
    }
}
