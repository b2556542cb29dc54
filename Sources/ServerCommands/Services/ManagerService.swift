import ServiceLifecycle

/// Tells whoever started the server that it is ready, that it is alive, and that it stops.
struct ManagerService: Service {
    let manager: ServiceManager
    var clock: any Clock<Duration> = ContinuousClock()

    func run() async {
        manager.tell(.ready)
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                guard let period = manager.watchdogPeriod else {
                    try? await gracefulShutdown()
                    return
                }
                // Twice in each period, as systemd advises.
                while (try? await clock.sleep(for: period / 2)) != nil { manager.tell(.alive) }
            }
        } onGracefulShutdown: {
            manager.tell(.stopping)
        }
    }
}
