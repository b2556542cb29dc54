import Foundation
import LineClient
import TestSupport

/// The executable `chancery`, and other programs, run to their end in a directory of the test.
enum ClientProgram {
    struct Ended: Sendable {
        let status: Int32
        let output: String
        let errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Runs a client command on a server.
    static func chancery(
        _ arguments: [String], on server: ServerAddress? = nil, token: String? = nil, in directory: String
    ) async throws -> Ended {
        var environment: [String: String] = [:]
        environment["CHANCERY_SERVER"] = server?.description
        environment["CHANCERY_TOKEN"] = token
        return try await run(URL(fileURLWithPath: try ThisBuild.chancery), arguments, environment, in: directory)
    }

    /// Runs a program of this machine, found on the PATH.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = [],
        in directory: String
    ) async throws -> Ended {
        try await run(
            URL(fileURLWithPath: "/usr/bin/env"), [name] + arguments, environment, input: input, in: directory)
    }

    private static func run(
        _ program: URL, _ arguments: [String], _ environment: [String: String], input: [UInt8] = [],
        in directory: String
    ) async throws -> Ended {
        var all = ProcessInfo.processInfo.environment
        for name in ["CHANCERY_SERVER", "CHANCERY_TOKEN", "CHANCERY_TOKEN_FILE"] { all[name] = nil }
        // How long a busy machine takes decides nothing.
        all["CHANCERY_TIMEOUT"] = "0"
        let name = try TestRoot.freePath("program")
        try Data(input).write(to: URL(fileURLWithPath: name + ".in"))
        let status = try await Subprocess(
            [program.path] + arguments, environment: all.merging(environment) { $1 }, in: directory,
            input: .file(name + ".in"), output: .file(name + ".out"), errors: .file(name + ".err")
        ).ended()
        return Ended(
            status: status, output: try String(contentsOfFile: name + ".out", encoding: .utf8),
            errors: try String(contentsOfFile: name + ".err", encoding: .utf8))
    }
}
