import Glibc
import TestSupport

@testable import Terminal

/// Runs programs of this machine for a test, each in an environment of its own.
enum Shell {
    struct Ended: Sendable {
        let status: Int32
        let out: String
        let err: String
    }

    /// Runs a program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = Console.process.environment
    ) throws -> Ended {
        let base = try TestRoot.freePath("ended")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, base + ".out", O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, base + ".err", O_WRONLY | O_CREAT, 0o600)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var process: pid_t = 0
        let spawned = posix_spawn(&process, arguments[0], &actions, nil, &words, &variables)
        guard spawned == 0 else { throw FileFault(sentence: "\(arguments[0]): \(String(cString: strerror(spawned)))") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        defer { for end in [".out", ".err"] { unlink(base + end) } }
        return Ended(
            status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
            out: try LocalFile.text(base + ".out"), err: try LocalFile.text(base + ".err"))
    }

    /// Writes a file that can be run.
    static func script(_ text: String, at path: String) throws {
        try LocalFile.writePrivate(text, to: path)
        chmod(path, 0o755)
    }
}
