import DequeModule

/// The writes of one forum that wait, and which of them make the next batch. Pure.
///
/// A batch holds what waited longest, up to its limits. While it is being committed a second one may begin, with acts on other proposals
/// alone: the writes to one proposal are decided in the order in which they came.
struct BatchQueue {
    /// Writes that are decided and committed together.
    struct Batch {
        fileprivate let number: Int
        let writes: [PendingWrite]
    }

    /// What a batch under way holds locked, and how far it is.
    private struct UnderWay {
        let refs: Set<String>
        let keys: Set<RequestKey>
        let changesRegistry: Bool
        var isCommitting = false
    }

    private let configuration: ServiceConfiguration
    /// What a write needs, as far as the registry is known.
    private let needs: (PendingWrite) -> WriteNeeds
    private var waiting: Deque<PendingWrite> = []
    /// Bytes that wait, and those of each account among them.
    private(set) var waitingBytes = 0
    private var bytesOfAccounts: [String: Int] = [:]
    private var underWay: [Int: UnderWay] = [:]
    private var lastNumber = 0

    init(_ configuration: ServiceConfiguration, needs: @escaping (PendingWrite) -> WriteNeeds) {
        self.configuration = configuration
        self.needs = needs
    }

    /// Whether no batch is under way.
    var isIdle: Bool { underWay.isEmpty }

    /// Takes a write in order, unless too much waits.
    mutating func take(_ pending: PendingWrite) -> ForumWriter.Admission {
        guard waiting.count < configuration.queueCommands else { return .full }
        let size = pending.size
        // A queue that is empty takes whatever a line can carry.
        guard waitingBytes + size <= configuration.queueBytes || waitingBytes == 0 else { return .full }
        let own = bytesOfAccounts[pending.caller.account] ?? 0
        guard own + size <= configuration.accountQueueBytes || own == 0 else { return .accountFull }
        waitingBytes += size
        bytesOfAccounts[pending.caller.account] = own + size
        waiting.append(pending)
        return .taken
    }

    /// The next batch where one may begin after a write came.
    mutating func nextOnArrival() -> Batch? {
        guard isIdle || waiting.count == configuration.batchBeside else { return nil }
        return next()
    }

    /// The next batch; nil where nothing waits that may begin now.
    mutating func next() -> Batch? {
        switch underWay.count {
        case 0: return waiting.isEmpty ? nil : begin(chosen(longest))
        case 1:
            guard waiting.count >= configuration.batchBeside, let other = underWay.values.first,
                other.isCommitting, !other.changesRegistry
            else { return nil }
            let places = apart(from: other)
            return places.count >= configuration.batchBeside ? begin(chosen(places)) : nil
        default: return nil
        }
    }

    /// A batch is decided and goes to the database; it may be said again.
    mutating func isCommitting(_ batch: Batch) { underWay[batch.number]?.isCommitting = true }

    mutating func ended(_ batch: Batch) { underWay[batch.number] = nil }

    // MARK: choosing

    /// The places of what waited longest.
    private var longest: [Int] {
        var limits = BatchLimits(configuration)
        return Array(waiting.indices.prefix { limits.admit(waiting[$0]) })
    }

    /// The places of the acts that have nothing in common with a batch under way: nothing overtakes a change of the registry, a draft, or
    /// whatever else looks beyond one proposal.
    private func apart(from other: UnderWay) -> [Int] {
        var limits = BatchLimits(configuration)
        var places: [Int] = []
        var passedOver: Set<String> = []
        for place in waiting.indices {
            let pending = waiting[place]
            guard let ref = needs(pending).onlyRef else { break }
            let isLocked = other.refs.contains(ref) || pending.key.map(other.keys.contains) ?? false
            guard !isLocked, !passedOver.contains(ref) else {
                passedOver.insert(ref)
                continue
            }
            guard limits.admit(pending) else { break }
            places.append(place)
        }
        return places
    }

    /// Takes the writes at some places, in their order, out of the queue.
    private mutating func chosen(_ places: [Int]) -> [PendingWrite] {
        let writes = places.map { waiting[$0] }
        if places.count == (places.last ?? -1) + 1 {
            waiting.removeFirst(places.count)
        } else {
            let taken = Set(places)
            waiting = Deque(waiting.enumerated().filter { !taken.contains($0.offset) }.map(\.element))
        }
        for pending in writes {
            waitingBytes -= pending.size
            let left = (bytesOfAccounts[pending.caller.account] ?? 0) - pending.size
            bytesOfAccounts[pending.caller.account] = left > 0 ? left : nil
        }
        return writes
    }

    private mutating func begin(_ writes: [PendingWrite]) -> Batch {
        let needed = writes.map(needs)
        lastNumber += 1
        underWay[lastNumber] = UnderWay(
            refs: Set(needed.flatMap(\.refs)), keys: Set(writes.compactMap(\.key)),
            changesRegistry: needed.contains { $0.changesRegistry })
        return Batch(number: lastNumber, writes: writes)
    }
}

/// How much one batch holds.
private struct BatchLimits {
    private let configuration: ServiceConfiguration
    private var count = 0
    private var bytes = 0

    init(_ configuration: ServiceConfiguration) { self.configuration = configuration }

    /// Whether there is room for one more; the first finds room whatever it takes.
    mutating func admit(_ pending: PendingWrite) -> Bool {
        guard count < configuration.batchCommands else { return false }
        bytes += pending.weight
        guard count == 0 || bytes <= configuration.batchBytes else { return false }
        count += 1
        return true
    }
}
