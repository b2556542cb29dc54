/// Everything that can go wrong between this process and PostgreSQL.
///
/// `description` hides what may quote stored or sent values; `debugDescription` shows it.
package struct PostgresError: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// The server refused a statement; the connection is still usable.
        case server(ServerError)
        /// The connection ended. When the outcome is unknown, statements had been sent whose answer did not arrive: a
        /// COMMIT among them may have taken effect.
        case connectionLost(outcomeUnknown: Bool, cause: ServerError?)
        /// No connection could be made.
        case connectFailed
        /// No connection became free in time.
        case timedOut
        /// A value from the server is not of the type that was asked for.
        case decoding
        /// A statement or parameter cannot be sent.
        case encoding
        /// The connection or the pool was closed by this process.
        case closed
        /// The task was cancelled before anything was sent.
        case cancelled
    }

    package let kind: Kind
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package init(_ error: ServerError) {
        self.init(.server(error), error.message)
    }
}

extension PostgresError {
    /// The server's code, when the server said anything.
    package var sqlState: SQLState? {
        server?.sqlState
    }

    /// What the server said: the refusal, or the reason why it ended the session.
    package var server: ServerError? {
        switch kind {
        case .server(let error): error
        case .connectionLost(_, let cause): cause
        case .connectFailed, .timedOut, .decoding, .encoding, .closed, .cancelled: nil
        }
    }

    /// Whether the same transaction may succeed when it is simply run again: serialization failure, deadlock, lock timeout.
    package var isRetryable: Bool {
        guard case .server(let error) = kind else { return false }
        switch error.sqlState {
        case .serializationFailure, .deadlockDetected, .lockNotAvailable: return true
        default: return false
        }
    }

    /// Whether the data of one command caused it, so that the other commands of a batch may succeed without that one:
    /// data exceptions, integrity violations, check options, limits exceeded, exceptions raised by our own triggers.
    package var isDataError: Bool {
        guard case .server(let error) = kind else { return false }
        return ["22", "23", "44", "54"].contains(error.sqlState.errorClass) || error.sqlState == .raiseException
    }

    /// Whether the same statement may succeed later though nothing about it changes: the server was stopped, full, locked, taken over by
    /// another, lacked a grant, or lost what this session had prepared. A fault of syntax, of a name, a type or the data stays one.
    package var mayPass: Bool {
        guard case .server(let error) = kind else { return isConnectionFailure }
        if error.endsSession || error.sqlState == .insufficientPrivilege { return true }
        return ["08", "0A", "25", "26", "28", "40", "53", "55", "57", "58"].contains(error.sqlState.errorClass)
    }

    /// Whether the connection is gone or was never there; another one may work.
    package var isConnectionFailure: Bool {
        switch kind {
        case .connectionLost, .connectFailed: true
        case .server, .timedOut, .decoding, .encoding, .closed, .cancelled: false
        }
    }

    /// Whether statements were sent whose effect is not known.
    package var isOutcomeUnknown: Bool {
        if case .connectionLost(outcomeUnknown: true, _) = kind { return true }
        return false
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        switch kind {
        case .server(let error):
            // Data exceptions quote the offending value in their primary message.
            let text =
                error.sqlState.errorClass == "22"
                ? "data exception" : error.sqlState == .syntaxError ? "syntax error" : error.message
            let place = error.constraint.map { " (constraint \($0))" } ?? ""
            return "PostgreSQL \(error.sqlState): \(text)\(place)"
        case .connectionLost(let outcomeUnknown, _):
            return "connection to PostgreSQL lost\(outcomeUnknown ? ", outcome unknown" : ""): \(message)"
        case .connectFailed: return "cannot connect to PostgreSQL: \(message)"
        case .timedOut, .decoding, .encoding, .closed, .cancelled: return message
        }
    }

    package var debugDescription: String {
        guard let server else { return description }
        let parts: [(String, String?)] = [
            ("message", server.message), ("detail", server.detail), ("hint", server.hint), ("context", server.context),
            ("schema", server.schema), ("table", server.table), ("column", server.column),
            ("constraint", server.constraint),
        ]
        let shown = parts.compactMap { name, value in value.map { "\(name): \($0)" } }
        return "\(description) [\(server.severity) \(server.sqlState); \(shown.joined(separator: "; "))]"
    }
}
