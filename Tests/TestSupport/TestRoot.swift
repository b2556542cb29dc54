import Glibc
import Postgres

/// One directory for everything that the tests of this process leave on disk, and a guard that outlives the process.
///
/// The guard is a shell that waits for the end of this process, however it ends, then kills every process whose working
/// directory lies in the directory, PostgreSQL servers above all. What is deaf to SIGQUIT (a stopped process, or one that a shell started in
/// the background) is killed after a while; nothing is waited for without end. Then it removes the directory: several files at once, and
/// nobody waits for it, because a disk that is told of each freed block takes minutes for the hundred thousand files of some databases.
package enum TestRoot {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The directory. Every user may pass through it, because PostgreSQL may run as another one.
    package static var path: String {
        get throws { try guarded.get() }
    }

    /// A path at which nothing is yet.
    package static func freePath(_ name: String) throws -> String {
        try "\(path)/\(String(UInt32.random(in: 0 ... .max), radix: 36))-\(name)"
    }

    /// A new directory, whose path is short enough for a socket below it.
    package static func makeDirectory(_ name: String) throws -> String {
        let directory = try freePath(name)
        guard mkdir(directory, 0o700) == 0 else { throw Failure(description: "cannot make \(directory)") }
        return directory
    }

    private static let guarded: Result<String, Failure> = Result { () throws(Failure) in
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        let root = "\(parent)/chancery-tests-\(getpid())-\(String(UInt16.random(in: 0 ... .max), radix: 36))"
        guard mkdir(root, 0o711) == 0 else { throw Failure(description: "cannot make \(root)") }
        try startGuard(root)
        return root
    }

    private static let script = """
        read _
        quiet=0 rounds=0 signal=QUIT
        while [ $quiet -lt 2 ] && [ $rounds -lt 60 ]; do
            quiet=$((quiet + 1)) rounds=$((rounds + 1))
            [ $rounds -lt 10 ] || signal=KILL
            for process in /proc/[0-9]*; do
                case "$(readlink "$process/cwd")" in
                    "$0"/*) kill -$signal "${process#/proc/}" 2>/dev/null && quiet=0 ;;
                esac
            done
            sleep 0.05
        done
        (
            find "$0" -mindepth 4 -maxdepth 4 -print0 | xargs -0 -r -n 4 -P 8 rm -rf
            rm -rf "$0"
        ) &
        """

    private static func startGuard(_ root: String) throws(Failure) {
        var ends: [Int32] = [0, 0]
        // Closed to children from the first moment: while one of them held it, the guard would wait for that one.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Failure(description: "cannot make a socket pair")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        // Whoever reads the output of the tests must not wait for the guard.
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Nothing else of this process: a connection that the guard held open would not end when a test closes it.
        InheritedDescriptors.close(in: &actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID: Ctrl-C ends the tests, not the guard.
        posix_spawnattr_setflags(&attributes, 0x80)
        let arguments = CStringArray(["/bin/sh", "-c", script, root])
        var pid = pid_t()
        let status = withExtendedLifetime(arguments) {
            posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments.mutablePointer, environ)
        }
        close(ends[0])
        guard status == 0 else { throw Failure(description: "cannot start a shell") }
        guardProcess.store(pid: pid, descriptor: ends[1])
        atexit { guardProcess.finish() }
    }
}
