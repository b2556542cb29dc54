import LineClient
import Synchronization

/// Connections that watch a forum beside the load, and count what they are told.
package final class Watchers: Sendable {
    private let clients: [LineClient]
    private let seen = Atomic(0)
    private let tasks = Mutex<[Task<Void, Never>]>([])

    /// Begins to watch on every connection, from where the record ends now.
    package init(_ fleet: Fleet, forum: String) throws {
        clients = fleet.clients
        let events = try clients.map { try $0.watch(forum, after: "now") }
        tasks.withLock { tasks in
            tasks = events.map { events in
                Task { [self] in
                    do {
                        for try await _ in events { seen.add(1, ordering: .relaxed) }
                    } catch {
                        // The connection ended, as it does when the run is over.
                    }
                }
            }
        }
    }

    /// How many events came, on all connections together.
    package var events: Int { seen.load(ordering: .relaxed) }

    /// Waits until nothing more comes, then ends the connections.
    package func stop() async throws {
        var before = -1
        while events != before {
            before = events
            try await Task.sleep(for: .milliseconds(500))
        }
        for client in clients { await client.close() }
        for task in tasks.withLock({ $0 }) { await task.value }
    }
}
