import Failpoints
import Glibc
import Postgres

/// A copy of a private cluster: made, checked and put in place by PostgreSQL's own programs.
package struct ClusterCopy: Sendable {
    /// The directory that it is in, as `pg_basebackup` writes it.
    package let path: String

    /// - Parameter directory: the one that holds it, which must exist. The programs run in another directory than this process.
    package init(_ name: String, in directory: String) throws(EmbeddedClusterError) {
        path = try FileSystem.resolve(directory) + "/" + name
    }

    /// The major version of PostgreSQL that it is of; nil where it is none.
    package var major: String? { ClusterCopy.major(path) }

    /// Makes it, of the cluster in a data directory: of the server that runs there, or of one that is started for as long.
    package func make(of dataDirectory: String) async throws(EmbeddedClusterError) {
        guard FileSystem.isDirectory(dataDirectory) else {
            throw EmbeddedClusterError(.fileSystem, "the data directory \(dataDirectory) does not exist")
        }
        let layout = ClusterLayout(root: try FileSystem.resolve(dataDirectory))
        guard let major = ClusterCopy.major(layout.data) else {
            throw EmbeddedClusterError(
                .fileSystem, "\(dataDirectory) holds no private PostgreSQL: give the --data of `chancery serve`")
        }
        let programs = try ServerPrograms.find(major: major)
        let user = try ServerUser.choose(owning: layout.data)
        let cluster: EmbeddedCluster
        do {
            cluster = try await EmbeddedCluster.start(dataDirectory: dataDirectory)
        } catch {
            guard error.code == .inUse else { throw error }
            guard let running = PostmasterFile(path: layout.postmasterFile), running.status == "ready" else {
                throw EmbeddedClusterError(
                    .inUse, "the server of \(dataDirectory) is starting or stopping its PostgreSQL: try again")
            }
            return try await copy(running.socketDirectory, user, programs)
        }
        do {
            try await copy(cluster.socketDirectory, user, programs)
        } catch {
            try? await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }

    private func copy(
        _ socketDirectory: String, _ user: ServerUser, _ programs: ServerPrograms
    ) async throws(EmbeddedClusterError) {
        // Not the name of our sessions: a server that takes over the cluster would end them.
        let conninfo = Conninfo.string([
            ("host", socketDirectory), ("port", String(ClusterLayout.port)), ("user", user.name),
            ("application_name", "chancery-backup"),
        ])
        try await ToolRun.mustRun(
            programs.program("pg_basebackup"),
            [
                "--dbname", conninfo, "--pgdata", path, "--wal-method=stream", "--checkpoint=fast", "--no-password",
                "--manifest-checksums=SHA256",
            ], or: "pg_basebackup did not copy the database")
    }

    /// Checks every file of it against the list that was made with it, and that it holds the write-ahead log which it needs.
    package func verify() async throws(EmbeddedClusterError) {
        guard let major else { throw EmbeddedClusterError(.copy, "\(path) holds no copy of a PostgreSQL cluster") }
        try await verify(path, try ServerPrograms.find(major: major))
    }

    private func verify(_ path: String, _ programs: ServerPrograms) async throws(EmbeddedClusterError) {
        try await ToolRun.mustRun(
            programs.program("pg_verifybackup"), ["--quiet", path], or: "\(self.path) is damaged or not whole")
    }

    /// Puts it into a data directory that holds no cluster, checks it there, and starts it. What is written to it then waits for no standby:
    /// those of the cluster that was copied do not follow this one.
    ///
    /// - Parameter archive: the directory of archived write-ahead log with which it goes on to the newest state that there is.
    package func restore(
        to dataDirectory: String, archive: String? = nil
    ) async throws(EmbeddedClusterError) -> EmbeddedCluster {
        guard let major else { throw EmbeddedClusterError(.copy, "\(path) holds no copy of a PostgreSQL cluster") }
        let programs = try ServerPrograms.find(major: major)
        let layout = try ClusterLayout.prepare(dataDirectory)
        let user = try ServerUser.choose(owning: nil)
        var options = EmbeddedCluster.Options.setUp
        let log: ArchivedLog? = if let archive { try ArchivedLog(archive) } else { nil }
        if let log {
            try log.check(goesOnFrom: path)
            try await log.checkReadable(by: user)
            options.settings["restore_command"] = log.restoreCommand
            // It is ready once it has come to the end of the log, not before.
            options.settings["hot_standby"] = "off"
        }
        try layout.openWay(for: user)
        let target = layout.unfinishedData
        do throws(EmbeddedClusterError) {
            let lock = try DataDirectoryLock(layout.lock)
            defer { withExtendedLifetime(lock) {} }
            try await ToolRun.mustRun(
                "/bin/cp", ["--recursive", "--preserve=timestamps", "--no-target-directory", path, target],
                or: "cannot copy \(path)")
            try await verify(target, programs)
            FileSystem.remove(target + "/backup_manifest")
            if log != nil { try FileSystem.append("", to: target + "/recovery.signal") }
            try await ToolRun.mustRun("/bin/chmod", ["-R", "go=", target], or: "cannot close \(target) to others")
            if user.isOther {
                try await ToolRun.mustRun(
                    "/bin/chown", ["-R", "\(user.uid):\(user.gid)", target], or: "cannot give \(target) away")
            }
            try await ToolRun.mustRun(
                programs.initdb, ["--sync-only", "-D", target], as: user, or: "cannot write \(target) to the disk")
            guard rename(target, layout.data) == 0 else { throw FileSystem.failure("rename", target) }
        } catch {
            FileSystem.remove(target)
            throw error
        }
        Failpoint.clusterRestored.reached()
        // There may be much to read from the archive.
        options.startTimeout = .seconds(7 * 86_400)
        let cluster = try await EmbeddedCluster.start(dataDirectory: dataDirectory, options: options)
        do throws(EmbeddedClusterError) {
            try log?.checkRead(by: layout.data)
        } catch {
            try? await cluster.stop()
            throw error
        }
        return cluster
    }

    private static func major(_ directory: String) -> String? {
        FileSystem.read(directory + "/PG_VERSION").map { String($0.prefix { !$0.isWhitespace }) }
    }
}

extension ClusterCopy {
    /// Makes the data directory that it is restored to, with its parents, unless it is there.
    package static func makeDirectory(_ dataDirectory: String) throws(EmbeddedClusterError) {
        _ = try ClusterLayout.prepare(dataDirectory)
    }

    /// The user that PostgreSQL runs as where this process starts it: for the cluster of a data directory, or for one that is restored. A
    /// cluster knows that user by its name.
    package static func user(of dataDirectory: String? = nil) throws(EmbeddedClusterError) -> String {
        try ServerUser.choose(owning: dataDirectory.map { ClusterLayout(root: $0).data }).name
    }

    /// Whether a server uses a data directory.
    package static func isServed(_ dataDirectory: String) -> Bool {
        // Looked at alone: the file stays as it is.
        let file = open(ClusterLayout(root: dataDirectory).lock, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0
    }

    /// Removes what was begun and cannot be finished.
    package static func discard(_ path: String) { FileSystem.remove(path) }
}
