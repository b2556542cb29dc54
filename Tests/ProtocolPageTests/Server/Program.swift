import Foundation
import Glibc
import NIOCore
import NIOPosix
import TestSupport

/// A program run as a subprocess, its standard input empty.
struct Program: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    private let process: Subprocess
    let output: ProgramOutput
    let errors: ProgramOutput

    /// The path of a program, nil where it is not installed.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], in directory: String
    ) async throws -> Result {
        let child = try await start(program, arguments, environment: environment, in: directory)
        async let output = child.output.text
        async let errors = child.errors.text
        return Result(status: await child.ended(), output: await output, errors: await errors)
    }

    /// Starts a program.
    static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], in directory: String
    ) async throws -> Program {
        let (output, outputEnd) = try await ProgramOutput.open()
        let (errors, errorsEnd) = try await ProgramOutput.open()
        defer {
            close(outputEnd)
            close(errorsEnd)
        }
        let process = try Subprocess(
            [program] + arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            in: directory, output: .descriptor(outputEnd), errors: .descriptor(errorsEnd))
        return Program(process: process, output: output, errors: errors)
    }

    /// Asks it to stop, as an operator does.
    func terminate() { signal(SIGTERM) }

    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for its end, once; answers its exit status, or minus the signal that ended it.
    func ended() async -> Int32 { await process.ended() }
}

/// What a program writes, until it closes its end.
final class ProgramOutput: Sendable {
    private let chunks: AsyncStream<ByteBuffer>

    private init(_ chunks: AsyncStream<ByteBuffer>) { self.chunks = chunks }

    /// A socket whose other end, to be closed once the program has it, is the program's.
    static func open() async throws -> (ProgramOutput, end: Int32) {
        var ends: [Int32] = [0, 0]
        // Not a pipe: only a socket is closed to other children from the first moment.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Program.Failure(description: "cannot make a socket pair")
        }
        let (chunks, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        _ = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ChunkCollector(continuation))
                }
            }
            .withConnectedSocket(ends[0]).get()
        return (ProgramOutput(chunks), ends[1])
    }

    /// All of it.
    var text: String {
        get async {
            var all = ByteBuffer()
            for await var chunk in chunks { all.writeBuffer(&chunk) }
            return String(buffer: all)
        }
    }

    /// The first line that begins with this; nil when the end came first.
    func line(beginning start: String) async -> String? {
        await lines(untilOneBegins: start)?.first { $0.hasPrefix(start) }
    }

    /// All lines, once there is one that begins with this; nil when the end came first.
    func lines(untilOneBegins start: String) async -> [String]? {
        var all = ByteBuffer()
        for await var chunk in chunks {
            all.writeBuffer(&chunk)
            let whole = String(buffer: all).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if whole.contains(where: { $0.hasPrefix(start) }) { return whole.map(String.init) }
        }
        return nil
    }
}

private final class ChunkCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let chunks: AsyncStream<ByteBuffer>.Continuation

    init(_ chunks: AsyncStream<ByteBuffer>.Continuation) { self.chunks = chunks }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { chunks.yield(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { chunks.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
