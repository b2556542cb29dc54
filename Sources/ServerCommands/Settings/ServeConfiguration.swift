import HTTPServer
import IdentityProviders
import Listening
import ProposalService
import Record
import ServerLog
import Signing
import Terminal

/// Everything that `chancery serve` can be told, as plain values; ``Setting/all`` lists how each one is given.
struct ServeConfiguration: Sendable, Hashable {
    enum Database: Sendable, Hashable {
        /// A private cluster in the data directory.
        case embedded
        /// A libpq connection string.
        case conninfo(String)

        var conninfo: String? {
            if case .conninfo(let text) = self { text } else { nil }
        }
    }

    struct TLS: Sendable, Hashable {
        var certificate: String
        var key: String
        var clientAuthorities: String?
    }

    var database = Database.embedded
    /// Where the private cluster and the administrator's token live.
    var data = "chancery-data"
    /// Where the keys that sign the records are, and what was signed with them.
    var signer: String?
    /// How the names of the records begin; the forum's own name follows. A key that is there keeps the name it was made with.
    var origin = RecordSigner.standardOrigin
    /// The file that says whose cosignatures count; `policy` in the data directory, where there is one, when left out.
    var policy: String?
    /// `HOST:PORT`, each a listener.
    var listen = ["127.0.0.1:7420"]
    /// `HOST:PORT` for the pages and the API over HTTP; nil serves none.
    var web: String? = "127.0.0.1:7421"
    /// Whether `web` is as nobody asked for it, so that the server goes on without it where the port is taken.
    var isUsualWeb = true
    /// The addresses of the proxies whose word on where a request came from is taken, as they were given.
    var webProxies: [String] = []
    /// The file of the identity providers at which people log in; nil where they log in with tokens alone.
    var providers: String?
    /// `HOST:PORT` for the metrics; nil serves none.
    var metrics: String?
    /// A UNIX socket to listen on besides, or instead when `listen` is empty.
    var socket: String?
    /// `USER=ACCOUNT`, as they were given: who logs in over the socket without a token.
    var socketUsers: [String] = []
    var tlsCertificate: String?
    var tlsKey: String?
    /// The authorities whose client certificates log in to the line protocol; nil where none do.
    var tlsClientAuthorities: String?
    /// With both every TCP listener speaks TLS 1.3.
    var tls: TLS? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return TLS(certificate: tlsCertificate, key: tlsKey, clientAuthorities: tlsClientAuthorities)
    }
    var connections = 10_000
    var connectionsOfAddress = 500
    var connectionsOfAccount = 1000
    /// Connections to the database.
    var databaseConnections = 8
    var log = LogSettings()
    /// Seconds that a stopping server gives to requests that are open.
    var stopSeconds = 10

    /// The signer's folder; nil where this server signs nothing. One that serves a database of its own is told a folder.
    var signerFolder: String? {
        if let signer { return signer }
        return database == .embedded ? data + "/signer" : nil
    }

    /// Takes what the names of the records are to begin with: visible ASCII without a plus sign, as a name of one's own on the Internet.
    mutating func setOrigin(_ text: String) throws {
        guard (1...80).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2B }),
            !text.hasSuffix("/"), !text.contains("/epoch-")
        else {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" is not a valid origin; write a name of your own, as records.example.org"
            )
        }
        origin = text
    }

    /// The file that says whose cosignatures count; nil where there is none.
    var policyFile: String? {
        let usual = data + "/policy"
        return policy ?? (database == .embedded && LocalFile.exists(usual) ? usual : nil)
    }

    /// Whose cosignatures count: nobody's without a file.
    func witnessPolicy() throws -> WitnessPolicy {
        guard let path = policyFile else { return WitnessPolicy() }
        do {
            return try WitnessPolicy(parsing: try LocalFile.bytes(path))
        } catch let fault as PolicyFault {
            let place = fault.line > 0 ? "\(path):\(fault.line)" : path
            throw CommandFailure.usage(TerminalText.line("\(place): \(fault.reason)"))
        } catch let fault as FileFault {
            throw CommandFailure.usage(TerminalText.line("the policy \(path) \(fault.sentence)"))
        }
    }

    /// The identity providers at which people log in.
    func identityProviders() throws -> [ProviderSettings] {
        try providers.map { try ProvidersFile($0).providers } ?? []
    }

    /// Takes an address to listen on apart. Without a host it is this machine.
    static func hostAndPort(_ text: String) throws -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" is not a valid address to listen on; write HOST:PORT, as 127.0.0.1:7420"
            )
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return (host.isEmpty ? "127.0.0.1" : host, port)
    }

    /// Takes the addresses to listen on.
    mutating func setListen(_ texts: [String]) throws {
        for text in texts { _ = try ServeConfiguration.hostAndPort(text) }
        listen = texts
    }

    /// Takes where HTTP is served: an address, or `none`.
    mutating func setWeb(_ text: String) throws {
        isUsualWeb = false
        guard text != "none", !text.isEmpty else {
            web = nil
            return
        }
        do { _ = try ServeConfiguration.hostAndPort(text) } catch {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" is not a valid address for pages; write HOST:PORT, as 127.0.0.1:7421, or none"
            )
        }
        web = text
    }

    /// Takes the proxies before the pages.
    mutating func setProxies(_ texts: [String]) throws {
        for text in texts where AddressRange(text) == nil {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" is not the address of a proxy; write an address or a range, as 192.0.2.10 or 192.0.2.0/24"
            )
        }
        webProxies = texts
    }

    /// Takes where metrics are served: an address, or `none`.
    mutating func setMetrics(_ text: String) throws {
        guard text != "none", !text.isEmpty else {
            metrics = nil
            return
        }
        do { _ = try ServeConfiguration.hostAndPort(text) } catch {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" is not a valid address for metrics; write HOST:PORT, as 127.0.0.1:7422, or none"
            )
        }
        metrics = text
    }

    /// Where metrics are served, in plain text on this machine alone, whatever the certificate; nil where they are not.
    func metricsAddress() throws -> ListenAddress? {
        guard let metrics else { return nil }
        let (host, port) = try ServeConfiguration.hostAndPort(metrics)
        return .tcp(host: host, port: port)
    }

    /// Where HTTP is served; nil where it is not. With a certificate it is HTTPS, as every listener then speaks TLS. Browsers are asked for
    /// no certificate.
    func webAddress() throws -> ListenAddress? { try web.map { try address($0, clientAuthorities: nil) } }

    private func address(_ text: String, clientAuthorities: String?) throws -> ListenAddress {
        let (host, port) = try ServeConfiguration.hostAndPort(text)
        guard let tls else { return .tcp(host: host, port: port) }
        let files = ListenAddress.TLSFiles(
            chain: tls.certificate, key: tls.key, clientAuthorities: clientAuthorities)
        return .tls(host: host, port: port, certificate: files)
    }

    /// The addresses to listen on.
    func addresses() throws -> [ListenAddress] {
        var addresses: [ListenAddress] = []
        for text in listen { addresses.append(try address(text, clientAuthorities: tls?.clientAuthorities)) }
        // Where users of the machine log in, all of them reach the socket, as they reach a port of loopback.
        if let socket { addresses.append(.unix(path: socket, mode: socketUsers.isEmpty ? 0o600 : 0o666)) }
        guard !addresses.isEmpty else { throw CommandFailure.usage("give --listen HOST:PORT or --socket PATH") }
        return addresses
    }
}

extension ServeConfiguration {
    /// Every key of a configuration file.
    static let keys = Setting.all.map(\.key)

    /// Takes over what a file says, over the defaults. Throws its first fault.
    mutating func read(file path: String) throws {
        self = try GivenSettings(file: path).configuration()
    }
}
