/// What happens where one operation comes after the other: states, and what an operation is answered in each.
protocol SequentialModel {
    associatedtype State: Hashable
    associatedtype Operation

    /// The state after an operation with the answer that it was given; nil where no such answer is given in this state.
    static func state(after operation: Operation, in state: State) -> State?
}

/// An operation with its answer, and the numbers of the moments at which it was asked and answered.
struct Timed<Operation> {
    var operation: Operation
    var asked: Int
    var answered: Int
}

extension Timed: Sendable where Operation: Sendable {}
