import ArgumentParser
import BenchmarkTexts
import CanonicalJSON
import CivilTime
import Lifecycle
import ProposalService
import Proposals

/// Adds proposals to a forum, a batch a transaction.
struct Filler {
    /// Proposals in one transaction.
    static let batch = 200

    private let store: any RecordStore
    private let forum: String
    private var registry: Registry
    private let accounts: [Account]
    private let heard: Account
    private var waiting: Int
    private var random: SplitMix64
    private var added = 0

    init(_ store: any RecordStore, forum: String, heard: String, waiting: Int, seed: UInt64) async throws {
        let cursor = StreamCursor(forum: forum, stream: Event.registryStream, after: 0)
        let loaded = try await store.load([cursor])
        var registry = Registry(forum: forum)
        for event in loaded.events.first ?? [] { try registry.evolve(event.sealed) }
        let roles: Set = ["contact-point", "proposer"]
        accounts = registry.accounts.values.sorted { $0.id < $1.id }.filter {
            roles.isSubset(of: $0.offices(at: loaded.now).map(\.role))
        }
        guard registry.settings != nil, accounts.count > 3,
            let account = accounts.first(where: { $0.offices(at: loaded.now).contains { $0.partner == heard } })
        else {
            throw ValidationError(
                "the forum \(forum) has no accounts of Contact Points who propose: chancery account import makes them")
        }
        self.store = store
        self.forum = forum
        self.registry = registry
        self.heard = account
        self.waiting = waiting
        random = SplitMix64(seed: seed)
    }

    mutating func add(_ count: Int) async throws {
        var open = try await begin()
        while true {
            // Where the batch is begun again, everything in it is decided again.
            var (chance, left) = (random, waiting)
            let writes = try await decide(count, open.loaded, &chance, &left)
            switch try await open.commit(writes) {
            case .committed:
                (random, waiting) = (chance, left)
                added += count
                return
            case .begunAgain(let again): open = again
            }
        }
    }

    private func begin() async throws -> OpenBatch {
        try await store.begin(
            BatchPlan(forum: forum, registries: [forum: registry.version], drafts: true))
    }

    /// Who proposes, who is heard, and what they say: drawn before the lives are decided, so that chance falls as it falls.
    private struct Fate: Sendable {
        let ref: String
        let proposer: Account
        let fields: JSONObject
        var heard: [(speaker: Account, reason: String)] = []
        let isRunning: Bool
    }

    private func decide(
        _ count: Int, _ loaded: LoadedBatch, _ random: inout SplitMix64, _ waiting: inout Int
    ) async throws -> BatchWrites {
        guard loaded.registries[forum]?.isEmpty ?? true, let prefix = registry.settings?.refPrefix else {
            throw ValidationError("the registry of \(forum) was changed meanwhile; begin again")
        }
        let year = loaded.now.date.year
        var number = loaded.refNumbers[year] ?? 0
        var fates: [Fate] = []
        for index in added..<added + count {
            number += 1
            let digits = String(number)
            let ref = "\(prefix)-\(year)-" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
            let proposer = accounts[Int.random(in: 0..<accounts.count, using: &random)]
            let isRunning = index % 10 < 6
            var fate = Fate(ref: ref, proposer: proposer, fields: BenchmarkText.fields(&random), isRunning: isRunning)
            var speakers = accounts.filter { $0.id != heard.id }.shuffled(using: &random).prefix(2)
            if isRunning {
                if waiting > 0 {
                    waiting -= 1
                    speakers += accounts.filter { !speakers.contains($0) && $0.id != heard.id }.prefix(1)
                } else {
                    speakers.append(heard)
                }
            }
            for speaker in speakers { fate.heard.append((speaker, BenchmarkText.reason(&random))) }
            fates.append(fate)
        }
        var writes = BatchWrites()
        for life in try await lives(fates, at: loaded.now) {
            writes.events += life.events
            if let (row, text) = life.rows {
                writes.proposals.append(row)
                writes.texts[life.ref] = text
            }
        }
        writes.refNumbers[year] = number
        return writes
    }

    /// Decides lives beside each other, for none knows of another; in their order.
    private func lives(_ fates: [Fate], at now: Instant) async throws -> [Life] {
        let part = 25
        return try await withThrowingTaskGroup(of: (Int, [Life]).self) { [forum, registry] group in
            for start in stride(from: 0, to: fates.count, by: part) {
                let own = fates[start..<min(start + part, fates.count)]
                group.addTask {
                    (
                        start,
                        try own.map { fate in
                            var life = Life(forum: forum, ref: fate.ref, registry: registry, now: now)
                            try life.circulate(by: fate.proposer, fate.fields)
                            for (speaker, reason) in fate.heard { try life.support(by: speaker, reason) }
                            if !fate.isRunning { try life.withdraw(by: fate.proposer) }
                            return life
                        }
                    )
                }
            }
            var parts: [Int: [Life]] = [:]
            for try await (start, lives) in group { parts[start] = lives }
            return parts.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }
}
