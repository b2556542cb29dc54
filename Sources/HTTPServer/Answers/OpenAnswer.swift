import CanonicalJSON
import LineProtocol
import Requests
import Synchronization

/// The answer to one request while it comes: a task gives rows and events, another takes them one after the other, then the outcome.
///
/// Rows wait where the reader is slow. Whoever leaves ends the work, except a write, which is done all the same.
final class OpenAnswer: AnswerWriter {
    /// What comes before the outcome.
    enum Piece: Sendable {
        /// Where a watch stands before its first event.
        case beginning(String)
        case row(JSONObject)
        case events([SentEvent])
        /// A watch is good; its events follow when they come.
        case watching
        /// Nothing came for a while.
        case silence
    }

    private struct State {
        var pieces: [Piece] = []
        var outcome: Outcome?
        var typed: (any SentAnswer)?
        var isLeft = false
        var reader: CheckedContinuation<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?
        var work: Task<Void, Never>?
    }

    /// Rows that wait for the reader, at most.
    private static let most = 64

    /// The request that is answered.
    let request: LineProtocol.Request
    private let isTyped: Bool
    /// Whether it goes on while nobody waits for it: then a stop of the server does not wait for it either.
    let isUnattended: Bool
    private let state = Mutex(State())

    /// - Parameter isTyped: whether the reader wants an answer as its type has it, where it has one, and no rows.
    init(_ request: LineProtocol.Request, isTyped: Bool = false, isUnattended: Bool = false) {
        self.request = request
        self.isTyped = isTyped
        self.isUnattended = isUnattended
    }

    /// Begins the work, whose end is the outcome.
    func begin(_ work: @escaping @Sendable () async -> Outcome) {
        let task = Task { end(await work()) }
        let isLeft = state.withLock { state in
            state.work = task
            return state.isLeft
        }
        if isLeft { task.cancel() }
    }

    // MARK: Writing

    func begin(at cursor: String) { tell(.beginning(cursor)) }

    func watching() { tell(.watching) }

    /// A piece that waits for no room.
    private func tell(_ piece: Piece) {
        let reader = state.withLock { state in
            state.pieces.append(piece)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    func row(_ object: JSONObject) async throws(ReaderLeft) { try await give(.row(object)) }

    func events(_ events: [SentEvent]) async throws(ReaderLeft) { try await give(.events(events)) }

    func take(_ answer: any SentAnswer) -> Bool {
        if isTyped { state.withLock { $0.typed = answer } }
        return isTyped
    }

    private func give(_ piece: Piece) async throws(ReaderLeft) {
        while true {
            await withCheckedContinuation { continuation in
                let isRoom = state.withLock { state in
                    if state.isLeft || state.outcome != nil || state.pieces.count < OpenAnswer.most { return true }
                    state.writer = continuation
                    return false
                }
                if isRoom { continuation.resume() }
            }
            var reader: CheckedContinuation<Void, Never>?
            let taken: Bool? = state.withLock { state in
                if state.isLeft || state.outcome != nil { return false }
                guard state.pieces.count < OpenAnswer.most else { return nil }
                state.pieces.append(piece)
                reader = state.reader
                state.reader = nil
                return true
            }
            reader?.resume()
            switch taken {
            case true?: return
            case false?: throw ReaderLeft()
            case nil: continue
            }
        }
    }

    /// The outcome, the first that is told. What a stopped server says comes before what the work says later.
    func end(_ outcome: Outcome) {
        let (reader, writer) = state.withLock { state in
            if state.outcome == nil { state.outcome = outcome }
            defer { (state.reader, state.writer) = (nil, nil) }
            return (state.reader, state.writer)
        }
        reader?.resume()
        writer?.resume()
    }

    /// Ends a watch with a reason that is not its own.
    func stop(_ failure: Failure) {
        end(.failure(failure))
        state.withLock { $0.work }?.cancel()
    }

    // MARK: Reading

    /// What comes next; nil where only the outcome is left.
    func next() async -> Piece? {
        while true {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if !state.pieces.isEmpty || state.outcome != nil { return true }
                    state.reader = continuation
                    return false
                }
                if isThere { continuation.resume() }
            }
            var writer: CheckedContinuation<Void, Never>?
            let next: Piece?? = state.withLock { state in
                guard !state.pieces.isEmpty else { return state.outcome == nil ? .none : .some(nil) }
                writer = state.writer
                state.writer = nil
                return state.pieces.removeFirst()
            }
            writer?.resume()
            if let next { return next }
        }
    }

    /// The outcome, once ``next()`` has answered nil.
    var outcome: Outcome {
        state.withLock { $0.outcome } ?? .failure(Failure(.shuttingDown, "the request was given up"))
    }

    /// The answer as its type has it, where it came so; good once ``outcome`` is a success.
    var typed: (any SentAnswer)? { state.withLock { $0.typed } }

    /// A sign for the reader that nothing came.
    func tick() {
        let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.pieces.isEmpty, state.outcome == nil else { return nil }
            state.pieces.append(.silence)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The reader takes no more: a read or a watch ends.
    func leave() {
        let (work, writer) = state.withLock { state in
            state.isLeft = true
            state.pieces = []
            defer { state.writer = nil }
            return (state.work, state.writer)
        }
        writer?.resume()
        if !request.isWrite { work?.cancel() }
    }

    /// All its rows and the outcome, for whoever wants them at once.
    func collected() async -> (rows: [JSONObject], outcome: Outcome) {
        var rows: [JSONObject] = []
        while let piece = await next() {
            switch piece {
            case .row(let row): rows.append(row)
            case .beginning, .events, .watching, .silence: break
            }
        }
        return (rows, outcome)
    }
}
