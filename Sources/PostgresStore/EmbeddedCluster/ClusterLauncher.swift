import Failpoints
import Glibc
import Postgres

/// A postmaster that accepts connections.
struct RunningServer: Sendable {
    let pid: pid_t
    let socketDirectory: String
    /// Nil when it was started by a server that is gone.
    let child: ChildProcess?
}

/// Makes the files of a cluster and brings up its server. The data directory's lock is held by the caller.
struct ClusterLauncher: Sendable {
    let layout: ClusterLayout
    let user: ServerUser
    let programs: ServerPrograms
    let options: EmbeddedCluster.Options

    /// Makes the cluster beside its place, and moves it there when it is complete.
    func initialise() async throws(EmbeddedClusterError) {
        for name in FileSystem.names(in: layout.root) where name.hasPrefix(ClusterLayout.unfinishedPrefix) {
            FileSystem.remove("\(layout.root)/\(name)")
        }
        guard !FileSystem.exists(layout.data) else {
            throw EmbeddedClusterError(
                .fileSystem, "\(layout.data) exists but holds no PostgreSQL cluster: move it away and start again")
        }
        let target = layout.unfinishedData
        try FileSystem.makeDirectory(target, mode: 0o700)
        do throws(EmbeddedClusterError) {
            try user.own(target)
            try await runInitdb(target)
            try FileSystem.append(Self.initialSettings, to: target + "/postgresql.conf")
            try Failpoint.clusterInitialised.reached(else: EmbeddedClusterError(.start, "a failpoint"))
            guard rename(target, layout.data) == 0 else { throw FileSystem.failure("rename", target) }
        } catch {
            FileSystem.remove(target)
            throw error
        }
        try Failpoint.clusterPlaced.reached(else: EmbeddedClusterError(.start, "a failpoint"))
    }

    private func runInitdb(_ target: String) async throws(EmbeddedClusterError) {
        var arguments = [
            "-D", target, "--username=\(user.name)", "--encoding=UTF8", "--lc-collate=C",
            "--lc-ctype=\(Self.characterType)",
            "--lc-messages=C", "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C", "--text-search-config=simple",
            "--data-checksums", "--auth-local=trust", "--auth-host=reject",
        ]
        if !options.isDurable { arguments.append("--no-sync") }
        let log = try openLog()
        defer { close(log.descriptor) }
        let child = try ChildProcess.start(programs.initdb, arguments, as: user, output: log.descriptor)
        let status: Int32
        do {
            status = try await Polling.wait(for: options.startTimeout) { child.exitStatus() }
        } catch {
            await child.destroy()
            throw Self.failure(error, "initdb did not end in time")
        }
        guard status == 0 else {
            throw EmbeddedClusterError(
                .initialisation, "initdb failed:\n\(FileSystem.tail(layout.log, from: log.start))")
        }
    }

