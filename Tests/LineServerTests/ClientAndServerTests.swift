import CanonicalJSON
import LineClient
import LineProtocol
import Listening
import TestTime
import Testing

@testable import LineServer

@Suite("The client against the server", .timeLimit(.minutes(60)))
struct ClientAndServerTests {
    private func connect(_ address: String, _ options: ClientOptions = .patient) async throws -> LineClient {
        let client = try await LineClient.connect(to: try #require(ServerAddress(address)), options: options)
        try await client.authenticate(token: "good")
        return client
    }

    @Test("over TCP, a UNIX socket and TLS")
    func transports() async throws {
        let directory = try TemporaryDirectory()
        let files = try directory.certificate()
        let addresses: [ListenAddress] = [
            .tcp(host: "127.0.0.1", port: 0), .unix(path: directory.path("s")),
            .tls(host: "127.0.0.1", port: 0, certificate: files),
        ]
        try await withServer(addresses) { fixture in
            var options = ClientOptions.patient
            options.trustRootsFile = files.chain
            let tls = "tls://" + fixture.server.addresses[2].replacing("127.0.0.1", with: "localhost")
            for address in [fixture.server.addresses[0], fixture.server.addresses[1], tls] {
                let client = try await connect(address, options)
                #expect(try await client.request(.history, "r", options: ["limit": "7"]).rows.count == 7)
                #expect(try await client.request(.why, "r").failure?.code == .refused)
                await client.quit()
            }
            let distrust = await #expect(throws: ClientError.self) { try await connect(tls) }
            #expect(distrust?.isUnreachable == true && distrust?.description.contains("TLS") == true)
        }
    }

    @Test("certificates are read anew for new connections; a broken file changes nothing")
    func newCertificate() async throws {
        let (directory, other) = (try TemporaryDirectory(), try TemporaryDirectory())
        let (files, next) = (try directory.certificate(), try other.certificate())
        var (trustingOld, trustingNew) = (ClientOptions.patient, ClientOptions.patient)
        (trustingOld.trustRootsFile, trustingNew.trustRootsFile) = (try other.copy(files.chain, "old.pem"), next.chain)
        let (old, new) = (trustingOld, trustingNew)
        try await withServer([.tls(host: "127.0.0.1", port: 0, certificate: files)]) { fixture in
            let address = "tls://" + fixture.server.addresses[0].replacing("127.0.0.1", with: "localhost")
            let standing = try await connect(address, old)
            try directory.write("no certificate", to: "chain.pem")
            let fault = #expect(throws: ListenError.self) { try fixture.server.reloadCertificates() }
            #expect(fault?.description.contains("chain.pem cannot be read") == true)
            await (try connect(address, old)).quit()
            _ = try directory.copy(next.chain, "chain.pem")
            // The key of another certificate is not taken either.
            #expect(throws: ListenError.self) { try fixture.server.reloadCertificates() }
            _ = try directory.copy(next.key, "key.pem")
            try fixture.server.reloadCertificates()
            await (try connect(address, new)).quit()
            await #expect(throws: ClientError.self) { try await connect(address, old) }
            #expect(try await standing.request(.show, "r").failure == nil)
            await standing.quit()
        }
    }

    @Test("a watch that is left ends on the server, and others go on")
    func watch() async throws {
        try await withServer { fixture in
            let client = try await connect(fixture.address)
            for _ in 0..<50 {
                var count = 0
                for try await event in try client.watch("endless") {
                    count += 1
                    #expect(event["cursor"]?.string == "c\(count)")
                    if count == 100 { break }
                }
            }
            #expect(try await client.request(.show, "r").failure == nil)
            await client.close()
        }
    }

    @Test("a shutdown ends requests with what the server says")
    func shutdown() async throws {
        try await withServer { fixture in
            let client = try await connect(fixture.address)
            let watch = try client.watch("asem")
            async let note = client.request(.note, "gate", object: ["text": "t"])
            await fixture.handler.begun.pass()
            fixture.server.shutdown()
            let end = await #expect(throws: Failure.self) { for try await _ in watch {} }
            #expect(end?.code == .shuttingDown)
            #expect(try await client.request(.show, "r").failure?.code == .shuttingDown)
            fixture.handler.gate.open()
            #expect(try await note.get()["text"] == "t")
            guard case .dismissed(let failure) = await client.ended() else {
                Issue.record("no BYE")
                return
            }
            #expect(failure.code == .shuttingDown)
        }
    }

    @Test("a connection too many is told so")
    func tooMany() async throws {
        try await withServer(connections: 1) { fixture in
            let client = try await connect(fixture.address)
            let error = await #expect(throws: ClientError.self) { try await connect(fixture.address) }
            guard case .dismissed(let failure)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure.code == .tooManyConnections && failure.retry == .after(milliseconds: 5000))
            await client.close()
        }
    }
}

extension ClientOptions {
    /// For a machine that is busy with other things.
    fileprivate static var patient: ClientOptions {
        var options = ClientOptions()
        options.connectTimeout = .seconds(3000)
        options.requestTimeout = nil
        return options
    }
}
