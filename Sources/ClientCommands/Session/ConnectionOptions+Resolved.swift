import LineClient
import Terminal

extension ConnectionOptions {
    /// The profile that is meant: the one named, else the standard one where nothing else says where to go and who asks.
    func profile(_ console: Console) throws -> Profile? {
        if let name = namedProfile(console) { return try Profile.named(name, console) }
        let isSaid =
            [server, token, tokenFile, certificate].contains { $0 != nil }
            || [
                console.environment["CHANCERY_SERVER"], console.environment["CHANCERY_TOKEN"],
                console.environment["CHANCERY_TOKEN_FILE"], console.environment["CHANCERY_CERTIFICATE"],
            ].contains { ConnectionOptions.said($0) != nil }
        return isSaid ? nil : try Profile.find(Profile.standard, console)
    }

    private func namedProfile(_ console: Console) -> String? {
        profile ?? ConnectionOptions.said(console.environment["CHANCERY_PROFILE"])
    }

    /// The address asked for, by option, profile, environment or default.
    func address(_ console: Console) throws -> ServerAddress {
        let text =
            try server ?? profile(console)?.server ?? ConnectionOptions.said(console.environment["CHANCERY_SERVER"])
            ?? "127.0.0.1:\(ServerAddress.defaultPort)"
        guard let address = ServerAddress(text) else {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" is not a valid address; write HOST:PORT (an IPv6 address as [::1]:7420), "
                    + "tcp://HOST:PORT, tls://HOST:PORT or unix:PATH")
        }
        return address
    }

    /// Whether a profile is for the server that is connected to: what it holds goes to no other.
    ///
    /// - Parameter address: the server, where it is another than ``address(_:)``.
    private func isFor(_ profile: Profile, _ address: ServerAddress?) -> Bool {
        guard let address else { return server == nil || server == profile.server }
        return address == ServerAddress(profile.server)
    }

    /// The token asked for, nil where there is none. A profile's token goes to that profile's server alone.
    func secret(_ console: Console, at address: ServerAddress? = nil) throws -> String? {
        if token != nil, tokenFile != nil {
            throw CommandFailure.usage("use --token or --token-file, not both")
        }
        if let token { return ConnectionOptions.token(in: token) ?? token }
        if let tokenFile { return try ConnectionOptions.read(tokenFile) }
        // Who names a certificate means to log in with it, whatever token lies about.
        if certificate != nil { return nil }
        if let profile = try profile(console) {
            guard isFor(profile, address) else { return nil }
            return try profile.tokenFile.map { try ConnectionOptions.read($0) }
        }
        if let token = ConnectionOptions.said(console.environment["CHANCERY_TOKEN"]) {
            return ConnectionOptions.token(in: token) ?? token
        }
        return try ConnectionOptions.said(console.environment["CHANCERY_TOKEN_FILE"]).map {
            try ConnectionOptions.read($0)
        }
    }

    /// The certificate to show, nil where there is none. A profile's is shown to that profile's server alone; one that only the environment
    /// names is for TLS, and no other connection fails for it.
    ///
    /// - Parameter address: the server, where it is another than ``address(_:)``.
    func certificateFiles(
        _ console: Console, at address: ServerAddress? = nil
    ) throws -> ClientOptions.CertificateFiles? {
        var (chain, key) = (certificate, certificateKey)
        if chain == nil, key == nil, let profile = try profile(console) {
            guard isFor(profile, address) else { return nil }
            (chain, key) = (profile.certificate, profile.certificateKey)
        } else {
            if chain == nil, key == nil, try !(address ?? self.address(console)).isTLS { return nil }
            chain = chain ?? ConnectionOptions.said(console.environment["CHANCERY_CERTIFICATE"])
            key = key ?? ConnectionOptions.said(console.environment["CHANCERY_CERTIFICATE_KEY"])
        }
        guard let chain, let key else {
            if chain == nil, key == nil { return nil }
            throw CommandFailure.usage(
                "a certificate and its key go together; give --certificate and --certificate-key, or set "
                    + "CHANCERY_CERTIFICATE and CHANCERY_CERTIFICATE_KEY")
        }
        for (option, file) in [("--certificate", chain), ("--certificate-key", key)] {
            do { _ = try LocalFile.bytes(file) } catch {
                throw CommandFailure.usage("the file of \(option), \(TerminalText.line(file)), \(error.sentence)")
            }
        }
        return ClientOptions.CertificateFiles(chain: chain, key: key)
    }

    /// The account to log in to with a certificate: the one that the command names, or the profile with its certificate.
    func accountMeant(_ console: Console) throws -> String? {
        guard loginAs == nil, certificate == nil, certificateKey == nil else { return loginAs }
        return try profile(console)?.account
    }

    /// The certificates to trust instead of the system's.
    func trustFile(_ console: Console) throws -> String? { try trust ?? profile(console)?.trust }

    /// How to connect, and how long to wait: `CHANCERY_TIMEOUT` says for how many seconds the server may be silent, 0 for ever.
    func clientOptions(_ console: Console, at address: ServerAddress? = nil) throws -> ClientOptions {
        var result = ClientOptions()
        if let file = try trustFile(console) {
            do { _ = try LocalFile.bytes(file) } catch {
                throw CommandFailure.usage("the file of --trust, \(TerminalText.line(file)), \(error.sentence)")
            }
            result.trustRootsFile = file
        }
        result.certificate = try certificateFiles(console, at: address)
        if let text = ConnectionOptions.said(console.environment["CHANCERY_TIMEOUT"]) {
            guard let seconds = Int(text), (0...86_400).contains(seconds) else {
                throw CommandFailure.usage(
                    "CHANCERY_TIMEOUT is \"\(TerminalText.line(text))\"; set it to a number of seconds from 0 (wait for ever) to 86400"
                )
            }
            result.requestTimeout = seconds == 0 ? nil : .seconds(seconds)
            result.connectTimeout = .seconds(seconds == 0 ? 86_400 : seconds)
        }
        return result
    }

    /// The forum that a command means where its own options name none: the profile's, then that of the environment.
    func standardForum(_ console: Console) throws -> String? {
        try profile(console)?.forum ?? ConnectionOptions.said(console.environment["CHANCERY_FORUM"])
    }

    /// A variable of the environment; one that is empty says nothing.
    private static func said(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }

    private static func read(_ path: String) throws -> String {
        let text: String
        do {
            text = try LocalFile.text(path)
        } catch {
            throw CommandFailure.usage("the token file \(path) \(error.sentence)")
        }
        guard let token = ConnectionOptions.token(in: text) else {
            throw CommandFailure.usage("the token file \(path) is empty")
        }
        return token
    }
}

extension ServerAddress {
    fileprivate var isTLS: Bool {
        switch self {
        case .tls: true
        case .tcp, .unix: false
        }
    }
}
