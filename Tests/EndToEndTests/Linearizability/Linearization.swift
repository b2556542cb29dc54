/// Looks for an order in which operations that overlapped could have happened one after the other: each between its question and its
/// answer, each answered as the model says.
///
/// The search is Wing and Gong's (Testing and Verifying Concurrent Objects, 1993), with what Lowe added to it (Testing for
/// Linearizability, 2017): whoever comes with the same operations done to the same state once more turns back. Moments stand in one list, in
/// which an operation that is done is taken out with both of its moments, so that the next candidates are always those before the first
/// answer.
struct Linearization<Model: SequentialModel> {
    private let operations: [Model.Operation]
    private var moments: MomentList
    private var state: Model.State
    /// Which operations are done, a bit each.
    private var done: [UInt64]
    private var steps: [(operation: Int, before: Model.State)] = []
    private var seen: Set<Seen> = []

    private struct Seen: Hashable {
        var done: [UInt64]
        var state: Model.State
    }

    /// The operations in an order that explains what was answered, by their places in the history; nil where there is none.
    static func order(_ history: [Timed<Model.Operation>], from state: Model.State) -> [Int]? {
        var search = Linearization(history, state)
        return search.run() ? search.steps.map(\.operation) : nil
    }

    private init(_ history: [Timed<Model.Operation>], _ state: Model.State) {
        operations = history.map(\.operation)
        moments = MomentList(history.map { ($0.asked, $0.answered) })
        self.state = state
        done = Array(repeating: 0, count: history.count / 64 + 1)
    }

    private mutating func run() -> Bool {
        var candidate = moments.first
        while let moment = candidate {
            switch moments[moment] {
            case .asked(let operation):
                candidate = take(operation) ? moments.first : moments.next(after: moment)
            case .answered:
                // Nothing that was asked before this answer can come next: the last step was wrong.
                guard let last = steps.popLast() else { return false }
                candidate = putBack(last)
            }
        }
        return true
    }

    /// Does an operation next, unless the state does not answer so, or that was tried before.
    private mutating func take(_ operation: Int) -> Bool {
        guard let after = Model.state(after: operations[operation], in: state) else { return false }
        toggle(operation)
        guard seen.insert(Seen(done: done, state: after)).inserted else {
            toggle(operation)
            return false
        }
        steps.append((operation, state))
        state = after
        moments.remove(operation)
        return true
    }

    /// Undoes a step, and answers the moment after its question.
    private mutating func putBack(_ step: (operation: Int, before: Model.State)) -> Int? {
        toggle(step.operation)
        state = step.before
        moments.restore(step.operation)
        return moments.next(after: moments.question(of: step.operation))
    }

    private mutating func toggle(_ operation: Int) { done[operation / 64] ^= 1 << UInt64(operation % 64) }
}

/// Questions and answers in the order of time, as a list from which an operation is taken out and into which it is put back at its place.
/// What was taken out last must be put back first.
private struct MomentList {
    enum Moment {
        case asked(Int)
        case answered(Int)
    }

    private let moments: [Moment]
    /// Where the question and the answer of each operation stand.
    private var questions: [Int]
    private var answers: [Int]
    /// The neighbours of each moment; the place after the last stands for both ends.
    private var following: [Int]
    private var preceding: [Int]

    init(_ operations: [(asked: Int, answered: Int)]) {
        let all = operations.enumerated().flatMap { index, times in
            [(times.asked, Moment.asked(index)), (times.answered, .answered(index))]
        }
        moments = all.sorted { $0.0 < $1.0 }.map(\.1)
        questions = Array(repeating: 0, count: operations.count)
        answers = questions
        for (place, moment) in moments.enumerated() {
            switch moment {
            case .asked(let operation): questions[operation] = place
            case .answered(let operation): answers[operation] = place
            }
        }
        let count = moments.count + 1
        following = (0..<count).map { ($0 + 1) % count }
        preceding = (0..<count).map { ($0 + count - 1) % count }
    }

    subscript(place: Int) -> Moment { moments[place] }

    var first: Int? { next(after: moments.count) }

    func next(after place: Int) -> Int? {
        let next = following[place]
        return next == moments.count ? nil : next
    }

    func question(of operation: Int) -> Int { questions[operation] }

    mutating func remove(_ operation: Int) {
        for place in [questions[operation], answers[operation]] {
            following[preceding[place]] = following[place]
            preceding[following[place]] = preceding[place]
        }
    }

    mutating func restore(_ operation: Int) {
        for place in [answers[operation], questions[operation]] {
            following[preceding[place]] = place
            preceding[following[place]] = place
        }
    }
}
