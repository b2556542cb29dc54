extension PostgresConnection {
    /// Begins to listen on a channel.
    package func listen(to channel: String) throws(PostgresError) {
        try execute(Statement("LISTEN \(Conninfo.identifier(channel))", isReusable: false))
    }

    /// Waits until notifications are there and answers them all. Holds the session's thread while it waits, so it is for a
    /// connection that does nothing else. Throws `cancelled` when the task is, and leaves the connection usable.
    package nonisolated func nextNotifications() async throws(PostgresError) -> [PostgresNotification] {
        let outcome = await withTaskCancellationHandler {
            await awaitNotifications()
        } onCancel: {
            interrupt.raise()
        }
        return try outcome.get()
    }

    private func awaitNotifications() -> Result<[PostgresNotification], PostgresError> {
        defer {
            interrupt.clear()
            comeToRest()
        }
        do throws(PostgresError) {
            try checkUsable()
            while notifications.isEmpty {
                guard !Task.isCancelled else {
                    throw PostgresError(.cancelled, "waiting for notifications was cancelled")
                }
                switch SocketWait.wait(handle.socket, interrupt: interrupt) {
                case .ready:
                    let isAlive = handle.consumeInput()
                    collectNotifications()
                    guard isAlive || !notifications.isEmpty else { throw lost() }
                case .interrupted: continue
                case .timedOut, .failed: throw lost()
                }
            }
            defer { notifications = [] }
            return .success(notifications)
        } catch {
            return .failure(error)
        }
    }
}
