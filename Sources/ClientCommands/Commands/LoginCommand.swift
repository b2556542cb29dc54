import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

/// `chancery login`
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Save a server, a token or a certificate, and a forum under a name.",
        discussion: """
            Asks the server whether the token is valid, then saves a profile in XDG_CONFIG_HOME/chancery (~/.config/chancery) \
            that only you can read. Without --token-file, the token is read from the standard input (hidden on a terminal) and \
            saved there too. With --certificate it needs none. The profile called default is used unless --profile or CHANCERY_PROFILE names another one.

            Examples:
              chancery login --server chancery.example:7420
              chancery login trial --token-file admin.token --forum asem-trial
              chancery login --certificate me.pem --certificate-key me.key
            """)

    @Argument(help: "The profile's name.")
    var name: String = Profile.standard

    @Option(help: ArgumentHelp("The server. Default: CHANCERY_SERVER, then 127.0.0.1:7420.", valueName: "address"))
    var server: String?

    @Option(help: ArgumentHelp("A file that holds the access token.", valueName: "file"), completion: .file())
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("A certificate (PEM) to log in with over TLS instead.", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(help: ArgumentHelp("The private key (PEM) of --certificate.", valueName: "file"), completion: .file())
    var certificateKey: String?

    @Option(
        help: ArgumentHelp(
            "The account to log in to, where the certificate is linked to several.", valueName: "account"))
    var loginAs: String?

    @Option(help: ArgumentHelp("The forum for commands that name none.", valueName: "forum"))
    var forum: String?

    @Option(
        help: ArgumentHelp("Certificates (PEM) to trust with tls:// instead of the system's.", valueName: "file"),
        completion: .file())
    var trust: String?

    @Flag(help: "Write JSON for programs.")
    var json = false

    func run() async throws {
        let console = Console.current
        try Profile.check(name)
        let address = server ?? console.environment["CHANCERY_SERVER"].flatMap { $0.isEmpty ? nil : $0 }
        let isByToken = certificate == nil && certificateKey == nil
        guard isByToken || tokenFile == nil else {
            throw CommandFailure.usage("use --token-file or --certificate, not both")
        }
        let typed = isByToken && tokenFile == nil ? try readToken(console) : nil
        let file = tokenFile.map(LocalFile.absolute) ?? (isByToken ? Profile.tokenFile(name, console) : nil)
        guard !isByToken || file != nil else {
            throw CommandFailure.usage("the folder for settings is not known; set HOME or XDG_CONFIG_HOME")
        }
        let profile = Profile(
            name: name, server: LoginCommand.wholeAddress(address ?? "127.0.0.1:\(ServerAddress.defaultPort)"),
            tokenFile: file, forum: forum, trust: trust.map(LocalFile.absolute),
            certificate: certificate.map(LocalFile.absolute),
            certificateKey: certificateKey.map(LocalFile.absolute), account: loginAs)
        var words = ["--server", profile.server]
        words += typed.map { ["--token", $0] } ?? file.map { ["--token-file", $0] } ?? []
        words += profile.certificate.map { ["--certificate", $0] } ?? []
        words += profile.certificateKey.map { ["--certificate-key", $0] } ?? []
        words += loginAs.map { ["--login-as", $0] } ?? []
        words += profile.trust.map { ["--trust", $0] } ?? []
        words += json ? ["--json"] : []
        try await ClientSession.with(try ConnectionOptions.parse(words)) { session in
            if let forum { _ = try await session.read(Verbs.Forum(forum: forum)) }
            try profile.keep(token: typed, console)
            let account = session.caller?.account ?? ""
            var object: JSONObject = ["profile": .string(name), "server": .string(profile.server)]
            object["account"] = .string(account)
            object["forum"] = forum.map { .string($0) }
            let use = name == Profile.standard ? "" : "; use it with --profile \(name) or CHANCERY_PROFILE=\(name)"
            session.print(object, [TerminalText.line("\(name): \(account) at \(profile.server)\(use)")])
        }
    }

    private func readToken(_ console: Console) throws -> String {
        let line = console.readSecret("Access token (not shown): ") ?? ""
        guard let token = line.split(whereSeparator: \.isWhitespace).first else {
            throw CommandFailure.usage(
                "no access token; give --token-file FILE, or write the token to the standard input")
        }
        return String(token)
    }

    private static func wholeAddress(_ address: String) -> String {
        address.hasPrefix("unix:") ? "unix:" + LocalFile.absolute(String(address.dropFirst(5))) : address
    }
}
