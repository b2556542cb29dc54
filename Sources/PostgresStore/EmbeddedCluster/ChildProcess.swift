import Glibc
import Postgres

/// A program started by this process, in a session of its own so that a signal of the terminal does not reach it.
struct ChildProcess: Sendable {
    let pid: pid_t

    /// From `<spawn.h>`, behind a macro that the Swift module of the C library does not set.
    private static let newSession: Int32 = 0x80

    /// Starts a program with `/` as its directory. It inherits no descriptor but its standard ones, and of the
    /// environment only what PostgreSQL's programs need.
    static func start(
        _ program: String, _ arguments: [String], as user: ServerUser? = nil, output: Int32, input: Int32? = nil
    ) throws(EmbeddedClusterError) -> ChildProcess {
        var command = [program] + arguments
        if let user, user.isOther {
            guard let switcher = ["/usr/bin/setpriv", "/bin/setpriv"].first(where: FileSystem.isExecutable) else {
                throw EmbeddedClusterError(
                    .programsMissing,
                    "setpriv, which starts PostgreSQL as user '\(user.name)', is not installed: install the package 'util-linux'"
                )
            }
            // It replaces itself by the program, so the process id stays.
            command = [switcher, "--reuid=\(user.uid)", "--regid=\(user.gid)", "--clear-groups", "--"] + command
        }
        // A directory that the other user may not enter would be in its way; the shell replaces itself as well.
        command = ["/bin/sh", "-c", "cd / && exec \"$0\" \"$@\""] + command
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        InheritedDescriptors.close(in: &actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The signals this process blocks or ignores are its own business.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(Self.newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let argv = CStringArray(command)
        let environment = CStringArray(["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", "HOME=/"])
        var pid = pid_t()
        let status = withExtendedLifetime((argv, environment)) {
            posix_spawn(&pid, command[0], &actions, &attributes, argv.mutablePointer, environment.mutablePointer)
        }
        guard status == 0 else {
            throw EmbeddedClusterError(.start, "cannot start \(command[0]): \(String(cString: strerror(status)))")
        }
        return ChildProcess(pid: pid)
    }

    /// The exit status as `wait` reports it, or nil while the process runs. Answers it once.
    func exitStatus() -> Int32? {
        var status: Int32 = 0
        while true {
            let answer = waitpid(pid, &status, WNOHANG)
            if answer == pid { return status }
            if answer == 0 { return nil }
            if errno != EINTR { return -1 }
        }
    }

    /// Kills the process with all that it started, and takes it out of the process table.
    func destroy() async {
        kill(-pid, SIGKILL)
        // In a task of its own: this happens when the present one was cancelled.
        await Task.detached { [self] in
            _ = try? await Polling.wait(for: .seconds(10)) { self.exitStatus() }
        }.value
    }

    /// Runs a short program and answers its first line, or nil when it fails.
    static func output(_ program: String, _ arguments: [String]) -> String? {
        var ends: [Int32] = [0, 0]
        // Not a pipe: only a socket is closed to other children from the first moment.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        defer { close(ends[0]) }
        let child = try? start(program, arguments, output: ends[1])
        close(ends[1])
        guard let child else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}
