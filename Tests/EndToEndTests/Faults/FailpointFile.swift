import Failpoints
import Foundation
import TestSupport

/// The file by which a server of its own is told where to break.
struct FailpointFile: Sendable {
    enum Action: String {
        case kill, stall, error, drop
    }

    private let path: String

    init() throws { path = try TestRoot.freePath("failpoint") }

    /// What the server must be started with.
    var environment: [String: String] { ["CHANCERY_FAILPOINTS": path] }

    func arm(_ point: Failpoint, _ action: Action = .kill, hit: Int = 1) throws {
        try "\(point.rawValue) \(action.rawValue) \(hit)".write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Whether it has struck, or nothing was armed.
    var isSpent: Bool { !FileManager.default.fileExists(atPath: path) }

    /// Whether a thread stands still there now.
    var isStalling: Bool { FileManager.default.fileExists(atPath: stalled) }

    /// Nothing is armed any longer, and what stands still goes on.
    func disarm() { for file in [path, stalled] { try? FileManager.default.removeItem(atPath: file) } }

    /// What the file is called while the thread stands still.
    private var stalled: String { path + ".stalled" }
}

extension Failpoint {
    /// Those between an empty directory and a database of its own, in the order in which kills come to them.
    static let ofFirstStart: [Failpoint] = [
        .clusterInitialised, .clusterPlaced, .postgresReady, .adopted, .roleMade, .databaseCreated,
    ]
    static let ofStart = ofFirstStart + [.postgresStarted, .serverOpened]
    static let ofStop: [Failpoint] = [.clusterStopping, .clusterStopped]
    static let ofRestore: [Failpoint] = [.clusterRestored]
    static let ofMigrations: [Failpoint] = [.migrating, .migrationSent, .migrated]

    /// Those of a server that is written to.
    static let serving = allCases.filter { !(ofStart + ofStop + ofRestore + ofMigrations).contains($0) }

    /// Those at which a trip to the database is under way.
    static let ofTrips = serving.prefix { $0 != .committed }
    /// Those at which a step can fail by itself.
    static let failing: [Failpoint] = [.tilesKept, .stateKept, .checkpointPublished]
}
