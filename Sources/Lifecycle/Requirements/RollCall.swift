/// Who on a round's roster has been heard, as an act sees it.
struct RollCall {
    /// How many hold a stance that counts, silence included where it counts.
    private(set) var heard = 0
    /// Who has not been heard, in the roster's order.
    private(set) var silent: [String] = []
    /// Who holds a stance that does not count, in the roster's order.
    private(set) var contrary: [(partner: String, position: PositionView)] = []
    /// Both, in the roster's order.
    private(set) var open: [String] = []

    init(_ round: RoundView, _ act: ActInQuestion) {
        let (definition, moment) = (act.definition, act.circumstances.judgedAt)
        for partner in round.roster {
            if let position = round.positions[partner] {
                if position.stance == .tacit, moment <= position.decidedAt {
                    // Silence means nothing before the deadline, which is when it was given its meaning.
                    silent.append(partner)
                    open.append(partner)
                } else if definition.consensus.counts(position.stance) {
                    heard += 1
                } else {
                    contrary.append((partner, position))
                    open.append(partner)
                }
            } else if definition.isTacit(partner, round, moment) {
                heard += 1
            } else {
                silent.append(partner)
                open.append(partner)
            }
        }
    }
}
