import Foundation
import Glibc
import TestRandom
import Testing

/// The private PostgreSQL of a server under keyed load, killed and stopped in every way: the server starts it again, every request is done
/// once, and the record is sound.
@Suite(.serialized, .timeLimit(.minutes(60))) struct PostgresFaultTests {
    /// What happens to it, in turn.
    private enum Blow: CaseIterable {
        /// kill -9 of the whole.
        case kill
        /// pg_ctl stop -m immediate.
        case immediateShutdown
        /// kill -9 of one process that serves a connection: all others are ended with it.
        case killOfOne
    }

    @Test(arguments: 1...FaultShare.of(4, else: 1)) func killedUnderLoad(_ part: Int) async throws {
        var scene = try await FaultScene.start("postgres\(part)")
        let storm = scene.storm("all", patience: .endless)
        var random = SeededRandom(seed: UInt64(part))
        let blows = FaultShare.of(25, else: 3)
        try await storm.rage {
            for number in 0..<blows {
                try await storm.reached(more: 40)
                try strike(Blow.allCases[number % Blow.allCases.count], scene.data, &random)
            }
            try await storm.reached(more: 40)
        }
        try await scene.settle(storm)
        try await scene.end()
        FaultShare.tell("\(blows) kills and shutdowns of PostgreSQL, \(scene.acknowledged) acknowledged and there once")
    }

    private func strike(_ blow: Blow, _ data: String, _ random: inout SeededRandom) throws {
        let file = try String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8)
        let postmaster = try #require(file.split(separator: "\n").first.flatMap { pid_t($0) })
        switch blow {
        case .kill: kill(postmaster, SIGKILL)
        case .immediateShutdown: kill(postmaster, SIGQUIT)
        case .killOfOne:
            let connections = try Self.connections(of: postmaster)
            try #require(!connections.isEmpty)
            kill(random.pick(connections), SIGKILL)
        }
    }

    /// The processes of a postmaster that serve the server's connections, the oldest first.
    private static func connections(of postmaster: pid_t) throws -> [pid_t] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { pid in
            let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
            return status?.contains("PPid:\t\(postmaster)\n") == true && command?.contains("chancery_app") == true
        }.sorted()
    }
}
