import Failpoints
import Glibc
import HTTPServer
import IdentityProviders
import LineServer
import Listening
import Logging
import PostgresStore
import ProposalService
import Record
import Requests
import ServerLog
import ServiceLifecycle
import Signing
import Terminal
import UnixSignals
import WebPages
import WitnessCalls

/// One run of the server: database, service, listeners, in this order; stopped in the other.
enum ServerProcess {
    /// Starts everything, says so, and serves until a signal to stop.
    static func run(_ settings: ServeConfiguration, _ console: Console) async throws {
        // A broken pipe is an error of a write, not a reason to end.
        signal(SIGPIPE, SIG_IGN)
        OpenFiles.raiseLimit()
        // Whoever sends these to every server, as some scripts do, means no harm.
        signal(SIGUSR1, SIG_IGN)
        signal(SIGUSR2, SIG_IGN)
        // From here on a signal is remembered, however far the start has come.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        let log = settings.log.logger(console)
        log.write(.info, "starting", [.version: Version.text])
        // Without the folder nothing could be migrated either, which is told where that is tried.
        let labels = (try? SchemaDirectory.find()).map { DefinitionLanguages.read(in: $0, log) }
        var doors = try Doors(
            settings, try room(settings, log), labels ?? LabelCatalogues(), providers: try providers(settings, log))
        let policy = try settings.witnessPolicy()
        try await doors.probe(console)
        switch settings.database {
        case .conninfo(let conninfo):
            try await DatabaseSetup(conninfo: conninfo).verify()
            try await serve(conninfo, doors, settings, policy, signals, console, log)
        case .embedded:
            let cluster: EmbeddedCluster
            do { cluster = try await EmbeddedCluster.start(dataDirectory: settings.data) } catch {
                throw ServeFault.failure(error, data: settings.data)
            }
            do {
                _ = try await DatabaseSetup(conninfo: cluster.conninfo(role: .owner)).migrate()
                try await writeToken(cluster, settings, console)
                try await serve(
                    cluster.conninfo(role: .app), doors, settings, policy, signals, console, log, cluster)
            } catch {
                try? await cluster.stop()
                throw error
            }
            try? await cluster.stop()
        }
    }

    /// Where people log in besides with tokens; nil where that is nowhere.
    private static func providers(_ settings: ServeConfiguration, _ log: Logger) throws -> IdentityProviders? {
        let providers = try settings.identityProviders()
        guard !providers.isEmpty else { return nil }
        return IdentityProviders(
            providers, name: "chancery/\(Version.text)",
            clock: TimeSource.today,
            tell: { provider, fault in
                log.write(fault.isOurs ? .error : .notice, "a login at \(provider) came to nothing: \(fault.sentence)")
            })
    }

    /// How many connections there is room for; says so where that is less than was asked for.
    private static func room(_ settings: ServeConfiguration, _ log: Logger) throws -> ConnectionRoom {
        let (granted, servesWeb) = (OpenFiles.limit, settings.web != nil)
        let room = try ConnectionRoom(
            granted: granted, databaseConnections: settings.databaseConnections, wanted: settings.connections,
            servesWeb: servesWeb)
        let notice = room.notice(granted: granted, wanted: settings.connections)
        if let notice { log.write(.notice, notice) }
        return room
    }

    /// The first start leaves the administrator's token in the data directory, for its owner alone.
    private static func writeToken(
        _ cluster: EmbeddedCluster, _ settings: ServeConfiguration, _ console: Console
    ) async throws {
        let path = settings.data + "/admin.token"
        let setup = DatabaseSetup(conninfo: cluster.conninfo(role: .app))
        // A start that was killed before it wrote the file left a token that nobody knows. Where somebody moved the file and has not used
        // it yet, both are good.
        guard let token = try await setup.openServer(again: !LocalFile.exists(path)) else { return }
        Failpoint.serverOpened.reached()
        do { try LocalFile.writePrivate(token + "\n", to: path) } catch {
            throw CommandFailure.notDone(["\(path) \(error.sentence); the administrator's token is \(token)"])
        }
        console.errorLine("the administrator's token is in \(path)")
    }

