import Glibc
import Synchronization

/// The guard of this process's test directory, for the handler that runs at exit.
let guardProcess = GuardProcess()

final class GuardProcess: Sendable {
    private let state = Mutex<(pid: pid_t, descriptor: Int32)?>(nil)

    func store(pid: pid_t, descriptor: Int32) {
        state.withLock { $0 = (pid, descriptor) }
    }

    /// Lets the guard begin, and waits until nothing runs any more.
    func finish() {
        guard let (pid, descriptor) = state.withLock({ $0 }) else { return }
        close(descriptor)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }
}
