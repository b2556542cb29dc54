import LineServer
import ServiceLifecycle

/// Serves connections; on the way down accepts no more and answers what it accepted.
struct ListenerService: Service {
    let server: LineServer

    func run() async {
        await withGracefulShutdownHandler {
            await server.run()
        } onGracefulShutdown: {
            server.shutdown()
        }
    }
}
