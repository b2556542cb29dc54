/// A proposal of the initiative's lifecycle, as far as SHOW, ADVANCE and POSITION tell of it, when one act comes after the other.
enum ProposalModel: SequentialModel {
    struct State: Hashable, Sendable {
        var version: Int64 = 1
        var stage = "drafted"
        /// Of the present round, by partner.
        var positions: [String: String] = [:]
    }

    struct Operation: Sendable {
        var act: Act
        /// Whether it is asked for a partner that sees the draft.
        var isInsider = true
        var answer: Answer
    }

    enum Act: Sendable, Hashable {
        case show
        case advance(String)
        /// Retracted where there is no stance.
        case position(String, stance: String?)
    }

    enum Answer: Sendable, Hashable {
        /// To this one it is not there.
        case notFound
        case refused
        case done(version: Int64, stage: String)
        case shown(State)
    }

    /// The partners on the roster.
    static let partners = ["DE", "FR", "JP", "TH"]
    /// Those of them that see the draft: the one that proposes, and the organisers.
    static let insiders = ["DE", "FR", "JP"]

    static func state(after operation: Operation, in state: State) -> State? {
        // Whatever is asked of a draft that was never circulated, it is not there but for its insiders. What was shared stays shared.
        let isSeen = operation.isInsider || state.version > 1
        guard isSeen == (operation.answer != .notFound) else { return nil }
        return switch (operation.act, operation.answer) {
        case (_, .notFound): state
        case (.show, .shown(let shown)): shown == state ? state : nil
        case (let act, .refused): after(act, state) == nil ? state : nil
        case (let act, .done(let version, let stage)):
            after(act, state).flatMap { $0.version == version && $0.stage == stage ? $0 : nil }
        case (_, .shown): nil
        }
    }

    /// The state to which an act leads; nil where it is refused.
    private static func after(_ act: Act, _ state: State) -> State? {
        var after = state
        after.version += 1
        switch act {
        case .show: return state
        case .advance("circulate") where state.stage == "drafted":
            (after.stage, after.positions) = ("circulated", [:])
        case .advance("recirculate") where isOpen(state):
            (after.stage, after.positions) = ("circulated", [:])
        case .advance("confirm") where state.stage == "circulated" && isConsensus(state): after.stage = "consensus"
        case .advance("return") where isOpen(state): (after.stage, after.positions) = ("drafted", [:])
        case .advance: return nil
        case .position(let partner, let stance):
            guard isOpen(state) else { return nil }
            // Said again, it is no event; and what does not stand is not retracted.
            if stance == state.positions[partner] { return stance == nil ? nil : state }
            after.positions[partner] = stance
        }
        return after
    }

    private static func isOpen(_ state: State) -> Bool { ["circulated", "consensus"].contains(state.stage) }

    private static func isConsensus(_ state: State) -> Bool {
        partners.allSatisfy { ["support", "no-objection"].contains(state.positions[$0]) }
    }
}
