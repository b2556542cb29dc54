import Bundles
import CanonicalJSON
import Foundation
import LineClient
import LineProtocol
import Record
import TestSupport
import Testing

/// A signed record of the small forum on a server that names witnesses, and folders for them.
struct RecordScene: Sendable {
    let world: World
    let server: TestServer
    let signer: String
    let ref: String
    /// The log's public key.
    let log: String

    /// Runs a test with witnesses of these names, all of whom make the quorum unless another is told.
    static func with(
        witnesses names: [String] = [],
        quorum: ([String]) -> [String] = { names in
            names.isEmpty
                ? ["quorum none"] : ["group everybody all \(names.joined(separator: " "))", "quorum everybody"]
        },
        _ body: (RecordScene, _ folders: [String]) async throws -> Void
    ) async throws {
        try await World.with { world in
            let ref = try await world.circulated("Seminar one", of: "mini")
            let signer = try TestRoot.makeDirectory("signer")
            var folders: [String] = []
            var lines: [String] = []
            for name in names {
                let folder = try TestRoot.makeDirectory("witness") + "/data"
                let made = try await ClientProgram.chancery(
                    ["witness", "init", "--data", folder, "--name", "\(name).example.org"], in: try TestRoot.path)
                #expect(made.status == 0, "\(made.errors)")
                folders.append(folder)
                lines.append("witness \(name) \(made.output.trimmingCharacters(in: .newlines))")
            }
            let log = try await key(world, signer)
            let policy = try WitnessPolicy(lines: ["log \(log)"] + lines + quorum(names))
            let server = try await TestServer.start(
                conninfo: world.database.conninfo(), connections: 3, signer: signer, policy: policy)
            let scene = RecordScene(world: world, server: server, signer: signer, ref: ref, log: log)
            do { try await body(scene, folders) } catch {
                await server.stop()
                throw error
            }
            await server.stop()
        }
    }

    /// Has the record signed once, and answers the key.
    static func key(_ world: World, _ signer: String) async throws -> String {
        let server = try await TestServer.start(conninfo: world.database.conninfo(), connections: 3, signer: signer)
        let auditor = try await server.login("mini/auditor", token: try Seed.token("mini/auditor"))
        let checkpoint = try await auditor.ok("CHECKPOINT mini")
        await server.stop()
        return try #require(checkpoint["key"]?.string)
    }

    func user(_ slug: String) async throws -> User {
        try await server.login("mini/\(slug)", token: try Seed.token("mini/\(slug)"))
    }

    /// Somebody who has not logged in.
    func stranger() async throws -> User { User(account: "nobody", client: try await server.connect()) }

    /// Lets the record grow by so many events, and has it signed; answers its size.
    @discardableResult
    func grow(by count: Int) async throws -> Int64 {
        let proposer = try await user("pr-FR")
        for number in 0..<count { try await proposer.ok("NOTE \(ref)", ["text": .string("number \(number)")]) }
        return try #require(try await proposer.ok("CHECKPOINT mini")["size"]?.integer)
    }

    /// Runs a witness once.
    func witness(_ folder: String, on address: ServerAddress? = nil, json: Bool = false) async throws
        -> ClientProgram.Ended
    {
        try await ClientProgram.chancery(
            ["witness", "--data", folder, "--log", "\(log)@\((address ?? server.address).description)", "--once"]
                + (json ? ["--json"] : []), in: try TestRoot.path)
    }

    func bundle(_ subject: String, _ user: User, witnessed: Bool = false) async throws -> [UInt8] {
        let words = "EXPORT \(subject)" + (witnessed ? " witnessed=true" : "")
        return Array(try await user.rows(words).compactMap { $0["text"]?.string }.joined().utf8)
    }
}