    private static func serve(
        _ conninfo: String, _ doors: Doors, _ settings: ServeConfiguration, _ policy: WitnessPolicy,
        _ signals: UnixSignalsSequence, _ console: Console, _ log: Logger, _ cluster: EmbeddedCluster? = nil
    ) async throws {
        var options = StoreOptions()
        options.connections = settings.databaseConnections
        let store = PostgresStore(conninfo: conninfo, options: options)
        let signing = settings.signerFolder.map {
            RecordSigner(folder: $0, origin: settings.origin, store: store, log: log)
        }
        let service = ProposalService(store: store, signing: signing, policy: policy)
        let failures = FailureLog(log, now: console.now)
        let gateway = ServiceGateway(service, report: failures.write)
        let reports = ServerReports(service, store)
        let open: Doors.Open
        do {
            open = try await doors.open(
                lines: MeteredGateway(gateway, reports.lines), web: MeteredGateway(gateway, reports.web),
                reports: reports.all)
        } catch {
            await store.close()
            throw ServeFault.failure(error)
        }
        // Together, so that whoever waits for the first line finds the others as well.
        let lines =
            open.addresses.map { "listening \($0)" } + (open.metrics.map { ["metrics \($0.address)/metrics"] } ?? [])
        console.line(lines.joined(separator: "\n"))
        for address in open.addresses { log.write(.info, "listening", [.address: "\(address)"]) }
        for fault in open.certificateFaults { log.write(.error, fault) }
        var services: [any Service] = [StoreService(proposals: service, store: store)]
        if let cluster {
            services.append(ClusterService(cluster: cluster, postgresLog: settings.data + "/postgres.log", log: log))
        }
        if let calls = witnessCalls(service, settings, log) { services.append(WitnessCallService(calls: calls)) }
        services.append(MemoryService(held: { open.heldBytes }))
        services.append(ListenerService(doors: open, reports: reports))
        if let manager = ServiceManager(console.environment) { services.append(ManagerService(manager: manager)) }
        try await run(services, signals, log, onHangup: { reload(open, log) })
    }

    /// What shows checkpoints to witnesses; nil where the policy gives none of them an address.
    private static func witnessCalls(
        _ service: ProposalService, _ settings: ServeConfiguration, _ log: Logger
    ) -> WitnessCalls? {
        for witness in service.policy.witnesses {
            guard let url = witness.url, WitnessAddress(url) == nil else { continue }
            log.write(
                .notice, "the witness \(witness.name) is not called: its address is not one of HTTP", [.address: url])
        }
        return WitnessCalls(
            service, name: "chancery/\(Version.text) \(settings.origin)", tell: WitnessCallService.writing(to: log))
    }

    /// Reads the certificates anew; one that cannot be used is said, and the one of before goes on.
    private static func reload(_ doors: Doors.Open, _ log: Logger) {
        do throws(ListenError) {
            try doors.reloadCertificates()
            log.write(.notice, "read the certificates anew", [.signal: "SIGHUP"])
            for fault in doors.certificateFaults { log.write(.error, fault) }
        } catch {
            log.write(.error, "the certificates stay as they were: \(error)", [.signal: "SIGHUP"])
        }
    }

    /// Runs services that were begun in this order until a signal to stop, or until one of them ends; stops them in the other order.
    private static func run(
        _ services: [any Service], _ signals: UnixSignalsSequence, _ log: Logger,
        onHangup: @escaping @Sendable () -> Void
    ) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                }, logger: log))
        let stopping = Task {
            for await signal in signals {
                guard signal != .sighup else {
                    onHangup()
                    continue
                }
                log.write(.info, "stopping", [.signal: "\(signal)"])
                await group.triggerGracefulShutdown()
                return
            }
        }
        defer { stopping.cancel() }
        try await group.run()
        log.write(.info, "stopped")
    }
}
