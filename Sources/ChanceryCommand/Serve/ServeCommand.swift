import ArgumentParser

/// Runs the server until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server until SIGTERM.",
        discussion: """
            Without --database it starts a private PostgreSQL cluster in the data directory and stops it on exit. The first \
            start writes the administrator's token to admin.token there. With --database, set up the schema first with \
            `chancery init`.

            Prints `listening HOST:PORT` for each address once it is ready.

            Example:
              chancery serve --data /var/lib/chancery --listen 127.0.0.1:7420
            """)

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
    @Option(help: ArgumentHelp("A UNIX socket to listen on.", valueName: "path"), completion: .file())
    var socket: String?
    @Option(
        help: ArgumentHelp("The PEM file of a certificate. TCP listeners then use TLS 1.3.", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?
    @Option(help: ArgumentHelp("The PEM file of its private key.", valueName: "file"), completion: .file())
    var tlsKey: String?
    @Option(help: ArgumentHelp("What the log leaves out: what is below this level (notice).", valueName: "level"))
    var logLevel: String?
    @Option(help: ArgumentHelp("The lines of the log: text, or json (text).", valueName: "format"))
    var logFormat: String?
    @Option(
        help: ArgumentHelp("A configuration file. Options on the command line override it.", valueName: "file"),
        completion: .file())
    var config: String?

    func run() async throws {
        try await ServerProcess.run(try settings(), Console.current)
    }

    /// The file's settings with the options over them.
    func settings() throws -> ServeConfiguration {
        var settings = ServeConfiguration()
        if let config { try settings.read(file: config) }
        if let data {
            settings.data = data
            settings.database = .embedded
        }
        if let database { settings.database = .conninfo(database) }
        if data != nil, database != nil {
            throw CommandFailure.usage("use either --data or --database")
        }
        if let signer { settings.signer = signer }
        if let origin { try settings.setOrigin(origin) }
        if let policy { settings.policy = policy }
        if let logLevel { try settings.log.setLevel(logLevel) }
        if let logFormat { try settings.log.setFormat(logFormat) }
        if !listen.isEmpty { settings.listen = listen }
        if let socket {
            settings.socket = socket
            if listen.isEmpty, config == nil { settings.listen = [] }
        }
        switch (tlsCertificate, tlsKey) {
        case (.some(let certificate), .some(let key)):
            settings.tls = ServeConfiguration.TLS(certificate: certificate, key: key)
        case (.none, .none): break
        default: throw CommandFailure.usage("--tls-certificate and --tls-key go together; give both")
        }
        return settings
    }
}
