import CLibPQ
import Failpoints

extension PostgresConnection {
    /// The simple-query protocol: one text, any number of statements. Leaves pipeline mode for it.
    func script(_ sql: String, timeout: Duration?) throws(PostgresError) -> [StatementResult] {
        guard !sql.utf8.contains(0) else { throw PostgresError(.encoding, "a script holds U+0000") }
        Failpoint.sending(sql, on: handle.socket) { handle.flush() }
        guard handle.exitPipelineMode(), handle.sendScript(sql) else { throw lost(sent: true) }
        Failpoint.sent(sql, on: handle.socket) { handle.flush() }
        var patience = Patience(.fixed(timeout), grace: .seconds(5))
        var results: [StatementResult] = []
        var refusal: ServerError?
        while true {
            guard let isEmpty = handle.flush() else { throw lost(sent: true, cause: refusal) }
            while !handle.isBusy {
                guard let result = handle.nextResult() else {
                    collectNotifications()
                    guard handle.isAlive, handle.enterPipelineMode() else { throw lost(sent: true, cause: refusal) }
                    if let refusal { throw PostgresError(refusal) }
                    return results
                }
                switch result.status {
                case PGRES_FATAL_ERROR:
                    refusal = refusal ?? result.serverError
                case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                    throw lost(
                        sent: true, cause: ServerError(sqlState: .featureNotSupported, message: "COPY in a script"))
                default:
                    results.append(
                        StatementResult(
                            outcome: .completed, rows: PostgresRows(result), tag: result.tag,
                            affectedRows: result.affectedRows))
                }
            }
            switch SocketWait.wait(handle.socket, write: !isEmpty, until: patience.nextLook) {
            case .ready, .interrupted:
                // A lost connection is one more result, which the loop above reads.
                _ = handle.consumeInput()
            case .timedOut where !patience.isLastWord:
                patience.askedToCancel()
                handle.requestCancel()
            case .timedOut, .failed:
                throw lost(sent: true, cause: refusal)
            }
        }
    }
}
