import Foundation
package import Glibc
import Postgres

/// A program that runs beside the tests.
///
/// Not Foundation's `Process`: before it starts a child, that one lists the open descriptors of this process, and with more than a
/// thousand of them (each suite has servers of its own) it reads past the end of the list.
package struct Subprocess: Sendable {
    package let pid: pid_t

    /// Where one of its three standard streams comes from or goes to.
    package enum Stream: Sendable {
        case null
        case file(String)
        case descriptor(Int32)
    }

    package struct CannotStart: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts a program; it has the descriptors 0, 1 and 2 alone. One that is not there ends with the status 127.
    package init(
        _ command: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
        in directory: String? = nil, input: Stream = .null, output: Stream = .null, errors: Stream = .null
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [input, output, errors].enumerated() {
            let number = Int32(number)
            let flags = number == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            switch stream {
            case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .file(let path): posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o600)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            }
        }
        InheritedDescriptors.close(in: &actions)
        // A shell changes to the directory and becomes the program.
        let words = CStringArray(["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory ?? "."] + command)
        let variables = CStringArray(environment.map { "\($0.key)=\($0.value)" })
        var pid = pid_t()
        let status = withExtendedLifetime((words, variables)) {
            posix_spawn(&pid, "/bin/sh", &actions, nil, words.mutablePointer, variables.mutablePointer)
        }
        guard status == 0 else {
            throw CannotStart(description: "\(command[0]): \(String(cString: strerror(status)))")
        }
        self.pid = pid
    }

    /// Whether it still runs. It has not been waited for yet.
    package var isRunning: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == 0
    }

    /// Its exit status, or minus the signal that ended it; blocks the thread until then, and is asked once.
    @discardableResult
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    }

    /// The same from a thread of its own, so that no task's is blocked. A test whose time is up takes the program with it.
    package func ended() async -> Int32 {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: wait()) }
            }
        } onCancel: {
            kill()
        }
    }

    /// Ends it as by kill -9.
    package func kill() { signal(SIGKILL) }

    package func signal(_ number: Int32) { Glibc.kill(pid, number) }
}
