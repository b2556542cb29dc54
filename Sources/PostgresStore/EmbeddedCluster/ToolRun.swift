import Glibc

/// A program that is run to its end, such as those of PostgreSQL that copy a cluster and check a copy.
struct ToolRun {
    /// Whether it ended well.
    let isDone: Bool
    /// The end of what it printed, on one line.
    let words: String

    /// Runs it, however long it takes; as another user where one is named.
    static func run(
        _ program: String, _ arguments: [String], as user: ServerUser? = nil
    ) async throws(EmbeddedClusterError) -> ToolRun {
        var name = Array("\(P_tmpdir)/chancery-XXXXXX".utf8CString)
        let output = mkstemp(&name)
        guard output >= 0 else { throw FileSystem.failure("make a file in", P_tmpdir) }
        unlink(name)
        defer { close(output) }
        let child = try ChildProcess.start(program, arguments, as: user, output: output)
        let status: Int32
        do {
            status = try await Polling.wait(for: .seconds(30 * 86_400)) { child.exitStatus() }
        } catch {
            await child.destroy()
            throw EmbeddedClusterError(.cancelled, "\(program) was interrupted")
        }
        return ToolRun(isDone: status == 0, words: FileSystem.tail(output, lines: 3))
    }

    /// The same where a failure ends everything.
    static func mustRun(
        _ program: String, _ arguments: [String], as user: ServerUser? = nil, or failure: String
    ) async throws(EmbeddedClusterError) {
        let run = try await run(program, arguments, as: user)
        guard run.isDone else { throw EmbeddedClusterError(.copy, "\(failure): \(run.words)") }
    }
}
