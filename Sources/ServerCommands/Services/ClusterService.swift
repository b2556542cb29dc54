import Logging
import PostgresStore
import ServerLog
import ServiceLifecycle

/// Watches the private cluster, and starts it again where it ends by itself. Meanwhile requests are answered STORE_UNAVAILABLE, and
/// connections and watches stay.
struct ClusterService: Service {
    let cluster: EmbeddedCluster
    /// Where the cluster's own log is.
    let postgresLog: String
    let log: Logger
    var clock: any Clock<Duration> = ContinuousClock()

    /// How often it is looked whether the cluster still runs.
    private static let period = Duration.milliseconds(250)
    /// The pause after a start that failed: the first, doubled each time up to the longest.
    private static let firstPause = Duration.milliseconds(500)
    private static let longestPause = Duration.seconds(30)

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard await cluster.isRunning else {
                    await bringBack()
                    continue
                }
                try? await clock.sleep(for: Self.period)
            }
        }
    }

    /// Tries until the cluster runs, or until the server stops.
    private func bringBack() async {
        log.write(.error, "the private PostgreSQL ended by itself; starting it again; see \(postgresLog)")
        var pause = Self.firstPause
        while !Task.isCancelled {
            do throws(EmbeddedClusterError) {
                try await cluster.startAgain()
                log.write(.notice, "the private PostgreSQL runs again")
                return
            } catch {
                log.write(.error, "the private PostgreSQL does not start: \(error); trying again in \(pause)")
            }
            try? await clock.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }
}
