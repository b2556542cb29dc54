import CanonicalJSON
import Certificates
import CivilTime
import Foundation
import LineClient
import LineProtocol
import Listening
import TestSupport
import TestTime

/// The real server with certificates that the program made, and a forum of its own; its clients' certificates are signed here.
struct TLSScene: Sendable {
    let server: ServeProcess
    /// Where all files lie: `server.pem`, `server.key`, `authority.pem`, `clients.pem`, `log`.
    let directory: String
    let forum: String
    /// Whom the server trusts to sign clients' certificates.
    let authority: ThrowAwayAuthority
    let rootToken: String
    let root: User

    var address: ServerAddress { TLSScene.secured(server) }

    /// Somebody of the forum.
    var account: String { "\(forum)/pr-FR" }

    /// - Parameters:
    ///   - forum: a name that no other test uses.
    ///   - options: more options of serve, from the scene's directory.
    static func with(
        _ forum: String, options: (String) -> [String] = { _ in [] }, _ body: (TLSScene) async throws -> Void
    ) async throws {
        let directory = try TestRoot.makeDirectory("tls")
        let made = try await ClientProgram.chancery(["tls", "make", directory], in: directory)
        guard made.status == 0 else { throw Unexpected("nothing was made: \(made.errors)") }
        let authority = try ThrowAwayAuthority("The clients' authority", days: days(-10, 10))
        try write(authority.certificate, directory + "/clients.pem")
        let data = try TestRoot.makeDirectory("data")
        let server = try await ServeProcess.start(
            [
                "--data", data, "--tls-certificate", directory + "/server.pem", "--tls-key",
                directory + "/server.key", "--tls-client-ca", directory + "/clients.pem",
            ] + options(directory), errors: directory + "/log")
        let token = try String(contentsOfFile: data + "/admin.token", encoding: .utf8)
            .filter { !$0.isWhitespace }
        var trusting = ClientOptions.patient
        trusting.trustRootsFile = directory + "/authority.pem"
        let client = try await LineClient.connect(to: secured(server), options: trusting)
        try await client.authenticate(token: token)
        let root = User(account: "server/admin", client: client)
        var seed = try ForumSeed.mini()
        seed.id = forum
        seed.settings["ref_prefix"] = .string(forum.uppercased())
        try await Seed.load(seed, root)
        let scene = TLSScene(
            server: server, directory: directory, forum: forum, authority: authority, rootToken: token, root: root)
        do { try await body(scene) } catch {
            server.kill9()
            throw error
        }
        await root.leave()
        server.terminate()
        guard await server.ended() == 0 else { throw Unexpected("the server did not stop well") }
    }

    private static func secured(_ server: ServeProcess) -> ServerAddress {
        if case .tcp(let host, let port) = server.address { .tls(host: host, port: port) } else { server.address }
    }

    /// So many days before and after now, by the clock of the machine.
    static func days(_ from: Int64, _ until: Int64) -> ClosedRange<Instant> {
        let (now, day) = (TimeSource.today(), Instant.microsecondsPerDay)
        return now.advanced(byMicroseconds: from * day)...now.advanced(byMicroseconds: until * day)
    }

    static func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Has a certificate signed and written.
    func signed(
        _ file: String, by authority: ThrowAwayAuthority? = nil, _ use: CertificateUse = .client, names: [String],
        days: ClosedRange<Instant> = days(-1, 3)
    ) throws -> ClientOptions.CertificateFiles {
        let signed = try (authority ?? self.authority).sign(
            use, "Somebody", names.compactMap { AlternativeName(uri: $0) }, days: days)
        let files = ClientOptions.CertificateFiles(
            chain: "\(directory)/\(file).pem", key: "\(directory)/\(file).key")
        try TLSScene.write(signed.certificate, files.chain)
        try TLSScene.write(signed.key, files.key)
        return files
    }

    /// A connection that shows a certificate, or none.
    func connect(
        showing certificate: ClientOptions.CertificateFiles? = nil, trusting authority: String = "authority.pem"
    ) async throws -> LineClient {
        var options = ClientOptions.patient
        options.trustRootsFile = "\(directory)/\(authority)"
        options.certificate = certificate
        return try await LineClient.connect(to: address, options: options)
    }

    /// What AUTH by the certificate of a connection is answered.
    func login(_ client: LineClient, _ account: String? = nil) async throws -> Answer {
        var object: JSONObject = ["method": "certificate"]
        object["account"] = account.map { .string($0) }
        return try await client.request(.auth, object: object)
    }

    /// Runs a client command over TLS.
    func chancery(
        _ words: [String], showing files: ClientOptions.CertificateFiles? = nil, token: String? = nil
    ) async throws -> ClientProgram.Ended {
        let shown = files.map { ["--certificate", $0.chain, "--certificate-key", $0.key] } ?? []
        return try await ClientProgram.chancery(
            words + ["--trust", directory + "/authority.pem"] + shown, on: address, token: token, in: directory)
    }

    /// Links an account to a name of certificates; answers the link.
    func link(_ account: String, _ name: String) async throws -> String {
        let done = try await root.ok(
            "IDENTITY \(account)", ["issuer": "certificate", "subject": .string("uri:" + name)])
        return done["id"]?.string ?? ""
    }

    /// Asks the server to read its files anew, and looks until its log says how often that came to its end.
    func reload(_ says: String, times: Int) async throws {
        server.hangUp()
        try await waitUntil {
            try String(contentsOfFile: directory + "/log", encoding: .utf8).components(separatedBy: says).count > times
        }
    }
}
