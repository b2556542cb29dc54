import HTTPServer
import LineProtocol
import LineServer
import Listening
import Requests
import Terminal
import WebPages

/// Where the server is reached: by the lines of the protocol, and over HTTP.
struct Doors: Sendable {
    private let settings: ServeConfiguration
    private let room: ConnectionRoom
    private let lines: [ListenAddress]
    private let systemUsers: [UInt32: String]
    private var web: ListenAddress?
    private let metrics: ListenAddress?
    private let labels: LabelCatalogues
    /// The limits besides those that the settings change.
    var limits = Limits()
    /// Where people log in besides.
    private let providers: (any LoginProviders)?

    init(
        _ settings: ServeConfiguration, _ room: ConnectionRoom, _ labels: LabelCatalogues = LabelCatalogues(),
        providers: (any LoginProviders)? = nil
    ) throws {
        self.labels = labels
        self.providers = providers
        self.settings = settings
        self.room = room
        lines = try settings.addresses()
        systemUsers = try settings.systemUsers()
        web = try settings.webAddress()
        metrics = try settings.metricsAddress()
    }

    /// All doors, listening.
    struct Open: Sendable {
        let line: LineServer
        let web: HTTPServer?
        /// Where it is told how the server is.
        fileprivate(set) var metrics: HTTPServer?

        /// Where they listen, with the ports that the system chose.
        var addresses: [String] { line.addresses + [web?.address].compactMap { $0 } }

        /// The number of connections at this moment.
        var connectionCount: Int { line.connectionCount + (web?.connectionCount ?? 0) }

        /// About how many bytes of memory are held for clients: what each connection takes, and what waits to be read.
        var heldBytes: Int { connectionCount * (20 << 10) + line.unreadBytes }

        /// Serves all until ``shutdown()`` and the end of the last connection.
        func run() async {
            await withDiscardingTaskGroup { group in
                group.addTask { await line.run() }
                if let web { group.addTask { await web.run() } }
                if let metrics { group.addTask { await metrics.run() } }
            }
        }

        /// Reads the certificates anew.
        func reloadCertificates() throws(ListenError) {
            try line.reloadCertificates()
            try web?.reloadCertificates()
        }

        /// What is wrong with the days of the certificates that are shown, each said once.
        var certificateFaults: [String] {
            (line.certificateFaults + (web?.certificateFaults ?? [])).reduce(into: []) {
                if !$0.contains($1) { $0.append($1) }
            }
        }

        /// Accepts nothing more, and lets what was accepted come to its end.
        func shutdown() {
            line.shutdown()
            web?.shutdown()
            metrics?.shutdown()
        }
    }

    /// Refuses addresses that cannot be listened on before anything is made.
    ///
    /// The usual address of HTTP that nobody asked for is given up where another program has it: a second server on one machine is served by
    /// lines, and says so.
    mutating func probe(_ console: Console) async throws {
        do throws(ListenError) {
            await Doors.close(Open(line: try await bindLines(ClosedGateway()), web: nil))
            if let metrics = try await bindMetrics([:]) { await Doors.close(metrics) }
            do throws(ListenError) {
                if let web = try await bindWeb(ClosedGateway()) { await Doors.close(web) }
            } catch {
                guard error.isTaken, settings.isUsualWeb else { throw error }
                console.errorLine(
                    "chancery: \(web.map { "\($0)" } ?? "") is taken by another program, so no pages are served; choose another "
                        + "address with --web HOST:PORT, or --web none")
                web = nil
            }
        } catch {
            throw ServeFault.failure(error)
        }
    }

    /// Binds every address, or none.
    ///
    /// - Parameters:
    ///   - lines: the way in for lines.
    ///   - web: the way in over HTTP.
    ///   - reports: what is told at the address of the metrics.
    func open(
        lines: any RequestGateway, web: any RequestGateway, reports: (Open) -> [String: @Sendable () async -> Report]
    ) async throws(ListenError) -> Open {
        var open = Open(line: try await bindLines(lines), web: nil)
        do throws(ListenError) {
            open = Open(line: open.line, web: try await bindWeb(web))
            open.metrics = try await bindMetrics(reports(open))
            return open
        } catch {
            await Doors.close(open)
            throw error
        }
    }

    private func bindMetrics(
        _ reports: [String: @Sendable () async -> Report]
    ) async throws(ListenError) -> HTTPServer? {
        guard let metrics else { return nil }
        var configuration = WebConfiguration(address: metrics, name: Doors.name)
        configuration.connections = Doors.mostReaders
        return try await HTTPServer.bind(configuration, reports: reports)
    }

    /// Connections of programs that read the metrics.
    private static let mostReaders = 16

    private func bindLines(_ gateway: any RequestGateway) async throws(ListenError) -> LineServer {
        var configuration = ServerConfiguration(addresses: lines, name: Doors.name)
        configuration.systemUsers = systemUsers
        configuration.connections = room.lines
        configuration.limits = limits
        configuration.limits.connectionsOfAddress = settings.connectionsOfAddress
        configuration.limits.connectionsOfAccount = settings.connectionsOfAccount
        configuration.stopPeriod = .seconds(settings.stopSeconds)
        // Who grants more time to answer grants it to read the answers as well.
        configuration.lingerPeriod = max(configuration.lingerPeriod, configuration.stopPeriod)
        return try await LineServer.bind(configuration, gateway: gateway)
    }

    private func bindWeb(_ gateway: any RequestGateway) async throws(ListenError) -> HTTPServer? {
        guard let web else { return nil }
        var configuration = WebConfiguration(address: web, name: Doors.name)
        configuration.labels = labels
        configuration.connections = room.web
        configuration.limits = limits
        configuration.limits.connectionsOfAddress = settings.connectionsOfAddress
        configuration.providers = providers
        configuration.proxies = settings.webProxies.compactMap { AddressRange($0) }
        configuration.stopPeriod = .seconds(settings.stopSeconds)
        configuration.lingerPeriod = max(configuration.lingerPeriod, configuration.stopPeriod)
        return try await HTTPServer.bind(configuration, gateway: gateway)
    }

    private static let name = "chancery \(Version.text)"

    private static func close(_ open: Open) async {
        open.shutdown()
        await open.run()
    }

    private static func close(_ web: HTTPServer) async {
        web.shutdown()
        await web.run()
    }

    /// Lets nobody in.
    private struct ClosedGateway: RequestGateway {
        func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure> {
            .failure(Failure(.shuttingDown, "the server is not ready yet"))
        }
    }
}
