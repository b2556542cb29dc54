import Failpoints
import Glibc
import Postgres
import Synchronization

/// A private PostgreSQL cluster in the server's data directory: reached by a socket in a directory of mode 0700, without a
/// TCP port, run by an unprivileged user when this process is root.
///
/// A second server on the same directory is refused. A server process left running by a killed server is taken over.
package actor EmbeddedCluster {
    package enum Role: Sendable {
        /// The user who made the cluster; for maintenance.
        case superuser
        /// Owns the tables and runs migrations.
        case owner
        /// Serves; may not change what is recorded.
        case app
    }

    package struct Options: Sendable {
        /// The database that is made with the cluster.
        package var database = "chancery"
        /// Further settings, such as `shared_buffers`, for this run.
        package var settings: [String: String] = [:]
        /// False only for tests: nothing is forced to disk, so a crash of the machine loses the cluster.
        package var isDurable = true
        /// How long recovery after a crash may take.
        package var startTimeout = Duration.seconds(300)
        /// How long an adopted server's old sessions may take to end by themselves before they are ended.
        package var adoptionGrace = Duration.seconds(2)

        package init() {}

        /// Those of a command that sets something up before the cluster is served: no standby need follow it yet, so that none is waited
        /// for, whatever postgresql.conf says.
        package static var setUp: Options {
            var options = Options()
            options.settings["synchronous_standby_names"] = ""
            return options
        }
    }

    package static let ownerRole = "chancery_owner"
    package static let appRole = "chancery_app"
    /// The name that every session of ours shows: how sessions of a killed server are told from an operator's psql.
    static let applicationName = "chancery"

    /// The process id of the postmaster.
    package nonisolated var pid: Int32 { postmaster.withLock { $0 } }
    /// Whether the first postmaster was left over by a killed server.
    package nonisolated let isAdopted: Bool
    private nonisolated let postmaster: Mutex<Int32>
    nonisolated let socketDirectory: String
    private nonisolated let superuser: String
    nonisolated let databaseName: String
    private let launcher: ClusterLauncher
    private var layout: ClusterLayout { launcher.layout }
    private var child: ChildProcess?
    private var lock: DataDirectoryLock?

    init(launcher: ClusterLauncher, lock: DataDirectoryLock, server: RunningServer) {
        self.launcher = launcher
        self.lock = lock
        superuser = launcher.user.name
        databaseName = launcher.options.database
        postmaster = Mutex(server.pid)
        child = server.child
        isAdopted = server.child == nil
        socketDirectory = server.socketDirectory
    }

    /// Starts the cluster of a data directory, making both when they are not there.
    package static func start(
        dataDirectory: String, options: Options = Options()
    ) async throws(EmbeddedClusterError) -> EmbeddedCluster {
        let layout = try ClusterLayout.prepare(dataDirectory)
        let lock = try DataDirectoryLock(layout.lock)
        let version = FileSystem.read(layout.data + "/PG_VERSION")?.prefix { !$0.isWhitespace }
        let user = try ServerUser.choose(owning: FileSystem.exists(layout.data) ? layout.data : nil)
        try layout.openWay(for: user)
        let launcher = ClusterLauncher(
            layout: layout, user: user, programs: try .find(major: version.map { String($0) }), options: options)
        if version == nil { try await launcher.initialise() }
        let server = try await launcher.bringUp()
        let cluster = EmbeddedCluster(launcher: launcher, lock: lock, server: server)
        do throws(EmbeddedClusterError) {
            try await cluster.makeRolesAndDatabase()
        } catch {
            try? await cluster.stop()
            throw error
        }
        return cluster
    }

    /// A connection string for a role; the database of the options unless another is named.
    package nonisolated func conninfo(role: Role = .app, database: String? = nil) -> String {
        let user =
            switch role {
            case .superuser: superuser
            case .owner: Self.ownerRole
            case .app: Self.appRole
            }
        return Self.conninfo(socketDirectory: socketDirectory, user: user, database: database ?? databaseName)
    }

    static func conninfo(socketDirectory: String, user: String, database: String) -> String {
        Conninfo.string([
            ("host", socketDirectory), ("port", String(ClusterLayout.port)), ("user", user), ("dbname", database),
            ("application_name", applicationName),
        ])
    }

    /// Whether the postmaster is still there.
    package var isRunning: Bool {
        ClusterProcesses.judge(pid, data: layout.data) == .ours
    }

    /// Starts the postmaster again where it has ended by itself, and lets it recover. Does nothing while it runs, or after ``stop()``.
    package func startAgain() async throws(EmbeddedClusterError) {
        guard lock != nil, !isRunning else { return }
        // Its exit status must be fetched, or it stays in the process table.
        _ = child?.exitStatus()
        let server = try await launcher.bringUp()
        child = server.child
        postmaster.withLock { $0 = server.pid }
        guard server.socketDirectory == socketDirectory else {
            // Whoever holds a connection string looks for it elsewhere.
            throw EmbeddedClusterError(
                .start, "PostgreSQL now listens in \(server.socketDirectory); restart the server")
        }
    }

    /// Ends all sessions, writes a checkpoint, and waits until the last process is gone. Does nothing the second time.
    package func stop() async throws(EmbeddedClusterError) {
        guard let held = lock else { return }
        defer { withExtendedLifetime(held) {} }
        try Failpoint.clusterStopping.reached(else: EmbeddedClusterError(.stop, "a failpoint"))
        try await StopSequence(pid: pid, child: child, data: layout.data).run()
        Failpoint.clusterStopped.reached()
        if socketDirectory == layout.shortSocketDirectory { rmdir(socketDirectory) }
        lock = nil
    }
}
