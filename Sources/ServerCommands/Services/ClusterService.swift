import PostgresStore
import ServiceLifecycle
import Terminal

/// Watches the private cluster. One that ends by itself ends the server: whoever watches this process starts both again.
struct ClusterService: Service {
    let cluster: EmbeddedCluster
    /// Where the cluster's own log is.
    let log: String

    /// - Throws: ``CommandFailure`` when the cluster has ended.
    func run() async throws {
        let hasEnded = await cancelWhenGracefulShutdown {
            while await cluster.isRunning {
                do { try await ContinuousClock().sleep(for: .seconds(1)) } catch { return false }
            }
            return true
        }
        guard hasEnded else { return }
        throw CommandFailure.notDone(["the private PostgreSQL ended by itself; see \(log)"])
    }
}
