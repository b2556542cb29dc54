import Failpoints

extension PostgresConnection {
    /// How much may be queued in libpq before answers are read. It copies its whole queue at every partial send.
    private static let sendWindow = 64 << 10

    /// How long the server has to answer once it was asked to cancel.
    private static let cancelGrace = Duration.seconds(5)

    /// One round trip: everything sent under one Sync, everything read. Reads while it sends, so neither side can block
    /// the other however large the trip is.
    func pipeline(
        _ statements: [Statement], within time: Patience.Time, mayCancel: Bool
    ) throws(PostgresError) -> [StatementResult] {
        guard !statements.isEmpty else { return [] }
        // Laid out before anything is sent: a parameter that cannot be sent must not leave half a trip behind.
        var buffers: [ParameterBuffer] = []
        for statement in statements {
            guard !statement.sql.utf8.contains(0) else { throw PostgresError(.encoding, "a statement holds U+0000") }
            buffers.append(try ParameterBuffer(statement.parameters))
        }
        var run = PipelineRun(statements, prepared: prepared)
        defer { prepared = run.prepared }
        var patience = Patience(time, grace: Self.cancelGrace, isLastWord: !mayCancel)
        // What was said before belongs to no statement of these.
        _ = handle.takeWarnings()
        var queued = 0
        for (index, statement) in statements.enumerated() {
            Failpoint.sending(statement.sql, on: handle.socket) { handle.flush() }
            try send(statement, buffers[index], run.willSend(index, types: buffers[index].types), fatal: run.fatalError)
            Failpoint.sent(statement.sql, on: handle.socket) { handle.flush() }
            queued += statement.sql.utf8.count + buffers[index].byteCount
            if queued >= Self.sendWindow {
                queued = 0
                try drainOutput(&run, &patience)
            }
        }
        run.willSendSync()
        guard handle.sendSync() else { throw lost(sent: true, cause: run.fatalError) }
        while !run.isFinished {
            try exchange(&run, &patience)
        }
        return try run.allResults()
    }

    private func send(
        _ statement: Statement, _ buffer: ParameterBuffer, _ sending: PipelineRun.Sending, fatal: ServerError?
    ) throws(PostgresError) {
        let sent =
            switch sending {
            case .once: handle.sendOnce(sql: statement.sql, buffer)
            case .prepared(let name): handle.sendPrepared(name: name, buffer)
            case .prepareFirst(let name):
                handle.sendPrepare(name: name, sql: statement.sql, types: buffer.types)
                    && handle.sendPrepared(name: name, buffer)
            }
        guard sent else { throw lost(sent: true, cause: fatal) }
    }

    /// Goes on until libpq's queue is empty.
    private func drainOutput(_ run: inout PipelineRun, _ patience: inout Patience) throws(PostgresError) {
        while true {
            guard let isEmpty = handle.flush() else { throw afterFailure(&run) }
            if isEmpty { return }
            try waitAndRead(&run, &patience, write: true)
        }
    }

    /// One step: send what the socket takes, wait, read what it has.
    private func exchange(_ run: inout PipelineRun, _ patience: inout Patience) throws(PostgresError) {
        guard let isEmpty = handle.flush() else { throw afterFailure(&run) }
        try collect(&run)
        if run.isFinished { return }
        try waitAndRead(&run, &patience, write: !isEmpty)
    }

    private func waitAndRead(
        _ run: inout PipelineRun, _ patience: inout Patience, write: Bool
    ) throws(PostgresError) {
        switch SocketWait.wait(handle.socket, write: write, until: patience.nextLook) {
        case .ready, .interrupted:
            let isAlive = handle.consumeInput()
            try collect(&run)
            // The last answers may have come together with the end of the connection.
            guard isAlive || run.isFinished else { throw afterFailure(&run) }
        case .timedOut:
            guard patience.isOver() else { return }
            guard patience.isLastWord else {
                patience.askedToCancel()
                handle.requestCancel()
                return
            }
            throw lost(sent: true, cause: run.fatalError)
        case .failed:
            throw lost(sent: true, cause: run.fatalError)
        }
    }

    /// Takes all results that are there.
    private func collect(_ run: inout PipelineRun) throws(PostgresError) {
        var emptyAnswers = 0
        while run.isWaiting, !handle.isBusy {
            let result = handle.nextResult()
            for warning in handle.takeWarnings() { run.warned(warning) }
            guard let result else {
                // One nil ends each command; several in a row mean that libpq has nothing more to give.
                emptyAnswers += 1
                guard emptyAnswers < 3 else { break }
                run.commandEnded()
                continue
            }
            emptyAnswers = 0
            do {
                try run.received(result)
            } catch {
                throw lost(sent: true, cause: run.fatalError)
            }
            guard handle.isAlive || run.isFinished else { throw lost(sent: true, cause: run.fatalError) }
        }
        collectNotifications()
    }

    /// The connection failed: what the server said last may still lie in the input.
    private func afterFailure(_ run: inout PipelineRun) -> PostgresError {
        do {
            _ = handle.consumeInput()
            try collect(&run)
        } catch {
            return error
        }
        return lost(sent: true, cause: run.fatalError)
    }
}
