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

    /// Listens until the reader stops. Ends by itself only when the backoff gives up: a server that refuses to LISTEN (one that still
    /// recovers, say) is asked again.
    package func events() -> AsyncStream<Event> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1024)) { continuation in
            let task = Task {
                var failures = 0
                while !Task.isCancelled {
                    switch await listen(continuation) {
                    case .listened: failures = 0
                    case .refused: failures += 1
                    case .gaveUp: failures = backoff.attempts ?? .max
                    }
                    guard backoff.attempts.map({ failures < $0 }) ?? (failures < .max) else { break }
                    guard failures > 0 else { continue }
                    let pause = backoff.delay(after: failures, chance: .random(in: 0...1))
                    guard (try? await clock.sleep(for: pause)) != nil else { break }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// How one connection ended.
    private enum End {
        /// It listened for a while.
        case listened
        /// It did not get so far.
        case refused
        case gaveUp
    }

    /// Serves one connection.
    private func listen(_ continuation: AsyncStream<Event>.Continuation) async -> End {
        // Where connecting was to be tried so many times only, it was.
        var end = backoff.attempts == nil ? End.refused : .gaveUp
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(configuration, retrying: backoff, clock: clock)
            end = .refused
            do throws(PostgresError) {
                for channel in channels { try await connection.listen(to: channel) }
                continuation.yield(.listening)
                end = .listened
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
            return end
        }
    }
}
