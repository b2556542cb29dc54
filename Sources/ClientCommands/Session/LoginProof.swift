import LineClient
import LineProtocol
import Terminal

/// What a command logs in with: a token, or what its connection shows by itself.
enum LoginProof: Sendable, Hashable {
    case token(String)
    case certificate
    case user

    /// What is said where there is none.
    static let missing = CommandFailure.usage(
        "no access token; give --token-file FILE, set CHANCERY_TOKEN_FILE or CHANCERY_TOKEN, or save one with: "
            + "chancery login")

    /// The request that logs in with it.
    var request: Verbs.Auth {
        var request = Verbs.Auth()
        switch self {
        case .token(let secret): request.token = secret
        case .certificate: request.method = .certificate
        case .user: request.method = .user
        }
        return request
    }
}

extension ConnectionOptions {
    /// What there is to log in with before anybody connects: a token goes before a certificate, unless the command itself names that.
    func proof(_ console: Console) throws -> LoginProof? {
        if let secret = try secret(console) { return .token(secret) }
        return try certificateFiles(console) == nil ? nil : .certificate
    }
}

extension LineClient {
    /// What to log in with on this connection, nil where there is nothing. Without a token the system user counts, where the server gives
    /// them an account.
    func proof(_ given: LoginProof?) throws -> LoginProof? {
        guard given == .certificate else { return given ?? (methods.contains(.user) ? .user : nil) }
        if methods.contains(.certificate) { return given }
        guard case .tls = address else {
            throw CommandFailure.usage("a certificate logs in over TLS only; connect to tls://HOST:PORT")
        }
        throw CommandFailure.notDone(["\(address) takes no client certificates; log in with a token"])
    }

    /// What is said where there is nothing to log in with.
    var missingProof: CommandFailure {
        guard case .unix = address else { return LoginProof.missing }
        return .usage(
            "the server gives the system user of this command no account; ask its operator for a socket-user, or give "
                + "--token-file FILE")
    }
}
