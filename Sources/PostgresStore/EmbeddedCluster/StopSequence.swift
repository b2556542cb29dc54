import Glibc

/// Ends a postmaster: fast shutdown first, and when that takes too long an immediate one, after which the next start
/// recovers from the write-ahead log.
struct StopSequence {
    let pid: pid_t
    let child: ChildProcess?
    let data: String
    var fastTimeout = Duration.seconds(60)
    var immediateTimeout = Duration.seconds(10)

    /// Throws `stop` when the process outlives both.
    func run() async throws(EmbeddedClusterError) {
        for (signal, timeout) in [(SIGINT, fastTimeout), (SIGQUIT, immediateTimeout)] {
            if isGone { return }
            kill(pid, signal)
            // In a task of its own: stopping must go on when the one who asked for it is cancelled.
            let isGone = await Task.detached { [self] in
                (try? await Polling.wait(for: timeout) { self.isGone ? true : nil }) != nil
            }.value
            if isGone { return }
        }
        throw EmbeddedClusterError(.stop, "PostgreSQL (process \(pid)) does not stop")
    }

    private var isGone: Bool {
        // A child's exit status must be fetched, or it stays in the process table.
        if let child, child.exitStatus() != nil { return true }
        return [.gone, .foreign].contains(ClusterProcesses.judge(pid, data: data))
    }
}

/// Looking again and again at something outside this process that cannot tell when it changes.
enum Polling {
    struct TimedOut: Error {}

    /// Calls `look` at once and then every few milliseconds until it answers. Throws `TimedOut`, `CancellationError`, or
    /// what `look` throws.
    @discardableResult
    static func wait<Value: Sendable>(
        for timeout: Duration, _ look: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now.advanced(by: timeout)
        var pause = Duration.milliseconds(2)
        while true {
            if let value = try await look() { return value }
            guard ContinuousClock.now < deadline else { throw TimedOut() }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(20))
        }
    }
}
