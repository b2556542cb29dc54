import Glibc
import TestSupport
import Testing

@testable import PostgresStore

/// The tests themselves leave nothing behind, not even when their process is killed.
@Suite(.timeLimit(.minutes(60))) struct GuardTests {
    @Test func aKilledTestProcessLeavesNeitherServersNorFiles() async throws {
        let note = try TestRoot.makeDirectory("guard") + "/root"
        await #expect(processExitsWith: .signal(SIGKILL)) { [note = note as String] in
            let cluster = try await TestCluster.shared
            try FileSystem.append("\(try TestRoot.path)\n\(cluster.pid)", to: note)
            kill(getpid(), SIGKILL)
        }
        let lines = try #require(FileSystem.read(note)).split(separator: "\n").map(String.init)
        try #require(lines.count == 2)
        let pid = try #require(pid_t(lines[1]))
        try await Polling.wait(for: .seconds(3000)) {
            kill(pid, 0) != 0 && !FileSystem.exists(lines[0]) ? true : nil
        }
    }
}
