import ServiceLifecycle

/// Serves connections; on the way down accepts no more and answers what it accepted.
struct ListenerService: Service {
    let doors: Doors.Open

    func run() async {
        await withGracefulShutdownHandler {
            await doors.run()
        } onGracefulShutdown: {
            doors.shutdown()
        }
    }
}
