import DequeModule

/// The writes of one forum that wait, and which of them make a batch. Pure.
///
/// Accounts take turns, so that whoever sends few waits no longer because somebody else sends many. To each proposal the writes stay in the
/// order in which they came, whoever sent them: where an act's turn comes, those on its proposal that came before it go with it. Nothing
/// overtakes what looks beyond one proposal (a draft, a circulation, a change of the registry), and that overtakes nothing.
struct WaitingWrites {
    /// A write with what it needs, as far as the registry was known when it came.
    struct Write {
        let pending: PendingWrite
        var needs: WriteNeeds
    }

    /// Writes that were chosen, by their numbers.
    struct Choice {
        fileprivate(set) var numbers: [Int] = []
        /// Whose turn came last, as a place among the accounts.
        fileprivate var lastTurn = 0
    }

    /// By number, which is given out in the order in which they come.
    private var writes: [Int: Write] = [:]
    /// The numbers of each account's writes; those that are waiting no more are passed over.
    private var lanes: [String: Deque<Int>] = [:]
    /// The accounts with writes, in the order of their turns.
    private var turns: Deque<String> = []
    /// The numbers of the acts on each proposal that need nothing beyond it.
    private var chains: [String: Deque<Int>] = [:]
    /// The numbers of those that look beyond one proposal.
    private var barriers: Deque<Int> = []
    private var lastNumber = 0

    var count: Int { writes.count }
    var isEmpty: Bool { writes.isEmpty }
    var accountCount: Int { turns.count }

    /// How many writes of an account wait at most.
    func count(of account: String) -> Int { lanes[account]?.count ?? 0 }

    mutating func append(_ write: Write) {
        lastNumber += 1
        writes[lastNumber] = write
        let account = write.pending.caller.account
        if lanes[account] == nil { turns.append(account) }
        lanes[account, default: []].append(lastNumber)
        place(lastNumber, write.needs)
    }

    private mutating func place(_ number: Int, _ needs: WriteNeeds) {
        if let ref = needs.onlyRef { chains[ref, default: []].append(number) } else { barriers.append(number) }
    }

    /// What writes need is asked again: the registry changed.
    mutating func ask(_ needs: (PendingWrite) -> WriteNeeds) {
        chains = [:]
        barriers = []
        for number in writes.keys.sorted() {
            guard var write = writes[number] else { continue }
            write.needs = needs(write.pending)
            writes[number] = write
            place(number, write.needs)
        }
    }

    /// Takes what was chosen out, in its order. The next turn is that of the account after the last.
    mutating func take(_ choice: Choice) -> [Write] {
        let taken = choice.numbers.compactMap { number -> Write? in
            guard let write = writes.removeValue(forKey: number) else { return nil }
            if let ref = write.needs.onlyRef {
                chains[ref]?.removeFirst()
                if chains[ref]?.isEmpty == true { chains[ref] = nil }
            } else {
                barriers.removeFirst()
            }
            return write
        }
        let next = (choice.lastTurn + 1) % max(turns.count, 1)
        turns = Deque(turns[next...] + turns[..<next])
        for account in Set(taken.map(\.pending.caller.account)) {
            while let first = lanes[account]?.first, writes[first] == nil { lanes[account]?.removeFirst() }
            guard lanes[account]?.isEmpty == true else { continue }
            lanes[account] = nil
            turns.removeAll { $0 == account }
        }
        return taken
    }

    // MARK: choosing

    /// What may be decided and committed next.
    ///
    /// - Parameters:
    ///   - share: how many turns one account has; nil is any number.
    ///   - refs: proposals that are locked, with
    ///   - keys: idempotency keys that are under way: where there are any, nothing is chosen beyond acts on other proposals.
    func choice(
        _ limits: BatchLimits, share: Int?, besides refs: Set<String>? = nil, keys: Set<RequestKey> = []
    ) -> Choice {
        var chooser = Chooser(self, limits, share: share, refs, keys)
        var barriers = barriers.makeIterator()
        while true {
            let barrier = barriers.next()
            guard chooser.takeTurns(before: barrier ?? .max), let barrier, refs == nil, chooser.take(barrier: barrier)
            else { return chooser.choice }
        }
    }

