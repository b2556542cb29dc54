import ArgumentParser
import CanonicalJSON
import Foundation
import LineClient
import LoadKit

extension Mix: ExpressibleByArgument {}

@main
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Puts a Chancery server under load, and measures how long its answers take.",
        discussion: """
            Without --rate the loop is closed: each connection has --depth requests open, and sends the next when one is answered. With \
            --rate it is open: so many requests a second are due, and how long each took counts from when it was due, so that a \
            server that stops is charged for all who would have waited (no coordinated omission).

            Example: load --server unix:/run/chancery --tokens tokens --refs refs --mix position --connections 64 --depth 16
            """)

    @Option(help: "The server: HOST:PORT, tcp://HOST:PORT, tls://HOST:PORT or unix:PATH.")
    var server: String

    @Option(help: "The forum.")
    var forum = "asem"

    @Option(help: "What is asked: \(Mix.allCases.map(\.rawValue).joined(separator: ", ")).")
    var mix: Mix

    @Option(help: "A file with a token, or a folder of them (*.token): the connections take them in turn.")
    var tokens: String

    @Option(help: "A file of refs, one a line, of which the mix takes some.")
    var refs: String?

    @Option(help: "A file in which the refs of what was drafted are written.")
    var refsOut: String?

    @Option(help: "Connections; with the mix life, lives at a time.")
    var connections = 1

    @Option(help: "Requests that wait for an answer on each connection.")
    var depth = 1

    @Option(help: "Requests a second (an open loop).")
    var rate: Double?

    @Option(help: "How many seconds are measured.")
    var seconds = 10.0

    @Option(help: "Seconds before that, which are not measured.")
    var warmup = 1.0

    @Option(help: "So many requests instead of a time.")
    var count: Int?

    @Option(help: "After how many seconds of silence a request counts as lost; the run ends with an error then.")
    var timeout = 120

    @Option(help: "Connections that WATCH the forum beside the load.")
    var watchers = 0

    @Flag(help: "Writes bring an idempotency key, each a new one.")
    var keys = false

    @Option(help: "What chance begins with: the same seed asks the same.")
    var seed: UInt64 = 1

    @Option(help: "For the mix life: the file with a coordinator's token.")
    var coordinator: String?

    @Option(help: "For the mix life: the file with a leader's token.")
    var leader: String?

    @Option(help: "For the mix life: a meeting of senior officials that was held today.")
    var meeting = "som-today"

    @Option(help: "A file in which the result is written as JSON; times are in microseconds.")
    var json: String?

    func validate() throws {
        guard ServerAddress(server) != nil else { throw ValidationError("--server is not an address: \(server)") }
        guard (1...32).contains(depth) else { throw ValidationError("--depth is 1 to 32, as the protocol allows") }
        guard connections > 0 else { throw ValidationError("--connections is at least 1") }
        guard rate.map({ $0 > 0 }) ?? true else { throw ValidationError("--rate is more than 0") }
        guard mix != .life || connections <= LifeOffices.mostAtOnce else {
            throw ValidationError("with the mix life, --connections is 1 to \(LifeOffices.mostAtOnce)")
        }
        guard mix != .life || (coordinator != nil && leader != nil) else {
            throw ValidationError("the mix life needs --coordinator and --leader")
        }
    }

    func run() async throws {
        guard let address = ServerAddress(server) else { return }
        let tokens = try TokenFiles.read(tokens)
        let run = LoadRun(
            depth: depth, pace: rate.map { .open(perSecond: $0) } ?? .closed, warmup: .seconds(warmup),
            length: .seconds(seconds), count: count, seed: seed)
        let timeout = Duration.seconds(timeout)
        let watching = try await Fleet.connect(
            to: address, count: watchers, tokens: tokens, timeout: timeout, readsObjects: false)
        let watchers = try Watchers(watching, forum: forum)
        let before = ProcessorTime.used
        let tally: Tally
        var lives: Int?
        if mix == .life {
            let offices = try await offices(address, tokens, timeout)
            (tally, lives) = try await LifeRun(offices, forum: forum, run).lead(atOnce: connections)
        } else {
            let fleet = try await Fleet.connect(
                to: address, count: connections, tokens: tokens, timeout: timeout, readsObjects: refsOut != nil)
            let refs = try refs.map { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n") } ?? []
            let source = RequestSource(
                mix, forum: forum, refs: refs.map(String.init), senders: connections * depth, isKeyed: keys)
            tally = try await run.run(on: fleet, source)
            await fleet.close()
        }
        let used = ProcessorTime.used - before
        try await watchers.stop()
        let report = LoadReport(
            mix: mix, connections: connections, depth: depth, pace: run.pace, warmup: count == nil ? run.warmup : .zero,
            tally: tally, watched: watchers.events, watchers: self.watchers, lives: lives, processor: used)
        if let refsOut {
            try Data(tally.refs.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: refsOut))
        }
        if let json {
            try Data(JSONValue.object(report.object).canonicalBytes).write(to: URL(fileURLWithPath: json))
        }
        print(report.table)
    }

    private func offices(
        _ address: ServerAddress, _ tokens: [String], _ timeout: Duration
    ) async throws -> LifeOffices {
        let partners = try await Fleet.connect(to: address, count: tokens.count, tokens: tokens, timeout: timeout)
        func connect(_ file: String?) async throws -> LineClient {
            try await Fleet.connect(to: address, token: try file.map { try TokenFiles.read($0)[0] }, timeout: timeout)
        }
        let today = ISO8601DateFormatter().string(from: Date()).prefix(10)
        return LifeOffices(
            proposer: try await Fleet.connect(to: address, token: tokens[0], timeout: timeout),
            contactPoints: partners.clients, coordinator: try await connect(coordinator),
            leader: try await connect(leader), meeting: meeting, day: String(today))
    }
}
