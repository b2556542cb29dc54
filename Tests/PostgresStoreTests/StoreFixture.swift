import Postgres
import ProposalService
import Proposals
import TestSupport

@testable import PostgresStore

/// A database of its own with an open forum, and a store on it.
struct StoreFixture: Sendable {
    let database: TestDatabase
    let store: PostgresStore

    /// - Parameter opened: whether the forum is opened.
    /// - Parameter administrator: whether the account of these tests administers it.
    static func make(
        opened: Bool = true, administrator: Bool = false, clock: any Clock<Duration> = ContinuousClock(),
        _ change: (inout StoreOptions) -> Void = { _ in }
    ) async throws -> StoreFixture {
        let database = try await TestDatabase.create(.migrated)
        var options = StoreOptions.patient
        options.connections = 4
        change(&options)
        let store = PostgresStore(database.configuration(), options: options, clock: clock, chance: { 0.5 })
        let fixture = StoreFixture(database: database, store: store)
        if opened { try await fixture.open(administrator: administrator) }
        return fixture
    }

    func open(
        _ forum: String = TestForum.name, prefix: String = "DEMO", administrator: Bool = false
    ) async throws {
        var registry = TestStream.registry(forum)
        let writes = TestForum.opening(&registry, prefix: prefix, administrator: administrator)
        _ = try await store.write(TestForum.registryPlan(forum)) { _ in writes }
    }

    /// Drafts proposals of a forum, as one batch.
    func draft(_ names: [String], forum: String = TestForum.name) async throws -> [TestStream] {
        try await put(names.map { TestStream($0, forum: forum) }) { $0.draft() }
    }

    /// Adds one event to each stream, with its row, as one batch.
    func put(_ streams: [TestStream], _ add: (inout TestStream) -> NewEvent) async throws -> [TestStream] {
        var streams = streams
        var writes = BatchWrites()
        var known: [String: Int] = [:]
        for index in streams.indices {
            let before = streams[index].version
            if before > 0 { known[streams[index].name] = before }
            writes.events.append(add(&streams[index]))
            writes.proposals.append(streams[index].projection(since: before))
            writes.texts[streams[index].name] = streams[index].newText()
            let parts = streams[index].name.split(separator: "-").compactMap { Int($0) }
            if before == 0, parts.count == 2 {
                writes.refNumbers[parts[0]] = max(writes.refNumbers[parts[0]] ?? 0, parts[1])
            }
        }
        let forum = streams.first?.forum ?? TestForum.name
        let plan = BatchPlan(
            forum: forum, proposals: known, registries: [forum: 0], drafts: known.count < streams.count)
        let done = writes
        _ = try await store.write(plan) { _ in done }
        return streams
    }

    /// Runs a script as somebody with the database at hand, on a connection of its own.
    func script(_ sql: String, as role: EmbeddedCluster.Role = .superuser) async throws {
        let connection = try await database.connect(role: role)
        do {
            try await connection.runScript(sql)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// One value, asked for as superuser.
    func value<Value: PostgresDecodable & Sendable>(_ sql: String) async throws -> Value {
        let values: [Value] = try await values(sql)
        guard let value = values.first else { throw NoRow() }
        return value
    }

    /// The first column of all rows.
    func values<Value: PostgresDecodable & Sendable>(_ sql: String) async throws -> [Value] {
        let connection = try await database.connect(role: .superuser)
        let values: [Value] = try await connection.query(sql).column()
        await connection.close()
        return values
    }

    struct NoRow: Error {}
}
