import Foundation
import Glibc
import Postgres
package import PostgresStore
import TestTime

/// A standby of a cluster of the tests, made by `pg_basebackup`; the commits of the cluster wait for it where ``require()`` says so.
package struct TestStandby: Sendable {
    private static let name = "standby"

    private let cluster: EmbeddedCluster
    private let directory: String
    private let programs: String
    private let user: UInt32
    private let userGroup: UInt32

    private var data: String { directory + "/data" }

    /// Copies a cluster that runs, with the data directory that was given to it; the standby does not run yet.
    package static func make(of cluster: EmbeddedCluster, data: String) async throws -> TestStandby {
        let standby = try TestStandby(cluster, owner: data + "/postgres")
        try await standby.run(
            "pg_basebackup",
            [
                "--dbname", cluster.conninfo(role: .superuser) + " application_name=\(name)", "--pgdata", standby.data,
                "--checkpoint=fast", "--write-recovery-conf", "--no-sync",
            ])
        return standby
    }

    private init(_ cluster: EmbeddedCluster, owner: String) throws {
        self.cluster = cluster
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/\(cluster.pid)/exe", &buffer, buffer.count - 1)
        var status = stat()
        guard count > 0, stat(owner, &status) == 0 else { throw Failure(description: "the cluster does not run") }
        let program = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        programs = String(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])
        (user, userGroup) = (status.st_uid, status.st_gid)
        directory = try TestRoot.makeDirectory("standby")
        guard chown(directory, status.st_uid, status.st_gid) == 0 else {
            throw Failure(description: "cannot give \(directory) away")
        }
    }

    package func start() async throws {
        try await run(
            "pg_ctl",
            [
                "start", "--wait", "--pgdata", data, "--log", directory + "/log", "--timeout", "3000",
                "--options", "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off",
            ])
    }

    package func stop() async throws { try await run("pg_ctl", ["stop", "--wait", "--pgdata", data]) }

    /// From now on the cluster's commits wait for the standby, which must run.
    package func require() async throws {
        try await administer("ALTER SYSTEM SET synchronous_standby_names = '\(Self.name)'")
        try await administer("SELECT pg_reload_conf()")
        try await waitUntil {
            try await count("pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'") > 0
        }
    }

    /// Does something, as `pg_cancel_backend`, to a session of the cluster whose commit waits for the standby, once there is one.
    package func interrupt(_ function: String) async throws {
        try await waitUntil { try await count("(SELECT \(function)(pid) FROM \(Self.waiting) LIMIT 1) AS done") > 0 }
    }

    /// Returns once the commit of a session waits for the standby.
    package func untilSomebodyWaits() async throws { try await waitUntil { try await count(Self.waiting) > 0 } }

    private static let waiting = "pg_stat_activity WHERE wait_event = 'SyncRep'"

    private func administer(_ sql: String) async throws { _ = try await results(Statement(sql, isReusable: false)) }

    private func count(_ rows: String) async throws -> Int {
        try await results(Statement("SELECT count(*) FROM \(rows)", isReusable: false)).rows.value()
    }

    private func results(_ statement: Statement) async throws -> StatementResult {
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(conninfo: cluster.conninfo(role: .superuser) + " connect_timeout=0"))
        let result = try await connection.run([statement])
        await connection.close()
        return try result.checked()[0]
    }

    /// Runs a program of PostgreSQL as the cluster's user.
    private func run(_ program: String, _ arguments: [String]) async throws {
        let switching =
            user == geteuid()
            ? [] : ["setpriv", "--reuid=\(user)", "--regid=\(userGroup)", "--clear-groups", "--"]
        let errors = directory + ".errors"
        let status = try await Subprocess(
            ["/usr/bin/env"] + switching + ["\(programs)/\(program)"] + arguments, in: "/", errors: .file(errors)
        ).ended()
        guard status == 0 else {
            throw Failure(
                description: "\(program): \((try? String(contentsOfFile: errors, encoding: .utf8)) ?? "no word")")
        }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
