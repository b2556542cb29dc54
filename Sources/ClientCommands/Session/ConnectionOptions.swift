import ArgumentParser

/// Where the server is and who asks: options of every client command.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server: HOST:PORT, tcp://HOST:PORT, tls://HOST:PORT or unix:PATH. Default: CHANCERY_SERVER, then 127.0.0.1:7420.",
            valueName: "address"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "The access token; others on this machine can see it, so prefer --token-file. Default: CHANCERY_TOKEN.",
            valueName: "token"))
    var token: String?

    @Option(
        help: ArgumentHelp(
            "A file that holds the access token. Default: CHANCERY_TOKEN_FILE.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("Certificates (PEM) to trust with tls:// instead of the system's.", valueName: "file"),
        completion: .file())
    var trust: String?

    @Option(
        help: ArgumentHelp(
            "A certificate (PEM) to log in with over TLS instead of a token. Default: CHANCERY_CERTIFICATE.",
            valueName: "file"), completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp(
            "The private key (PEM) of --certificate. Default: CHANCERY_CERTIFICATE_KEY.", valueName: "file"),
        completion: .file())
    var certificateKey: String?

    @Option(
        help: ArgumentHelp(
            "The account to log in to, where the certificate is linked to several.", valueName: "account"))
    var loginAs: String?

    @Option(
        help: ArgumentHelp(
            "The name under which `chancery login` saved a server, token and forum. Default: CHANCERY_PROFILE.",
            valueName: "name"))
    var profile: String?

    @Flag(help: "Write JSON for programs: one object a line, rows first, the final object last.")
    var json = false

    @Flag(help: "Print long output at once, not through a pager.")
    var noPager = false

    /// The token in a text as editors save it: a byte order mark before it, line ends, quotes, white space and marks that
    /// nobody sees around it, count for nothing.
    static func token(in text: String) -> String? {
        text.unicodeScalars.split { scalar in
            scalar.properties.isWhitespace || scalar.properties.generalCategory == .format || scalar.value == 0
                || "\"'“”‘’".unicodeScalars.contains(scalar)
        }.first.map { String($0) }
    }
}
