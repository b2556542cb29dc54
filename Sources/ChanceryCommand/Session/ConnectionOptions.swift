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
        if let token { return ConnectionOptions.token(in: token) ?? token }
        if let tokenFile { return try ConnectionOptions.read(tokenFile) }
        if let token = console.environment["CHANCERY_TOKEN"], !token.isEmpty {
            return ConnectionOptions.token(in: token) ?? token
        }
        if let file = console.environment["CHANCERY_TOKEN_FILE"], !file.isEmpty {
            return try ConnectionOptions.read(file)
        }
        return nil
    }

    /// The token in a text as editors save it: a byte order mark before it, line ends and white space around it, count for nothing.
    static func token(in text: String) -> String? {
        text.unicodeScalars.split { $0.properties.isWhitespace || $0.value == 0xFEFF || $0.value == 0 }.first
            .map { String($0) }
    }

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
