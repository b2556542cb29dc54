import CLibPQ

/// Owner of one `PGconn`: libpq's calls without policy. Used on one thread only, that of its connection's executor.
final class ConnectionHandle: @unchecked Sendable {
    private var pointer: OpaquePointer?
    private let warnings = Warnings()

    /// Connects, blocking until done or timed out; libpq walks the hosts. Throws with libpq's words.
    func open(_ parameters: [(key: String, value: String)]) throws(PostgresError) {
        let keys = CStringArray(parameters.map(\.key))
        let values = CStringArray(parameters.map(\.value))
        pointer = PQconnectdbParams(keys.pointer, values.pointer, 1)
        guard pointer != nil else { throw PostgresError(.connectFailed, "out of memory") }
        guard isAlive else {
            let message = errorMessage
            close()
            throw PostgresError(.connectFailed, message)
        }
        // Without a receiver of ours libpq prints notices to standard error.
        PQsetNoticeReceiver(
            pointer,
            { warnings, notice in
                guard let warnings, let notice else { return }
                let kept = Unmanaged<Warnings>.fromOpaque(warnings).takeUnretainedValue()
                kept.list.append(ServerError(reading: notice))
            }, Unmanaged.passUnretained(warnings).toOpaque())
        guard PQsetnonblocking(pointer, 1) == 0 else {
            close()
            throw PostgresError(.connectFailed, "the connection cannot be made non-blocking")
        }
    }

    func close() {
        PQfinish(pointer)
        pointer = nil
    }

    var isAlive: Bool {
        pointer != nil && PQstatus(pointer) == CONNECTION_OK
    }

    var socket: Int32 {
        PQsocket(pointer)
    }

    var backendPID: Int32 {
        PQbackendPID(pointer)
    }

    var errorMessage: String {
        PQerrorMessage(pointer).map { String(cString: $0).trimmed } ?? ""
    }

    var transactionStatus: TransactionStatus {
        switch PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        case PQTRANS_ACTIVE: .active
        default: .unknown
        }
    }

    func enterPipelineMode() -> Bool { PQenterPipelineMode(pointer) == 1 }
    func exitPipelineMode() -> Bool { PQexitPipelineMode(pointer) == 1 }
    func sendScript(_ sql: String) -> Bool { PQsendQuery(pointer, sql) == 1 }
    func sendSync() -> Bool { PQpipelineSync(pointer) == 1 }

    func sendPrepare(name: String, sql: String, types: [UInt32]) -> Bool {
        PQsendPrepare(pointer, name, sql, Int32(types.count), types) == 1
    }

    func sendPrepared(name: String, _ parameters: ParameterBuffer) -> Bool {
        parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(pointer, name, parameters.count, values, lengths, formats, 1) == 1
        }
    }

    func sendOnce(sql: String, _ parameters: ParameterBuffer) -> Bool {
        parameters.withPointers { values, lengths, formats in
            PQsendQueryParams(pointer, sql, parameters.count, parameters.types, values, lengths, formats, 1) == 1
        }
    }

    /// Sends what the socket takes: true when nothing is left, false when some is, nil when the connection is gone.
    func flush() -> Bool? {
        switch PQflush(pointer) {
        case 0: true
        case 1: false
        default: nil
        }
    }

    /// Reads what the socket has; false when the connection is gone.
    func consumeInput() -> Bool {
        PQconsumeInput(pointer) == 1
    }

    /// Whether asking for a result would block.
    var isBusy: Bool {
        PQisBusy(pointer) == 1
    }

    /// The next result, or nil at the end of one command's results.
    func nextResult() -> ResultStorage? {
        PQgetResult(pointer).map { ResultStorage(taking: $0) }
    }

    /// What the server warned of since this was asked last.
    func takeWarnings() -> [ServerError] {
        defer { warnings.list = [] }
        return warnings.list
    }

    func nextNotification() -> PostgresNotification? {
        guard let raw = PQnotifies(pointer) else { return nil }
        defer { PQfreemem(raw) }
        return PostgresNotification(
            channel: String(cString: raw.pointee.relname), payload: String(cString: raw.pointee.extra),
            backendPID: raw.pointee.be_pid)
    }

    /// Asks the server, over a connection of its own, to cancel what runs now. On a thread of its own: it may block.
    func requestCancel() {
        guard let request = PQgetCancel(pointer) else { return }
        let holder = CancelRequest(request)
        DetachedThread.start { holder.send() }
    }
}

/// Where libpq puts the warnings that it reads.
private final class Warnings {
    var list: [ServerError] = []
}

/// A copy of what libpq needs to cancel a statement, made to be used from another thread.
private final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    func send() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            // A request that fails changes nothing: the wait for the answer has its own end.
            _ = PQcancel(pointer, buffer.baseAddress, Int32(buffer.count))
        }
    }
}
