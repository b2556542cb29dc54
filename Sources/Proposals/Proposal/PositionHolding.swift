import Sharing

/// Where partners hold positions: in a round, or on an invitation.
protocol PositionHolding {
    var positions: Positions { get set }
    /// What each partner said itself, last: it stands again when the partner contests what was relayed since.
    var ownPositions: Positions { get set }
}

extension PositionHolding {
    /// Whether what stands for a partner, or that nothing does, came about otherwise than by what the partner said itself.
    func standsRelayed(_ partner: String) -> Bool { !Positions.agree(on: partner, positions, ownPositions) }

    /// Puts a position in a partner's place; nil takes back what stands.
    mutating func put(_ position: Position?, for partner: String, isRelayed: Bool) {
        let position = position.map { Shared($0) }
        positions.put(position, for: partner)
        if !isRelayed { ownPositions.put(position, for: partner) }
    }

    /// Puts back what a partner said itself, as an event that restores it has it. Who held the office where somebody else recorded it is
    /// not part of that: the event that took the position says so, and it is still known from there.
    mutating func restore(_ position: Position?, for partner: String) {
        var position = position
        if let own = ownPositions[partner], own.version == position?.version { position?.actor.past = own.actor.past }
        put(position, for: partner, isRelayed: false)
    }
}
