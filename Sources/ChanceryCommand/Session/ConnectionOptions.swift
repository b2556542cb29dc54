import ArgumentParser
import LineClient

/// Where the server is and who asks: options of every client command.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server: HOST:PORT, tls://HOST:PORT or unix:PATH. Default: CHANCERY_SERVER, then 127.0.0.1:7420.",
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

    @Flag(help: "Write JSON for programs: one object a line, rows first, the final object last.")
    var json = false

    /// The address asked for, by option, environment or default.
    func address(_ console: Console) throws -> ServerAddress {
        let text = server ?? console.environment["CHANCERY_SERVER"] ?? "127.0.0.1:\(ServerAddress.defaultPort)"
        guard let address = ServerAddress(text) else {
            throw CommandFailure.usage(
                "\"\(PlainText.line(text))\" is no address; write HOST:PORT, tls://HOST:PORT or unix:PATH")
        }
        return address
    }

    /// The token asked for, nil where there is none.
    func secret(_ console: Console) throws -> String? {
        if token != nil, tokenFile != nil {
            throw CommandFailure.usage("give --token or --token-file, not both")
        }
        if let token { return token }
        if let tokenFile { return try ConnectionOptions.read(tokenFile) }
        if let token = console.environment["CHANCERY_TOKEN"], !token.isEmpty { return token }
        if let file = console.environment["CHANCERY_TOKEN_FILE"], !file.isEmpty {
            return try ConnectionOptions.read(file)
        }
        return nil
    }

    private static func read(_ path: String) throws -> String {
        let text: String
        do {
            text = try LocalFile.text(path)
        } catch {
            throw CommandFailure.usage("the token file \(path) \(error.sentence)")
        }
        guard let token = text.split(whereSeparator: \.isWhitespace).first else {
            throw CommandFailure.usage("the token file \(path) is empty")
        }
        return String(token)
    }
}

/// The forum meant, where a command needs one.
struct ForumOption: ParsableArguments {
    @Option(help: ArgumentHelp("The forum; not needed where there is only one.", valueName: "forum"))
    var forum: String?
}

/// What every write understands.
struct WriteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A key that makes the request safe to repeat: the same key and content has its effect once.",
            valueName: "key"))
    var key: String?

    @Option(
        name: .customLong("if"),
        help: ArgumentHelp("Only if the proposal still is at this version.", valueName: "version"))
    var version: Int64?
}

/// When the body acted, where that is not now.
struct DecidedOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When the body acted, where that is not now: 2026-03-01T12:00:00Z, or a day.", valueName: "instant"))
    var decidedAt: String?
}
