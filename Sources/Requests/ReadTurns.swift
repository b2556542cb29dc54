import ProposalService
import Synchronization

/// How many reads of one account are worked on at once; whoever asks for more waits for the others of its own, in order. So one account's
/// flood takes neither all connections to the database nor the place of somebody else's request among those that may go on.
final class ReadTurns: Sendable {
    /// How much a read makes the server do. Those of one size wait for each other alone.
    enum Size: Hashable, CaseIterable {
        /// One proposal, whose answer is kept as it was made: that costs little but waiting for one trip, which many share.
        case kept
        /// One proposal, or what a registry holds.
        case small
        /// Many proposals or events, in one answer.
        case large
        /// A whole forum, in one answer.
        case whole
        /// As much as there is, as fast as its reader takes it.
        case long

        /// How many of one account are worked on at once.
        var most: Int {
            switch self {
            case .kept: 64
            case .small: 16
            case .large: 2
            case .whole: 1
            case .long: 4
            }
        }
    }

    private struct Kind: Hashable {
        let account: String
        let size: Size
    }

    private struct Line {
        var working = 0
        /// Given true with the turn, false where it is given up.
        var waiting: [Promise<Bool>] = []
    }

    private let lines = Mutex<[Kind: Line]>([:])

    /// Where the next read of an account may run: whoever has half of its turns already asks for more patiently.
    func haste(_ size: Size, for account: String) -> Operation.Haste {
        if counts(size, of: account).working >= size.most / 2 { return .patient }
        return size == .kept ? .brief : .ordinary
    }

    /// Reads once it is the account's turn. What is cancelled before is not read any more, and waits no longer.
    func read<Value>(
        _ size: Size, for account: String, _ body: () async throws(ServiceFailure) -> Value
    ) async throws(ServiceFailure) -> Value {
        let kind = Kind(account: account, size: size)
        let place = lines.withLock { lines -> Promise<Bool>? in
            guard lines[kind, default: Line()].working >= size.most else {
                lines[kind, default: Line()].working += 1
                return nil
            }
            let promise = Promise<Bool>()
            lines[kind]?.waiting.append(promise)
            return promise
        }
        if let place {
            let isTurn = await withTaskCancellationHandler {
                await place.value
            } onCancel: {
                giveUp(place, kind)
            }
            guard isTurn else { throw ServiceFailure(.shuttingDown, "the request was cancelled") }
        }
        defer { end(kind) }
        return try await body()
    }

    /// How many reads of an account are worked on, and how many wait.
    func counts(_ size: Size, of account: String) -> (working: Int, waiting: Int) {
        let line = lines.withLock { $0[Kind(account: account, size: size)] }
        return (line?.working ?? 0, line?.waiting.count ?? 0)
    }

    /// Whoever waits gives up, unless the turn came already.
    private func giveUp(_ place: Promise<Bool>, _ kind: Kind) {
        let isWaiting = lines.withLock { lines in
            guard let index = lines[kind]?.waiting.firstIndex(where: { $0 === place }) else { return false }
            lines[kind]?.waiting.remove(at: index)
            return true
        }
        if isWaiting { place.give(false) }
    }

    private func end(_ kind: Kind) {
        let next = lines.withLock { lines -> Promise<Bool>? in
            guard var line = lines[kind] else { return nil }
            // The turn passes on as it is, so nobody can overtake.
            let next = line.waiting.isEmpty ? nil : line.waiting.removeFirst()
            if next == nil { line.working -= 1 }
            lines[kind] = line.working == 0 ? nil : line
            return next
        }
        next?.give(true)
    }
}
