import ArgumentParser

/// The options of `serve`, which `config check` takes as well.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory (chancery-data).", valueName: "dir"), completion: .directory)
    var data: String?
    @Option(help: ArgumentHelp("The libpq connection string of a database to use instead.", valueName: "conninfo"))
    var database: String?
    @Option(
        help: ArgumentHelp(
            "The folder of the keys that sign the records. Default with --data: signer in the data directory.",
            valueName: "dir"), completion: .directory)
    var signer: String?
    @Option(
        help: ArgumentHelp(
            "The beginning of the records' names in keys made from now on: a name of your own (chancery).",
            valueName: "name"))
    var origin: String?
    @Option(
        help: ArgumentHelp(
            "A file that says whose cosignatures count. Default with --data: policy in the data directory.",
            valueName: "file"), completion: .file())
    var policy: String?
    @Option(help: ArgumentHelp("Where to listen; may be repeated (127.0.0.1:7420).", valueName: "host:port"))
    var listen: [String] = []
    @Option(
        help: ArgumentHelp(
            "Where to serve HTTP: the pages and the API; none serves none (127.0.0.1:7421).", valueName: "host:port"))
    var web: String?
    @Option(
        help: ArgumentHelp(
            "A proxy before the pages, which may ask in plain text, and is believed where requests come from; may be repeated.",
            valueName: "address"))
    var webProxy: [String] = []
    @Option(
        help: ArgumentHelp(
            "A file of the identity providers at which people log in to the pages.", valueName: "file"),
        completion: .file())
    var identityProviders: String?
    @Option(
        help: ArgumentHelp(
            "Where to serve the metrics and the health of the server, on this machine alone (none).",
            valueName: "host:port"))
    var metrics: String?
    @Option(help: ArgumentHelp("A UNIX socket to listen on.", valueName: "path"), completion: .file())
    var socket: String?
    @Option(
        help: ArgumentHelp(
            "A system user who logs in over the socket without a token, and to which account; may be repeated.",
            valueName: "user=account"))
    var socketUser: [String] = []
    @Option(
        help: ArgumentHelp("The PEM file of a certificate. TCP listeners then use TLS 1.3.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?
    @Option(help: ArgumentHelp("The PEM file of its private key.", valueName: "file"), completion: .file())
    var tlsKey: String?
    @Option(
        help: ArgumentHelp(
            "A PEM file of the authorities whose client certificates log in to the line protocol.", valueName: "file"),
        completion: .file())
    var tlsClientCa: String?
    @Option(help: ArgumentHelp("What the log leaves out: what is below this level (notice).", valueName: "level"))
    var logLevel: String?
    @Option(help: ArgumentHelp("The lines of the log: text, or json (text).", valueName: "format"))
    var logFormat: String?
    @Option(
        help: ArgumentHelp(
            "A configuration file. Variables of the environment override it, and options override both.",
            valueName: "file"), completion: .file())
    var config: String?

    /// What the file, the environment and these options say together.
    func given(_ environment: [String: String]) throws -> GivenSettings {
        let options: [(String, String?)] = [
            ("data", data), ("database", database), ("signer", signer), ("origin", origin), ("policy", policy),
            ("web", web), ("identity-providers", identityProviders), ("metrics", metrics), ("socket", socket),
            ("tls-certificate", tlsCertificate),
            ("tls-key", tlsKey), ("tls-client-ca", tlsClientCa),
            ("log-level", logLevel), ("log-format", logFormat),
        ]
        var texts: [String: [String]] = ["listen": listen, "web-proxy": webProxy, "socket-user": socketUser]
        for (key, text) in options { texts[key] = text.map { [$0] } }
        return try GivenSettings(options: texts, environment: environment, file: config)
    }
}
