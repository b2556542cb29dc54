/// NOTIFY from a connection of its own that comes back by itself.
///
/// What was sent while no connection was there is lost, and the oldest ones are dropped when the reader falls far behind:
/// a notification is a hint to look, never the news itself. `listening` tells when to look in any case.
package struct PostgresListener: Sendable {
    package enum Event: Equatable, Sendable {
        /// Listening begins, at first and after each reconnect.
        case listening
        case notification(PostgresNotification)
        /// The connection is gone; another one is being made.
        case disconnected(PostgresError)
    }

    private let configuration: PostgresConfiguration
    private let channels: [String]
    private let backoff: Backoff
    private let clock: any Clock<Duration>

    package init(
        _ configuration: PostgresConfiguration, channels: [String], backoff: Backoff = Backoff(attempts: nil),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.channels = channels
        self.backoff = backoff
        self.clock = clock
    }

    /// Listens until the reader stops. Ends by itself only when the backoff gives up or the server refuses to LISTEN.
    package func events() -> AsyncStream<Event> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1024)) { continuation in
            let task = Task {
                while !Task.isCancelled, await listen(continuation) {}
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Serves one connection; answers whether to make another.
    private func listen(_ continuation: AsyncStream<Event>.Continuation) async -> Bool {
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(configuration, retrying: backoff, clock: clock)
            do throws(PostgresError) {
                for channel in channels { try await connection.listen(to: channel) }
                continuation.yield(.listening)
                while true {
                    for notification in try await connection.nextNotifications() {
                        continuation.yield(.notification(notification))
                    }
                }
            } catch {
                await connection.close()
                throw error
            }
        } catch {
            continuation.yield(.disconnected(error))
            guard case .connectionLost = error.kind else { return false }
            return true
        }
    }
}
