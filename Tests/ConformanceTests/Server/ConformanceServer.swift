import CanonicalJSON
import DefinitionFiles
import Foundation
import Lifecycle
import LineClient
import LineProtocol
import LineServer
import Postgres
import PostgresStore
import ProposalService
import Record
import Requests
import Signing
import Synchronization
import TestSupport

/// A whole server on a database of its own: real sockets, the real service, real PostgreSQL. It signs its records.
final class ConformanceServer: Sendable {
    let database: TestDatabase
    let door: Door
    let service: ProposalService
    private let store: PostgresStore
    let gateway: ServiceGateway
    /// The token of the server's administrator.
    let rootToken: String
    private let root: LineClient
    private let number = Mutex(0)
    private let common = Mutex<[String: Task<TrialForum, any Error>]>([:])

    private init(
        _ database: TestDatabase, _ door: Door, _ service: ProposalService, _ store: PostgresStore,
        _ gateway: ServiceGateway, _ root: LineClient, rootToken: String
    ) {
        self.rootToken = rootToken
        self.database = database
        self.door = door
        self.service = service
        self.store = store
        self.gateway = gateway
        self.root = root
    }

    static func start(
        configuration: ServiceConfiguration = ServiceConfiguration(), store options: StoreOptions = .patient
    ) async throws -> ConformanceServer {
        OpenFiles.raiseLimit()
        let database = try await TestDatabase.create(.migrated)
        var options = options
        options.connections = 6
        let store = PostgresStore(PostgresConfiguration(conninfo: database.conninfo()), options: options)
        let service = ProposalService(
            store: store, configuration: configuration,
            signing: RecordSigner(folder: try TestRoot.makeDirectory("signer"), store: store))
        guard let token = try await service.bootstrap() else {
            throw Transcript.Fault(description: "the database was set up before")
        }
        let gateway = ServiceGateway(service)
        let door = try await Door.open(FaithfulGateway(gateway: gateway))
        guard let address = ServerAddress("127.0.0.1:\(door.port)") else {
            throw Transcript.Fault(description: "127.0.0.1:\(door.port) is no address")
        }
        var patient = ClientOptions()
        (patient.connectTimeout, patient.requestTimeout) = (.seconds(3000), nil)
        let root = try await LineClient.connect(to: address, options: patient)
        _ = try await root.authenticate(token: token)
        return ConformanceServer(database, door, service, store, gateway, root, rootToken: token)
    }

    /// Runs a test on a server, and stops it after it.
    static func with<Result>(
        configuration: ServiceConfiguration = ServiceConfiguration(), store options: StoreOptions = .patient,
        _ body: (ConformanceServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(configuration: configuration, store: options)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    func stop() async {
        await root.close()
        await door.close()
        await service.drain()
        await store.close()
    }

    /// Another listener on the same business.
    func anotherDoor(connections: Int? = nil, ofAccount: Int? = nil) async throws -> Door {
        try await Door.open(FaithfulGateway(gateway: gateway), connections: connections, ofAccount: ofAccount)
    }

    /// The lifecycle that the transcripts follow unless they say otherwise, and the one that has a move for each requirement.
    static let asem = SourceFile.repository("schema/lifecycles/asem-initiative.yaml")
    static let rules = SourceFile.path("Forum/rules.yaml")

    /// The forum of all who do not ask for one of their own.
    func commonForum(_ lifecycle: String) async throws -> TrialForum {
        let making = common.withLock { common in
            if let known = common[lifecycle] { return known }
            let task = Task { try await self.freshForum(lifecycle) }
            common[lifecycle] = task
            return task
        }
        return try await making.value
    }

    /// A forum in which nothing has happened, made as setup.txt of the protocol's page says.
    func freshForum(_ lifecycle: String) async throws -> TrialForum {
        let number = number.withLock { number in
            number += 1
            return number
        }
        let forum = TrialForum(id: "trial-\(number)", prefix: "TRIAL\(number)", server: self)
        let setup = try String(
            contentsOfFile: SourceFile.repository("Tests/ProtocolPageTests/Forum/setup.txt"), encoding: .utf8)
        for line in setup.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            if words[0] == "LIFECYCLE" {
                let object = JSONValue.object(["definition": try LifecycleFile.load(lifecycle).json])
                try await ask("LIFECYCLE \(forum.id) \(object.canonicalText)")
            } else {
                let rest = words[2].replacing("\"ref_prefix\":\"TRIAL\"", with: "\"ref_prefix\":\"\(forum.prefix)\"")
                try await ask("\(words[0]) \(forum.id) \(rest)")
            }
        }
        return forum
    }

    /// What the administrator's request is answered; it must be OK.
    @discardableResult
    func ask(_ words: String) async throws -> JSONObject {
        let answer = try await root.request(try Request.parse(Array("0 \(words)".utf8)))
        if let failure = answer.failure {
            throw Transcript.Fault(description: "\(words.prefix(200)): \(failure) \(failure.object)")
        }
        return try answer.get()
    }

    /// How many events the record of a forum has.
    func recordLength(_ forum: String) async throws -> Int64 { try await store.recordLength(forum: forum) }
}

/// A forum of a transcript, and the tokens of its accounts.
actor TrialForum {
    nonisolated let id: String
    nonisolated let prefix: String
    private let server: ConformanceServer
    private var tokens: [String: String] = [:]

    init(id: String, prefix: String, server: ConformanceServer) {
        self.id = id
        self.prefix = prefix
        self.server = server
    }

    /// A token of an account, such as `proposer-VN`.
    func token(of account: String) async throws -> String {
        if let known = tokens[account] { return known }
        let token = try await server.ask("TOKEN \(id)/\(account)")["token"]?.string ?? ""
        tokens[account] = token
        return token
    }
}
