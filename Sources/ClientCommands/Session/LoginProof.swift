import LineClient
import LineProtocol
import Terminal

/// What a command logs in with: a token, or what its connection shows by itself.
enum LoginProof: Sendable, Hashable {
    case token(String)
    /// To the account that is meant, where the certificate is linked to several.
    case certificate(account: String?)
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
        case .certificate(let account):
            request.method = .certificate
            request.account = account
        case .user: request.method = .user
        }
        return request
    }
}

extension ConnectionOptions {
    /// What there is to log in with before anybody connects: a token goes before a certificate, unless the command itself names that.
    ///
    /// - Parameter address: the server, where it is another than ``address(_:)``.
    func proof(_ console: Console, at address: ServerAddress? = nil) throws -> LoginProof? {
        let secret = try secret(console, at: address)
        if secret == nil, try certificateFiles(console, at: address) != nil {
            return .certificate(account: try accountMeant(console))
        }
        guard loginAs == nil else {
            throw CommandFailure.usage(
                "--login-as says which account of a certificate is meant; give --certificate and --certificate-key, or leave it out"
            )
        }
        return secret.map { .token($0) }
    }
}

extension LineClient {
    /// Logs in with what there is; answers what AUTH said, nil where nothing logs in on this connection.
    func logIn(_ given: LoginProof?) async throws -> ReadAnswer<Verbs.Auth>? {
        guard let proof = try proof(given) else { return nil }
        let answer = try await request(try proof.request.request())
        switch answer.result {
        case .success(let object):
            let read = ReadAnswer<Verbs.Auth>(sent: (answer.rows, object))
            _ = try read.end
            return read
        case .failure(let failure):
            guard proof == .certificate(account: nil), failure.code == .badField else {
                throw CommandFailure.refused(failure)
            }
            throw CommandFailure.usage(TerminalText.line(failure.message) + ": give --login-as ACCOUNT")
        }
    }

    /// What to log in with on this connection, nil where there is nothing. Without a token the system user counts, where the server gives
    /// them an account.
    private func proof(_ given: LoginProof?) throws -> LoginProof? {
        guard case .certificate? = given else { return given ?? (methods.contains(.user) ? .user : nil) }
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
