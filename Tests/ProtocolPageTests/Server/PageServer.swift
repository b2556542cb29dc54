import CanonicalJSON
import DefinitionFiles
import Foundation
import Lifecycle
import PostgresStore
import TestSupport

/// The executable `chancery` on a database of its own, with the trial forum of the page in it.
actor PageServer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    nonisolated let port: Int
    /// Where it speaks HTTP: `http://127.0.0.1:7421`.
    nonisolated let web: String
    private let process: Program
    private let administrator: LineConnection
    private var lastTag = 0
    private var tokens: [String: String] = [:]

    private init(port: Int, web: String, process: Program, administrator: LineConnection) {
        self.port = port
        self.web = web
        self.process = process
        self.administrator = administrator
    }

    /// The public key of a log that the server signs with; strangers may then follow it.
    static let publicLog = "chancery/trial+7b855ec6+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk"
    private static let publicLogKey =
        "PRIVATE+KEY+chancery/trial+7b855ec6+AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n"

    /// With a public log, the record is signed with a key that is known beforehand, and the policy names it.
    static func start(hasPublicLog: Bool = false) async throws -> PageServer {
        let directory = try TestRoot.makeDirectory("page")
        let database = try await TestDatabase.create(.migrated)
        let set = try await Program.run(
            try ThisBuild.chancery, ["init", "--database", database.conninfo(role: .owner)], in: directory)
        guard let token = set.output.split(separator: "\n").last?.split(separator: " ").last, token.hasPrefix("chy_")
        else { throw Failure(description: "chancery init gave no token:\n\(set.output)\(set.errors)") }
        var options = ["--signer", "signer"]
        if hasPublicLog {
            for folder in ["/signer", "/signer/trial"] {
                try FileManager.default.createDirectory(
                    atPath: directory + folder, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
            }
            try publicLogKey.write(
                toFile: directory + "/signer/trial/signing-key", atomically: true, encoding: .utf8)
            try "log \(publicLog)\nquorum none\n".write(
                toFile: directory + "/policy", atomically: true, encoding: .utf8)
            options += ["--policy", "policy"]
        }
        let process = try await Program.start(
            try ThisBuild.chancery,
            ["serve", "--database", database.conninfo(), "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0"] + options,
            in: directory)
        // The address of HTTP is the last that is printed.
        let lines = await process.output.lines(untilOneBegins: "listening http") ?? []
        let addresses = lines.filter { $0.hasPrefix("listening ") }.map { $0.dropFirst("listening ".count) }
        guard let port = addresses.first.flatMap({ Int($0.split(separator: ":").last ?? "") }),
            let web = addresses.last
        else { throw Failure(description: "chancery serve did not start:\n\(await process.errors.text)") }
        let server = PageServer(
            port: port, web: String(web), process: process, administrator: try await .open(port: port))
        _ = await server.administrator.next()
        _ = try await server.ask("AUTH {\"token\":\"\(token)\"}")
        try await server.load()
        return server
    }

    /// Tells the server to stop; answers its exit status.
    func stop() async -> Int32 {
        await administrator.close()
        process.terminate()
        return await process.ended()
    }

    /// A new token of an account.
    func token(of account: String) async throws -> String {
        if let known = tokens[account] { return known }
        let answer = try await ask("TOKEN \(account)")
        let token = answer["token"]?.string ?? ""
        tokens[account] = token
        return token
    }

    /// A connection on which an account has logged in.
    func connection(as account: String) async throws -> LineConnection {
        let token = try await token(of: account)
        let connection = try await LineConnection.open(port: port)
        _ = await connection.next()
        try await connection.send(["login AUTH {\"token\":\"\(token)\"}"])
        guard let reply = await connection.next(), reply.hasPrefix("login OK") else {
            throw Failure(description: "\(account) cannot log in")
        }
        return connection
    }

    /// Has the record signed as it stands.
    func sign() async throws { _ = try await ask("CHECKPOINT trial") }

    /// The forum of Forum/setup.txt.
    private func load() async throws {
        for line in try SourceTree.text("Tests/ProtocolPageTests/Forum/setup.txt").split(separator: "\n") {
            if line.hasPrefix("#") { continue }
            if line.hasPrefix("LIFECYCLE ") {
                let name = line.split(separator: " ").last ?? ""
                let definition = try LifecycleFile.load(SourceTree.path("schema/lifecycles/\(name).yaml"))
                _ = try await ask("\(line) \(JSONValue.object(["definition": definition.json]).canonicalText)")
            } else {
                _ = try await ask(String(line))
            }
        }
    }

    /// The administrator's request and the object of its OK.
    private func ask(_ request: String) async throws -> JSONObject {
        lastTag += 1
        try await administrator.send(["\(lastTag) \(request)"])
        guard let reply = await administrator.next(), reply.hasPrefix("\(lastTag) OK") else {
            throw Failure(description: "\(request.prefix(200)) was not answered OK")
        }
        let object = reply.dropFirst("\(lastTag) OK ".count)
        return (try? JSONValue.parse(Array(object.utf8)))?.object ?? [:]
    }
}