    /// Bytewise order whatever the machine; upper and lower case beyond ASCII where the system can.
    private static var characterType: String {
        // LC_CTYPE_MASK, a macro that Swift does not see.
        guard let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return "C" }
        freelocale(locale)
        return "C.UTF-8"
    }

    /// What an operator may change in postgresql.conf.
    private static let initialSettings = """

        # Written by chancery when it made this cluster.
        max_connections = 100
        shared_buffers = 64MB
        jit = off
        log_line_prefix = '%m [%p] %q%u@%d '
        log_lock_waits = on
        log_checkpoints = off

        """

    /// Adopts the server that a killed one left, or starts one.
    func bringUp() async throws(EmbeddedClusterError) -> RunningServer {
        if let left = PostmasterFile(path: layout.postmasterFile) {
            switch await verdict(on: left.pid) {
            case .ours:
                if let adopted = try await adopt(left) { return adopted }
                try await StopSequence(pid: left.pid, child: nil, data: layout.data).run()
            case .gone, .foreign:
                try await clearAway(left)
            case .unknown:
                // The server looks at the file itself, and refuses to start when it must.
                break
            }
        }
        return try await launch()
    }

    /// What a process is. One that is just ending says nothing for a moment.
    private func verdict(on pid: pid_t) async -> ClusterProcesses.Verdict {
        let known = try? await Polling.wait(for: .seconds(5)) { () -> ClusterProcesses.Verdict? in
            let verdict = ClusterProcesses.judge(pid, data: layout.data)
            return verdict == .unknown ? nil : verdict
        }
        return known ?? .unknown
    }

    /// The postmaster is gone. Its children notice that and end, and are ended where they do not: what they began is recovered or rolled
    /// back. While one is left, its shared memory is in use. Then the file goes, because the server would refuse to start when its process
    /// id belongs to any other process now.
    private func clearAway(_ left: PostmasterFile) async throws(EmbeddedClusterError) {
        let isClear: @Sendable () -> Bool? = { ClusterProcesses.all(data: layout.data).isEmpty ? true : nil }
        do {
            for (period, signal) in [(options.adoptionGrace, SIGTERM), (.seconds(5), SIGKILL)] {
                if (try? await Polling.wait(for: period, isClear)) != nil { break }
                for pid in ClusterProcesses.all(data: layout.data) { kill(pid, signal) }
            }
            try await Polling.wait(for: .seconds(30), isClear)
        } catch {
            throw Self.failure(
                error,
                "processes of a PostgreSQL server that was killed are still running in \(layout.data): \(ClusterProcesses.all(data: layout.data))"
            )
        }
        let socket = ClusterLayout.socketPath(
            in: left.socketDirectory.isEmpty ? layout.socketDirectory : left.socketDirectory)
        for path in [layout.postmasterFile, socket + ".lock", socket] { unlink(path) }
    }

    private func launch() async throws(EmbeddedClusterError) -> RunningServer {
        let socketDirectory = try layout.prepareSocketDirectory(for: user)
        let log = try openLog()
        defer { close(log.descriptor) }
        let child = try ChildProcess.start(
            programs.postgres, ["-D", layout.data] + settings(socketDirectory).flatMap { ["-c", $0] }, as: user,
            output: log.descriptor)
        Failpoint.postgresStarted.reached()
        do {
            try await Polling.wait(for: options.startTimeout) {
                if child.exitStatus() != nil {
                    throw EmbeddedClusterError(
                        .start, "PostgreSQL did not start:\n\(FileSystem.tail(layout.log, from: log.start))")
                }
                let file = PostmasterFile(path: layout.postmasterFile)
                return file?.pid == child.pid && file?.status == "ready" ? true : nil
            }
        } catch {
            try? await StopSequence(
                pid: child.pid, child: child, data: layout.data, fastTimeout: .seconds(5)
            ).run()
            throw Self.failure(error, "PostgreSQL did not become ready; see \(layout.log)")
        }
        Failpoint.postgresReady.reached()
        return RunningServer(pid: child.pid, socketDirectory: socketDirectory, child: child)
    }

    /// What must hold whatever postgresql.conf says.
    private func settings(_ socketDirectory: String) -> [String] {
        var settings = options.settings
        if !options.isDurable {
            for name in ["fsync", "synchronous_commit", "full_page_writes"] { settings[name] = "off" }
        }
        settings["listen_addresses"] = ""
        settings["port"] = String(ClusterLayout.port)
        settings["unix_socket_directories"] = Conninfo.identifier(socketDirectory)
        settings["unix_socket_permissions"] = "0700"
        settings["logging_collector"] = "off"
        settings["log_destination"] = "stderr"
        return settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// Opens the log and answers where this run begins in it. A log beyond 16 MiB is set aside, once.
    private func openLog() throws(EmbeddedClusterError) -> (descriptor: Int32, start: off_t) {
        if let size = FileSystem.status(layout.log)?.st_size, size > 16 << 20 { rename(layout.log, layout.log + ".1") }
        let descriptor = open(layout.log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSystem.failure("open", layout.log) }
        return (descriptor, lseek(descriptor, 0, SEEK_END))
    }

    /// The error of a wait that failed: ours as it is, a timeout as `message`.
    static func failure(_ error: any Error, _ message: String) -> EmbeddedClusterError {
        if let error = error as? EmbeddedClusterError { return error }
        if error is CancellationError { return EmbeddedClusterError(.cancelled, "starting PostgreSQL was cancelled") }
        return EmbeddedClusterError(.start, message)
    }
}
