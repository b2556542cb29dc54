import CanonicalJSON
import Foundation
import Glibc
import LineClient
import LineProtocol
import TestSupport

/// The executable `chancery serve`, running with a free port of the loopback.
final class ServeProcess: Sendable {
    let address: ServerAddress
    private let process: Subprocess
    private let ending: Task<Int32, Never>

    private init(_ address: ServerAddress, _ process: Subprocess, _ ending: Task<Int32, Never>) {
        self.address = address
        self.process = process
        self.ending = ending
    }

    /// - Parameters:
    ///   - web: where it serves pages; nil leaves that to the server.
    ///   - environment: what it has besides that of the tests.
    ///   - errors: the file into which it says what is wrong.
    static func start(
        _ arguments: [String], web: String? = "none", environment: [String: String] = [:], errors: String? = nil
    ) async throws -> ServeProcess {
        let (process, ending, port) = try await launch(arguments, web, environment, errors)
        guard let port, let address = ServerAddress("127.0.0.1:\(port)") else {
            process.kill()
            throw Unexpected("chancery serve did not say where it listens")
        }
        return ServeProcess(address, process, ending)
    }

    /// Starts one that ends before it listens; its exit status, or minus the signal that ended it. Nil where it listens: then it is killed.
    static func failing(_ arguments: [String], environment: [String: String]) async throws -> Int32? {
        let (process, ending, port) = try await launch(arguments, "none", environment, nil)
        guard port == nil else {
            process.kill()
            return nil
        }
        return await end(of: process, ending)
    }

    /// The process, its end, and the port where it listens. A cancelled task kills it, and has no port.
    private static func launch(
        _ arguments: [String], _ web: String?, _ environment: [String: String], _ errors: String?
    ) async throws -> (Subprocess, ending: Task<Int32, Never>, port: Int?) {
        let (reading, writing) = try pipe()
        // A busy machine may take long over what was accepted.
        let configuration = try TestRoot.makeDirectory("configuration") + "/chancery.conf"
        try "stop-seconds: 3000\n".write(toFile: configuration, atomically: true, encoding: .utf8)
        // In a folder where the guard of the tests finds it, should they end before it does.
        let process = try Subprocess(
            [
                ThisBuild.chancery, "serve", "--listen", "127.0.0.1:0", "--config", configuration,
            ] + (web.map { ["--web", $0] } ?? []) + arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            in: try TestRoot.makeDirectory("serve"), output: .descriptor(writing),
            errors: errors.map { .file($0) } ?? .null)
        close(writing)
        let ending = Task { await process.ended() }
        let port = await withTaskCancellationHandler {
            await Self.port(FileHandle(fileDescriptor: reading, closeOnDealloc: true))
        } onCancel: {
            process.kill()
        }
        return (process, ending, port)
    }

    /// How a process ended; a cancelled task kills it.
    private static func end(of process: Subprocess, _ ending: Task<Int32, Never>) async -> Int32 {
        await withTaskCancellationHandler {
            await ending.value
        } onCancel: {
            process.kill()
        }
    }

    /// Two ends that are joined, and that no other child gets.
    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Unexpected("cannot make a socket pair")
        }
        return (ends[0], ends[1])
    }

    /// The port in the line that says where it listens; nil when the output ends before it.
    private static func port(_ output: FileHandle) async -> Int? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while true {
                    let data = output.availableData
                    text += String(decoding: data, as: UTF8.self)
                    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                    if let line = lines.first(where: { $0.hasPrefix("listening ") }) {
                        continuation.resume(returning: line.split(separator: ":").last.flatMap { Int($0) })
                        return
                    }
                    if data.isEmpty {
                        continuation.resume(returning: nil)
                        return
                    }
                }
            }
        }
    }

    /// - Parameter way: another address through which it is reached.
    func login(_ account: String, token: String, at way: ServerAddress? = nil) async throws -> User {
        while true {
            do {
                let client = try await LineClient.connect(to: way ?? address, options: .patient)
                try await client.authenticate(token: token)
                return User(account: account, client: client)
            } catch ClientError.dismissed(let failure) where failure.code == .loginTimeout {
                // The machine is so slow that the token did not come in time.
                try Task.checkCancellation()
            }
        }
    }

    /// Somebody of a forum that ``Seed`` loaded.
    func user(_ slug: String, of forum: String) async throws -> User {
        try await login("\(forum)/\(slug)", token: try Seed.token("\(forum)/\(slug)"))
    }

    /// A small forum of its own, loaded over the protocol, with some proposals in circulation; answers their refs.
    func loadForum(_ forum: String, _ root: User) async throws -> [String] {
        var seed = try ForumSeed.mini()
        seed.id = forum
        seed.settings["ref_prefix"] = .string(forum.uppercased())
        try await Seed.load(seed, root)
        let proposer = try await user("pr-FR", of: forum)
        var refs: [String] = []
        for number in 0..<6 {
            let answer = try await proposer.ok("DRAFT \(forum)", Activity.complete(Activity.title(number)))
            guard let ref = answer["ref"]?.string else { throw Unexpected("no ref in \(answer)") }
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
            refs.append(ref)
        }
        await proposer.leave()
        return refs
    }

    /// Ends it without a word.
    func kill9() { process.kill() }

    /// Asks it to stop, as an operator does.
    func terminate() { process.signal(SIGTERM) }

    /// Asks it to read its files anew.
    func hangUp() { process.signal(SIGHUP) }

    /// Whether it has ended.
    var hasEnded: Bool { !process.isRunning }

    /// Its exit status, or minus the signal that ended it. A cancelled task kills it: no test waits for ever for a server that does not stop.
    func ended() async -> Int32 { await Self.end(of: process, ending) }
}
