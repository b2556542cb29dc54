import Postgres
import PostgresStore
import TestSupport
import TestTime
import Testing

@Suite(.timeLimit(.minutes(60))) struct NotificationTests {
    @Test func notificationsArriveInOrder() async throws {
        try await withConnection { listener async throws in
            try await listener.listen(to: "some Channel")
            try await withConnection { sender async throws in
                for number in 1...3 {
                    try await sender.query("SELECT pg_notify('some Channel', $1)", [.text("n\(number)")])
                }
                let pid = await sender.backendPID
                var received: [PostgresNotification] = []
                while received.count < 3 { received += try await listener.nextNotifications() }
                #expect(received.map(\.payload) == ["n1", "n2", "n3"])
                #expect(received.allSatisfy { $0.channel == "some Channel" && $0.backendPID == pid })
            }
            // The same session still runs statements.
            #expect(try await listener.query("SELECT 1").value(Int.self) == 1)
        }
    }

    @Test func notificationsThatComeWithAnswersAreKept() async throws {
        try await withConnection { connection async throws in
            try await connection.listen(to: "own")
            try await connection.query("SELECT pg_notify('own', 'self')")
            try await connection.runScript("NOTIFY own, 'script'")
            #expect(await connection.isHealthy())
            let received = try await connection.nextNotifications()
            #expect(received.map(\.payload) == ["self", "script"])
        }
    }

    @Test func waitingEndsWithTheTask() async throws {
        try await withConnection { connection async throws in
            try await connection.listen(to: "silence")
            let waiting = Task { try await connection.nextNotifications() }
            waiting.cancel()
            let error = await #expect(throws: PostgresError.self) { try await waiting.value }
            #expect(error?.kind == .cancelled)
            #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
            // A wake that came late must not disturb the next wait.
            try await connection.query("SELECT pg_notify('silence', 'broken')")
            #expect(try await connection.nextNotifications().map(\.payload) == ["broken"])
        }
    }

    @Test func theListenerComesBackAfterItsSessionEnded() async throws {
        let database = try await SharedDatabase.task.value
        var configuration = database.configuration(role: .owner)
        configuration.setup = ["SET application_name = 'listener under test'"]
        let listener = PostgresListener(
            configuration, channels: ["wake", "other"], backoff: Backoff(initial: .milliseconds(1), attempts: nil))
        var events = listener.events().makeAsyncIterator()
        #expect(await events.next() == .listening)
        try await withConnection(role: .superuser) { admin async throws in
            try await admin.query("SELECT pg_notify('other', 'one')")
            guard case .notification(let first) = await events.next() else {
                Issue.record("no notification")
                return
            }
            #expect(first.payload == "one")
            try await admin.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener under test'")
            guard case .disconnected(let error) = await events.next() else {
                Issue.record("not disconnected")
                return
            }
            #expect(error.isConnectionFailure)
            #expect(await events.next() == .listening)
            try await admin.query("SELECT pg_notify('wake', 'two')")
            guard case .notification(let second) = await events.next() else {
                Issue.record("no notification after the reconnect")
                return
            }
            #expect(second.payload == "two")
        }
    }

    @Test func theListenersSessionEndsWithItsReader() async throws {
        var configuration = try await SharedDatabase.task.value.configuration(role: .owner)
        configuration.setup = ["SET application_name = 'listener that stops'"]
        let reading = Task { [configuration] in
            for await event in PostgresListener(configuration, channels: ["x"]).events() where event == .listening {
                return
            }
        }
        await reading.value
        try await withConnection(role: .superuser) { admin async throws in
            try await waitUntil {
                try await admin.query(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'listener that stops'"
                ).value() == 0
            }
        }
    }

    @Test func theListenerAsksAgainWhereTheServerRefuses() async throws {
        let configuration = try await SharedDatabase.task.value.configuration(role: .owner)
        // The name of no channel is refused each time, as a standby refuses every LISTEN until it is promoted.
        let listener = PostgresListener(
            configuration, channels: [""], backoff: Backoff(initial: .microseconds(1), attempts: nil))
        var events = listener.events().makeAsyncIterator()
        for _ in 0..<3 {
            guard case .disconnected(let error)? = await events.next() else {
                Issue.record("it ended")
                return
            }
            #expect(error.server != nil)
        }
    }

    @Test func theListenerGivesUpWhenToldTo() async throws {
        let listener = PostgresListener(
            PostgresConfiguration(conninfo: "host=/nowhere"), channels: ["x"],
            backoff: Backoff(initial: .microseconds(1), attempts: 3))
        var events: [PostgresListener.Event] = []
        for await event in listener.events() { events.append(event) }
        #expect(events.count == 1)
        guard case .disconnected(let error)? = events.first else {
            Issue.record("no error")
            return
        }
        #expect(error.kind == .connectFailed)
    }
}
