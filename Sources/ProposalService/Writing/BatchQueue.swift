/// The writes of one forum that wait, and which of them make the next batch. Pure.
///
/// A batch holds what ``WaitingWrites`` chooses, up to its limits. While it is being committed a second one may begin, with acts on other
/// proposals alone: the writes to one proposal are decided in the order in which they came.
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
    private var waiting = WaitingWrites()
    /// Bytes that wait, and those of each account among them.
    private(set) var waitingBytes = 0
    private var bytesOfAccounts: [String: Int] = [:]
    private var underWay: [Int: UnderWay] = [:]
    private var lastNumber = 0
    private var writers: RecentWriters

    init(_ configuration: ServiceConfiguration, needs: @escaping (PendingWrite) -> WriteNeeds) {
        self.configuration = configuration
        writers = RecentWriters(configuration)
        self.needs = needs
    }

    /// Whether no batch is under way.
    var isIdle: Bool { underWay.isEmpty }

    /// Whether no write waits.
    var isEmpty: Bool { waiting.isEmpty }

    /// How many writes wait.
    var waitingCount: Int { waiting.count }

    /// Takes a write, unless too much waits.
    mutating func take(_ pending: PendingWrite) -> ForumWriter.Admission {
        guard waiting.count < configuration.queueCommands else { return .full }
        let size = pending.size
        // A queue that is empty takes whatever a line can carry.
        guard waitingBytes + size <= configuration.queueBytes || waitingBytes == 0 else { return .full }
        let own = bytesOfAccounts[pending.caller.account] ?? 0
        guard own + size <= configuration.accountQueueBytes || own == 0 else { return .accountFull }
        waitingBytes += size
        bytesOfAccounts[pending.caller.account] = own + size
        waiting.append(WaitingWrites.Write(pending: pending, needs: needs(pending)))
        return .taken
    }

    /// The next batch where one may begin after a write came.
    mutating func nextOnArrival() -> Batch? {
        guard isIdle || waiting.count == configuration.batchBeside else { return nil }
        return next()
    }

    /// The next batch; nil where nothing waits that may begin now.
    mutating func next() -> Batch? {
        let limits = BatchLimits(configuration)
        switch underWay.count {
        case 0: return waiting.isEmpty ? nil : begin(waiting.choice(limits, share: share))
        case 1:
            guard waiting.count >= configuration.batchBeside, let other = underWay.values.first,
                other.isCommitting, !other.changesRegistry
            else { return nil }
            let choice = waiting.choice(limits, share: share, besides: other.refs, keys: other.keys)
            return choice.numbers.count >= configuration.batchBeside ? begin(choice) : nil
        default: return nil
        }
    }

    /// A batch is decided and goes to the database; it may be said again.
    mutating func isCommitting(_ batch: Batch) { underWay[batch.number]?.isCommitting = true }

    mutating func ended(_ batch: Batch) {
        guard let ended = underWay.removeValue(forKey: batch.number) else { return }
        if ended.changesRegistry { waiting.ask(needs) }
    }

    // MARK: choosing

    private var share: Int? { writers.share(among: waiting.accountCount) }

    private mutating func begin(_ choice: WaitingWrites.Choice) -> Batch {
        lastNumber += 1
        let writes = waiting.take(choice)
        for pending in writes.map(\.pending) {
            waitingBytes -= pending.size
            let left = (bytesOfAccounts[pending.caller.account] ?? 0) - pending.size
            bytesOfAccounts[pending.caller.account] = left > 0 ? left : nil
        }
        let taken = Dictionary(grouping: writes, by: \.pending.caller.account)
        writers.began(taken.reduce(into: [:]) { $0[$1.key] = $1.value.count + waiting.count(of: $1.key) })
        underWay[lastNumber] = UnderWay(
            refs: Set(writes.flatMap(\.needs.refs)), keys: Set(writes.compactMap(\.pending.key)),
            changesRegistry: writes.contains { $0.needs.changesRegistry })
        return Batch(number: lastNumber, writes: writes.map(\.pending))
    }
}
