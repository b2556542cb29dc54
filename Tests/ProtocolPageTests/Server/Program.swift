import Foundation

/// A program run as a subprocess.
struct Program {
    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The path of a program, nil where it is not installed.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// The executable of this build.
    static var chancery: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("chancery").path
        }
    }

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], in directory: String
    ) async throws -> Result {
        let process = make(program, arguments, environment, directory)
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        let (out, err) = (Gathering(output), Gathering(errors))
        let status = try await ended(process)
        return Result(status: status, output: await out.text, errors: await err.text)
    }

    static func make(
        _ program: String, _ arguments: [String], _ environment: [String: String], _ directory: String
    ) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Starts it and waits for its end.
    private static func ended(_ process: Process) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}

/// What a pipe brings, until it is closed.
final class Gathering: Sendable {
    private let chunks: AsyncStream<Data>

    init(_ pipe: Pipe) {
        let (chunks, continuation) = AsyncStream.makeStream(of: Data.self)
        self.chunks = chunks
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty {
                handle.readabilityHandler = nil
                continuation.finish()
            } else {
                continuation.yield(data)
            }
        }
    }

    /// All of it.
    var text: String {
        get async {
            var all = Data()
            for await chunk in chunks { all += chunk }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// What came until a line begins with this, that line included; nil when the end came first.
    func line(beginning start: String) async -> String? {
        var all = ""
        for await chunk in chunks {
            all += String(decoding: chunk, as: UTF8.self)
            let whole = all.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = whole.first(where: { $0.hasPrefix(start) }) { return String(line) }
        }
        return nil
    }
}
