import ServiceLifecycle

/// Serves connections; on the way down accepts no more and answers what it accepted.
struct ListenerService: Service {
    let doors: Doors.Open
    let reports: ServerReports

    func run() async {
        await withGracefulShutdownHandler {
            await doors.run()
        } onGracefulShutdown: {
            reports.stop()
            doors.shutdown()
        }
    }
}
