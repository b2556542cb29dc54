import Bundles
import CanonicalJSON
import Postgres
import PostgresStore
import ProposalService
import Proposals
import Record
import TestRandom
import TestSupport
import Testing

@testable import ClientCommands
@testable import Signing
@testable import Terminal

/// Twelve attacks by a superuser of the database, each many times at random places below the last checkpoint of a living record:
/// each one is noticed, and the table of docs/record.md says by whom. Clean exports raise no alarm.
@Suite struct AttackTests {
    private static let times = 50
    private static let cleanExports = 500
    private static let workers = 2

    @Test(.timeLimit(.minutes(60))) func everyAttackIsNoticed() async throws {
        let record = try await AttackedRecord.live()
        try #require(record.events.count >= 2000 && record.size == record.events.count)
        var records = [record]
        for _ in 1..<Self.workers { records.append(try await record.copied()) }
        var counts = AttackCounts()
        try await withThrowingTaskGroup(of: [(Attack, Int, Set<Detector>)].self) { group in
            for (worker, record) in records.enumerated() {
                group.addTask { try await Self.work(worker, record) }
            }
            for try await part in group {
                for (attack, number, noticed) in part { counts.add(attack, number, noticed) }
            }
        }
        print("of \(Self.times) each: | attack | " + Detector.allCases.map(\.rawValue).joined(separator: " | ") + " |")
        for line in counts.table({ String(counts.count($0, $1)) }) { print(line) }
        #expect(counts.missed.isEmpty, "\(counts.missed)")
        for attack in Attack.allCases { #expect(counts.runs(of: attack) == Self.times) }
        let page = try LocalFile.text(Repository.path("docs/record.md"))
        for line in counts.table(counts.word) {
            let isThere = page.contains(line)
            #expect(isThere, "docs/record.md lacks: \(line)")
        }
    }

    /// One worker's share: every attack, at places of its own, each on the record as it was.
    private static func work(
        _ worker: Int, _ record: AttackedRecord
    ) async throws -> [(Attack, Int, Set<Detector>)] {
        var options = StoreOptions.patient
        options.connections = 3
        let store = PostgresStore(PostgresConfiguration(conninfo: record.database.conninfo()), options: options)
        let connection = try await record.database.connect(role: .superuser)
        try await connection.runScript("SET session_replication_role = replica")
        let observer = AttackObserver(record: record, store: store)
        var results: [(Attack, Int, Set<Detector>)] = []
        // Nobody notices anything before.
        let before = try await observer.noticed(record.lastRef)
        #expect(before.isEmpty, "\(before)")
        var attacker = Attacker(
            record: record, connection: connection, store: store, random: SeededRandom(seed: UInt64(77 + worker)))
        for attack in Attack.allCases {
            for number in stride(from: worker, to: times, by: workers) {
                let (ref, tables) = try await attacker.attack(attack)
                let noticed = try await observer.noticed(ref)
                results.append((attack, number, Set(noticed.keys)))
                try await attacker.reset(tables)
            }
        }
        // Nor after everything was put back.
        let after = try await observer.noticed(record.lastRef)
        #expect(after.isEmpty, "\(after)")
        await connection.close()
        await store.close()
        return results
    }

    @Test(.timeLimit(.minutes(60))) func cleanExportsRaiseNoAlarm() async throws {
        try await World.with { world in
            try await world.live(events: 600, proposals: 30)
            let folder = try TestRoot.makeDirectory("signer")
            let signing = RecordSigner(folder: folder, store: world.server.store)
            guard await signing.sign("mini") == .signed,
                let key = try await world.server.store.signerKey(forum: "mini")
            else { throw Unexpected("not signed") }
            let policy = try WitnessPolicy(lines: ["log \(key)", "quorum none"])
            let rows = try await world.server.store.list(
                ListQuery(forum: "mini", visibility: .everything, limit: 1000))
            let subjects = rows.map(\.row.ref) + ["mini"]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<Self.workers {
                    let auditor = try await world.user("auditor", of: "mini")
                    group.addTask {
                        for number in stride(from: worker, to: Self.cleanExports, by: Self.workers) {
                            // The whole forum now and then; it is much longer.
                            let subject = number % 100 == 0 ? "mini" : subjects[number % (subjects.count - 1)]
                            let text = try await auditor.rows("EXPORT \(subject)")
                                .compactMap { $0["text"]?.string }.joined()
                            let report = try BundleVerifier.verify(Array(text.utf8), trusted: policy)
                            #expect(report.verdict == .sound, "\(subject): \(report.irregularities)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