    /// Chooses writes turn by turn.
    private struct Chooser {
        private(set) var choice = Choice()
        private let waiting: WaitingWrites
        private var limits: BatchLimits
        private let keys: Set<RequestKey>
        private var lanes: [Lane]
        /// The place of each account among them.
        private let places: [String: Int]
        /// Proposals of which nothing more is chosen.
        private var passedOver: Set<String>
        /// How many of the acts on each proposal were chosen.
        private var chosen: [String: Int] = [:]

        private struct Lane {
            let numbers: Deque<Int>
            /// The place of the next that was not looked at.
            var next = 0
            /// Turns that are left.
            var share: Int
        }

        init(
            _ waiting: WaitingWrites, _ limits: BatchLimits, share: Int?, _ refs: Set<String>?, _ keys: Set<RequestKey>
        ) {
            self.waiting = waiting
            self.limits = limits
            self.keys = keys
            passedOver = refs ?? []
            lanes = waiting.turns.map { Lane(numbers: waiting.lanes[$0] ?? [], share: share ?? .max) }
            places = Dictionary(uniqueKeysWithValues: zip(waiting.turns, lanes.indices))
        }

        private enum Turn { case taken, passedOver, full }

        /// Lets the accounts take turns until none has a write before a number that may be chosen. Whether all were chosen, and there is
        /// room for more.
        mutating func takeTurns(before barrier: Int) -> Bool {
            var open = Array(lanes.indices)
            var isWhole = true
            while !open.isEmpty {
                var left: [Int] = []
                for place in open {
                    switch turn(of: place, before: barrier, &isWhole) {
                    case .taken: left.append(place)
                    case .passedOver: break
                    case .full: return false
                    }
                }
                open = left
            }
            return isWhole
        }

        /// One turn of an account: its first write that may be chosen.
        private mutating func turn(of place: Int, before barrier: Int, _ isWhole: inout Bool) -> Turn {
            while lanes[place].next < lanes[place].numbers.count {
                let number = lanes[place].numbers[lanes[place].next]
                guard number < barrier else { return .passedOver }
                guard let write = waiting.writes[number], let ref = write.needs.onlyRef else {
                    lanes[place].next += 1
                    continue
                }
                guard lanes[place].share > 0 else {
                    isWhole = false
                    return .passedOver
                }
                switch take(number, on: ref) {
                case .taken:
                    lanes[place].next += 1
                    lanes[place].share -= 1
                    choice.lastTurn = place
                    return .taken
                case .passedOver: lanes[place].next += 1
                case .full: return .full
                }
            }
            return .passedOver
        }

        /// Chooses an act and what came before it on its proposal.
        private mutating func take(_ number: Int, on ref: String) -> Turn {
            guard !passedOver.contains(ref), let chain = waiting.chains[ref] else { return .passedOver }
            var place = chosen[ref] ?? 0
            // It may have gone with a later one already.
            guard place < chain.count, chain[place] <= number else { return .passedOver }
            while place < chain.count, chain[place] <= number {
                guard let write = waiting.writes[chain[place]] else { break }
                if let key = write.pending.key, keys.contains(key) {
                    passedOver.insert(ref)
                    return .passedOver
                }
                guard limits.admit(write.pending) else { return .full }
                choice.numbers.append(chain[place])
                place += 1
                chosen[ref] = place
            }
            return .taken
        }

        /// Chooses a write that looks beyond one proposal, after everything before it. Whether more may follow it: after a change of the
        /// registry it is not known which writes do, and accounts take no turns.
        mutating func take(barrier number: Int) -> Bool {
            guard let write = waiting.writes[number], let place = places[write.pending.caller.account],
                lanes[place].share > 0, limits.admit(write.pending)
            else { return false }
            lanes[place].share -= 1
            choice.numbers.append(number)
            choice.lastTurn = place
            return !write.needs.changesRegistry || lanes.count == 1
        }
    }
}

/// How much one batch holds.
struct BatchLimits {
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
