import CanonicalJSON
import HTTPServer
import LineClient
import LineProtocol
import LineServer
import Listening
import Postgres
import PostgresStore
import ProposalService
import Record
import Requests
import TestSupport

@testable import Signing

extension ClientOptions {
    /// For a machine that is busy with other things.
    static let patient: ClientOptions = {
        var options = ClientOptions()
        options.connectTimeout = .seconds(3000)
        options.requestTimeout = nil
        return options
    }()
}

/// Many servers and their clients live in this process at once, the more of them the slower the machine.
private let openFiles: Void = OpenFiles.raiseLimit()

/// A whole server in this process: real sockets, the real service, real PostgreSQL.
final class TestServer: Sendable {
    let service: ProposalService
    let store: PostgresStore
    let address: ServerAddress
    private let line: LineServer
    let web: HTTPServer
    private let serving: Task<Void, Never>
    private let upkeep: Task<Void, Never>

    private init(
        _ service: ProposalService, _ store: PostgresStore, _ line: LineServer, _ web: HTTPServer,
        _ address: ServerAddress
    ) {
        self.service = service
        self.store = store
        self.line = line
        self.web = web
        self.address = address
        serving = Task {
            async let pages: Void = web.run()
            await line.run()
            await pages
        }
        upkeep = Task { await service.run { try await ContinuousClock().sleep(for: $0) } }
    }

    /// Milliseconds in place of the limits that a busy machine could come up against.
    static let patience = 3_000_000

    /// With a folder it signs the records.
    static func start(
        conninfo: String, connections: Int = 6, signer folder: String? = nil, policy: WitnessPolicy = WitnessPolicy(),
        stopPeriod: Duration? = nil, configuration service: ServiceConfiguration = ServiceConfiguration(),
        store options: StoreOptions = .patient
    ) async throws -> TestServer {
        openFiles
        var options = options
        options.connections = connections
        let store = PostgresStore(PostgresConfiguration(conninfo: conninfo), options: options)
        let service = ProposalService(
            store: store, configuration: service, signing: folder.map { RecordSigner(folder: $0, store: store) },
            policy: policy)
        var configuration = ServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)], name: "test")
        // What is said before a login may take longer on a busy machine; the time itself is LoginTests' matter.
        configuration.limits.loginMilliseconds = TestServer.patience
        // So may reading; that nobody may read for ever is SlowReaderTests' matter.
        configuration.limits.stallMilliseconds = TestServer.patience
        if let stopPeriod { configuration.stopPeriod = stopPeriod }
        let gateway = ServiceGateway(service)
        let line = try await LineServer.bind(configuration, gateway: gateway)
        var pages = WebConfiguration.patient()
        if let stopPeriod { pages.stopPeriod = stopPeriod }
        let web = try await HTTPServer.bind(pages, gateway: gateway)
        guard let address = line.addresses.first.flatMap({ ServerAddress($0) }) else {
            throw Unexpected("the server listens nowhere")
        }
        return TestServer(service, store, line, web, address)
    }

    /// Enters no passed deadlines from now on, so that the record stands still while nobody asks for anything.
    func standStill() async {
        upkeep.cancel()
        await upkeep.value
    }

    /// Answers what was accepted, then ends everything.
    func stop() async {
        line.shutdown()
        web.shutdown()
        await serving.value
        upkeep.cancel()
        await service.drain()
        await store.close()
        await upkeep.value
    }

    /// A connection that has not logged in.
    func connect() async throws -> LineClient {
        try await LineClient.connect(to: address, options: .patient)
    }

    /// Somebody of a forum, logged in.
    func user(_ slug: String, of forum: String = "mini") async throws -> User {
        try await login("\(forum)/\(slug)", token: try Seed.token("\(forum)/\(slug)"))
    }

    /// Somebody logged in by a token.
    func login(_ account: String, token: String) async throws -> User {
        let client = try await connect()
        try await client.authenticate(token: token)
        return User(account: account, client: client)
    }
}
