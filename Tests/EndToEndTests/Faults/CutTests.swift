import LineClient
import PostgresStore
import ProposalService
import TestSupport
import Testing

/// Connections cut at any byte, between clients and the server and between the server and its database: requests are sent again until
/// they are done, each is done once, and the record is sound.
@Suite(.serialized, .timeLimit(.minutes(60))) struct CutTests {
    private static let cuts = FaultShare.of(500, else: 40)

    @Test func clientsAreCut() async throws {
        var scene = try await FaultScene.start("clients")
        guard case .tcp(_, let port) = scene.server.address else { throw Unexpected("the server has no port") }
        let relay = try await CuttingRelay.open(to: .loopback(port: port), bytes: 60_000, seed: 1)
        let address = try #require(ServerAddress("127.0.0.1:\(relay.port)"))
        let storm = scene.storm("all", patience: .endless, at: address)
        try await Self.weather(storm, relay)
        try await scene.settle(storm)
        try await scene.end()
        await relay.close()
        FaultShare.tell("\(relay.count) connections of clients cut, \(scene.acknowledged) acknowledged and there once")
    }

    @Test func theDatabaseIsCut() async throws {
        let database = try await TestDatabase.create(.migrated)
        let store = PostgresStore(database.configuration(), options: .patient)
        let token = try #require(try await ProposalService(store: store).bootstrap())
        await store.close()
        let (folder, signer) = (try TestRoot.makeDirectory("relay"), try TestRoot.makeDirectory("signer"))
        let (socket, conninfo) = try database.relayed(to: folder)
        let relay = try await CuttingRelay.open(
            at: .socket(path: folder + "/.s.PGSQL.5432"), to: .socket(path: socket), bytes: 400_000, seed: 2)
        var scene = try await FaultScene.start(
            "database", ["--database", conninfo, "--signer", signer], token: token)
        let storm = scene.storm("all", patience: .endless)
        try await Self.weather(storm, relay)
        try await scene.settle(storm)
        try await scene.end()
        await relay.close()
        FaultShare.tell(
            "\(relay.count) connections to the database cut, \(scene.acknowledged) acknowledged and there once")
    }

    /// Runs the storm until so many connections were cut.
    private static func weather(_ storm: KeyedStorm, _ relay: CuttingRelay) async throws {
        try await storm.rage {
            relay.cut(true)
            while relay.count < cuts { try await storm.reached(more: 1) }
            relay.cut(false)
        }
    }
}

extension TestDatabase {
    /// The socket of its cluster, and how to reach it through another one in a folder.
    fileprivate func relayed(to folder: String) throws -> (socket: String, conninfo: String) {
        let words = conninfo().split(separator: " ").map(String.init)
        guard let host = words.first(where: { $0.hasPrefix("host=") })?.dropFirst(5),
            let port = words.first(where: { $0.hasPrefix("port=") })?.dropFirst(5)
        else { throw Unexpected("the cluster has no socket") }
        let others = words.filter { !$0.hasPrefix("host=") && !$0.hasPrefix("port=") }
        return ("\(host)/.s.PGSQL.\(port)", (["host=\(folder)", "port=5432"] + others).joined(separator: " "))
    }
}
